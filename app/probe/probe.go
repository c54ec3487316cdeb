package probe

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"runtime"
	"slices"
	"strings"
	"time"

	"qrtill/app/order"
	"qrtill/payments"
)

// ErrStopped says that the probe was told to end before it had tried everything.
var ErrStopped = errors.New("the probe was stopped before its end")

// Gateway is what a probe asks: a *payments.Client, or a test's.
type Gateway interface {
	Looker
	Cleaner
}

// Config is what a probe is made with.
type Config struct {
	Gateway    Gateway
	Account    order.Account
	Settlement string // settlement_currency; empty is the account's default
	Till       string // the till's code, with which ids begin
	Shop       string // what the wallet of whoever pays shows
	Version    string

	Method order.Method
	Amount order.Amount  // of the one order
	Agreed bool          // the one order is wanted: nobody is asked
	Wait   time.Duration // how long it may take to be paid or closed

	Paper Paper
	Yes   func(ctx context.Context, question string) bool // asks a person
	Show  func(code string)                               // the text of a code that may be paid now
	Say   func(line string)                               // how it gets on
}

// Result is what is known in the end.
type Result struct {
	NotFound    payments.NotFound // zero where it could not be learned
	Differences []string
	Learned     []string
	Money       []string // where the money of the order is, and what to do
}

// run is a probe under way.
type run struct {
	Config
	pace   pace
	paper  report
	point  *finding        // under way
	seen   []payments.Seen // all that came
	result Result
	undone error // why nothing more can be tried

	token   payments.Token
	renewed time.Time
	request payments.CreateRequest
	qr      string
	money   money
	refused bool // the gateway has said no to the refund
}

// Run tries one point after the other and writes the report. It ends early with the
// context (ErrStopped), without a token, or when the report can't be written; the
// report has then what was found, and Result.Money is right all the same.
func Run(ctx context.Context, config Config) (Result, error) {
	r := &run{Config: config, paper: report{paper: config.Paper, clean: config.Gateway}}
	head := r.head()
	err := r.paper.add(head)
	asking := len(withoutOrder) + len(withOrder)
	for i, p := range slices.Concat(withoutOrder, withOrder, ofAll) {
		over := ctx.Err() != nil || r.undone != nil
		if err == nil && (i >= asking || !over) {
			err = r.try(ctx, i+1, p)
		}
	}
	r.result.Money = r.money.lines(r.Amount)
	end := "\nWHERE THE MONEY IS\n - " + strings.Join(r.result.Money, "\n - ") + "\n"
	written := r.paper.add(list("DIFFERENCES", r.result.Differences) + list("LEARNED", r.result.Learned) + end)
	switch written = errors.Join(written, r.paper.end(head, end)); {
	case err != nil:
	case r.undone != nil && ctx.Err() == nil:
		err = r.undone
	case ctx.Err() != nil:
		err = ErrStopped
	default:
		err = written
	}
	return r.result, err
}

// try tries one point and writes down what came of it.
func (r *run) try(ctx context.Context, number int, p point) error {
	if p.when != nil && !p.when(r) {
		return nil
	}
	r.point = &finding{point: p, number: number}
	if err := r.paper.add(r.point.heading()); err != nil {
		return err
	}
	r.Say(fmt.Sprintf("%d. %s", number, p.title))
	r.point.remarks = p.try(ctx, r)
	for _, remark := range r.point.remarks {
		r.keep(remark)
	}
	return r.paper.add(r.point.body())
}

func (r *run) keep(remark Remark) {
	text := r.Gateway.Scrub(fmt.Sprintf("%d. %s: %s", r.point.number, r.point.title, remark.Text))
	switch remark.Verdict {
	case Differs:
		r.result.Differences = append(r.result.Differences, text)
	case Learned:
		r.result.Learned = append(r.result.Learned, text)
	}
	r.Say("   " + remark.Verdict.String() + ": " + r.Gateway.Scrub(remark.Text))
}

// with is a question with the token in use.
func (r *run) with(ask payments.Ask) payments.Question {
	return payments.Question{Ask: ask, Token: r.token}
}

// look makes an exchange of the point under way.
func (r *run) look(ctx context.Context, what string, q payments.Question) payments.Seen {
	seen, sent := r.exchange(ctx, callEvery, q)
	if sent {
		r.point.add(what, seen, false)
	}
	return seen
}

// exchange makes one, in its turn. It is not made when the probe is told to end first.
func (r *run) exchange(ctx context.Context, atLeast time.Duration, q payments.Question) (seen payments.Seen, made bool) {
	if wait := time.Until(r.pace.quiet); wait > askEvery {
		r.Say("   The gateway asks for " + roughly(wait) + " of silence.")
	}
	if err := r.pace.wait(ctx, atLeast); err != nil {
		return payments.Seen{Err: &payments.Error{Op: "probe", Kind: payments.KindNotSent, Err: err}, At: time.Now()}, false
	}
	seen = r.Gateway.Look(ctx, q)
	r.pace.silence(seen.Silence)
	r.seen = append(r.seen, seen)
	return seen, true
}

// head is the beginning of the report.
func (r *run) head() string {
	return fmt.Sprintf(`QR Till %s: first contact with a payment gateway, %s

Gateway: %s. Merchant number: ends in %s. Currency: %s. Till: %s. System: %s/%s.
What was asked, what came, and whether it is what the till assumes. Neither the secret nor a token
is in this report: it can be sent to whoever is to help.
`, r.Version, time.Now().Format(time.RFC1123Z), host(r.Account.Gateway), lastFour(r.Account.Merchant), r.Account.Currency, r.Till, runtime.GOOS, runtime.GOARCH)
}

// question asks for the one order.
func (r *run) question() string {
	return fmt.Sprintf("Now one real order can be made: %s by %s at %s, merchant number ending in %s. It costs nothing as long as nobody pays it. Make it?",
		r.Amount, r.Method, host(r.Account.Gateway), lastFour(r.Account.Merchant))
}

func host(gateway string) string {
	if u, err := url.Parse(gateway); err == nil && u.Host != "" {
		return u.Host
	}
	return gateway
}

func lastFour(merchant string) string {
	return strings.ToUpper(merchant[max(0, len(merchant)-4):])
}
