package app

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net"
	"net/http"
	"net/url"
	"strings"
	"syscall"
	"time"

	"qrtill/app/core"
	"qrtill/app/order"
	"qrtill/payments"
	"qrtill/storage/secrets"
)

// testWithin is how long a test of the connection may take.
const testWithin = 15 * time.Second

// Step is one of the things that a TestConnection tries.
type Step uint8

// The steps, in the order in which they are tried.
const (
	StepAddress Step = iota
	StepCertificate
	StepClock
	StepGateway
	StepCredentials
	Steps int = iota
)

// StepState is how a step went. The zero value is a step that was not reached.
type StepState uint8

// The states of a step.
const (
	NotReached StepState = iota
	Good
	Wrong
)

// StepView is how one step went, and what it means.
type StepView struct {
	State StepState
	Text  core.Text // empty for a step that was not reached
}

// ConnectionView is how a TestConnection is getting on.
type ConnectionView struct {
	Busy  bool
	Done  int             // how many have ended in this run
	Steps [Steps]StepView // of the last one that has ended
}

// TestConnection tries an account at its gateway and changes nothing. An empty
// Secret is the one that is kept for the account. What came of it is in
// View.Connection.
type TestConnection struct {
	Account order.Account
	Secret  string
}

// Command says that staff may send it.
func (TestConnection) Command() {}

// connectionTested is what the worker of a TestConnection brings back.
type connectionTested struct{ steps [Steps]StepView }

// perform tries an account in a worker, one at a time. Nothing is kept of it, and
// nothing is sold by it.
func (c TestConnection) perform(t *Till, _ time.Time) {
	if t.tested.Busy {
		return
	}
	t.tested.Busy = true
	var client *payments.Client // of the secret in use
	secret, err := order.PastedSecret(c.Secret)
	if secret == "" && err == nil {
		client = t.accounts.clients[c.Account]
	}
	t.workers.Go(func() {
		ctx, stop := context.WithTimeout(t.ctx, testWithin)
		defer stop()
		trial := trial{account: c.Account, err: err}
		if trial.err == nil {
			trial.err = trial.setUp(ctx, t.accounts.connect, t.secrets, client, secret)
		}
		if trial.err == nil {
			trial.meta, trial.err = trial.client.Probe(ctx)
		}
		trial.now = time.Now()
		if client == nil && trial.client != nil {
			trial.client.CloseIdle()
		}
		t.post(connectionTested{trial.steps()})
	})
}

func (in connectionTested) perform(t *Till, _ time.Time) {
	t.tested = ConnectionView{Done: t.tested.Done + 1, Steps: in.steps}
}

// trial is one try of an account, and what came of it.
type trial struct {
	account order.Account
	client  *payments.Client
	meta    payments.Meta
	err     error
	now     time.Time
}

// setUp finds the client to try with: that in use, or one of its own.
func (r *trial) setUp(ctx context.Context, connect Connect, keyring *secrets.Store, inUse *payments.Client, secret string) error {
	if r.client = inUse; inUse != nil {
		return nil
	}
	s := order.Defaults("HKD") // right in all but the account
	s.Shop, s.Account.Gateway, s.Account.Merchant = "Shop", r.account.Gateway, r.account.Merchant
	err := s.Validate()
	if err == nil && secret == "" {
		if secret, err = keyring.Get(ctx, r.account, secrets.ClientSecret); errors.Is(err, secrets.ErrNoSecret) {
			err = ErrSecretMissing
		}
	}
	if err == nil {
		r.client, err = connect(r.account, secret)
	}
	return err
}

// steps says of every step how it went. Each error belongs to one of them: what
// comes before it is right, what comes after was not reached.
func (r *trial) steps() [Steps]StepView {
	var steps [Steps]StepView
	at, why := r.failed()
	host := map[string]any{"Host": r.host()}
	good := [Steps]core.Text{
		{Key: "connection.address.good", Values: host}, {Key: "connection.certificate.good"}, {Key: "connection.clock.good"},
		{Key: "connection.gateway.good"}, {Key: "connection.credentials.good"},
	}
	if r.account.Gateway == order.PracticeGateway {
		good[StepAddress] = core.Text{Key: "connection.address.practice"}
	}
	if !strings.HasPrefix(r.account.Gateway, "https:") {
		good[StepCertificate] = core.Text{Key: "connection.certificate.loopback"}
	}
	if int(at) < Steps {
		steps[at] = StepView{Wrong, why}
	}
	var p *payments.Error
	if r.err != nil && !errors.As(r.err, &p) {
		return steps // nothing was tried
	}
	for step := range at {
		steps[step] = StepView{Good, good[step]}
	}
	r.timeSteps(&steps, at)
	return steps
}

// timeSteps puts right what the order of the steps does not say: of a clock
// only an answer tells, and without one nothing is known of the certificate.
func (r *trial) timeSteps(steps *[Steps]StepView, at Step) {
	date := r.meta.Date
	var p *payments.Error
	connected := r.err == nil
	if errors.As(r.err, &p) {
		if p.Date.After(date) {
			date = p.Date
		}
		connected = p.Kind != payments.KindNotSent && p.Kind != payments.KindTLS
	}
	switch {
	case at == StepClock: // a certificate that is not valid yet
		steps[StepCertificate] = StepView{}
	case at > StepClock && date.IsZero():
		steps[StepClock] = StepView{}
		if !connected {
			steps[StepCertificate] = StepView{}
		}
	case at > StepClock:
		if off := clockText(r.now.Sub(date)); !off.Empty() {
			steps[StepClock] = StepView{Wrong, off}
		}
	}
}

