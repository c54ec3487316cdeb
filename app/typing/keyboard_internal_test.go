package typing

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// Every length, speed, suffix and prefix, at polls that come in time and at polls that
// are late.
func TestAScansTextComesWholeAndItsKeysDoNothing(t *testing.T) {
	bursts := 0
	for length := scanLeast; length <= 40; length++ {
		for apart := 1; apart <= 60; apart++ {
			for s, suffix := range suffixes {
				for p, prefix := range []string{"", "]C1", "]Q3", "\x1d"} {
					if (length+apart+s+p)%4 != 0 && length > 8 {
						continue
					}
					w := newWindow(uint64(bursts), time.Duration(bursts%3)*2*time.Millisecond)
					text := prefix + strings.Repeat("4011730", 6)[:length]
					w.presses(w.burst(text, suffix, time.Duration(apart)*time.Millisecond))
					bursts++
					if got, want := w.got(), "<"+plain(text)+">"; got != want {
						t.Fatalf("%q and %q, %d ms apart: %s", text, suffix, apart, got)
					}
				}
			}
		}
	}
	t.Logf("%d bursts", bursts)
}

func TestOneOrTwoCharactersOfAMachineAreInDoubtAndSoIsTheirEnter(t *testing.T) {
	for seed := range uint64(2000) {
		apart := time.Duration(1+seed%60) * time.Millisecond
		w := newWindow(seed, 0)
		text, suffix := "41"[:1+seed%2], suffixes[seed%6]
		w.presses(w.burst(text, suffix, apart))
		want := "4?1?"[:2*len(text)]
		if suffix == "Enter" {
			want += "[Return?]"
		}
		if got := w.got(); got != want {
			t.Fatalf("%q and %q, %v apart: %s", text, suffix, apart, got)
		}
	}
}

func TestAPersonsKeysComeAsTheyWerePressed(t *testing.T) {
	asked := 0
	for seed := range uint64(100_000) {
		late := time.Duration(seed%3) * 2 * time.Millisecond
		w := newWindow(seed, late)
		text := w.amount()
		w.presses(w.person(text + "\n"))
		got := w.got()
		if typedOf(got) != text {
			t.Fatalf("%q came as %q", text, got)
		}
		if strings.HasSuffix(got, "[Return?]") {
			if asked++; late == 0 {
				t.Fatalf("%q came as %q although no poll was late", text, got)
			}
		}
	}
	t.Logf("100000 amounts: 0 taken for a scan, %d people asked", asked)
}

// typedOf is what a person typed before Enter, in doubt or not.
func typedOf(got string) string {
	return strings.NewReplacer("[Return?]", "", "[Return]", "", "?", "").Replace(got)
}

func (w *window) amount() string {
	text := fmt.Sprint(1 + w.random.IntN(9_999_999))
	if w.random.IntN(2) == 0 {
		text += string([]rune(".,。．，｡٫")[w.random.IntN(7)]) + fmt.Sprint(w.random.IntN(100))
	}
	return text
}

// A window that is busy for a tenth of a second and more sees many keys at once, and
// none of a person's may be taken for a scanner's.
func TestAStallMakesNoScanOfAPersonAndNoPersonOfAScan(t *testing.T) {
	asked := 0
	for seed := range uint64(20_000) {
		w := newWindow(seed, 150*time.Millisecond)
		text := w.amount()
		w.presses(w.person(text + "\n"))
		got := w.got()
		if typedOf(got) != text {
			t.Fatalf("%q came as %q", text, got)
		}
		if strings.Contains(got, "[Return?]") {
			asked++
		}
		w.presses(w.burst("4011", "Enter", time.Duration(1+seed%60)*time.Millisecond))
		if got := w.got(); strings.Contains(got, "[Return]") {
			t.Fatalf("a scan came as %q", got)
		}
	}
	t.Logf("%d of 20000 people were asked", asked)
}

