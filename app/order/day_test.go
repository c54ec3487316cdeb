package order_test

import (
	"errors"
	"testing"
	"time"

	"qrtill/app/order"
)

func TestBusinessDay(t *testing.T) {
	s := order.Defaults("HKD")
	cases := []struct {
		at     time.Time
		cutoff int
		want   string
	}{
		{time.Date(2026, 11, 23, 15, 59, 59, 0, time.UTC), 0, "2026-11-23"},
		{time.Date(2026, 11, 23, 16, 0, 0, 0, time.UTC), 0, "2026-11-24"},
		{time.Date(2026, 11, 23, 19, 59, 0, 0, time.UTC), 4, "2026-11-23"},
		{time.Date(2026, 11, 23, 20, 0, 0, 0, time.UTC), 4, "2026-11-24"},
		{time.Date(2026, 12, 31, 18, 0, 0, 0, time.UTC), 4, "2026-12-31"},
	}
	for _, c := range cases {
		s.Cutoff = c.cutoff
		if got, err := s.BusinessDay(c.at); got != c.want || err != nil {
			t.Errorf("%v, cut-off %d: %s, %v; want %s", c.at, c.cutoff, got, err, c.want)
		}
	}
}

// A till that does not know its zone counts no money on a day that it made up.
func TestWithoutAZoneThereIsNoBusinessDay(t *testing.T) {
	s := order.Defaults("HKD")
	s.Zone = "Mars/Olympus"
	if got, err := s.BusinessDay(start); got != "" || !errors.Is(err, order.ErrZone) {
		t.Errorf("%q, %v", got, err)
	}
}
