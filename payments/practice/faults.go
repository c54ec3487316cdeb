package practice

import (
	"cmp"
	"fmt"
	"hash/fnv"
	"maps"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
)

// Faults says which bad days the gateway plays. The zero value has none.
type Faults struct {
	Chance    map[string]float64 // probability, 0 to 1, by fault name; see FaultNames and FaultDoc
	Duplicate string             // a repeated merchant_order_id: "refuse" (also ""), "same" or "second"
	PayTime   string             // pay_time of an unpaid order: "missing" (also ""), "null" or "empty"
	Silence   string             // how silence is wanted: "503" (also ""), "429", or without the header "503-bare", "429-bare"
	SlowFor   time.Duration      // how long a slow answer takes; 0 means 20 s
	RefundFor time.Duration      // how long a refund stays PENDING under refund-pending; 0 means 10 s
	QuietFor  time.Duration      // what the header Retry-After asks for, in whole seconds; 0 means 60 s
	NoOrder   NotFound           // of an order that is not there; zero: 200 and code 40400
	NoRefund  NotFound           // of a refund that is not there; the same
	Seed      uint64             // the same seed gives the same draws in the same order of calls
}

// NotFound is the form of the answer to a question about what is not there.
type NotFound struct{ Status, Code int }

const (
	lostBefore        = "lost-before"
	lostAfter         = "lost-after"
	queryLost         = "query-lost"
	serverError       = "5xx"
	slow              = "slow"
	truncated         = "truncated"
	nonJSON           = "non-json"
	token401          = "token-401"
	token200          = "token-200"
	tokenSingle       = "token-single"
	authError         = "auth-5xx"
	authLost          = "auth-lost"
	authSlow          = "auth-slow"
	authSilence       = "auth-silence"
	rateLimit         = "rate-limit"
	querySilence      = "query-silence"
	noPermission      = "no-permission"
	notFound          = "not-found"
	forgetsCancelled  = "forgets-cancelled"
	wrongAmount       = "wrong-amount"
	wrongCurrency     = "wrong-currency"
	wrongID           = "wrong-id"
	wrongOrderID      = "wrong-order-id"
	unknownStatus     = "unknown-status"
	createWrongAmount = "create-wrong-amount"
	createWrongID     = "create-wrong-id"
	latePay           = "late-pay"
	refundPending     = "refund-pending"
	refundFail        = "refund-fail"
	refundBusy        = "refund-busy"

	duplicate = "duplicate"
	payTime   = "pay-time"
	silence   = "silence"

	slowFor   = "slow-for"
	refundFor = "refund-for"
	quietFor  = "quiet-for"
	noOrder   = "no-order"
	noRefund  = "no-refund"
)

// chances lists the faults that have a probability, with what each one does.
// "Made" below means: the order or refund is in the ledger.
var chances = [...]struct{ name, doc string }{
	{lostBefore, "create or refund: the connection is closed, nothing was made"},
	{lostAfter, "create or refund: it was made, then the connection is closed"},
	{queryLost, "query: the connection is closed"},
	{serverError, "business call: 502 with an HTML body; in half of the cases the work was done"},
	{slow, "business call: the answer comes after slow-for (20s)"},
	{truncated, "business call: the work is done, the answer's body is cut in the middle"},
	{nonJSON, "business call: the work is done, the answer is 200 with an HTML page"},
	{token401, "business call: 401 although the token was good; the token is ended"},
	{token200, `business call: 200 with code 40100 "invalid access token"; the token is ended`},
	{tokenSingle, "a new token ends all older ones"},
	{authError, "token request: 502 with an HTML body"},
	{authLost, "token request: the connection is closed"},
	{authSlow, "token request: the answer comes after slow-for (20s)"},
	{authSilence, "token request: the gateway wants silence, see silence and quiet-for"},
	{rateLimit, "business call: 429 with Retry-After: 2, nothing was done"},
	{querySilence, "query: the gateway wants silence, see silence and quiet-for"},
	{noPermission, `create: code 10023 "merchant is not authorized for ALIPAYHK" (or another method), nothing was made`},
	{notFound, "query: says that the order is not found although it exists"},
	{forgetsCancelled, "query: says that an order which is CANCELLED is not found"},
	{wrongAmount, "query: another amount, in this answer only"},
	{wrongCurrency, "query: another currency, in this answer only"},
	{wrongID, "query: another merchant_order_id, in this answer only"},
	{wrongOrderID, "query: another order_id, in this answer only"},
	{unknownStatus, `query: the status is "PROCESSING", in this answer only`},
	{createWrongAmount, "create: the answer has another amount; the order itself is right"},
	{createWrongID, "create: the answer has another merchant_order_id; the order itself is right"},
	{latePay, "a payment is accepted although the order was CANCELLED"},
	{refundPending, "a refund is PENDING for refund-for (10s) first"},
	{refundFail, "a refund ends FAILED"},
	{refundBusy, `refund: it is made, the answer is code 9999 "system busy, result unknown"`},
}

