package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"qrtill/app/proof/desk"
)

// run does a lane's share, or has lanes do all of it and sums up. It is good when
// nothing went wrong.
func (o options) run(ctx context.Context) (good bool, err error) {
	if o.program, err = filepath.Abs(o.program); err != nil {
		return false, err
	}
	if _, err := os.Stat(o.program); err != nil {
		return false, fmt.Errorf("there is no till to run, `make build` makes it: %w", err)
	}
	if o.lane > 0 {
		if err := desk.Missing(); err != nil {
			return false, err
		}
		t, err := o.share(ctx)
		return true, errors.Join(err, json.NewEncoder(os.Stdout).Encode(t))
	}
	if err := os.MkdirAll(o.out, 0o755); err != nil {
		return false, err
	}
	old, err := filepath.Glob(filepath.Join(o.out, "*.png"))
	for _, file := range old {
		err = errors.Join(err, os.Remove(file))
	}
	if err != nil {
		return false, err
	}
	if o.expect {
		return o.expected(ctx)
	}
	return o.all(ctx)
}

// all is the whole proof. Its last line says how it went.
func (o options) all(ctx context.Context) (good bool, err error) {
	began := time.Now()
	var t tally
	if o.bursts > 0 {
		t, err = o.side(ctx)
	}
	for _, w := range t.Wrong {
		fmt.Println("WRONG", w)
	}
	fmt.Printf("%d bursts, %d amounts, Enter held %d times in %s; %d times the till was in doubt and asked, %d bursts were too slow and sent again\n",
		t.Bursts, t.Typed, t.Held, time.Since(began).Round(time.Second), t.Asked, t.Late)
	planted, caught := 0, 0
	if o.planted {
		var fault error
		planted, caught, fault = o.plants(ctx)
		err = errors.Join(err, fault)
	}
	fmt.Printf("keys: bursts %d, typed %d, wrong %d, planted %d, caught %d\n", t.Bursts, t.Typed, len(t.Wrong), planted, caught)
	return len(t.Wrong) == 0 && planted == caught, err
}

// expected names the faults that a till has.
func (o options) expected(ctx context.Context) (good bool, err error) {
	o.lanes = 1
	t, err := o.side(ctx)
	all, shown := 0, 0
	for _, f := range faults() {
		if !o.wants(f.name) {
			continue
		}
		all++
		word := "not seen"
		if slices.Contains(t.Shown, f.name) {
			word, shown = "SHOWN", shown+1
		}
		fmt.Printf("  %-24s %-9s %s\n", f.name, word, f.about)
	}
	fmt.Printf("keys: %d of %d faults shown\n", shown, all)
	return true, err
}

func (o options) wants(name string) bool {
	return o.only == "" || slices.Contains(strings.Split(o.only, ","), name)
}

// side has the lanes work side by side, each on a desktop of its own.
func (o options) side(ctx context.Context) (sum tally, err error) {
	if o.claimed, err = os.MkdirTemp("", "qrtill-keys-claimed-"); err != nil {
		return sum, err
	}
	defer os.RemoveAll(o.claimed)
	results := make(chan error, o.lanes)
	tallies := make([]tally, o.lanes)
	for i := range o.lanes {
		go func() {
			var err error
			tallies[i], err = o.child(ctx, o.program, i+1)
			results <- err
		}()
	}
	for range o.lanes {
		err = errors.Join(err, <-results)
	}
	for _, t := range tallies {
		sum.add(t)
	}
	return sum, err
}

// share is what one lane does: whatever no other has begun.
func (o options) share(ctx context.Context) (t tally, err error) {
	work, err := os.MkdirTemp("", "qrtill-keys-")
	if err != nil {
		return t, err
	}
	defer os.RemoveAll(work)
	l, err := newLane(ctx, o.program, work, o.pictures())
	if err != nil {
		return t, err
	}
	defer l.close()
	if o.expect {
		err = l.aim(ctx, o.tries, o.wants)
		return l.tally, err
	}
	for i, part := range o.parts() {
		if !o.claims(i) {
			continue
		}
		began := time.Now()
		fault := part.do(ctx, l)
		if fault != nil {
			err = errors.Join(err, fmt.Errorf("%s: %w", part.name, fault), l.keep("stuck-"+strings.ReplaceAll(part.name, " ", "-")))
		}
		fmt.Fprintf(os.Stderr, "%d %-24s %5.1f s, %d bursts, %d amounts, %d wrong, %d asked, %d late\n",
			o.lane, part.name, time.Since(began).Seconds(), l.Bursts, l.Typed, len(l.Wrong), l.Asked, l.Late)
		if ctx.Err() != nil {
			break
		}
	}
	return l.tally, err
}

// part is some of a lane's work.
type part struct {
	name string
	do   func(context.Context, *lane) error
}

// parts are all the work: the same keys come whichever lane sends them.
func (o options) parts() (work []part) {
	dice := rand.New(rand.NewPCG(o.seed, 0))
	all := scenes()
	bursts := chosen(all, o.bursts, dice)
	held := enterHeld()
	for _, s := range all {
		own := slices.DeleteFunc(slices.Clone(bursts), func(b burst) bool { return b.Scene != s.name })
		here := slices.DeleteFunc(slices.Clone(held), func(h hold) bool { return h.at.name != s.name })
		work = append(work, part{s.name, func(ctx context.Context, l *lane) error {
			return errors.Join(l.scan(ctx, own), l.hold(ctx, here))
		}})
	}
	few := tiny(max(4, o.bursts/40), dice)
	work = append(work, part{"one and two characters", func(ctx context.Context, l *lane) error { return l.scanTiny(ctx, few) }})
	for _, h := range held {
		if !slices.ContainsFunc(all, func(s scene) bool { return s.name == h.at.name }) {
			work = append(work, part{"Enter held, " + h.at.name, func(ctx context.Context, l *lane) error { return l.hold(ctx, []hold{h}) }})
		}
	}
	for some := range slices.Chunk(meant(o.typed, dice), max(1, (o.typed+5)/6)) {
		work = append(work, part{"amounts, " + some[0].Layout, func(ctx context.Context, l *lane) error { return l.sell(ctx, some) }})
	}
	for _, f := range faults() {
		if !o.short {
			work = append(work, part{"aimed, " + f.name, f.try})
		}
	}
	return work
}

// claims says that this lane does a part, and no other will.
func (o options) claims(number int) bool {
	file, err := os.OpenFile(filepath.Join(o.claimed, strconv.Itoa(number)), os.O_CREATE|os.O_EXCL, 0o600)
	return err == nil && file.Close() == nil
}

// pictures is how the names of a lane's pictures begin.
func (o options) pictures() string {
	if o.out == "" {
		return ""
	}
	return filepath.Join(o.out, fmt.Sprintf("%d-", o.lane))
}
