package main

import (
	"testing"
	"time"
)

func TestWhetherEveryOrderIsAskedAboutInTime(t *testing.T) {
	secret := time.Date(2026, 11, 24, 4, 0, 0, 0, time.UTC)
	at := func(d time.Duration) time.Time { return secret.Add(d) }
	type heard struct {
		id string
		at time.Duration
	}
	const ms = time.Millisecond
	tests := []struct {
		name   string
		open   []string
		closed []string
		front  string
		heard  []heard
		hurt   time.Duration // 0: never
		ended  time.Duration
		orders int // judged
		missed int
		late   int
	}{
		{"all in time", []string{"a", "b"}, nil, "", []heard{{"a", 20 * ms}, {"b", 30 * ms}}, 0, 2000 * ms, 2, 0, 0},
		{"one too late", []string{"a", "b"}, nil, "", []heard{{"a", 20 * ms}, {"b", 1100 * ms}}, 0, 2000 * ms, 2, 1, 0},
		{"one never", []string{"a", "b"}, nil, "", []heard{{"a", 20 * ms}}, 0, 2000 * ms, 2, 1, 0},
		{"none", []string{"a"}, nil, "", nil, 0, 2000 * ms, 1, 1, 0},
		{"killed before", []string{"a"}, nil, "", nil, 0, 900 * ms, 0, 0, 0},
		{"a fault before", []string{"a"}, nil, "", nil, 500 * ms, 2000 * ms, 0, 0, 0},
		{"nothing open", nil, nil, "", nil, 0, 2000 * ms, 0, 0, 0},
		{"beyond the budget, in turn", []string{"a", "b", "c", "d"}, nil, "", []heard{{"a", 0}, {"b", 0}, {"c", 500 * ms}, {"d", 1000 * ms}}, 0, 2000 * ms, 3, 0, 0},
		{"beyond the budget, late", []string{"a", "b", "c", "d"}, nil, "", []heard{{"a", 0}, {"b", 0}, {"c", 500 * ms}, {"d", 2100 * ms}}, 0, 3000 * ms, 3, 0, 1},
		{"the screen goes first", []string{"a", "b", "c"}, nil, "", []heard{{"a", 0}, {"b", 0}, {"new", 500 * ms}, {"c", 1000 * ms}}, 0, 2000 * ms, 2, 0, 0},
		{"of what is closed only that", []string{"a", "b", "c"}, []string{"x", "y"}, "x", []heard{{"x", 0}, {"a", 0}, {"b", 500 * ms}, {"c", 1100 * ms}}, 0, 2000 * ms, 2, 0, 0},
		{"what is closed does not", []string{"a", "b", "c"}, []string{"x"}, "", []heard{{"a", 0}, {"x", 0}, {"b", 500 * ms}, {"c", 1100 * ms}}, 0, 2000 * ms, 3, 1, 0},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			r := &restart{secret: secret, open: test.open, closed: test.closed, front: test.front, first: map[string]question{}, ended: at(test.ended)}
			for _, h := range test.heard {
				r.ask(h.id, at(h.at))
			}
			if test.hurt > 0 {
				r.fault(at(test.hurt))
			}
			var w watching
			w.add(r)
			if w.orders != test.orders || w.missed != test.missed || w.late != test.late {
				t.Errorf("judged %d, missed %d, late %d; want %d, %d, %d", w.orders, w.missed, w.late, test.orders, test.missed, test.late)
			}
		})
	}
}
