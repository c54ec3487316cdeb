package main

import (
	"math/rand/v2"
	"time"

	"qrtill/app/core"
	"qrtill/app/order"
)

// world is one history: a till's core with everything around it. It takes the
// place of the shell in app/till.go and carries out effects as that does.
type world struct {
	director director
	clock    clock
	ids      idSource
	core     *core.Core // nil while the till is down
	run      int        // which start of the till this is
	disk     disk
	gateway  gateway
	agenda   []happening
	view     core.View
	steps    int
	effects  int
	judge    judge
	changed  bool // the windows may show something new
	keyless  bool // the secret of the account at the start can't be read
	account  order.Account
	trace    *trace // nil but when a history is printed
}

// writing is what becomes of a write.
type writing uint8

// happening is something that will happen at a time.
type happening struct {
	at   time.Duration
	run  int // the start of the till it belongs to; 0 for the world around it
	what what
	in   core.Input
	id   order.ID

	after time.Duration // jump, nod: by how much; kill: how long the till is down
}

type what uint8

const (
	input   what = iota // in goes to the core
	payment             // a customer confirms
	boot                // the till is started
	reopen              // a failed log is opened anew
	kill                // the till is killed, whatever it does
	command             // staff do something
	notify              // the gateway notifies the till
	jump                // the computer's clock is set
	nod                 // the computer sleeps
)

// The limits of one history: more means that it never ends.
const (
	maxSteps   = 10_000
	maxEffects = 20 * maxSteps
)

// begin makes the world new. Its memory is used again.
func (w *world) begin(d director, s order.Settings, seed uint64, expiry time.Duration, epoch int64) {
	w.director = d
	w.clock = clock{epoch: epoch}
	w.ids = idSource{rand.NewPCG(seed, 0x51)}
	w.disk.reset(s)
	if d.knows() {
		w.disk.learned = append(w.disk.learned, learnedOf(s.Account))
	}
	w.gateway.reset(expiry, seed%2 == 0)
	w.agenda, w.run, w.steps, w.effects, w.core, w.keyless = w.agenda[:0], 0, 0, 0, nil, false
	w.judge.reset()
}

// notFound is a gateway's code for what it does not have.
const notFound = 40400

// notFoundAt is that of one account's gateway.
func notFoundAt(a order.Account) int {
	if a.Merchant == otherMerchant {
		return notFound + 1
	}
	return notFound
}

// learnedOf is what there is to be learned of an account's gateway.
func learnedOf(a order.Account) order.Learned {
	return order.Learned{Account: a, Order: notFoundAt(a), Refund: notFoundAt(a)}
}

const otherMerchant = "22222222"

// idSource gives the till's order numbers.
type idSource struct{ pcg *rand.PCG }

func (s *idSource) Read(p []byte) (int, error) {
	for i := 0; i < len(p); i += 8 {
		n := s.pcg.Uint64()
		for j := i; j < len(p) && j < i+8; j++ {
			p[j] = byte(n)
			n >>= 8
		}
	}
	return len(p), nil
}

// restore puts an older copy of the log back, perhaps.
func (w *world) restore() {
	if w.disk.older == nil || w.disk.broken || !w.director.restores() {
		return
	}
	w.note("an OLDER COPY of the log is put back")
	now := w.clock.time()
	if err := w.disk.putBack(now, now.UTC().Format(time.DateOnly)); err != nil {
		w.fail("what the journal knows can't be taken up: %v", err)
	}
	w.judge.restored(w)
}

// start is the till's start: an empty memory, and what the log holds.
func (w *world) start() {
	w.run++
	w.core = core.New(&w.ids)
	w.disk.broken = false
	w.judge.started(w)
	w.director.booted(w)
	if w.clock.wrong = w.clock.moves > 0; w.clock.wrong {
		w.judge.mistimed()
	}
	w.give(w.loaded())
}

