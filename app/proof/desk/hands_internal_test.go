package desk

import (
	"math/rand/v2"
	"slices"
	"testing"
	"time"
)

func TestAScannersKeysNeverOverlap(t *testing.T) {
	for _, gap := range []time.Duration{time.Millisecond, 16 * time.Millisecond} {
		all := Burst{Prefix: "]C1", Text: "0112\x1d7\r", Suffix: "Tab", Hold: 4 * time.Millisecond, Gap: gap}.Strokes()
		for i, s := range all {
			if s.Up-s.Down != 4*time.Millisecond || i > 0 && s.Down < all[i-1].Up {
				t.Errorf("%v apart: key %d is down from %v to %v", gap, i, s.Down, s.Up)
			}
		}
		want := []string{"]", "C", "1", "0", "1", "1", "2", "ctrl+bracketright", "7", "ctrl+m", "Tab"}
		if got := names(all); !slices.Equal(got, want) {
			t.Errorf("the keys are %q", got)
		}
	}
}

func TestAPersonHoldsEveryKeyAndMayPressTheNextBefore(t *testing.T) {
	p := Person{50 * time.Millisecond, 120 * time.Millisecond, 30 * time.Millisecond, 400 * time.Millisecond, false, rand.New(rand.NewPCG(1, 1))}
	overlaps := 0
	all := p.Strokes("128.50128.50128.50128.50", "Return")
	for i, s := range all {
		if held := s.Up - s.Down; held < p.HoldLeast || held > p.HoldMost {
			t.Errorf("key %d is held for %v", i, held)
		}
		if i == 0 {
			continue
		}
		if gap := s.Down - all[i-1].Down; gap < p.GapLeast || gap > p.GapMost {
			t.Errorf("key %d comes after %v", i, gap)
		}
		if s.Down < all[i-1].Up {
			overlaps++
		}
	}
	if overlaps == 0 || overlaps == len(all)-1 {
		t.Errorf("%d of %d keys overlap", overlaps, len(all))
	}
}

func TestTheNumberBlockHasItsOwnKeys(t *testing.T) {
	want := []string{"KP_1", "KP_2", "KP_Decimal", "KP_5", "KP_Add", "KP_Separator", "x"}
	if got := names((Person{Numpad: true}).Strokes("12.5+,x")); !slices.Equal(got, want) {
		t.Errorf("the keys are %q", got)
	}
}

func names(all []Stroke) (keys []string) {
	for _, s := range all {
		keys = append(keys, s.Key)
	}
	return keys
}
