package app

import (
	"context"
	"io"
	"log/slog"
	"sync"
	"time"

	"qrtill/app/order"
	"qrtill/payments"
	"qrtill/storage"
)

// View is all that the windows show, at one moment: the core's, with what the
// shell's own duties have to say. It is never changed after it was published.
type View struct {
	CoreView
	Setup         SetupView      // the last SetUp or MoveIn command
	Notifications Text           // how listening for notifications is getting on; empty while it is off
	Connection    ConnectionView // the last TestConnection
}

// Config is what a Till needs. Log and Secrets stay the caller's to close,
// after Run has returned.
type Config struct {
	Log     *storage.Log
	Secrets *storage.Secrets
	Connect Connect
	Diary   *slog.Logger // nil discards
	Random  io.Reader    // nil is crypto/rand
	Notice  Text         // to be said at the start
}

// Till runs the core: it writes, calls, waits and publishes. One goroutine,
// the loop in Run, owns everything below the line.
type Till struct {
	inbox inbox
	views chan View

	// The loop's own.
	ctx      context.Context
	diary    *slog.Logger
	log      *storage.Log
	secrets  *storage.Secrets
	core     *Core
	accounts accounts
	setup    SetupView
	manager  manager
	tested   ConnectionView
	listener listener
	keeper   keeper
	today    Today
	todaySeq uint64
	workers  sync.WaitGroup
	last     time.Time // of the last input, to see the clock jump
	keyRetry time.Time // when keyrings that did not answer are tried again
	reopen   time.Time // when a log that failed is opened again
}

// New makes a till; Run starts it.
func New(c Config) *Till {
	if c.Diary == nil {
		c.Diary = slog.New(slog.DiscardHandler)
	}
	t := &Till{
		inbox: inbox{wake: make(chan struct{}, 1)}, views: make(chan View, 1),
		diary: c.Diary, log: c.Log, secrets: c.Secrets, core: NewCore(c.Random),
		accounts: accounts{
			connect: c.Connect, secrets: c.Secrets,
			clients: map[order.Account]*payments.Client{}, reading: map[order.Account]bool{}, silent: map[order.Account]bool{},
		},
	}
	t.core.Step(time.Now(), Noticed{c.Notice})
	return t
}

// Send gives the till a command. It never blocks and may be called from any
// goroutine.
func (t *Till) Send(c Command) { t.post(c) }

// Views yields the newest View; one that was not fetched in time is replaced.
// It is closed when Run returns.
func (t *Till) Views() <-chan View { return t.views }

func (t *Till) post(in Input) { t.inbox.put(in) }

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
	t.manager.since = t.last
	if err := t.recall(t.last); err != nil {
		return err
	}
	if err := t.loadLog(); err != nil {
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
		t.run(t.core.Step(time.Now(), Tick{}))
		t.listen(time.Now())
		t.keep(time.Now())
		t.publish()
		timer.Reset(t.sleep())
	}
}

// loadLog hands the core what the log holds and starts reading the keyring.
func (t *Till) loadLog() error {
	orders, err := t.log.OpenOrders()
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
	t.run(t.core.Step(time.Now(), Loaded{settings, ready, t.log.Practice(), orders, ZoneOf(settings)}))
	return nil
}

// needAccount sees to it that an account has a client, or is getting one.
func (t *Till) needAccount(a order.Account) {
	if t.accounts.clients[a] != nil || t.accounts.reading[a] {
		return
	}
	t.accounts.reading[a] = true
	t.core.Step(time.Now(), KeyAwaited{a})
	t.workers.Go(func() { t.accounts.read(t.ctx, a, t.post) })
}

// duty is an input that the shell sees to itself, beside the sale. Each duty
// has a file of its own, and knows there what to do.
type duty interface {
	perform(t *Till, now time.Time)
}

// handle gives one input to the duty that it is of, or to the core.
func (t *Till) handle(in Input) {
	now := time.Now()
	switch in := in.(type) {
	case duty:
		in.perform(t, now)
	case Managed:
		t.manage(now, in)
	default:
		t.run(t.core.Step(now, in))
	}
}

// run carries out effects in order. What is written is told to the core at
// once, before anything else happens.
func (t *Till) run(effects []Effect) {
	for len(effects) > 0 {
		e := effects[0]
		effects = effects[1:]
		switch e := e.(type) {
		case Write:
			next, _ := t.write(e.Event)
			effects = append(next, effects...)
		case Create:
			t.call(e.Order.Account, e)
		case Ask:
			t.call(e.Order.Account, e)
		case SendRefund:
			t.call(e.Order.Account, e)
		case AskRefund:
			t.call(e.Order.Account, e)
		case Warm:
			t.warm(time.Now(), e.Account)
		}
	}
}

