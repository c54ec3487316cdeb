package main

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"time"

	"qrtill/app/proof/desk"
)

// burst is what a scanner sends, and at what it is sent.
type burst struct {
	desk.Burst
	Scene string
}

func (b burst) String() string {
	suffix := b.Suffix
	if suffix == "" {
		suffix = "nothing"
	}
	return fmt.Sprintf("%s: %q and %s, held %v, %v apart", b.Scene, b.Prefix+b.Text, suffix, b.Hold, b.Gap)
}

// text is what the characters of the burst say: scanners' codes for the kind of
// label, and control characters, may go.
func (b burst) text() string { return spoken(b.Prefix + b.Text) }

func spoken(text string) string {
	text = strings.NewReplacer("]C1", "", "]Q3", "").Replace(text)
	return strings.Map(func(r rune) rune {
		if r > ' ' && r != '@' && r != '\x1d' {
			return r
		}
		return -1
	}, text)
}

const (
	digits = "0123456789"
	upper  = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	lower  = "abcdefghijklmnopqrstuvwxyz"
)

// What a burst is chosen from. Short amounts are most of what went wrong.
var (
	lengths  = [][2]int{{3, 3}, {4, 4}, {5, 7}, {8, 8}, {9, 13}, {14, 20}, {21, 40}}
	alphabet = []func(int, *rand.Rand) string{
		from(digits), from(digits), from(digits + upper), from(digits + upper + "-. $/+%"), from(lower + digits), gs1, url,
	}
	prefixes = []string{"", "", "]C1", "]Q3", "@"}
	suffixes = []string{"Return", "Return", "Tab", "ctrl+m", "ctrl+j", "ctrl+l", "KP_Enter", ""}
	holds    = []time.Duration{0, 1 * time.Millisecond, 3 * time.Millisecond, 5 * time.Millisecond, 8 * time.Millisecond}
	gaps     = []time.Duration{1, 2, 4, 8, 12, 16, 17, 25, 33, 45, 60}
)

func from(characters string) func(int, *rand.Rand) string {
	return func(n int, dice *rand.Rand) string {
		text := make([]byte, n)
		for i := range text {
			text[i] = characters[dice.IntN(len(characters))]
		}
		return string(text)
	}
}

// gs1 has the character in it that parts the fields of such a label.
func gs1(n int, dice *rand.Rand) string {
	text := []byte(from(digits)(n, dice))
	if n > 3 {
		text[n/2] = '\x1d'
	}
	return string(text)
}

func url(n int, dice *rand.Rand) string {
	text := "https://tea.example/?b=" + from(lower+digits)(40, dice)
	return text[:n]
}

// chosen are n bursts at scenes, sorted by them.
func chosen(at []scene, n int, dice *rand.Rand) (all []burst) {
	by := map[string][]burst{}
	sizes := []int{len(at), len(lengths), len(alphabet), len(prefixes), len(suffixes), len(holds), len(gaps)}
	for _, c := range pairwise(sizes, n, dice) {
		length := lengths[c[1]][0] + dice.IntN(lengths[c[1]][1]-lengths[c[1]][0]+1)
		prefix := prefixes[c[3]]
		if length-len(prefix) < 1 {
			prefix = ""
		}
		b := burst{Scene: at[c[0]].name, Burst: desk.Burst{
			Prefix: prefix, Text: alphabet[c[2]](length-len(prefix), dice), Suffix: suffixes[c[4]],
			Hold: holds[c[5]], Gap: gaps[c[6]] * time.Millisecond,
		}}
		by[b.Scene] = append(by[b.Scene], b)
	}
	for _, s := range at {
		all = append(all, by[s.name]...)
	}
	return all
}

// tiny are bursts of one and two characters, which may be a person's.
func tiny(n int, dice *rand.Rand) (all []burst) {
	for i := range n {
		all = append(all, burst{Scene: "charge", Burst: desk.Burst{
			Text: fmt.Sprint(1 + dice.IntN(99)), Suffix: []string{"Return", "KP_Enter"}[i%2],
			Hold: holds[dice.IntN(len(holds))], Gap: gaps[dice.IntN(len(gaps))] * time.Millisecond,
		}})
	}
	return all
}
