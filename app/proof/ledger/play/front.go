package play

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"maps"
	"math/rand/v2"
	"net/http"
	"path"
	"strings"
	"sync"
)

// Front stands before a practice gateway. It counts what arrives at create
// and, now and then, plays a fault that a gateway can't have: something on the
// way that hands out the answer to another question.
type Front struct {
	Gateway http.Handler
	MixUps  float64               // chance for each query
	Heard   func(call, id string) // of each create and query that came in; may be nil
	Faulted func(fault string)    // of each fault that was played; may be nil

	mu      sync.Mutex
	dice    dice
	arrived map[string]int // creations by merchant_order_id
	ids     []string       // in the order of their first arrival
	faults  map[string]int // played, by name
}

// NewFront makes one that draws its faults from a seed. Its Gateway is still to
// be set.
func NewFront(seed uint64, mixUps float64) *Front {
	return &Front{
		MixUps: mixUps, dice: dice{rand.New(rand.NewPCG(seed, 1<<63))},
		arrived: map[string]int{}, faults: map[string]int{},
	}
}

// idOnly is all that front reads of a body.
type idOnly struct {
	ID string `json:"merchant_order_id"`
}

// ServeHTTP looks at a request and passes it on.
func (f *Front) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if create := strings.HasSuffix(r.URL.Path, "/payment_intents/create"); create || strings.HasSuffix(r.URL.Path, "/payment_intents/query") {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			panic(http.ErrAbortHandler) // the line was cut
		}
		var q idOnly
		if json.Unmarshal(body, &q) == nil && q.ID != "" {
			if f.Heard != nil {
				f.Heard(path.Base(r.URL.Path), q.ID)
			}
			if create {
				f.noteArrival(q.ID)
			} else if other, mixedUp := f.mixUp(); mixedUp {
				body, _ = json.Marshal(idOnly{other}) // strings always marshal
			}
		}
		r.Body, r.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
	}
	f.Gateway.ServeHTTP(w, r)
}

func (f *Front) noteArrival(id string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.arrived[id]++; f.arrived[id] == 1 {
		f.ids = append(f.ids, id)
	}
}

// mixUp draws whether a query is answered with what is known of another order.
func (f *Front) mixUp() (other string, yes bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if !f.dice.chance(f.MixUps) || len(f.ids) == 0 {
		return "", false
	}
	f.faults["mixed-up"]++
	if f.Faulted != nil {
		f.Faulted("mixed-up")
	}
	return pick(f.dice, f.ids), true
}

// Counts are the creations by merchant_order_id, and the faults by name.
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
