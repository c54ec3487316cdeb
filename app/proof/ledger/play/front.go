package play

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"maps"
	"math/rand/v2"
	"net/http"
	"path"
	"sync"
)

// Front stands before a practice gateway. It counts what arrives at create
// and, now and then, plays a fault that a gateway can't have: something on the
// way that hands out the answer to another question.
type Front struct {
	Gateway http.Handler
	Heard   func(question bool, id string) // of each order or refund that is created or asked about; may be nil
	Faulted func(fault string)             // of each fault that was played; may be nil

	mu      sync.Mutex
	dice    dice
	mixUps  float64        // chance for each query
	arrived map[string]int // creations by merchant_order_id or merchant_refund_id
	ids     []string       // in the order of their first arrival
	faults  map[string]int // played, by name
}

// NewFront makes one that draws its faults from a seed. Its Gateway is still to
// be set.
func NewFront(seed uint64, mixUps float64) *Front {
	return &Front{
		mixUps: mixUps, dice: dice{rand.New(rand.NewPCG(seed, 1<<63))},
		arrived: map[string]int{}, faults: map[string]int{},
	}
}

// Calm ends the mix-ups, from any goroutine, while it serves too.
func (f *Front) Calm() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.mixUps = 0
}

// idOnly is all that Front reads of a body.
type idOnly struct {
	ID     string `json:"merchant_order_id,omitempty"`
	Refund string `json:"merchant_refund_id,omitempty"`
}

// The calls that Front looks at.
const (
	create       = "payment_intents/create"
	query        = "payment_intents/query"
	createRefund = "refunds/create"
	queryRefund  = "refunds/query"
)

// ServeHTTP looks at a request and passes it on.
func (f *Front) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	call := path.Base(path.Dir(r.URL.Path)) + "/" + path.Base(r.URL.Path)
	if call == create || call == query || call == createRefund || call == queryRefund {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			panic(http.ErrAbortHandler) // the line was cut
		}
		body = f.hear(call, body)
		r.Body, r.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
	}
	f.Gateway.ServeHTTP(w, r)
}

// hear takes note of a call, and says what the gateway will hear of it.
func (f *Front) hear(call string, body []byte) []byte {
	var q idOnly
	if json.Unmarshal(body, &q) != nil || q.ID == "" && q.Refund == "" {
		return body
	}
	id := cmp.Or(q.Refund, q.ID)
	if f.Heard != nil {
		f.Heard(call == query || call == queryRefund, id)
	}
	switch call {
	case create:
		f.noteArrival(id, true)
	case createRefund:
		f.noteArrival(id, false)
	case query:
		if other, mixedUp := f.mixUp(); mixedUp {
			body, _ = json.Marshal(idOnly{ID: other}) // strings always marshal
		}
	}
	return body
}

func (f *Front) noteArrival(id string, order bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.arrived[id]++; order && f.arrived[id] == 1 {
		f.ids = append(f.ids, id)
	}
}

// mixUp draws whether a query is answered with what is known of another order.
func (f *Front) mixUp() (other string, yes bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if !f.dice.chance(f.mixUps) || len(f.ids) == 0 {
		return "", false
	}
	f.faults["mixed-up"]++
	if f.Faulted != nil {
		f.Faulted("mixed-up")
	}
	return pick(f.dice, f.ids), true
}

// Counts are the creations by merchant_order_id or merchant_refund_id, and the faults by name.
func (f *Front) Counts() (arrived, faults map[string]int) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return maps.Clone(f.arrived), maps.Clone(f.faults)
}

// Handle makes Front the gateway's log, to count the faults that it plays.
func (f *Front) Handle(_ context.Context, r slog.Record) error {
	r.Attrs(func(a slog.Attr) bool {
		if a.Key == "fault" {
			f.fault(a.Value.String())
		}
		return true
	})
	return nil
}

func (f *Front) fault(name string) {
	f.mu.Lock()
	f.faults[name]++
	f.mu.Unlock()
	if f.Faulted != nil {
		f.Faulted(name)
	}
}

// Enabled, WithAttrs and WithGroup make it a slog.Handler.
func (f *Front) Enabled(context.Context, slog.Level) bool { return true }
func (f *Front) WithAttrs([]slog.Attr) slog.Handler       { return f }
func (f *Front) WithGroup(string) slog.Handler            { return f }
