package probe

import (
	"context"
	"time"

	"qrtill/payments"
)

const (
	askEvery   = 5 * time.Second
	closesIn   = 5 * time.Minute
	closesNear = 30 * time.Second // still "about"
	renewEvery = 30 * time.Second // a token that was not taken is renewed no oftener
)

// watch shows the code and asks until the order is paid or closed, or the time is over.
func watch(ctx context.Context, r *run) []Remark {
	var remarks notes
	if r.qr != "" {
		r.Show(r.qr)
	} else {
		remarks.add(untried("no code was shown, so nobody can pay it"))
	}
	var open payments.Seen // the last answer that said PENDING
	for end := r.money.made.Add(r.Wait); time.Now().Before(end); {
		seen := r.again(ctx, "the order, every 5 seconds", r.query())
		if ctx.Err() != nil {
			return append(remarks, untried("stopped, with no end seen"))
		}
		if kindOf(seen) == payments.KindRefused {
			remarks.add(differs("an order that was made is answered with a no: %s", no(seen)))
		}
		remarks.add(took(seen)...)
		if seen.Err != nil {
			continue
		}
		wrong := r.compareStatus(seen.Payment)
		remarks.add(wrong...)
		switch p := seen.Payment; {
		case len(wrong) > 0: // nothing that the till would believe, or a person would pass over
			r.money.doubt = r.money.doubt || p.Status == succeeded
		case p.Status == pending:
			open = seen
		case p.Status == succeeded:
			r.money.state = moneyPaid
			remarks.add(fields(seen, paidKeys, nil)...)
			return append(remarks, asAssumed("paid, and told %s after the order was made", r.age(seen)))
		case p.Status == cancelled:
			r.money.state = moneyClosed
			return append(remarks, r.closed(open, seen))
		}
	}
	if waited := time.Since(r.money.made); waited > closesIn+closesNear {
		return append(remarks, differs("neither paid nor closed after %s: it may still be paid", roughly(waited)))
	}
	return append(remarks, untried("neither paid nor closed in the %s that were waited", roughly(r.Wait)))
}

// closed says when the order was closed: between two answers.
func (r *run) closed(open, shut payments.Seen) Remark {
	after := shut.At.Sub(r.money.made)
	near := after > closesIn-closesNear && after < closesIn+closesNear
	verdict := differs
	if near {
		verdict = asAssumed
	}
	if open.At.IsZero() {
		return verdict("CANCELLED, %s after the order was made or sooner", r.age(shut))
	}
	return verdict("PENDING becomes CANCELLED between %s and %s after the order was made", r.age(open), r.age(shut))
}

// again asks for the next time in a row of questions. A row is one line in the report
// for as long as its answers are alike. A token that is not taken is renewed.
func (r *run) again(ctx context.Context, what string, q payments.Question) payments.Seen {
	seen, sent := r.exchange(ctx, askEvery, q)
	if sent {
		r.point.add(what, seen, true)
	}
	if kindOf(seen) == payments.KindAuth && time.Since(r.renewed) > renewEvery {
		r.renewed = time.Now()
		fresh := r.look(ctx, "another token, as that one is not taken any more", payments.Question{Ask: payments.TokenRequest{}})
		if fresh.Err == nil {
			r.token = fresh.Token
		}
	}
	return seen
}

// age is how long after the order was made an answer came.
func (r *run) age(seen payments.Seen) string { return roughly(seen.At.Sub(r.money.made)) }

func roughly(d time.Duration) string { return d.Round(time.Second).String() }
