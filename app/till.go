package app

import (
	"context"
	"io"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"qrtill/app/core"
	"qrtill/app/order"
	"qrtill/payments"
	"qrtill/storage"
	"qrtill/storage/secrets"
)

// Config is what a Till needs. Log and Secrets stay the caller's to close,
// after Run has returned.
type Config struct {
	Log     *storage.Log
	Secrets *secrets.Store
	Connect Connect
	Diary   *slog.Logger // nil discards
	Random  io.Reader    // nil is crypto/rand
	Notice  core.Text    // to be said at the start
}

// Till runs the core: it writes, calls, waits and publishes. One goroutine,
// the loop in Run, owns everything below the line.
type Till struct {
	inbox   inbox
	views   chan View
	hurried atomic.Bool // the end must come soon

	// The loop's own.
	ctx      context.Context
	diary    *slog.Logger
	log      *storage.Log
	secrets  *secrets.Store
	core     *core.Core
	accounts accounts
	setup    SetupView
	manager  manager
	tested   ConnectionView
	listener listener
	keeper   keeper
	today    core.Today
	todaySeq uint64
	workers  sync.WaitGroup
	last     time.Time   // of the last input, to see the clock jump
	keyRetry time.Time   // when keyrings that did not answer are tried again
	reopen   time.Time   // when a log that failed is opened again
	unread   []core.Find // orders that were asked for while it could not be read
}

// New makes a till; Run starts it.
func New(c Config) *Till {
	if c.Diary == nil {
		c.Diary = slog.New(slog.DiscardHandler)
	}
	t := &Till{
		inbox: inbox{wake: make(chan struct{}, 1)}, views: make(chan View, 1),
		diary: c.Diary, log: c.Log, secrets: c.Secrets, core: core.New(c.Random),
		accounts: accounts{
			connect: c.Connect, secrets: c.Secrets,
			clients: map[order.Account]*payments.Client{}, reading: map[order.Account]bool{}, silent: map[order.Account]bool{},
		},
	}
	t.core.Step(time.Now(), core.Noticed{Text: c.Notice})
	return t
}

// Send gives the till a command. It never blocks and may be called from any
// goroutine.
func (t *Till) Send(c core.Command) { t.post(c) }

// Views yields the newest View; one that was not fetched in time is replaced.
// It is closed when Run returns.
func (t *Till) Views() <-chan View { return t.views }

func (t *Till) post(in core.Input) { t.inbox.put(in) }

const (
	clockJump   = 5 * time.Second
	reopenAfter = 5 * time.Second
	longest     = 30 * time.Second // between two looks at the clock
)

// Run is the loop. It returns when ctx ends, after the calls under way have
// been told to stop, or with an error when the log can't be read.
func (t *Till) Run(ctx context.Context) error {
	ctx, stop := context.WithCancel(ctx)
	defer close(t.views)
	defer t.workers.Wait()
	defer stop()
	t.ctx = ctx
	t.last = time.Now()
	t.manager.since, t.manager.settles = t.last, map[order.RefundID]time.Time{}
	t.keeper.owes = true
	if err := t.begin(t.last); err != nil {
		return err
	}
	defer t.endKeeping()
	t.compareHead()
	timer := time.NewTimer(0)
	defer timer.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-t.inbox.wake:
		case <-timer.C:
		}
		t.lookAtClock()
		for _, in := range t.inbox.take() {
			t.handle(in)
		}
		t.retry(time.Now())
		t.run(t.core.Step(time.Now(), core.Tick{}))
		t.listen(time.Now())
		t.keep(time.Now())
		t.publish()
		timer.Reset(t.sleep())
	}
}

// begin reads the log, and first has it take up what only the journal knows. One
// that can't be written, as on a full disk, is read all the same: no sale starts
// then, and it is tried again.
func (t *Till) begin(now time.Time) error {
	unwritten := t.recall(now)
	if err := t.loadLog(); err != nil {
		return err
	}
	if unwritten != nil {
		t.diary.Error("the journal is not taken up", "error", unwritten)
		t.run(t.core.Step(now, core.NotWritten{Why: FailureOf(unwritten)}))
		t.reopen = now.Add(reopenAfter)
	}
	return nil
}

// loadLog hands the core what the log holds and starts reading the keyring.
func (t *Till) loadLog() error {
	orders, err := t.log.OpenOrders()
	if err != nil {
		return err
	}
	newest, err := t.log.Newest()
	if err != nil {
		return err
	}
	settings, ready := t.log.Settings()
	for _, o := range orders {
		t.needAccount(o.Account)
	}
	if ready {
		t.needAccount(settings.Account)
	}
	t.run(t.core.Step(time.Now(), core.Loaded{Settings: settings, Ready: ready, Practice: t.log.Practice(), Orders: orders, Newest: newest, Zone: settings.LocationOrUTC(), Learned: t.log.Learned()}))
	unread := t.unread
	t.unread = nil
	for _, e := range unread {
		t.run(t.find(e))
	}
	return nil
}