// A window that has been busy for less time than a person needs for what came meanwhile
// knows a scan by that, though any one key of it may have been held for long.
func TestABusyWindowKnowsAScanByAllItsKeys(t *testing.T) {
	const gap = 12 * time.Millisecond
	for stall := range time.Duration(20) {
		stall *= 10 * time.Millisecond
		w := newWindow(1, 0)
		w.clock = w.clock.Add(stall)
		var keys []press
		for _, p := range w.burst("107114", "Enter", gap) {
			keys = append(keys, press{p.key, p.text, p.kind, p.down - stall, p.up - stall})
		}
		w.presses(keys)
		if got := w.got(); got != "<107114>" {
			t.Errorf("after %v: %s", stall, got)
		}
		w.presses(w.person("45.50\n"))
		if got := w.got(); got != "45.50[Return]" {
			t.Errorf("after %v, then: %s", stall, got)
		}
	}
}

// Scanners may take their time before Enter, and a hand may come between.
func TestAKeyAloneThatNoHandIsQuickEnoughForIsInDoubt(t *testing.T) {
	for _, k := range []struct {
		keys []press
		want string
	}{
		{[]press{{key: "Return", kind: Enters, up: 4 * time.Millisecond}}, "[Return?]"},
		{[]press{{key: "L", up: 4 * time.Millisecond}}, ""}, // with Ctrl
		{[]press{{key: "F7", kind: Leads, up: 4 * time.Millisecond}}, "[F7?]"},
		{[]press{{key: "Return", kind: Enters, up: 60 * time.Millisecond}}, "[Return]"},
	} {
		w := newWindow(1, 0)
		w.presses(k.keys)
		if got := w.got(); got != k.want {
			t.Errorf("%v: %s, want %s", k.keys, got, k.want)
		}
	}
	for _, late := range []time.Duration{0, 150 * time.Millisecond} {
		for seed := range uint64(2000) {
			w := newWindow(seed, late)
			keys := w.burst("4011730", "", time.Duration(1+seed%60)*time.Millisecond)
			last := keys[len(keys)-1].down
			w.presses(append(keys,
				press{key: "5", text: "5", kind: Writes, down: last + 12*time.Millisecond, up: last + 82*time.Millisecond},
				press{key: "Return", kind: Enters, down: last + 24*time.Millisecond, up: last + 28*time.Millisecond}))
			if got := w.got(); strings.Contains(got, "[Return]") {
				t.Fatalf("polls up to %v late: %s", late, got)
			}
		}
	}
}

// With an input method on X11 the character comes with the next poll.
func TestALateCharacterComesBeforeTheKeyThatFollowed(t *testing.T) {
	w := newWindow(1, 0)
	for _, p := range []press{{key: "1", kind: Writes}, {key: "2", kind: Writes}, {key: "Return", kind: Enters}} {
		w.Down(p.key, p.kind, w.clock)
		w.Typed(p.key, p.kind, p.key, w.clock)
	}
	w.until(w.clock.Add(10*time.Millisecond), nil)
	w.Char('1', w.clock)
	w.Char('2', w.clock)
	w.until(w.clock.Add(time.Second), nil)
	if got := w.got(); got != "12[Return]" {
		t.Errorf("%s", got)
	}
}

func TestAPointerComesAfterTheKeysThatWerePressedBefore(t *testing.T) {
	w := newWindow(1, 0)
	if w.Tapped("tap", w.clock) {
		t.Error("it waits for nothing")
	}
	w.Down("5", Writes, w.clock)
	w.Char('5', w.clock)
	if !w.Tapped("tap", w.clock.Add(5*time.Millisecond)) {
		t.Fatal("it comes before the key")
	}
	w.Up("5", w.clock.Add(60*time.Millisecond))
	w.until(w.clock.Add(time.Second), nil)
	if got := w.got(); got != "5?[]" {
		t.Errorf("%s", got)
	}
}

// What a pointer has pressed is done while the window reads its keys, and may take long.
func TestAKeyThatCameWhileATapWasSeenToIsNoScan(t *testing.T) {
	for handler := range 40 {
		w := newWindow(1, 0)
		long := time.Duration(handler) * 10 * time.Millisecond
		w.Tapped("tap", w.clock)
		w.clock = w.clock.Add(long)
		w.Polled(w.clock)
		keys := w.person("12345\n")
		for i := range keys { // while the handler was at work
			keys[i].down, keys[i].up = time.Duration(i)*35*time.Millisecond-long, time.Duration(i)*35*time.Millisecond-long+52*time.Millisecond
		}
		w.presses(keys)
		if got := w.got(); typedOf(got) != "12345" || strings.Contains(got, "<") {
			t.Errorf("%v: %s", long, got)
		}
	}
}

