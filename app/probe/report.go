package probe

import (
	"fmt"
	"io"
	"strings"
	"time"

	"qrtill/payments"
)

// Paper is the file of a report, opened for it.
type Paper interface {
	io.Writer
	io.Seeker
	Truncate(size int64) error
	Sync() error
}

// Cleaner keeps secrets out of a text: a *payments.Client, or a test's.
type Cleaner interface {
	Scrub(text string) string
	Betrays(text string) bool
}

// report is written from top to bottom. What is written is on disk.
type report struct {
	paper Paper
	clean Cleaner
	text  strings.Builder // all that was written
}

const leftOut = "   [A part was left out here: it held a secret.]\n"

// add writes a part, free of secrets.
func (p *report) add(text string) error {
	if text = p.clean.Scrub(text); p.clean.Betrays(text) {
		text = leftOut
	}
	p.text.WriteString(text)
	if _, err := io.WriteString(p.paper, text); err != nil {
		return fmt.Errorf("the report can't be written: %w", err)
	}
	if err := p.paper.Sync(); err != nil {
		return fmt.Errorf("the report can't be written: %w", err)
	}
	return nil
}

// end looks through the whole once more: what came early may hold a token that only a
// later answer has shown to be one. Then all is written anew, and if that does not help,
// only what is our own: head and end.
func (p *report) end(head, end string) error {
	whole := p.text.String()
	if p.clean.Scrub(whole) == whole && !p.clean.Betrays(whole) {
		return nil
	}
	if whole = p.clean.Scrub(whole); p.clean.Betrays(whole) {
		whole = head + leftOut + end
	}
	if p.clean.Betrays(whole) {
		whole = leftOut
	}
	if _, err := p.paper.Seek(0, io.SeekStart); err != nil {
		return fmt.Errorf("the report can't be written: %w", err)
	}
	if err := p.paper.Truncate(0); err != nil {
		return fmt.Errorf("the report can't be written: %w", err)
	}
	p.text.Reset()
	return p.add(whole)
}

// finding is one point, with what came and what is to be said of it.
type finding struct {
	point
	number    int
	exchanges []exchange
	remarks   []Remark
}

// exchange is a question, and the answer to it.
type exchange struct {
	what   string
	seen   payments.Seen
	more   int // answers alike after it
	latest time.Time
}

// add notes an exchange; in a row of questions only when the answer is another.
func (f *finding) add(what string, seen payments.Seen, row bool) {
	if n := len(f.exchanges); row && n > 0 && f.exchanges[n-1].what == what && alike(f.exchanges[n-1].seen, seen) {
		f.exchanges[n-1].more++
		f.exchanges[n-1].latest = seen.At
		return
	}
	f.exchanges = append(f.exchanges, exchange{what: what, seen: seen})
}

// alike says that two answers tell the same.
func alike(a, b payments.Seen) bool {
	said := func(s payments.Seen) string {
		if s.Err != nil {
			return saying(s.Err)
		}
		return s.Payment.Status + s.Refund.Status + s.Payment.Amount + s.Payment.Currency + s.Payment.MerchantOrderID + s.Payment.OrderID
	}
	return a.Status == b.Status && said(a) == said(b)
}

const indent = "              "

// line is a line with a word before it.
func line(word, text string) string { return fmt.Sprintf("   %-11s%s\n", word, text) }

func (f *finding) heading() string {
	return fmt.Sprintf("\n%d. %s\n", f.number, f.title) + line("assumed", f.assumed)
}

// body is what came, and the remarks.
func (f *finding) body() string {
	var b strings.Builder
	for _, e := range f.exchanges {
		b.WriteString(line("asked", e.what))
		b.WriteString(line("came", came(e.seen)))
		for _, h := range e.seen.Headers {
			b.WriteString(indent + h.Name + ": " + h.Value + "\n")
		}
		if e.seen.Body != "" {
			b.WriteString(indent + strings.ReplaceAll(e.seen.Body, "\n", "\n"+indent) + "\n")
		}
		if e.more > 0 {
			fmt.Fprintf(&b, "%s(and %d times more, the last at %s)\n", indent, e.more, e.latest.Format(time.TimeOnly))
		}
	}
	for _, r := range f.remarks {
		b.WriteString(line(r.Verdict.String(), r.Text))
	}
	return b.String()
}

// came is an answer in a line.
func came(seen payments.Seen) string {
	if seen.Status == 0 {
		return seen.At.Format(time.TimeOnly) + ", no answer: " + saying(seen.Err)
	}
	way := "a new connection"
	if seen.Reused {
		way = "the open connection"
	}
	text := fmt.Sprintf("%s, HTTP %d after %v, over %s", seen.At.Format(time.TimeOnly), seen.Status, seen.Took.Round(time.Millisecond), way)
	if seen.Written != "" && seen.Written != "ASCII" {
		text += ", " + seen.Written
	}
	return text
}

// list is a heading and what stands under it.
func list(heading string, texts []string) string {
	if len(texts) == 0 {
		return fmt.Sprintf("\n%s: none\n", heading)
	}
	return fmt.Sprintf("\n%s (%d)\n - %s\n", heading, len(texts), strings.Join(texts, "\n - "))
}
