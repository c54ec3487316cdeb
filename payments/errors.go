package payments

import (
	"errors"
	"fmt"
	"strings"
	"time"
)

// What New may refuse. Match with errors.Is.
var (
	ErrAddress     = errors.New("payments: not a usable gateway address")
	ErrInsecure    = errors.New("payments: a gateway address must begin with https:// (plain http is for this computer only)")
	ErrCredentials = errors.New("payments: merchant number or secret is empty or unusable")
)

// Kind says how a call failed.
type Kind int

// The kinds of failure. The zero Kind is none of them, and counts as unknown.
const (
	KindNotSent   Kind = iota + 1 // no byte of the request left: no connection, no name, no TLS, no time
	KindLost                      // sent, no usable answer: timeout, reset, truncated
	KindMalformed                 // answered, but not understood
	KindServer                    // 5xx, 408, 425, 429, or an envelope code that says the same
	KindAuth                      // the gateway doesn't accept the token (or, Op "token", the secret)
	KindRefused                   // a well-formed envelope that says no
	KindRedirect                  // the gateway pointed elsewhere; never followed
	KindTLS                       // a certificate problem, at the handshake: nothing was sent
	KindConfig                    // the request itself is wrong; never sent
	KindForeign                   // something else than the gateway answered: a network's log-in page, most often
	KindCoding                    // answered in a content coding that we don't take
)

var kindNames = map[Kind]string{
	KindNotSent: "not sent", KindLost: "answer lost", KindMalformed: "answer not understood",
	KindServer: "gateway in trouble", KindAuth: "not authorised", KindRefused: "refused",
	KindRedirect: "redirected", KindTLS: "certificate problem", KindConfig: "bad request",
	KindForeign: "not the gateway", KindCoding: "answer coded",
}

// String gives the kind in a few words for a log.
func (k Kind) String() string {
	if s, ok := kindNames[k]; ok {
		return s
	}
	return fmt.Sprintf("kind %d", int(k))
}

// The values of Error.Op.
const (
	opToken       = "token"
	opCreate      = "create"
	opQuery       = "query"
	opRefund      = "refund"
	opRefundQuery = "refund_query"
	opWarm        = "warm"
)

// Error is every failure of a call. Its text, and that of all it wraps, holds
// neither the secret nor a token nor the address of the token request.
type Error struct {
	Op         string        // the request that failed: "token", "create", "query", "refund", "refund_query" or "warm"
	Kind       Kind          // how it failed
	Code       int           // the envelope's code; 0 if there was none
	Message    string        // the envelope's message: at most 200 runes, no control characters
	RID        string        // the gateway's request id, if it gave one
	Status     int           // HTTP status; 0 if there was no answer
	RetryAfter time.Duration // how long the gateway (or our own pace of token requests) wants us to wait; 0: not said
	Date       time.Time     // the gateway's Date header; zero if absent or unreadable
	At         time.Time     // when no answer came, by this computer's clock; zero if one did
	Contended  bool          // another program ends our tokens, see Meta
	Anew       bool          // of KindAuth: a token that was made just before was not taken either
	Err        error         // the cause, for errors.Is and As (x509 errors, context errors); may be nil
}

// Error says what failed, for a log.
func (e *Error) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "payments: %s: %s", e.Op, e.Kind)
	if e.Status != 0 {
		fmt.Fprintf(&b, ", HTTP %d", e.Status)
	}
	if e.Code != 0 {
		fmt.Fprintf(&b, ", code %d", e.Code)
	}
	if e.Message != "" {
		fmt.Fprintf(&b, ", %q", e.Message)
	}
	if e.RID != "" {
		fmt.Fprintf(&b, ", rid %s", e.RID)
	}
	if e.Err != nil {
		fmt.Fprintf(&b, ": %v", e.Err)
	}
	return b.String()
}

// Unwrap gives the cause.
func (e *Error) Unwrap() error { return e.Err }

// Foreign says that not the gateway has answered: something else did, or
// pointed elsewhere. The gateway has seen nothing.
func (e *Error) Foreign() bool {
	return e != nil && (e.Kind == KindForeign || e.Kind == KindRedirect)
}

// Denied says that the gateway takes neither the secret nor what it gives for it. That
// one token is not good any more denies nothing.
func (e *Error) Denied() bool {
	return e != nil && e.Kind == KindAuth && (e.Op == opToken || e.Anew)
}

// copy is one more of it, as each caller may add to its own.
func (e *Error) copy() *Error {
	if e == nil {
		return nil
	}
	another := *e
	return &another
}

// orNil keeps a nil *Error from becoming an error that isn't nil.
func (e *Error) orNil() error {
	if e == nil {
		return nil
	}
	return e
}

// Outcome is the one question a caller has about a failed call.
type Outcome int

// The outcomes. The zero Outcome is the careful one.
const (
	Unknown  Outcome = iota // the gateway may or may not have acted: ask
	Refused                 // a definite no
	TryAgain                // nothing left this machine: the same request may be sent again
	Done                    // no error
)

// String gives the outcome in a word for a log.
func (o Outcome) String() string {
	switch o {
	case Refused:
		return "refused"
	case TryAgain:
		return "try again"
	case Done:
		return "done"
	default:
		return "unknown"
	}
}

// OutcomeOf says what an error of a call means for its request. A nil error is
// Done, an error that isn't an *Error is Unknown.
//
// A failure to get a token is TryAgain: the request behind it was never sent.
// That a secret is wrong shows in Op "token" with KindAuth.
func OutcomeOf(err error) Outcome {
	if err == nil {
		return Done
	}
	e, is := errors.AsType[*Error](err)
	if !is || e == nil {
		return Unknown
	}
	switch {
	case e.Kind == KindConfig:
		return Refused
	case e.Op == opToken, e.Kind == KindNotSent, e.Kind == KindTLS:
		return TryAgain
	case e.Kind == KindRefused && (e.Op == opCreate || e.Op == opRefund) && alreadyThere(e):
		return Unknown
	case e.Kind == KindRefused:
		return Refused
	default:
		return Unknown
	}
}

// alreadyThere reports a refusal that says the order or refund exists. We send an id
// once, so something between us and the gateway sent it twice: the first may
// have been taken, and this "no" is not about it.
func alreadyThere(e *Error) bool {
	return e.Status == 409 || containsAny(strings.ToLower(e.Message), "duplicat", "exist", "repeat", "already")
}

func containsAny(s string, words ...string) bool {
	for _, w := range words {
		if strings.Contains(s, w) {
			return true
		}
	}
	return false
}
