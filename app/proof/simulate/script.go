package main

import (
	"fmt"
	"time"

	"qrtill/app/core"
	"qrtill/app/order"
)

// depth is how many calls of a sale get every answer.
const depth = 4

// customer is when the customer of an exhaustive history pays.
type customer uint8

const (
	never     customer = iota
	early              // before the first question
	late               // shortly before the code's time is over
	afterward          // when the code is no longer shown
	crossing           // as the gateway closes the order: it is cancelled first, and paid all the same
	customers
)

// ending is who ends the showing of the code.
type ending uint8

const (
	ourLimit    ending = iota // the till, after as long as the shop wants
	gatewaysOwn               // the gateway closes the order long before
	endings
)

// staff is what staff do in an exhaustive history.
type staff uint8

const (
	letBe staff = iota // but for one more try with a sale whose code is gone
	closeCode
	staffs
)

// script is one history of the exhaustive part: all that is not left to the
// rules. point nowhere kills nothing.
type script struct {
	ending   ending
	staff    staff
	customer customer
	point    point
	answers  [depth]answer
}

// The number of answers' combinations, and of all scripts.
const (
	combinations = int(ways) * int(ways) * int(ways) * int(ways)
	scripts      = int(endings) * int(staffs) * int(customers) * int(points) * combinations
)

// number and scriptOf give every script its number.
func (s *script) number() int {
	n := int(s.ending)*int(staffs) + int(s.staff)
	n = (n*int(customers)+int(s.customer))*int(points) + int(s.point)
	return n*combinations + s.combination()
}

func (s *script) combination() int {
	n := 0
	for _, a := range s.answers {
		n = n*int(ways) + int(a)
	}
	return n
}

func scriptOf(n int) script {
	var s script
	for i := depth - 1; i >= 0; i-- {
		s.answers[i] = answer(n % int(ways))
		n /= int(ways)
	}
	s.point = point(n % int(points))
	n /= int(points)
	s.customer = customer(n % int(customers))
	n /= int(customers)
	s.staff = staff(n % int(staffs))
	s.ending = ending(n / int(staffs))
	return s
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
	return fmt.Sprintf("%s; %s; %s; %s; answers %v, then right", end, words[s.customer], what, kill, s.answers)
}

// The times of an exhaustive history: short, so that it has few questions.
const (
	crossedBy  = 30 * time.Second
	answerTime = 100 * time.Millisecond
)

// times are those that depend on who ends the showing of the code.
type times struct {
	showFor   time.Duration
	expiry    time.Duration // when the gateway closes an order
	late      time.Duration // when a customer pays who takes his time
	dismissed time.Duration // when staff close the code
}

var timesOf = [endings]times{
	ourLimit:    {showFor: 4 * time.Second, expiry: 8 * time.Second, late: 3500 * time.Millisecond, dismissed: 2500 * time.Millisecond},
	gatewaysOwn: {showFor: 34 * time.Second, expiry: 1500 * time.Millisecond, late: 1300 * time.Millisecond, dismissed: 1700 * time.Millisecond},
}

// player plays one script. It also learns which of the script's choices were
// ever asked for: scripts that differ only in others are the same history.
type player struct {
	script
	calls  int  // how many calls were answered
	passed uint // the points that were passed, as bits
	shown  bool // a code was ever shown
	gone   bool // and it is not any more
	again  bool // and staff wanted one more
	fresh  bool // which was shown
	killed bool
}

func (p *player) answer() (answer, time.Duration) {
	p.calls++
	if p.calls > depth {
		return right, answerTime
	}
	return p.answers[p.calls-1], answerTime
}

func (p *player) write(*order.Event) writing { return written }

func (p *player) fate() fate { return fate{} }

func (p *player) booted(*world) {}

func (p *player) rivals(time.Duration) bool { return false }

func (p *player) crosses() bool { return false }

func (p *player) copies() bool { return false }

func (p *player) restores() bool { return false }

func (p *player) dies(at point) (bool, time.Duration) {
	p.passed |= 1 << at
	if p.killed || at != p.point {
		return false, 0
	}
	p.killed = true
	switch at {
	case shown, codeWritten, askLeft: // back while the code may still be shown
		return true, time.Second
	}
	return true, 3 * time.Second
}

// idle lets staff go on with a sale that has ended.
func (p *player) idle(w *world) {
	s := w.view.Sale
	switch {
	case s == nil || s.Phase == core.Waiting || s.Phase == core.Sending:
	case (s.Phase == core.Closed || s.Phase == core.TimeUp) && p.staff == letBe && !p.again:
		p.again = true
		w.plan(2*time.Second, happening{what: command, in: core.Again{Seen: s.Seen()}})
	default:
		w.plan(2*time.Second, happening{what: command, in: core.Next{Seen: s.Seen()}})
	}
}

// looked lets the customer and staff act on what the windows show.
func (p *player) looked(w *world) {
	s := w.view.Sale
	visible := s != nil && s.Phase == core.Waiting
	switch {
	case visible && !p.shown:
		p.shown = true
		p.first(w, s.Order)
	case visible && p.again && !p.fresh:
		p.fresh = true
		if p.customer == afterward || p.customer == crossing {
			w.plan(time.Second, happening{what: payment, id: s.Order})
		}
	case !visible && p.shown && !p.gone:
		p.gone = true
		if p.customer == afterward {
			w.plan(time.Second/2, happening{what: payment, id: w.judge.lastShown()})
		}
	}
}

// first plans what follows from a code's first sight.
func (p *player) first(w *world, id order.ID) {
	switch p.customer {
	case early:
		w.plan(time.Second, happening{what: payment, id: id})
	case late:
		w.plan(timesOf[p.ending].late, happening{what: payment, id: id})
	case crossing:
		w.gateway.cross(w.gateway.find(id), w.clock.now, crossedBy)
	}
	if p.staff == closeCode {
		w.plan(timesOf[p.ending].dismissed, happening{what: command, in: core.Dismiss{Seen: core.Seen{Order: id, Phase: core.Waiting}}})
	}
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
	points                 // of a sale

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
	"", "before the refund was written", "while the refund was under way", "before the refund's end was written",
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
