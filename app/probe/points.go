package probe

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"qrtill/payments"
)

// Verdict is what a remark says of an assumption.
type Verdict uint8

// The verdicts.
const (
	AsAssumed Verdict = iota
	Learned           // nothing was known before
	Differs           // the till assumes something else, or would misunderstand it
	Untried           // nothing was learned
)

// String is the verdict as the report has it.
func (v Verdict) String() string {
	return [...]string{"as assumed", "learned", "DIFFERS", "not tried"}[v]
}

// Remark is one thing that a point has found.
type Remark struct {
	Verdict Verdict
	Text    string
}

func asAssumed(format string, args ...any) Remark {
	return Remark{AsAssumed, fmt.Sprintf(format, args...)}
}
func learned(format string, args ...any) Remark { return Remark{Learned, fmt.Sprintf(format, args...)} }
func differs(format string, args ...any) Remark { return Remark{Differs, fmt.Sprintf(format, args...)} }
func untried(format string, args ...any) Remark { return Remark{Untried, fmt.Sprintf(format, args...)} }

// point is one thing to find out.
type point struct {
	title   string
	assumed string            // what the till assumes, and why
	when    func(r *run) bool // nil: always
	try     func(ctx context.Context, r *run) []Remark
}

// withoutOrder are the points that make nothing. The bad secret comes last: a gateway
// may well shut out whoever sends one.
var withoutOrder = []point{
	{"A token", tokenAssumed, nil, goodToken},
	{"Orders that nobody has made", "a code that is not 0, and for each the same HTTP status and code; it is not documented which", nil, madeUpOrders},
	{"Refunds that nobody has made", "the same, not documented either", nil, madeUpRefunds},
	{"Whether a new token ends the old one", "not documented; if it does, two tills with the same credentials end each other's", nil, newToken},
	{"A bad token", "HTTP 401 or 403, or a code that begins so, or a message that speaks of a token; not documented", nil, badToken},
	{"A bad secret", "the same, or a message that speaks of the client, the secret or the merchant; not documented", nil, badSecret},
}

// withOrder are those of the one order.
var withOrder = []point{
	{"An order", createAssumed, nil, create},
	{"Its number once more", "not documented; the till sends a number once, and takes a “no” that speaks of a duplicate for no answer", isOpen, repeat},
	{"Its number, with a number of the gateway's that is another's", "not documented; the till compares both in every answer", isOpen, disagree},
	{"The order, asked about at once", queryAssumed, mayExist, askAtOnce},
	{"Until it is paid or closed", "PENDING, then SUCCEEDED, or CANCELLED after about 5 minutes, as at the sister deployment", isOpen, watch},
	{"A refund of all of it", "SUCCEEDED, with both numbers of the order, as in the docs' example", isPaid, refund},
	{"The refund, asked about", "not documented; SUCCEEDED is taken for done, FAILED for failed, all else is asked about again", refundSent, askRefund},
	{"The order after its refund", "its status stays SUCCEEDED; not documented", refundSent, askAfter},
}

// ofAll are about all answers, and ask nothing.
var ofAll = []point{
	{"Content type and characters", "application/json in UTF-8", nil, contentTypes},
	{"Content coding", "none, as the till asks for none", nil, codings},
	{"The clocks", "a Date in every answer, less than 5 minutes from this computer's", nil, clocks},
	{"Connections", "they stay open from call to call", nil, connections},
	{"Silence", "no Retry-After at one call in two seconds; limits are not documented", nil, silences},
}

// took is what an answer is to a call of the till, in words; empty for one that it can
// work with: a good answer, or a plain no.
func took(seen payments.Seen) (remarks []Remark) {
	var e *payments.Error
	if seen.Err == nil {
		return nil
	}
	if !errors.As(seen.Err, &e) {
		return []Remark{untried("%v", seen.Err)}
	}
	switch said := saying(e); e.Kind {
	case payments.KindRefused:
		return nil
	case payments.KindNotSent, payments.KindTLS, payments.KindConfig:
		return []Remark{untried("nothing was sent: %s", said)}
	case payments.KindAuth:
		return []Remark{differs("a token that should be good is not taken: %s", said)}
	default:
		return []Remark{differs("the till can't work with this answer: %s", said)}
	}
}

// saying is an error in the words of the client, without the request's id: what is said
// twice is to look the same.
func saying(err error) string {
	var e *payments.Error
	if errors.As(err, &e) {
		plain := *e
		plain.RID = ""
		err = &plain
	}
	return strings.TrimPrefix(err.Error(), "payments: ")
}

// notes are remarks, each of them once.
type notes []Remark

func (n *notes) add(all ...Remark) {
	for _, one := range all {
		if !slices.Contains(*n, one) {
			*n = append(*n, one)
		}
	}
}

// kindOf is how the till takes an answer; 0 for a good one.
func kindOf(seen payments.Seen) payments.Kind {
	var e *payments.Error
	if errors.As(seen.Err, &e) {
		return e.Kind
	}
	return 0
}

// no is a plain no as a person reads it.
func no(seen payments.Seen) string {
	var e *payments.Error
	if !errors.As(seen.Err, &e) {
		return "no “no”"
	}
	return fmt.Sprintf("HTTP %d, code %d, “%s”", e.Status, e.Code, e.Message)
}

// fields compares the keys of an answer with those that the docs show.
func fields(seen payments.Seen, must, may []string) (remarks []Remark) {
	var missing, more []string
	for _, key := range must {
		if !slices.Contains(seen.Keys, key) {
			missing = append(missing, key)
		}
	}
	for _, key := range seen.Keys {
		if !slices.Contains(must, key) && !slices.Contains(may, key) {
			more = append(more, key)
		}
	}
	if len(missing) > 0 {
		remarks = append(remarks, differs("not in the answer: %s", strings.Join(missing, ", ")))
	}
	if len(more) > 0 {
		remarks = append(remarks, learned("in the answer beside what is documented: %s", strings.Join(more, ", ")))
	}
	return remarks
}