// clockText says how far and which way this computer's clock is off; empty
// when it is near enough.
func clockText(fast time.Duration) core.Text {
	way, off := "connection.clock.fast.", fast
	if fast < 0 {
		way, off = "connection.clock.slow.", -fast
	}
	unit, name := time.Minute, "minutes"
	switch {
	case off <= core.ClockOff:
		return core.Text{}
	case off >= 48*time.Hour:
		unit, name = 24*time.Hour, "days"
	case off >= 2*time.Hour:
		unit, name = time.Hour, "hours"
	}
	return core.Text{Key: way + name, Values: map[string]any{"Count": int(off.Round(unit) / unit)}}
}

// failed is the step that went wrong, and why; Steps when none did.
func (r *trial) failed() (Step, core.Text) {
	var p *payments.Error
	words := func(key string) core.Text { return core.Text{Key: key, Values: map[string]any{"Host": r.host()}} }
	switch {
	case r.err == nil:
		return Step(Steps), core.Text{}
	case errors.As(r.err, &p):
		return r.refused(p)
	case errors.Is(r.err, order.ErrMerchant), errors.Is(r.err, payments.ErrCredentials):
		return StepCredentials, words("connection.credentials.no_merchant")
	case errors.Is(r.err, ErrSecretMissing):
		return StepCredentials, words("connection.credentials.no_secret")
	case errors.Is(r.err, order.ErrGatewayAddress), errors.Is(r.err, payments.ErrAddress), errors.Is(r.err, payments.ErrInsecure):
		return StepAddress, words("connection.address.form")
	}
	return StepCredentials, Explain(r.err) // practice and real money mixed, a keyring that can't be read
}

// refused places what a request came to.
func (r *trial) refused(p *payments.Error) (Step, core.Text) {
	values := map[string]any{"Host": r.host(), "Message": p.Message, "Status": p.Status}
	words := func(key string) core.Text { return core.Text{Key: key, Values: values} }
	switch p.Kind {
	case payments.KindNotSent:
		return r.notSent(p, words)
	case payments.KindTLS:
		return r.distrusted(p, values)
	case payments.KindAuth, payments.KindRefused:
		return StepCredentials, words(credentialsKey(p))
	case payments.KindRedirect:
		return StepGateway, words("connection.gateway.redirect")
	case payments.KindCoding:
		return StepGateway, words("connection.gateway.coding")
	case payments.KindServer:
		if p.AsksToWait() {
			return StepGateway, words("connection.gateway.wait")
		}
		return StepGateway, words("connection.gateway.trouble")
	case payments.KindMalformed, payments.KindForeign:
		if p.Status == http.StatusNotFound {
			return StepGateway, words("connection.gateway.path")
		}
		return StepGateway, words("connection.gateway.other")
	}
	return StepGateway, words("connection.gateway.silent")
}

// notSent tells apart why no connection came about, as far as a computer can.
func (r *trial) notSent(p *payments.Error, words func(string) core.Text) (Step, core.Text) {
	var (
		dns    *net.DNSError
		record tls.RecordHeaderError
		alert  tls.AlertError
	)
	switch {
	case errors.As(p, &dns) && dns.IsNotFound:
		return StepAddress, words("connection.address.unknown")
	case errors.As(p, &dns):
		return StepAddress, words("connection.address.network")
	case errors.As(p, &record):
		return StepAddress, words("connection.address.plain")
	case errors.As(p, &alert):
		return StepCertificate, words("connection.certificate.handshake")
	case errors.Is(p, syscall.ECONNREFUSED):
		return StepGateway, words("connection.gateway.closed")
	}
	return StepGateway, words("connection.gateway.unreachable")
}

// distrusted tells apart what is wrong with a certificate.
func (r *trial) distrusted(p *payments.Error, values map[string]any) (Step, core.Text) {
	var (
		name    x509.HostnameError
		unknown x509.UnknownAuthorityError
	)
	words := func(key string) core.Text { return core.Text{Key: key, Values: values} }
	from, until := p.Valid()
	switch cause := p.Cause(); {
	case cause == payments.CauseClock:
		values["Now"], values["From"] = p.At, from
		return StepClock, words("connection.clock.early")
	case cause == payments.CauseExpired:
		values["Now"], values["End"] = p.At, until
		return StepCertificate, words("connection.certificate.expired")
	case errors.As(p, &name):
		return StepCertificate, words("connection.certificate.name")
	case errors.As(p, &unknown):
		return StepCertificate, words("connection.certificate.authority")
	}
	return StepCertificate, words("connection.certificate.other")
}

// credentialsKey says which of the two is wrong, if the gateway does.
func credentialsKey(p *payments.Error) string {
	said := strings.ToLower(p.Message)
	secret := strings.Contains(said, "secret")
	merchant := strings.Contains(said, "uid") || strings.Contains(said, "merchant")
	switch {
	case p.Kind == payments.KindRefused:
		return "connection.credentials.refused"
	case merchant && !secret:
		return "connection.credentials.merchant"
	case secret && !merchant:
		return "connection.credentials.secret"
	}
	return "connection.credentials.either"
}

// host is the name in the gateway's address, for a sentence.
func (r *trial) host() string {
	if u, err := url.Parse(r.account.Gateway); err == nil && u.Host != "" {
		return u.Host
	}
	return r.account.Gateway
}
