package probe

import (
	"context"
	"fmt"
	"mime"
	"slices"
	"strings"
	"time"

	"qrtill/payments"
)

// clockNear is how far a gateway's clock may be from ours before the till says so.
const clockNear = 5 * time.Minute

const noDate = "no Date that can be read"

// answered are the exchanges that brought an answer.
func (r *run) answered() (all []payments.Seen) {
	for _, seen := range r.seen {
		if seen.Status != 0 {
			all = append(all, seen)
		}
	}
	return all
}

// header is one header of an answer; empty if it has none.
func header(seen payments.Seen, name string) string {
	i := slices.IndexFunc(seen.Headers, func(h payments.Header) bool { return h.Name == name })
	if i < 0 {
		return ""
	}
	return seen.Headers[i].Value
}

// tally counts what is found, and lists it with the first call that had it.
type tally struct {
	words  []string
	counts map[string]int
	first  map[string]string
}

func (t *tally) add(word, op string) {
	if t.counts == nil {
		t.counts, t.first = map[string]int{}, map[string]string{}
	}
	if t.counts[word] == 0 {
		t.words, t.first[word] = append(t.words, word), op
	}
	t.counts[word]++
}

func (t *tally) String() string {
	var all []string
	for _, word := range t.words {
		all = append(all, fmt.Sprintf("%s (×%d, first at %s)", word, t.counts[word], t.first[word]))
	}
	return strings.Join(all, ", ")
}

func contentTypes(_ context.Context, r *run) []Remark {
	var odd, written tally
	for _, seen := range r.answered() {
		kind, params, err := mime.ParseMediaType(header(seen, "Content-Type"))
		if charset := params["charset"]; err != nil || kind != "application/json" || charset != "" && !strings.EqualFold(charset, "utf-8") {
			odd.add(fmt.Sprintf("%q", header(seen, "Content-Type")), seen.Op)
		}
		if seen.Written != "ASCII" && seen.Written != "UTF-8" && seen.Written != "" {
			written.add(seen.Written, seen.Op)
		}
	}
	var remarks []Remark
	if len(odd.words) > 0 {
		remarks = append(remarks, differs("of another type: %v", &odd))
	}
	if len(written.words) > 0 {
		remarks = append(remarks, differs("written otherwise: %v", &written))
	}
	return r.orAll(remarks, "all answers are JSON in UTF-8")
}

// orAll is what is said when there was nothing to remark.
func (r *run) orAll(remarks []Remark, text string) []Remark {
	switch {
	case len(remarks) > 0:
		return remarks
	case len(r.answered()) == 0:
		return []Remark{untried("there was no answer")}
	}
	return []Remark{asAssumed("%s (%d answers)", text, len(r.answered()))}
}

func codings(_ context.Context, r *run) []Remark {
	var odd tally
	for _, seen := range r.answered() {
		if coding := header(seen, "Content-Encoding"); coding != "" && coding != "identity" {
			odd.add(coding, seen.Op)
		}
	}
	if len(odd.words) > 0 {
		return []Remark{differs("coded unasked: %v", &odd)}
	}
	return r.orAll(nil, "no answer is coded")
}

// clocks compares each Date with the time at which its answer came: it tells whole
// seconds, and was written a little earlier.
func clocks(_ context.Context, r *run) []Remark {
	var missing tally
	var most time.Duration
	all := r.answered()
	for _, seen := range all {
		if seen.Date.IsZero() {
			missing.add(noDate, seen.Op)
			continue
		}
		if ahead := seen.At.Sub(seen.Date); ahead.Abs() > most.Abs() {
			most = ahead
		}
	}
	var remarks []Remark
	if len(missing.words) > 0 {
		remarks = append(remarks, differs("%v", &missing))
	}
	way := "ahead of"
	if most < 0 {
		way = "behind"
	}
	off := fmt.Sprintf("at most this computer's clock is %s %s the gateway's", roughly(most.Abs()), way)
	switch {
	case missing.counts[noDate] == len(all):
	case most.Abs() > clockNear:
		remarks = append(remarks, differs("%s", off))
	default:
		remarks = append(remarks, asAssumed("%s", off))
	}
	return r.orAll(remarks, "")
}

func connections(_ context.Context, r *run) []Remark {
	var kept, calls int
	for i, seen := range r.answered() {
		if i == 0 {
			continue // nothing was open
		}
		calls++
		if seen.Reused {
			kept++
		}
	}
	text := fmt.Sprintf("%d of %d calls went over a connection that was open", kept, calls)
	switch {
	case calls == 0:
		return []Remark{untried("there were too few answers")}
	case kept == 0:
		return []Remark{differs("%s: each costs a new one", text)}
	case kept < calls:
		return []Remark{learned("%s", text)}
	}
	return []Remark{asAssumed("%s", text)}
}

func silences(_ context.Context, r *run) []Remark {
	var asked tally
	for _, seen := range r.answered() {
		if seen.Silence > 0 || seen.Status == 429 {
			asked.add(fmt.Sprintf("HTTP %d and %v of silence", seen.Status, seen.Silence), seen.Op)
		}
	}
	if len(asked.words) > 0 {
		return []Remark{differs("the gateway asks to be left alone: %v", &asked)}
	}
	return r.orAll(nil, "no answer asks for silence")
}