func TestTwoScansAreTwoTexts(t *testing.T) {
	for _, suffix := range []string{"Enter", "Tab", "M"} {
		w := newWindow(1, 0)
		keys := append(w.burst("4011", suffix, 5*time.Millisecond), w.burst("417300", suffix, 5*time.Millisecond)...)
		for i := range keys[5:] {
			keys[5+i].down, keys[5+i].up = keys[5+i].down+40*time.Millisecond, keys[5+i].up+40*time.Millisecond
		}
		w.presses(keys)
		if got := w.got(); got != "<4011><417300>" {
			t.Errorf("%s: %s", suffix, got)
		}
		w.presses(w.burst("4011", "", 5*time.Millisecond))
		w.presses(w.person("45.50\n"))
		if got := w.got(); got != "<4011>45.50[Return]" {
			t.Errorf("%s: then %s", suffix, got)
		}
	}
}

func TestTheShortLinesOfAScanAreOfIt(t *testing.T) {
	w := newWindow(1, 0)
	var keys []press
	for _, line := range []string{"SPC", "0200", "1", "CH4431999123000889012"} {
		for _, p := range w.burst(line, "Enter", 5*time.Millisecond) {
			if n := len(keys); n > 0 {
				p.up += keys[n-1].down + 5*time.Millisecond - p.down
				p.down = keys[n-1].down + 5*time.Millisecond
			}
			keys = append(keys, p)
		}
	}
	w.presses(keys)
	if got := w.got(); got != "<SPC><0200><1><CH4431999123000889012>" {
		t.Errorf("%s", got)
	}
}

// The window was busy when a person pressed Backspace, right before a scan.
func TestWhatIsTakenBackBeforeAScanIsTakenBack(t *testing.T) {
	w := newWindow(1, 0)
	w.Down("BackSpace", Edits, w.clock)
	w.Typed("BackSpace", Edits, "erase", w.clock)
	w.clock = w.clock.Add(60 * time.Millisecond)
	w.Up("BackSpace", w.clock)
	w.presses(w.burst("4011730", "Enter", 12*time.Millisecond))
	if got := w.got(); got != "[BackSpace]<4011730>" {
		t.Errorf("%s", got)
	}
}

// A window that needs 32 ms for a picture reads its keys 30 times a second.
func TestAPersonAtASlowWindowIsAPerson(t *testing.T) {
	for _, late := range []time.Duration{8, 16} {
		doubts := 0
		for seed := range uint64(2000) {
			w := newWindow(seed, 0)
			w.slow = late * time.Millisecond
			w.until(w.clock.Add(time.Duration(seed%40)*time.Millisecond), nil)
			w.presses([]press{
				{key: "1", text: "1", down: 0, up: 80 * time.Millisecond}, {key: "2", text: "2", down: 130 * time.Millisecond, up: 210 * time.Millisecond},
				{key: "Return", kind: Enters, down: 260 * time.Millisecond, up: 340 * time.Millisecond},
			})
			got := w.got()
			if typedOf(got) != "12" {
				t.Fatalf("%s", got)
			}
			doubts += strings.Count(got, "?")
		}
		if doubts > 0 {
			t.Errorf("%v: %d doubts", late*time.Millisecond, doubts)
		}
	}
}

func TestAHeldKeyIsRepeatedAndSaidToBe(t *testing.T) {
	w := newWindow(1, 0)
	w.Down("Return", Enters, w.clock)
	w.Typed("Return", Enters, "go", w.clock)
	w.until(w.clock.Add(500*time.Millisecond), nil)
	for range 5 {
		w.Typed("Return", Enters, "go", w.clock)
		w.until(w.clock.Add(30*time.Millisecond), nil)
	}
	w.Up("Return", w.clock)
	if got := w.got(); got != strings.Repeat("[Return]", 6) {
		t.Errorf("%s", got)
	}
	w.Down("Return", Enters, w.clock)
	w.Typed("Return", Enters, "go", w.clock)
	w.until(w.clock.Add(200*time.Millisecond), nil)
	w.Typed("Return", Enters, "go", w.clock)
	first, again := w.Polled(w.clock.Add(time.Millisecond)), 0
	for _, in := range first {
		if in.Stroke.Repeat {
			again++
		}
	}
	if again != 1 {
		t.Errorf("%v", first)
	}
}