func (w *world) loaded() core.Loaded {
	var newest order.ID
	if n := len(w.disk.orders); n > 0 {
		newest = w.disk.orders[n-1].ID
	}
	return core.Loaded{
		Settings: w.disk.settings, Ready: true, Orders: w.disk.open(), Newest: newest, Zone: w.disk.settings.LocationOrUTC(), Learned: w.disk.learned,
	}
}

// play lets things happen until the history is over or a rule is broken.
func (w *world) play() {
	defer w.survive()
	w.start()
	w.draw()
	for w.step() {
	}
}

// survive makes a panic of the till a broken rule.
func (w *world) survive() {
	if gone := recover(); gone != nil {
		w.fail("the till panics: %v", gone)
	}
}

// step lets the next thing happen, if there is one.
func (w *world) step() bool {
	next, wake := w.next()
	if w.judge.broken != "" || next < 0 && !wake || w.judge.over(w) {
		return false
	}
	w.steps++
	if w.steps > maxSteps {
		w.fail("it does not end: %s", w.judge.open(w))
		return false
	}
	if wake {
		w.tick()
	} else {
		w.happen(w.take(next))
	}
	if w.changed {
		w.draw()
	}
	if len(w.agenda) == 0 {
		w.director.idle(w)
	}
	return true
}

// next says which happening is next, or that the till wakes up by itself, and
// lets the time go by until then.
func (w *world) next() (index int, wake bool) {
	index = -1
	for i := range w.agenda {
		if index < 0 || w.agenda[i].at < w.agenda[index].at {
			index = i
		}
	}
	if index >= 0 && w.agenda[index].at <= w.clock.now+soonest { // no loop wakes up before
		w.clock.now = max(w.clock.now, w.agenda[index].at)
		return index, false
	}
	at, ok := w.wake()
	if ok && (index < 0 || at < w.agenda[index].at) {
		w.clock.now = max(w.clock.now, at)
		return -1, true
	}
	if index >= 0 {
		w.clock.now = max(w.clock.now, w.agenda[index].at)
	}
	return index, false
}

// soonest is the shortest time the shell's loop sleeps.
const soonest = 5 * time.Millisecond

// wake is when the core wants to be woken.
func (w *world) wake() (time.Duration, bool) {
	if w.core == nil {
		return 0, false
	}
	now := w.clock.time()
	at := w.core.Wake(now)
	if at.IsZero() {
		return 0, false
	}
	return w.clock.now + max(at.Sub(now), soonest), true
}

// cross has staff press, in the same turn, what they were about to.
func (w *world) cross() {
	for i := range w.agenda {
		if h := &w.agenda[i]; h.what == command && w.director.crosses() {
			w.happen(w.take(i))
			return
		}
	}
}

// take removes a happening from the agenda.
func (w *world) take(i int) happening {
	h := w.agenda[i]
	w.agenda = append(w.agenda[:i], w.agenda[i+1:]...)
	return h
}

// plan puts something on the agenda.
func (w *world) plan(after time.Duration, h happening) {
	h.at = w.clock.now + after
	w.agenda = append(w.agenda, h)
}

func (w *world) happen(h happening) {
	w.changed = w.changed || h.what != input
	if h.run != 0 && h.run != w.run || h.run != 0 && w.core == nil {
		return // it was told to a till that is no more
	}
	switch h.what {
	case input:
		w.receive(h.in)
		w.cross()
	case payment:
		w.pay(h.id)
	case boot:
		w.restore()
		w.note("the till is started")
		w.start()
		w.tick()
	case reopen:
		w.reopen()
	case command:
		w.command(h.in)
	case kill:
		if w.core != nil {
			w.note("the till is KILLED")
			w.die(h.after)
		}
	case notify:
		if w.core != nil {
			w.judge.pressed(w, h.in)
			w.give(h.in)
			w.tick()
		}
	case jump:
		w.clock.set(h.after)
		w.jumped()
	case nod:
		w.nap(h.after)
	}
}

