package main

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"time"

	"qrtill/app/proof/desk"
)

// fault is something that a till did, and the keys that show whether it still does.
type fault struct {
	name, about string
	try         func(context.Context, *lane) error
}

// faults are what was seen on the real window of tills, this one's or others'.
func faults() []fault {
	return []fault{
		{"mark", "a decimal mark of another script is thrown away, and a hundredfold charged", amounts("us", 12850, "128。50", "128．50", "128，50", "128｡50", "128٫50")},
		{"stray", "a key that nobody understands is thrown away inside an amount", amounts("us", 0, "32、50", "26;50", "27/50", "28·50", "25 50", "1'250")},
		{"second mark", "a second decimal mark is thrown away", amounts("us", 0, "1.2.3")},
		{"wide", "digits of another width or script vanish", amounts("us", 1250, "１２．５０", "١٢٫٥٠")},
		{"layout", "what a layout's own row or number block types is not taken", both(amounts("fr", 1250, "12,50"), amounts("de", 1250, "12,50"))},
		{"short", "a scanner's burst of three to seven digits is charged", bursts("Return", "4011", "417", "51234", "123456", "1234567")},
		{"few", "one or two digits by machine are charged unasked", func(ctx context.Context, l *lane) error {
			return l.scanTiny(ctx, tiny(4, rand.New(rand.NewPCG(9, 9))))
		}},
		{"suffix", "after a burst without Enter scan mode stays on", both(bursts("", "4891234567894"), bursts("Tab", "4891234567894"))},
		{"two codes", "two scans in a row are one text", twoCodes},
		{"control", "Ctrl and a letter inside a burst switch a tip or a discount on", both(bursts("ctrl+m", "4891234567894", "417"), bursts("ctrl+l", "4891234567894", "417"))},
		{"question over the limit", "a scanner's Enter charges over the limit", at("over the limit", "123456")},
		{"question stop", "a scanner's Enter takes a code off the customer's screen", at("stop showing", "123456")},
		{"question close", "a scanner's Enter closes the till with a payable code", at("close the till", "123456")},
		{"late enter", "a scanner that waits before Enter charges, and charges over the limit", lateEnter},
		{"paid passed", "a scanner's burst goes on from the tick", at("paid", "123456")},
		{"held over the limit", "a held Enter charges over the limit", holding("99,999 typed")},
		{"held paid", "a held Enter passes the tick over", holding("12.5 typed")},
		{"torn", "money that arrives while a PIN is typed sends the rest of it into the next sale", torn},
		{"scanned pin", "a burst in the PIN's field counts as a wrong PIN", at("settings", "4891234567894")},
		{"undone pin", "Ctrl+Z brings an erased PIN back", undone},
		{"numlock", "the number block looks dead without NumLock", unseen("KP_Home", false)},
		{"silent", "a figure that makes no character is missing in what is charged", silent},
		{"no sign", "a key that means nothing on Charge gives no sign", unseen("Next", true)},
	}
}

// amounts types each as a quick person does.
func amounts(layout string, minor int64, texts ...string) func(context.Context, *lane) error {
	return func(ctx context.Context, l *lane) error {
		var all []amount
		for _, text := range texts {
			a := amount{Layout: layout, Text: text, Minor: minor, Person: desk.Clerk}
			a.HoldLeast, a.GapLeast = 70*time.Millisecond, 110*time.Millisecond
			all = append(all, a)
		}
		return l.sell(ctx, all)
	}
}

// scanner is how most of them send.
func scanner(scene, text, suffix string) burst {
	return burst{Scene: scene, Burst: desk.Burst{Text: text, Suffix: suffix, Hold: 2 * time.Millisecond, Gap: 16 * time.Millisecond}}
}

func bursts(suffix string, texts ...string) func(context.Context, *lane) error {
	return func(ctx context.Context, l *lane) error {
		var all []burst
		for _, text := range texts {
			all = append(all, scanner("charge", text, suffix))
		}
		return l.scan(ctx, all)
	}
}

func at(scene string, text string) func(context.Context, *lane) error {
	return func(ctx context.Context, l *lane) error {
		return l.scan(ctx, []burst{scanner(scene, text, "Return")})
	}
}

func holding(name string) func(context.Context, *lane) error {
	return func(ctx context.Context, l *lane) error {
		for _, h := range enterHeld() {
			if h.at.name == name {
				return l.hold(ctx, []hold{h})
			}
		}
		return fmt.Errorf("nobody holds Enter at %q", name)
	}
}

// twoCodes scans twice, and charges: the note must have both, one after the other.
func twoCodes(ctx context.Context, l *lane) error {
	again := func() error { return l.home(ctx) }
	if err := again(); err != nil {
		return err
	}
	if err := l.send(ctx, scanner("charge", "48912345678", ""), again); err != nil {
		return err
	}
	time.Sleep(400 * time.Millisecond)
	second := scanner("charge", "94890001", "Return")
	if _, err := l.keyboard.Play(ctx, second.Strokes()); err != nil {
		return err
	}
	time.Sleep(400 * time.Millisecond)
	before, err := l.written()
	if err != nil {
		return err
	}
	if _, err := l.sold(ctx, "7"); err != nil {
		l.wrong("lost: two scans: %v", err)
		return l.home(ctx)
	}
	done, _, err := l.facts(before)
	if err != nil {
		return err
	}
	if sale := sold(done); sale == nil || sale.Note != "48912345678 94890001" {
		l.wrong("lost: two scans: %v", done)
	}
	return l.home(ctx)
}