// duty is an input that the shell sees to itself, beside the sale. Each duty
// has a file of its own, and knows there what to do.
type duty interface {
	perform(t *Till, now time.Time)
}

// handle gives one input to the duty that it is of, or to the core.
func (t *Till) handle(in core.Input) {
	now := time.Now()
	switch in := in.(type) {
	case duty:
		in.perform(t, now)
	case core.Managed:
		t.manage(now, in)
	default:
		t.run(t.core.Step(now, in))
	}
}

// run carries out effects in order. What is written is told to the core at
// once, before anything else happens.
func (t *Till) run(effects []core.Effect) {
	for len(effects) > 0 {
		e := effects[0]
		effects = effects[1:]
		switch e := e.(type) {
		case core.Write:
			next, _ := t.write(e.Event)
			effects = append(next, effects...)
		case core.Create:
			t.call(e.Order.Account, e)
		case core.Ask:
			t.call(e.Order.Account, e)
		case core.SendRefund:
			t.call(e.Order.Account, e)
		case core.AskRefund:
			t.call(e.Order.Account, e)
		case core.Find:
			effects = append(t.find(e), effects...)
		case core.Learn:
			t.call(e.Account, e)
		case core.Warm:
			t.warm(time.Now(), e.Account)
		}
	}
}

// write puts an event into the log and says what the core wants next.
func (t *Till) write(e order.Event) ([]core.Effect, error) {
	if _, err := t.log.Append(e); err != nil {
		t.diary.Error("event not written", "kind", string(e.Kind), "order", string(e.Order), "error", err)
		why := FailureOf(err)
		effects := t.core.Step(time.Now(), core.NotWritten{Event: e, Why: why})
		if (t.core.Stopped() || why.Misplaced) && t.reopen.IsZero() { // the core then knows what the log knows
			t.reopen = time.Now().Add(reopenAfter)
		}
		return effects, err
	}
	t.diary.Info("event", "kind", string(e.Kind), "order", string(e.Order), "reason", string(e.Reason))
	if e.Kind == order.PINSet {
		clear(t.manager.settles) // they were let in by another
	}
	return t.core.Step(time.Now(), core.Recorded(e)), nil
}

// settings are those in use.
func (t *Till) settings() order.Settings {
	s, _ := t.core.Settings()
	return s
}

// retry tries again what did not answer: a gateway, a keyring, a log.
func (t *Till) retry(now time.Time) {
	if t.core.Offline() {
		t.warm(now, t.settings().Account)
	}
	if !t.keyRetry.IsZero() && !now.Before(t.keyRetry) {
		t.keyRetry = time.Time{}
		for a := range t.accounts.silent {
			t.needAccount(a)
		}
	}
	if !t.reopen.IsZero() && !now.Before(t.reopen) {
		t.reopen = time.Time{}
		err := t.log.Reopen()
		if err == nil {
			err = t.begin(now)
		}
		if err != nil {
			t.run(t.core.Step(now, core.NotWritten{Why: FailureOf(err)}))
			t.reopen = now.Add(reopenAfter)
		}
	}
}

// lookAtClock compares the wall clock with the monotonic one: after a sleep or
// a clock change everything open is due now.
func (t *Till) lookAtClock() {
	now := time.Now()
	drift := now.Round(0).Sub(t.last.Round(0)) - now.Sub(t.last)
	t.last = now
	if drift.Abs() > clockJump {
		t.diary.Warn("the clock jumped", "by", drift)
		t.run(t.core.Step(now, core.Jumped{}))
	}
}

// sleep is how long the loop may wait for the next input.
func (t *Till) sleep() time.Duration {
	now := time.Now()
	wait := longest
	for _, at := range []time.Time{t.core.Wake(now), t.keyRetry, t.reopen, t.listener.retry, t.keeper.retry, t.keeper.next} {
		if !at.IsZero() {
			wait = min(wait, at.Sub(now))
		}
	}
	return max(wait, 5*time.Millisecond)
}

// inbox is a queue that never blocks its senders.
type inbox struct {
	mu   sync.Mutex
	list []core.Input
	wake chan struct{}
}

func (b *inbox) put(in core.Input) {
	b.mu.Lock()
	b.list = append(b.list, in)
	b.mu.Unlock()
	select {
	case b.wake <- struct{}{}:
	default:
	}
}

func (b *inbox) take() []core.Input {
	b.mu.Lock()
	defer b.mu.Unlock()
	list := b.list
	b.list = nil
	return list
}