// The window system loses the press of the second of two like keys within a millisecond,
// and keeps its character.
func TestALostPressCountsByItsCharacter(t *testing.T) {
	w := newWindow(1, 0)
	for i, r := range "4441" {
		if i != 1 && i != 2 {
			w.Down(string(r), Acts, w.clock)
			w.Typed(string(r), Acts, "", w.clock)
		}
		w.Char(r, w.clock)
		w.Up(string(r), w.clock)
	}
	w.until(w.clock.Add(time.Second), nil)
	if got := w.got(); got != "<4441>" {
		t.Errorf("%s", got)
	}
}

func TestCharactersOfAnInputMethodAreInDoubtAndStay(t *testing.T) {
	w := newWindow(1, 0)
	for _, r := range "１２" {
		w.Char(r, w.clock)
		w.until(w.clock.Add(300*time.Millisecond), nil)
	}
	w.presses(w.person("\n"))
	if got := w.got(); got != "１?２?[Return]" {
		t.Errorf("%s", got)
	}
}

// A rule that could not fail would prove nothing: by speed alone, people and scanners
// are taken for each other.
func TestTheSpeedOfKeysAloneTellsNothing(t *testing.T) {
	quick := func(keys []press) bool {
		for i := 1; i < len(keys); i++ {
			if keys[i].down-keys[i-1].down > 50*time.Millisecond {
				return false
			}
		}
		return true
	}
	wrong := 0
	for seed := range uint64(1000) {
		w := newWindow(seed, 0)
		if !quick(w.burst("4011", "", time.Duration(1+seed%60)*time.Millisecond)) {
			wrong++
		}
	}
	if wrong < 100 {
		t.Errorf("only %d", wrong)
	}
}

func TestAWindowThatIsResizedDoesNotMakeAScannersKeyAHands(t *testing.T) {
	var k Keyboard
	start := time.Unix(1_800_000_000, 0)
	var out []string
	poll := func(ms int) {
		for _, in := range k.Polled(start.Add(time.Duration(ms) * time.Millisecond)) {
			out = append(out, spell(in))
		}
	}
	strike := func(r rune, ms int, up bool) {
		at := start.Add(time.Duration(ms) * time.Millisecond)
		k.Down(string(r), Writes, at)
		k.Typed(string(r), Writes, "does", at)
		k.Char(r, at)
		if up {
			k.Up(string(r), at)
		}
	}
	poll(-17)
	poll(0)
	strike('4', 17, false)
	poll(17)
	k.Noticed(start.Add(20 * time.Millisecond)) // it was resized
	poll(80)
	k.Up("4", start.Add(97*time.Millisecond))
	for _, r := range "891" {
		strike(r, 97, true)
	}
	for ms := 97; ms < 400; ms += 17 {
		poll(ms)
	}
	if got := strings.Join(out, ""); got != "<4891>" {
		t.Errorf("came as %s", got)
	}
}

// Neither Ctrl and a letter nor a digit's key without Num Lock has the character of the next.
func TestAKeyThatMakesNoCharacterTakesNoneOfAnother(t *testing.T) {
	for _, c := range []struct{ silent, next, text string }{{"B", "4", "4"}, {"5", "=", "+"}, {"5", ".", "."}} {
		var k Keyboard
		now := time.Unix(1_800_000_000, 0)
		k.Polled(now)
		k.Down(c.silent, Writes, now)
		k.Down(c.next, Writes, now)
		k.Char([]rune(c.text)[0], now)
		if k.queue[0].Text != "" || k.queue[1].Text != c.text {
			t.Errorf("%s, %s: %q and %q", c.silent, c.next, k.queue[0].Text, k.queue[1].Text)
		}
	}
}
