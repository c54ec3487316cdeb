package play

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"maps"
	"net/http"
	"strings"
	"sync"
)

// front stands before the practice gateway. It counts what arrives at create
// and, now and then, plays a fault that a gateway can't have: something on the
// way that hands out the answer to another question.
type front struct {
	gateway http.Handler
	mixUps  float64 // chance for each query

	mu      sync.Mutex
	dice    dice
	arrived map[string]int // creations by merchant_order_id
	ids     []string       // in the order of their first arrival
	faults  map[string]int // played, by name
}

// idOnly is all that front reads of a body.
type idOnly struct {
	ID string `json:"merchant_order_id"`
}

func (f *front) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if create := strings.HasSuffix(r.URL.Path, "/payment_intents/create"); create || strings.HasSuffix(r.URL.Path, "/payment_intents/query") {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			panic(http.ErrAbortHandler) // the line was cut
		}
		var q idOnly
		if json.Unmarshal(body, &q) == nil && q.ID != "" {
			if create {
				f.noteArrival(q.ID)
			} else if other, mixedUp := f.mixUp(); mixedUp {
				body, _ = json.Marshal(idOnly{other}) // strings always marshal
			}
		}
		r.Body, r.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
	}
	f.gateway.ServeHTTP(w, r)
}

func (f *front) noteArrival(id string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.arrived[id]++; f.arrived[id] == 1 {
		f.ids = append(f.ids, id)
	}
}

// mixUp draws whether a query is answered with what is known of another order.
func (f *front) mixUp() (other string, yes bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if !f.dice.chance(f.mixUps) || len(f.ids) == 0 {
		return "", false
	}
	f.faults["mixed-up"]++
	return pick(f.dice, f.ids), true
}

func (f *front) counts() (arrived, faults map[string]int) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return maps.Clone(f.arrived), maps.Clone(f.faults)
}

// Handle makes front the gateway's log, to count the faults that it plays.
func (f *front) Handle(_ context.Context, r slog.Record) error {
	r.Attrs(func(a slog.Attr) bool {
		if a.Key == "fault" {
			f.mu.Lock()
			defer f.mu.Unlock()
			f.faults[a.Value.String()]++
		}
		return true
	})
	return nil
}

// Enabled, WithAttrs and WithGroup make it a slog.Handler.
func (f *front) Enabled(context.Context, slog.Level) bool { return true }
func (f *front) WithAttrs([]slog.Attr) slog.Handler       { return f }
func (f *front) WithGroup(string) slog.Handler            { return f }
