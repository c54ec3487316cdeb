package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"time"

	"qrtill/app/order"
	"qrtill/app/proof/desk"
)

// amount is one as a person types it.
type amount struct {
	Layout string
	Text   string
	Minor  int64 // what is meant; 0 must not be charged
	desk.Person
}

func (a amount) String() string {
	block := "the row"
	if a.Numpad {
		block = "the number block"
	}
	return fmt.Sprintf("%q on %s of %s, held %v to %v, %v to %v apart", a.Text, block, a.Layout, a.HoldLeast, a.HoldMost, a.GapLeast, a.GapMost)
}

var (
	layouts = []string{"us", "de", "fr"}
	marks   = []string{".", ",", "。", "．", "，", "｡", "٫"}
	stray   = []string{"、", ";", "/", "·", "'", " ", "；", "／"}
)

// meant are n amounts, sorted by layout. Every seventh has a key in it that nobody
// understands.
func meant(n int, dice *rand.Rand) (all []amount) {
	for i := range n {
		a := amount{Layout: layouts[i*len(layouts)/n], Minor: some(dice)}
		a.Dice = dice
		a.HoldLeast, a.HoldMost = 50*time.Millisecond, 120*time.Millisecond
		a.GapLeast, a.GapMost = 30*time.Millisecond, []time.Duration{60, 120, 250, 400}[i%4]*time.Millisecond
		a.Numpad = i%3 == 2
		mark := marks[dice.IntN(len(marks))]
		if a.Numpad {
			mark = "." // what is on the key is the layout's
			if a.Layout == "de" {
				mark = ","
			}
		}
		strange := i%7 == 6
		if strange {
			mark, a.Numpad = stray[i/7%len(stray)], false
		}
		a.Text = written(a.Minor, mark, strange)
		switch {
		case strange:
			a.Minor = 0
			if i%2 == 0 { // two marks
				a.Text = fmt.Sprintf("%d.%d.%d", 1+dice.IntN(99), dice.IntN(10), dice.IntN(10))
			}
		case !a.Numpad && i%10 == 0:
			a.Text = shifted(a.Text, '０')
		case !a.Numpad && i%10 == 5:
			a.Text = shifted(a.Text, '٠')
		}
		all = append(all, a)
	}
	return all
}

// some is an amount below the shop's limit, most of them small.
func some(dice *rand.Rand) int64 {
	most := []int64{999, 9_999, 99_999, 4_999_999}[dice.IntN(4)]
	return 1 + dice.Int64N(most)
}

func written(minor int64, mark string, always bool) string {
	switch {
	case minor%100 == 0 && !always:
		return fmt.Sprint(minor / 100)
	case minor%10 == 0 && !always:
		return fmt.Sprintf("%d%s%d", minor/100, mark, minor%100/10)
	}
	return fmt.Sprintf("%d%s%02d", minor/100, mark, minor%100)
}

// shifted writes digits in another width or script.
func shifted(text string, zero rune) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return zero + r - '0'
		}
		return r
	}, text)
}

// repeats is how long a key is held that comes twice: a person types no such.
const repeats = 400 * time.Millisecond

// sell types amounts, each with Enter, and compares what is charged. The customer
// of each pays.
func (l *lane) sell(ctx context.Context, amounts []amount) error {
	if err := l.home(ctx); err != nil {
		return err
	}
	layout := "us"
	for _, a := range amounts {
		if a.Layout != layout {
			if err := l.layout(ctx, a.Layout); err != nil {
				return err
			}
			layout = a.Layout
			time.Sleep(guard) // every program reads the keys anew
		}
		if err := l.sellOne(ctx, a); err != nil {
			return fmt.Errorf("%v: %w", a, err)
		}
		l.Typed++
	}
	return l.layout(ctx, "us")
}

func (l *lane) sellOne(ctx context.Context, a amount) error {
	before, err := l.written()
	if err != nil {
		return err
	}
	ledger, err := l.gateway.Ledger(ctx)
	if err != nil {
		return err
	}
	enter := "Return"
	if a.Numpad {
		enter = "KP_Enter"
	}
	timing, err := l.keyboard.Play(ctx, a.Strokes(a.Text, enter))
	if err != nil {
		return err
	}
	if timing.Held > repeats { // the computer was late, and the key came twice
		l.Late++
		return l.home(ctx)
	}
	if a.Minor == 0 {
		return l.refuses(ctx, a, before)
	}
	e, err := l.ordered(ctx, len(ledger), 1200*time.Millisecond)
	if err != nil {
		l.Asked++
	}
	for try := 0; err != nil && try < 3; try++ { // it said nothing, or it asks: a person looks, and presses Enter again
		time.Sleep(guard)
		if err := l.press(ctx, "Return"); err != nil {
			return err
		}
		e, err = l.ordered(ctx, len(ledger), 2*time.Second)
	}
	if err != nil {
		l.wrong("uncharged: %v: there is no order", a)
		return l.home(ctx)
	}
	done, _, err := l.facts(before)
	if err != nil {
		return err
	}
	if sale := sold(done); sale == nil || sale.Amount.Minor != a.Minor || sale.Tip != 0 || sale.Discount != 0 || sale.Note != "" {
		l.wrong("mischarged: %v: %v", a, done)
		return l.home(ctx)
	}
	if err := l.paid(ctx, e); err != nil {
		return err
	}
	time.Sleep(guard)
	p, err := l.desktop.Look(ctx)
	if err == nil && !l.till.Paid(p) {
		l.wrong("passed: %v: the tick was gone", a)
		return l.home(ctx)
	}
	if l.Typed%4 != 0 || err != nil {
		return err // the next figure goes on
	}
	if err := l.press(ctx, "Return"); err != nil {
		return err
	}
	time.Sleep(guard)
	return nil
}

// sold is the sale among what was done, if there is just one.
func sold(done []fact) (sale *order.New) {
	for _, f := range done {
		if f.New != nil && sale != nil {
			return nil
		}
		if f.New != nil {
			sale = f.New
		}
	}
	return sale
}

// refuses sees to it that nothing is charged for what nobody understands.
func (l *lane) refuses(ctx context.Context, a amount, before int) error {
	if _, err := l.acted(ctx); err != nil {
		return err
	}
	done, _, err := l.facts(before)
	if err != nil {
		return err
	}
	if sold(done) != nil {
		l.wrong("mischarged: %v: %v", a, done)
	}
	return l.home(ctx)
}
