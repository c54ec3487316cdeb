package app

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"time"

	"qrtill/app/core"
	"qrtill/app/order"
	"qrtill/payments"
	"qrtill/storage/secrets"
)

// SetUp is first start and a change of settings. Secret may be empty when the
// account stays the same, PIN when one is set already, and NotifyKey, with which
// the gateway signs notifications, when it does not change. A change needs the
// manager's PIN, unless it brings a new one and the secret of the till's own
// account: that is how a forgotten PIN is replaced.
type SetUp struct {
	Settings   order.Settings
	Secret     string
	PIN        string // a new one
	NotifyKey  string
	ManagerPIN string // the one that is set
}

// UseSecret is client_secret typed for this run only, when the keyring can't be
// used. It is kept in memory and nowhere else.
type UseSecret struct{ Secret string }

// Command says that staff may send it.
func (SetUp) Command() {}

// Command says that staff may send it.
func (UseSecret) Command() {}

// Clearance to change settings.
func (c SetUp) Clearance() core.Clearance {
	return core.Clearance{For: order.TrySettings, PIN: c.ManagerPIN}
}

// SetupView is how a SetUp command is getting on.
type SetupView struct {
	Busy    bool
	Problem core.Text  // what is wrong, in one sentence
	Part    order.Part // which part of the settings it is about; empty for none, or all
	Done    int        // how many have succeeded in this run
}

// begin forgets what was said of the SetUp before.
func (v *SetupView) begin() { *v = SetupView{Busy: true, Done: v.Done} }

// fail ends a SetUp that was not done.
func (v *SetupView) fail(err error) {
	v.Busy, v.Problem, v.Part = false, Explain(err), partOf(err)
}

// partOf is the part of the settings that an error is about: the gateway has a
// say in its address and in the merchant number too.
func partOf(err error) order.Part {
	if part, ok := order.PartOf(err); ok {
		return part
	}
	var p *payments.Error
	switch {
	case errors.Is(err, payments.ErrInsecure), errors.Is(err, payments.ErrAddress):
		return order.PartGateway
	case !errors.As(err, &p):
		return ""
	case p.Kind == payments.KindAuth:
		return order.PartMerchant
	case p.Kind == payments.KindTLS && p.Cause() == payments.CauseCertificate,
		p.Kind == payments.KindNotSent && p.Cause() == payments.CauseAddress && !p.AsksToWait():
		return order.PartGateway
	}
	return ""
}

// setUpDone is what the worker of a SetUp brings back.
type setUpDone struct {
	settings order.Settings
	key      string // notification key, if it is new
	client   *payments.Client
	pin      *order.PIN
	err      error
}

// perform lets settings through that nobody needs a PIN for: those of a first
// start, and those that come with a proof. All others need the manager's.
func (c SetUp) perform(t *Till, now time.Time) {
	if t.setup.Busy {
		return
	}
	_, hasPIN := t.log.PIN()
	_, ready := t.core.Settings()
	switch {
	case !ready && !hasPIN, t.proof(c):
		t.prepare(c, Setup{NeedPIN: !hasPIN && !t.log.Practice()})
	case hasPIN && c.ManagerPIN == "":
		c.turnedAway(t, Explain(errPINNeed))
	case t.manager.busy:
		t.setup.fail(errPINBusy)
	default:
		t.setup.begin()
		t.manage(now, c)
	}
}

// letIn: the manager's PIN was right.
func (c SetUp) letIn(t *Till) { t.prepare(c, Setup{Managed: true}) }

func (SetUp) turnedAway(t *Till, why core.Text) {
	t.manager.problem = why
	t.setup = SetupView{Problem: why, Done: t.setup.Done}
}

// proof says that a command brings a new PIN and what proves that it may: the
// secret of the account that the till has. Of another account anybody can have
// one.
func (t *Till) proof(cmd SetUp) bool {
	return cmd.ManagerPIN == "" && cmd.PIN != "" && order.Pasted(cmd.Secret) != "" && cmd.Settings.Account == t.settings().Account
}

// prepare checks settings and, in a worker, proves and stores the secrets.
// Nothing is kept unless all of it is right.
func (t *Till) prepare(cmd SetUp, need Setup) {
	t.setup.begin()
	need.Connect, need.Secrets, need.Practice = t.accounts.connect, t.secrets, t.log.Practice()
	need.Known = t.accounts.clients[cmd.Settings.Account] != nil
	t.workers.Go(func() {
		client, pin, err := need.Prepare(t.ctx, cmd)
		t.post(setUpDone{cmd.Settings, order.Pasted(cmd.NotifyKey), client, pin, err})
	})
}

func (in setUpDone) perform(t *Till, now time.Time) {
	t.setup.Busy = false
	if in.err != nil {
		t.diary.Warn("settings not saved", "error", in.err)
		t.setup.fail(in.err)
		return
	}
	before := t.settings().Till
	for _, e := range SettingsEvents(in.settings, in.pin, now) {
		effects, err := t.write(e)
		t.run(effects)
		if err != nil {
			t.setup.fail(err)
			return
		}
	}
	t.setup.Done++
	if before != in.settings.Till {
		t.movedIn(now)
	}
	t.listener.retry = now // its key may be new
	if in.client != nil {
		t.install(now, in.settings.Account, in.client)
	} else if client := t.accounts.clients[in.settings.Account]; client != nil {
		client.Hide(in.key)
	}
	t.needAccount(in.settings.Account)
}