// command is staff at the till.
func (w *world) command(in core.Input) {
	if w.core == nil {
		return // nobody can press a key of a till that is not there
	}
	w.judge.pressed(w, in)
	switch cmd := in.(type) {
	case core.Charge:
		w.judge.typed = cmd.Amount
	case core.Allowed: // the shell hands over what the log has
		o := w.disk.find(cmd.Order.ID)
		if o == nil {
			return
		}
		cmd.Order = *o
		if record, is := cmd.Command.(core.Resolve); is && record.Saw == (core.Standing{}) {
			record.Saw = core.StandingOf(*o, record.Refund)
			cmd.Command = record
		}
		w.judge.managed(cmd)
		defer w.judge.refused(w, cmd)
		in = cmd
	case order.Settings:
		w.set(cmd)
		return
	}
	w.give(in)
	w.tick()
}

// set is a change of settings: the shell writes it and tells the core.
func (w *world) set(s order.Settings) {
	if now := w.clock.time(); !w.disk.broken { // a failed log takes no settings
		w.write(order.Event{Version: order.Version, Kind: order.SettingsChanged, At: now.UTC(), Settings: &s})
	}
	w.tick()
}

// receive gives the core one input, then lets it look at the clock, as the
// shell's loop does.
func (w *world) receive(in core.Input) {
	switch a := in.(type) {
	case core.AskEnded:
		w.judge.answered(w, &a)
		if w.kills(answerCame) {
			return
		}
	case core.CreateEnded:
		w.judge.came(w, w.disk.find(a.Order).Account, a.Intent.Meta.Contended, a.Err)
	case core.RefundEnded:
		w.judge.came(w, w.disk.find(a.Order).Account, a.Answer.Meta.Contended, a.Err)
	case core.LearnEnded:
		w.judge.came(w, a.Learned.Account, w.judge.line(a.Learned.Account).contended, a.Err)
	case core.RefundAsked:
		w.judge.came(w, w.disk.find(a.Order).Account, a.Answer.Meta.Contended, a.Err)
		w.judge.refundAnswered(a.Order, a.Refund)
		w.changed = w.changed || a.Err != nil
		if w.kills(answerCame) {
			return
		}
	}
	w.give(in)
	w.tick()
}

func (w *world) tick() {
	if w.core != nil {
		w.give(core.Tick{})
	}
}

func (w *world) give(in core.Input) {
	if key, is := in.(core.KeyRead); is {
		w.keyless, w.account = key.Why != nil, key.Account
	}
	if w.trace != nil {
		w.trace.input(w, in)
	}
	w.carryOut(w.core.Step(w.clock.time(), in))
}

// draw is what the shell does at the end of each turn: one View for all windows.
func (w *world) draw() {
	if w.core == nil || w.judge.broken != "" {
		return
	}
	w.changed = false
	w.view = w.core.View(w.clock.time())
	w.judge.look(w)
	if w.trace != nil {
		w.trace.view(w)
	}
	if w.view.Sale != nil && w.view.Sale.Phase == core.Waiting && w.kills(shown) {
		return
	}
	w.director.looked(w)
}

// kills asks the director whether the till is killed here, and kills it.
func (w *world) kills(p point) bool {
	if p == nowhere || w.core == nil {
		return w.core == nil
	}
	dies, down := w.director.dies(p)
	if dies {
		if w.trace != nil {
			w.trace.line(w, "the till is KILLED: "+p.String())
		}
		w.die(down)
	}
	return dies
}

// die ends the till: its memory and its calls are gone, the disk and the
// gateway stay.
func (w *world) die(down time.Duration) {
	w.core, w.view, w.keyless = nil, core.View{}, false
	w.judge.died()
	w.plan(down, happening{what: boot})
}

func (w *world) fail(format string, args ...any) { w.judge.fail(w, format, args...) }

func (w *world) note(text string) {
	if w.trace != nil {
		w.trace.line(w, text)
	}
}