// choices lists the faults that are one of several behaviours; the first one
// is what happens when nothing is said.
var choices = [...]struct {
	name, doc  string
	behaviours []string
}{
	{duplicate, "what create does with a repeated merchant_order_id", []string{"refuse", "same", "second"}},
	{payTime, "pay_time of an order that is not paid", []string{"missing", "null", "empty"}},
	{silence, "how the gateway wants silence: the status, with Retry-After: quiet-for (60s) or bare", []string{"503", "429", "503-bare", "429-bare"}},
}

// choice is where the behaviour of a choice is kept.
func (f *Faults) choice(name string) *string {
	return map[string]*string{duplicate: &f.Duplicate, payTime: &f.PayTime, silence: &f.Silence}[name]
}

// lengths lists the settings that are lengths of time, absences those that are
// forms of a not-found answer.
var (
	lengths  = [...]struct{ name, example string }{{slowFor, "20s"}, {refundFor, "10s"}, {quietFor, "60s"}}
	absences = [...]string{noOrder, noRefund}
)

func (f *Faults) length(name string) *time.Duration {
	return map[string]*time.Duration{slowFor: &f.SlowFor, refundFor: &f.RefundFor, quietFor: &f.QuietFor}[name]
}

func (f *Faults) absence(name string) *NotFound {
	return map[string]*NotFound{noOrder: &f.NoOrder, noRefund: &f.NoRefund}[name]
}

// FaultNames lists every fault, in the order of their documentation.
func FaultNames() []string {
	var names []string
	for _, c := range chances {
		names = append(names, c.name)
	}
	for _, c := range choices {
		names = append(names, c.name)
	}
	return names
}

// FaultDoc says in one line what the named fault does, "" for an unknown name.
func FaultDoc(name string) string {
	for _, c := range chances {
		if c.name == name {
			return c.doc
		}
	}
	for _, c := range choices {
		if c.name == name {
			return c.doc + ": " + strings.Join(c.behaviours, ", ")
		}
	}
	return ""
}

// ParseFaults reads a list of faults: words with commas between them.
//
//	lost-after            always
//	lost-after=0.05       in 5 of 100 calls
//	duplicate:same        one of several behaviours
//	all=0.02              every fault that has a probability; later words override it
//	seed=7 slow-for=3s refund-for=1m quiet-for=1h   settings
//	no-order=404/20011    status and code when there is no such order; no-refund likewise
//
// An empty list means good days only.
func ParseFaults(spec string) (Faults, error) {
	var f Faults
	for word := range strings.SplitSeq(spec, ",") {
		word = strings.TrimSpace(word)
		if word == "" {
			continue
		}
		if err := f.add(word); err != nil {
			return Faults{}, fmt.Errorf("practice: fault %q: %w", word, err)
		}
	}
	return f, nil
}

func (f *Faults) add(word string) error {
	if name, behaviour, ok := strings.Cut(word, ":"); ok {
		return f.choose(name, behaviour)
	}
	name, value, hasValue := strings.Cut(word, "=")
	switch length, form := f.length(name), f.absence(name); {
	case name == "seed":
		seed, err := strconv.ParseUint(value, 10, 64)
		if err != nil {
			return fmt.Errorf("seed must be a whole number, such as seed=7")
		}
		f.Seed = seed
		return nil
	case length != nil:
		return parseDuration(value, length)
	case form != nil:
		return parseNotFound(value, form)
	}
	p := 1.0
	if hasValue {
		var err error
		if p, err = strconv.ParseFloat(value, 64); err != nil || !(p >= 0 && p <= 1) {
			return fmt.Errorf("the probability must be a number from 0 to 1, such as %s=0.05", name)
		}
	} else if name == "all" {
		return fmt.Errorf("all needs a probability, such as all=0.02")
	}
	return f.set(name, p)
}

func (f *Faults) set(name string, p float64) error {
	if f.Chance == nil {
		f.Chance = make(map[string]float64)
	}
	known := false
	for _, c := range chances {
		if c.name == name || name == "all" {
			f.Chance[c.name] = p
			known = true
		}
	}
	if !known {
		return errUnknownFault()
	}
	return nil
}