// typedSecret is a secret typed for this run only, after the gateway was asked.
type typedSecret struct {
	account order.Account
	client  *payments.Client
	err     error
}

// perform has the gateway prove, in a worker, a secret typed for this run only.
func (c UseSecret) perform(t *Till, _ time.Time) {
	account := t.settings().Account
	t.workers.Go(func() {
		secret, err := order.PastedSecret(c.Secret)
		var client *payments.Client
		if err == nil {
			client, err = t.accounts.connect(account, secret)
		}
		if err == nil {
			err = client.Warm(t.ctx)
		}
		t.post(typedSecret{account, client, err})
	})
}

func (in typedSecret) perform(t *Till, now time.Time) {
	if in.err != nil {
		t.run(t.core.Step(now, core.Noticed{Text: Explain(in.err)}))
		return
	}
	t.install(now, in.account, in.client)
}

// Setup is what it takes to check new settings and store their secrets.
type Setup struct {
	Connect  Connect
	Secrets  *secrets.Store
	Practice bool // of the database
	Known    bool // the account's secret is stored already
	NeedPIN  bool // a PIN must be set: first start
	Managed  bool // the manager's PIN was right: it takes no secret to change it
	// Offline accepts an account whose gateway can't be reached now; one that
	// says no is never accepted.
	Offline bool
}

// Prepare checks settings, proves the secret with a token request, and stores
// secret and PIN pepper in the keyring. It may take as long as the network
// and a locked keyring do, within ctx. The client is nil when the account's
// secret did not change, the PIN when none was given.
func (s Setup) Prepare(ctx context.Context, cmd SetUp) (*payments.Client, *order.PIN, error) {
	account := cmd.Settings.Account
	if err := cmd.Settings.Validate(); err != nil {
		return nil, nil, err
	}
	if s.Practice != (account.Gateway == order.PracticeGateway) {
		return nil, nil, ErrPracticeGateway
	}
	key := cmd.NotifyKey
	for _, typed := range []*string{&cmd.Secret, &cmd.PIN, &key} {
		var err error
		if *typed, err = order.PastedSecret(*typed); err != nil {
			return nil, nil, err
		}
	}
	changesPIN := cmd.PIN != "" && !s.NeedPIN && !s.Managed && !s.Practice
	if cmd.Secret == "" && (!s.Known || changesPIN) {
		return nil, nil, ErrSecretMissing // a forgotten PIN is replaced by whoever has the secret
	}
	pin, err := s.pin(ctx, cmd.PIN)
	if err != nil {
		return nil, nil, err
	}
	var client *payments.Client
	if cmd.Secret != "" {
		if client, err = s.prove(ctx, account, cmd.Secret, key); err != nil {
			return nil, nil, err
		}
	}
	if key != "" {
		err = s.Secrets.Set(ctx, account, secrets.NotifyKey, key)
	}
	return client, pin, err
}

// prove asks for a token with the secret, then keeps it in the keyring.
func (s Setup) prove(ctx context.Context, a order.Account, secret, key string) (*payments.Client, error) {
	client, err := s.Connect(a, secret)
	if err != nil {
		return nil, err
	}
	hideKey(ctx, s.Secrets, a, client)
	client.Hide(key)
	if err := client.Warm(ctx); err != nil {
		var p *payments.Error
		no := errors.As(err, &p) && (p.Kind == payments.KindAuth || p.Kind == payments.KindRefused)
		if no || !s.Offline {
			return nil, err
		}
	}
	if err := ctx.Err(); err != nil { // whoever ended it wants nothing kept
		return nil, err
	}
	if err := s.Secrets.Set(ctx, a, secrets.ClientSecret, secret); err != nil {
		return nil, err
	}
	return client, nil
}

// pin hashes a new PIN with the pepper, which is made on first use.
func (s Setup) pin(ctx context.Context, pin string) (*order.PIN, error) {
	if pin == "" {
		if s.NeedPIN {
			return nil, secrets.ErrPINFormat
		}
		return nil, nil
	}
	pepper, err := s.Secrets.Get(ctx, order.Account{}, secrets.PINPepper)
	if errors.Is(err, secrets.ErrNoSecret) {
		raw := make([]byte, 32)
		rand.Read(raw) // never fails since Go 1.24
		pepper = hex.EncodeToString(raw)
		err = s.Secrets.Set(ctx, order.Account{}, secrets.PINPepper, pepper)
	}
	if err != nil {
		return nil, err
	}
	hash, err := secrets.NewPIN(pin, []byte(pepper))
	if err != nil {
		return nil, fmt.Errorf("the PIN can't be used: %w", err)
	}
	return &hash, nil
}

// SettingsEvents are the events that put settings, and a PIN if one is given,
// into the log.
func SettingsEvents(s order.Settings, pin *order.PIN, now time.Time) []order.Event {
	base := order.Event{Version: order.Version, At: now.UTC(), Day: firstDay(s, now)}
	changed := base
	changed.Kind, changed.Settings = order.SettingsChanged, &s
	events := []order.Event{changed}
	if pin != nil {
		set := base
		set.Kind, set.PIN = order.PINSet, pin
		events = append(events, set)
	}
	return events
}

// firstDay falls back on the calendar day in UTC for settings that Validate
// would refuse.
func firstDay(s order.Settings, now time.Time) string {
	day, err := s.BusinessDay(now)
	if err != nil {
		return now.UTC().Format(time.DateOnly)
	}
	return day
}