// lateEnter scans, and a moment later sends Enter, as a scanner with such a delay does.
func lateEnter(ctx context.Context, l *lane) error {
	for _, name := range []string{"charge, typed", "over the limit", "stop showing"} {
		if err := l.enter(ctx, name); err != nil {
			return err
		}
		again := func() error { return l.enter(ctx, name) }
		if err := l.send(ctx, scanner(name, "4891234567894", ""), again); err != nil {
			return err
		}
		time.Sleep(looks)
		b := scanner(name, "", "Return")
		if err := l.send(ctx, b, again); err != nil {
			return err
		}
		if _, err := l.acted(ctx); err != nil {
			return err
		}
		done, _, err := l.facts(l.judged)
		if err != nil {
			return err
		}
		if len(done) > 0 {
			l.wrong("%s: %v late: %v", deed(done[0].Kind), b, done)
		}
	}
	return l.home(ctx)
}

// silent types a figure on the number block without Num Lock, within an amount.
func silent(ctx context.Context, l *lane) error {
	if err := l.home(ctx); err != nil {
		return err
	}
	before, err := l.written()
	if err != nil {
		return err
	}
	err = errors.Join(l.write(ctx, "12"), l.keyboard.NumLock(false), l.press(ctx, "KP_Home"), l.keyboard.NumLock(true))
	if err == nil {
		err = keys("Return")(ctx, l)
	}
	if err != nil {
		return err
	}
	if _, err := l.acted(ctx); err != nil {
		return err
	}
	done, _, err := l.facts(before)
	if err == nil && sold(done) != nil {
		l.wrong("mischarged: 12 and a figure without Num Lock: %v", done)
	}
	return errors.Join(err, l.home(ctx))
}

// torn has a customer pay while a manager types the PIN of a refund.
func torn(ctx context.Context, l *lane) error {
	if err := l.home(ctx); err != nil {
		return err
	}
	e, err := l.sold(ctx, "12.5")
	if err != nil {
		return err
	}
	before, err := l.written()
	if err != nil {
		return err
	}
	if err := both(toOrder(2), refund, toPIN, typed("4"))(ctx, l); err != nil {
		return err
	}
	if err := l.gateway.Pay(ctx, e.QR); err != nil {
		return err
	}
	l.sees(ctx, 10*time.Second, l.till.Paid)
	time.Sleep(guard) // a manager looks at the keys
	if err := both(typed("711"), keys("Return"))(ctx, l); err != nil {
		return err
	}
	time.Sleep(guard)
	done, _, err := l.facts(before)
	if err != nil {
		return err
	}
	p, err := l.rest(ctx)
	if err != nil {
		return err
	}
	if sold(done) != nil || !l.till.Paid(p) {
		l.wrong("torn: the rest of a PIN: %v; the tick stands: %v", done, l.till.Paid(p))
	}
	return l.home(ctx)
}

// undone types a PIN in Settings, erases it, leaves, comes back and takes that back.
func undone(ctx context.Context, l *lane) error {
	if err := l.enter(ctx, "settings, open"); err != nil { // to know it again
		return err
	}
	if err := l.enter(ctx, "settings"); err != nil {
		return err
	}
	if err := both(typed(pin), keys("ctrl+a", "BackSpace", "F2", "F10", "ctrl+z", "Return"))(ctx, l); err != nil {
		return err
	}
	open := func(p desk.Picture) bool {
		is, _ := l.known.name(l.glance(p))
		return is == "settings, open"
	}
	if l.sees(ctx, 4*time.Second, open) { // the PIN is checked for a while
		l.wrong("undone: Ctrl+Z and Enter unlock the settings")
	}
	return l.home(ctx)
}

// unseen presses a key that means nothing: the till must say something.
func unseen(key string, numLock bool) func(context.Context, *lane) error {
	return func(ctx context.Context, l *lane) error {
		if err := l.home(ctx); err != nil {
			return err
		}
		if err := l.keyboard.NumLock(numLock); err != nil {
			return err
		}
		before, err := l.rest(ctx)
		if err != nil {
			return err
		}
		if err := l.press(ctx, key); err != nil {
			return err
		}
		if !l.sees(ctx, time.Second, func(p desk.Picture) bool { return p.Changed(before, l.till.Main.Area) > 0.0002 }) {
			l.wrong("silent: %s gives no sign", key)
		}
		if err := l.keyboard.NumLock(true); err != nil {
			return err
		}
		return l.home(ctx)
	}
}

// aim tries the keys of each fault so many times at most, and says which are shown: on a
// busy computer the till may be in doubt of keys, and ask.
func (l *lane) aim(ctx context.Context, tries int, wanted func(name string) bool) error {
	for _, f := range faults() {
		before := len(l.Wrong)
		for try := 0; try < tries && wanted(f.name) && len(l.Wrong) == before; try++ {
			if err := f.try(ctx, l); err != nil {
				return errors.Join(fmt.Errorf("%s: %w", f.name, err), l.keep("stuck-1"), l.keep("stuck-2"))
			}
		}
		if len(l.Wrong) > before {
			l.Shown = append(l.Shown, f.name)
		}
	}
	return nil
}