// write puts an event into the log and says what the core wants next.
func (t *Till) write(e order.Event) ([]Effect, error) {
	if _, err := t.log.Append(e); err != nil {
		t.diary.Error("event not written", "kind", string(e.Kind), "order", string(e.Order), "error", err)
		effects := t.core.Step(time.Now(), NotWritten{e, FailureOf(err)})
		if t.core.Stopped() && t.reopen.IsZero() {
			t.reopen = time.Now().Add(reopenAfter)
		}
		return effects, err
	}
	t.diary.Info("event", "kind", string(e.Kind), "order", string(e.Order), "reason", string(e.Reason))
	return t.core.Step(time.Now(), Recorded(e)), nil
}

// Recorded is what the core is told of an event that is on disk.
func Recorded(e order.Event) Input {
	if e.Kind == order.SettingsChanged {
		return Adopted{*e.Settings, ZoneOf(*e.Settings)}
	}
	return Written{e}
}

// ZoneOf loads the shop's time zone. One that does not load was never checked:
// Validate keeps such settings out of the log.
func ZoneOf(s order.Settings) *time.Location {
	zone, err := time.LoadLocation(s.Zone)
	if err != nil {
		return time.UTC
	}
	return zone
}

// settings are those in use.
func (t *Till) settings() order.Settings {
	s, _ := t.core.Settings()
	return s
}

func (t *Till) call(a order.Account, e Effect) {
	client := t.accounts.clients[a]
	if client == nil {
		t.post(noClient(e))
		return
	}
	settings := t.settings()
	t.workers.Go(func() { t.gatewayCall(client, settings, e) })
}

func (in secretRead) perform(t *Till, now time.Time) {
	t.accounts.reading[in.account] = false
	switch {
	case in.err == nil:
		t.install(now, in.account, in.client)
	case t.accounts.clients[in.account] == nil: // else it was typed or set meanwhile
		t.diary.Warn("the keyring did not give a secret", "error", in.err)
		t.keyRetry, t.accounts.silent[in.account] = now.Add(keyAgain), true
		t.run(t.core.Step(now, KeyRead{in.account, FailureOf(in.err)}))
	}
}

// install takes a client into use for all calls of its account from now on.
func (t *Till) install(now time.Time, a order.Account, client *payments.Client) {
	if old := t.accounts.clients[a]; old != nil {
		old.CloseIdle()
	}
	t.accounts.clients[a] = client
	delete(t.accounts.silent, a)
	t.accounts.warmed = time.Time{}
	t.warm(now, t.settings().Account)
	t.run(t.core.Step(now, KeyRead{a, nil}))
}

// warm opens the connection and fetches a token before they are needed.
func (t *Till) warm(now time.Time, account order.Account) {
	client := t.accounts.clients[account]
	if client == nil || now.Sub(t.accounts.warmed) < warmFor {
		return
	}
	t.accounts.warmed = now
	t.workers.Go(func() {
		if err := client.Warm(t.ctx); t.ctx.Err() == nil {
			t.post(Warmed{account, err})
		}
	})
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
		if err := t.log.Reopen(); err == nil {
			err = t.loadLog()
			if err == nil {
				return
			}
		}
		t.reopen = now.Add(reopenAfter)
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
		t.run(t.core.Step(now, Jumped{}))
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

// publish puts the newest View where the pump will find it.
func (t *Till) publish() {
	now := time.Now()
	v := View{CoreView: t.core.View(now), Setup: t.setup, Notifications: t.listener.state, Connection: t.tested}
	v.Seq, v.Today, v.Manager = t.log.Seq(), t.takings(now), t.managerView(now, v.Manager)
	if v.Banner.Empty() {
		v.Banner = t.keeperBanner()
	}
	select {
	case <-t.views:
	default:
	}
	t.views <- v
}

// takings is today's total, read again only when the log has grown.
func (t *Till) takings(now time.Time) Today {
	day, seq := t.core.Day(now), t.log.Seq()
	if t.today.Day == day && t.todaySeq == seq {
		return t.today
	}
	a := t.settings().Account
	today := Today{Day: day, Paid: order.Amount{Currency: a.Currency}, Refunded: order.Amount{Currency: a.Currency}}
	totals, err := t.log.Totals(day)
	if err != nil {
		t.diary.Error("today's total can't be read", "error", err)
		return t.today
	}
	for _, total := range totals {
		if total.Account == a {
			today.Count += total.PaidCount
			today.Paid.Minor += total.Paid
			today.Refunded.Minor += total.Refunded
		}
	}
	t.today, t.todaySeq = today, seq
	return today
}

// inbox is a queue that never blocks its senders.
type inbox struct {
	mu   sync.Mutex
	list []Input
	wake chan struct{}
}

func (b *inbox) put(in Input) {
	b.mu.Lock()
	b.list = append(b.list, in)
	b.mu.Unlock()
	select {
	case b.wake <- struct{}{}:
	default:
	}
}

func (b *inbox) take() []Input {
	b.mu.Lock()
	defer b.mu.Unlock()
	list := b.list
	b.list = nil
	return list
}
