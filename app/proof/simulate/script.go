package main

import (
	"fmt"
	"time"

	"qrtill/app/order"
)

// depth is how many calls of a history get every answer at most.
const depth = 4

// customer is when the customer of an exhaustive history pays.
type customer uint8

const (
	never     customer = iota
	early              // before the first question
	late               // shortly before the code's time is over
	afterward          // when the code is no longer shown
	crossing           // as the gateway closes the order: it is cancelled first, and paid all the same
)

// ending is who ends the showing of the code.
type ending uint8

const (
	ourLimit    ending = iota // the till, after as long as the shop wants
	gatewaysOwn               // the gateway closes the order long before
)

// staff is what staff do in an exhaustive history.
type staff uint8

const (
	letBe staff = iota // but for one more try with a sale whose code is gone
	closeCode
)

// way is what else is special about an exhaustive history.
type way uint8

const (
	asEver    way = iota
	forgetful     // the gateway has no closed order any more after half a minute
	rivalled      // another program ends the till's tokens all the time

	done // of a refund: it is done at once
	slowly
	fails
	failsSlowly
	failsRivalled
)

var wayNames = [...]string{
	"", "; the gateway forgets what it has closed", "; tokens die young", "; the refund is done", "; the refund is done later", "; the refund fails", "; the refund fails later",
	"; the refund fails, tokens die young",
}

// part is some of the exhaustive histories: all answers to so many calls, with each
// ending, staff, customer, point and way.
type part struct {
	name      string
	ways      int // how many answers
	depth     int // to how many calls
	endings   []ending
	staffs    []staff
	customers []customer
	points    []point
	special   []way
}

var (
	everyEnding   = []ending{ourLimit, gatewaysOwn}
	everyStaff    = []staff{letBe, closeCode}
	everyCustomer = []customer{never, early, late, afterward, crossing}
	everyPoint    = []point{
		nowhere, createdUnwritten, createdWritten, createLeft, codeUnwritten, codeWritten, shown, askLeft, answerCame,
		finalUnwritten, answerWritten, dismissUnwritten, dismissWritten,
	}
)

var parts = []part{
	{"one sale", ways, 4, everyEnding, everyStaff, everyCustomer, everyPoint, []way{asEver}},
	{"one sale, silences and late answers too", wide, 3, everyEnding, everyStaff, everyCustomer, everyPoint, []way{asEver}},
	{"one sale in a worse world", wide, 3, everyEnding, everyStaff, []customer{never, late, crossing}, []point{nowhere, askLeft, answerCame}, []way{forgetful, rivalled}},
	{"one refund", wide, 3, []ending{ourLimit}, []staff{letBe}, []customer{early}, []point{
		nowhere, refundUnwritten, refundLeft, refundEndUnwritten, askLeft, answerCame,
	}, []way{done, slowly, fails, failsSlowly, failsRivalled}},
}

// combinations are those of its answers, and columns everything else.
func (p *part) combinations() int {
	n := 1
	for range p.depth {
		n *= p.ways
	}
	return n
}

func (p *part) columns() int {
	return len(p.endings) * len(p.staffs) * len(p.customers) * len(p.points) * len(p.special)
}

func (p *part) scripts() int { return p.columns() * p.combinations() }

// A block is some of a part's combinations: those that differ in their last two answers.
func (p *part) blockSize() int { return p.ways * p.ways }
func (p *part) blocks() int    { return p.combinations() / p.blockSize() }

// scripts and blocks are how many there are of all parts.
var scripts, blocks = func() (scripts, blocks int) {
	for i := range parts {
		scripts, blocks = scripts+parts[i].scripts(), blocks+parts[i].blocks()
	}
	return scripts, blocks
}()

// script is one history of the exhaustive part: all that is not left to the
// rules. point nowhere kills nothing.
type script struct {
	part     int
	ending   ending
	staff    staff
	customer customer
	point    point
	way      way
	answers  [depth]answer
}

// number and scriptOf give every script its number. Those of a block whose point is
// nowhere, and whose customer and staff do nothing, come first: see exhaustion.
func (s *script) number() int {
	n := 0
	for i := range s.part {
		n += parts[i].scripts()
	}
	p := &parts[s.part]
	column := index(p.special, s.way)
	column = column*len(p.endings) + index(p.endings, s.ending)
	column = column*len(p.staffs) + index(p.staffs, s.staff)
	column = column*len(p.customers) + index(p.customers, s.customer)
	column = column*len(p.points) + index(p.points, s.point)
	combination := 0
	for _, a := range s.answers[:p.depth] {
		combination = combination*p.ways + int(a)
	}
	return n + column*p.combinations() + combination
}

func index[T comparable](list []T, of T) int {
	for i := range list {
		if list[i] == of {
			return i
		}
	}
	return -1
}