func (f *Faults) choose(name, behaviour string) error {
	for _, c := range choices {
		if c.name != name {
			continue
		}
		if !slices.Contains(c.behaviours, behaviour) {
			return fmt.Errorf("%s takes one of %s", name, strings.Join(c.behaviours, ", "))
		}
		*f.choice(name) = behaviour
		return nil
	}
	return errUnknownFault()
}

func errUnknownFault() error {
	var words []string
	for _, c := range chances {
		words = append(words, c.name)
	}
	for _, c := range choices {
		words = append(words, c.name+":"+strings.Join(c.behaviours, "|"))
	}
	words = append(words, "all=P", "seed=N")
	for _, l := range lengths {
		words = append(words, l.name+"="+l.example)
	}
	for _, name := range absences {
		words = append(words, name+"=200/40400")
	}
	return fmt.Errorf("no such fault; valid are %s", strings.Join(words, ", "))
}

func parseDuration(value string, into *time.Duration) error {
	d, err := time.ParseDuration(value)
	if err != nil || d <= 0 {
		return fmt.Errorf("needs a length of time above zero, such as 20s or 1m30s")
	}
	*into = d
	return nil
}

func parseNotFound(value string, into *NotFound) error {
	status, code, _ := strings.Cut(value, "/")
	s, bad := strconv.Atoi(status)
	c, worse := strconv.Atoi(code)
	if bad != nil || worse != nil || s < 200 || s > 599 || c == 0 {
		return fmt.Errorf("needs an HTTP status and a code that is not 0, such as 404/20011")
	}
	*into = NotFound{s, c}
	return nil
}

// String writes the faults as a list that ParseFaults reads back; "" for none.
func (f Faults) String() string {
	var words []string
	for _, c := range chances {
		switch p := f.Chance[c.name]; p {
		case 0:
		case 1:
			words = append(words, c.name)
		default:
			words = append(words, c.name+"="+strconv.FormatFloat(p, 'g', -1, 64))
		}
	}
	for _, c := range choices {
		if behaviour := *f.choice(c.name); behaviour != "" {
			words = append(words, c.name+":"+behaviour)
		}
	}
	for _, l := range lengths {
		if d := *f.length(l.name); d != 0 {
			words = append(words, l.name+"="+d.String())
		}
	}
	for _, name := range absences {
		if form := *f.absence(name); form != (NotFound{}) {
			words = append(words, fmt.Sprintf("%s=%d/%d", name, form.Status, form.Code))
		}
	}
	if f.Seed != 0 {
		words = append(words, "seed="+strconv.FormatUint(f.Seed, 10))
	}
	return strings.Join(words, ",")
}

// dice draws for the faults. Each fault has its own stream of numbers, so that
// adding a fault does not change when the others strike.
type dice struct {
	faults  Faults
	mu      sync.Mutex
	streams map[string]*rand.Rand
}

// newDice checks the faults: a struct built by hand can hold unknown words.
func newDice(f Faults) (*dice, error) {
	if _, err := ParseFaults(f.String()); err != nil {
		return nil, err
	}
	for name := range f.Chance {
		var ignored Faults
		if err := ignored.set(name, 0); err != nil || name == "all" {
			return nil, fmt.Errorf("practice: fault %q: %w", name, errUnknownFault())
		}
	}
	f.Chance = maps.Clone(f.Chance)
	f.SlowFor = cmp.Or(f.SlowFor, 20*time.Second)
	f.RefundFor = cmp.Or(f.RefundFor, 10*time.Second)
	f.QuietFor = cmp.Or(f.QuietFor, time.Minute)
	f.Silence = cmp.Or(f.Silence, "503")
	f.NoOrder = cmp.Or(f.NoOrder, NotFound{200, codeNotFound})
	f.NoRefund = cmp.Or(f.NoRefund, NotFound{200, codeNotFound})
	return &dice{faults: f, streams: make(map[string]*rand.Rand)}, nil
}

// strikes says whether the named fault happens now.
func (d *dice) strikes(name string) bool {
	p := d.faults.Chance[name]
	return p > 0 && d.draw(name) < p
}

// draw gives the next number, 0 to 1, of the named stream.
func (d *dice) draw(name string) float64 {
	d.mu.Lock()
	defer d.mu.Unlock()
	stream := d.streams[name]
	if stream == nil {
		h := fnv.New64a()
		_, _ = h.Write([]byte(name)) // never fails
		stream = rand.New(rand.NewPCG(d.faults.Seed, h.Sum64()))
		d.streams[name] = stream
	}
	return stream.Float64()
}