func scriptOf(n int) (s script) {
	for n >= parts[s.part].scripts() {
		n -= parts[s.part].scripts()
		s.part++
	}
	p := &parts[s.part]
	s.set(p, n/p.combinations(), n%p.combinations())
	return s
}

// set makes the script that of a column and a combination of answers.
func (s *script) set(p *part, column, combination int) {
	pick := func(of int) (at int) {
		at, column = column%of, column/of
		return at
	}
	s.point = p.points[pick(len(p.points))]
	s.customer = p.customers[pick(len(p.customers))]
	s.staff = p.staffs[pick(len(p.staffs))]
	s.ending = p.endings[pick(len(p.endings))]
	s.way = p.special[pick(len(p.special))]
	s.answers = [depth]answer{}
	for i := p.depth - 1; i >= 0; i-- {
		s.answers[i] = answer(combination % p.ways)
		combination /= p.ways
	}
}

func (s script) String() string {
	words := []string{"customer pays never", "customer pays early", "customer pays late", "customer pays afterwards", "payment crosses the closing"}
	kill := "never killed"
	if s.point != nowhere {
		kill = "killed " + s.point.String()
	}
	what := "staff let it be"
	if s.staff == closeCode {
		what = "staff close the code"
	}
	end := "our limit ends it"
	if s.ending == gatewaysOwn {
		end = "the gateway closes it"
	}
	p := &parts[s.part]
	return fmt.Sprintf("%s: %s; %s; %s; %s%s; answers %v, then right", p.name, end, words[s.customer], what, kill, wayNames[s.way], s.answers[:p.depth])
}

// The times of an exhaustive history: short, so that it has few questions.
const (
	crossedBy  = 30 * time.Second
	answerTime = 100 * time.Millisecond

	verySlowTime = 20 * time.Second
	refundTime   = 5 * time.Second
	forgetsAfter = 30 * time.Second
)

// times are those that depend on who ends the showing of the code.
type times struct {
	showFor   time.Duration
	expiry    time.Duration // when the gateway closes an order
	late      time.Duration // when a customer pays who takes his time
	dismissed time.Duration // when staff close the code
}

var timesOf = [...]times{
	ourLimit:    {showFor: 4 * time.Second, expiry: 8 * time.Second, late: 3500 * time.Millisecond, dismissed: 2500 * time.Millisecond},
	gatewaysOwn: {showFor: 34 * time.Second, expiry: 1500 * time.Millisecond, late: 1300 * time.Millisecond, dismissed: 1700 * time.Millisecond},
}

// point is a moment at which the till can be killed.
type point uint8

const (
	nowhere          point = iota
	createdUnwritten       // before the new order is on disk
	createdWritten         // on disk, and nothing sent
	createLeft             // the creation is under way
	codeUnwritten          // the creation's end has come, and is not on disk
	codeWritten            // on disk, and the code not shown yet
	shown                  // the code is on the customer's screen
	askLeft                // a question is under way
	answerCame             // its answer has come, and nobody has looked at it
	finalUnwritten         // a final answer is not on disk yet
	answerWritten          // an answer is on disk
	dismissUnwritten       // staff have closed the code, or its time is over
	dismissWritten         // and that is on disk

	refundUnwritten    // before a refund is on the disk
	refundLeft         // the refund is under way
	refundEndUnwritten // its end has come, and is not on disk
	between            // any two effects of the core
	allPoints
)

var pointNames = [allPoints]string{
	"", "before the new order was written", "before the creation was sent", "while the creation was under way",
	"before the creation's end was written", "before the code was shown", "while the code was shown",
	"while a question was under way", "when an answer had come", "before a final answer was written",
	"after an answer was written", "before the dismissal was written", "after the dismissal was written",
	"before the refund was written", "while the refund was under way", "before the refund's end was written",
	"between two effects",
}

func (p point) String() string { return pointNames[p] }

func pointBefore(e *order.Event) point {
	switch e.Kind {
	case order.Created:
		return createdUnwritten
	case order.CreateAnswered, order.Unanswered, order.Refused:
		return codeUnwritten
	case order.Answered:
		if e.Answer != nil && (e.Answer.Status == succeeded || e.Answer.Status == cancelled) {
			return finalUnwritten
		}
	case order.Dismissed:
		return dismissUnwritten
	case order.RefundRequested, order.RefundSentAgain:
		return refundUnwritten
	case order.RefundAnswered, order.RefundUnanswered, order.RefundRefused:
		return refundEndUnwritten
	}
	return nowhere
}

func pointAfter(e *order.Event) point {
	switch e.Kind {
	case order.Created:
		return createdWritten
	case order.CreateAnswered, order.Unanswered, order.Refused:
		return codeWritten
	case order.Answered:
		return answerWritten
	case order.Dismissed:
		return dismissWritten
	}
	return between
}
