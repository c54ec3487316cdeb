package main

import (
	"context"
	"errors"
	"fmt"
	"image"
	"image/color"
	"os"
	"path/filepath"
	"strings"
	"time"

	"qrtill/app/proof/desk"
	"qrtill/app/proof/plant"
)

// noticeAmber is behind what the till says about itself.
var noticeAmber = color.RGBA{0xFF, 0xEF, 0xCF, 0xff}

const plants = "app/proof/windows/testdata"

// notice tries a till with all the bugs of testdata/: each must be seen in the case that
// is about it. They are all in one, as a program takes a minute to link.
func (s *scene) notice(ctx context.Context, t *tally) error {
	bugs, err := plant.Read(s.root, plants)
	if err == nil && len(bugs) == 0 {
		err = errors.New("there are no bugs to plant")
	}
	if err != nil {
		return err
	}
	began := time.Now()
	sick := plant.Bug{Name: "sick", Path: plants}
	for _, b := range bugs {
		sick.Places = append(sick.Places, b.Places...)
	}
	well, out := s.program, s.out
	if s.program, err = sick.BuildWindows(ctx, s.root, filepath.Join(s.work, "sick")); err != nil {
		return err
	}
	fmt.Printf("a till with %d bugs was built in %.0f s\n", len(bugs), time.Since(began).Seconds())
	s.out = "" // pictures of sick tills would be no proof of anything
	defer func() { s.program, s.out = well, out }()
	t.add(s.try(ctx, step{"a panic of the windows leaves its file, and the next start names it", "", usual, s.panics}))
	for _, b := range bugs {
		if b.Raises != "panic" {
			t.add(s.noticed(ctx, b))
		}
	}
	return nil
}

// panics has a key that panics in the sick till, and starts it again.
func (s *scene) panics(ctx context.Context) (string, error) {
	if err := s.practise(ctx, nil, 2); err != nil {
		return "", err
	}
	if p, err := s.settled(ctx); err != nil || s.noticing(p) {
		return "", failed("the till says something before anything has happened (%v)", err)
	}
	if err := errors.Join(s.till.Front(ctx, s.Desktop), s.Press(ctx, "F8")); err != nil {
		return "", err
	}
	_ = s.till.End(ctx, patience)
	if s.till.Running() {
		return "", failed("it does not panic")
	}
	logs := filepath.Join(s.till.folder, "logs")
	trace, err := os.ReadFile(filepath.Join(logs, "crash.txt"))
	if err != nil || !strings.Contains(string(trace), "a planted panic") || !strings.Contains(string(trace), "goroutine ") {
		return "", failed("crash.txt (%v): %.300s", err, trace)
	}
	if err := s.open(ctx, 2); err != nil {
		return "", err
	}
	if _, err := s.atRest(ctx, "after-a-panic"); err != nil {
		return "", err
	}
	aside, err := filepath.Glob(filepath.Join(logs, "crash-*.txt"))
	if err != nil || len(aside) != 1 {
		return "", failed("set aside are %q (%v)", aside, err)
	}
	if p, err := s.settled(ctx); err != nil || !s.noticing(p) {
		return "", failed("the till says nothing of it (%v)", err)
	}
	return filepath.Base(aside[0]), s.leaves(ctx, "paid", 0)
}

// noticing says that a strip of the till's window says something: a whole line of it has
// the colour of a notice.
func (s *scene) noticing(p desk.Picture) bool {
	area := s.till.Main.Area
	for y := area.Min.Y; y < area.Max.Y; y++ {
		if p.Share(image.Rect(area.Min.X, y, area.Max.X, y+1), noticeAmber) > 0.5 {
			return true
		}
	}
	return false
}

// noticed says whether a bug shows itself in the case that is about it.
func (s *scene) noticed(ctx context.Context, b plant.Bug) bool {
	err := errors.New("no case raises it")
	for _, c := range s.cases() {
		if c.raises == b.Raises {
			_, err = s.play(ctx, c)
		}
	}
	if seen := (*failure)(nil); errors.As(err, &seen) {
		first, _, _ := strings.Cut(err.Error(), "\n")
		fmt.Printf("ok   planted %s: noticed: %s\n", b.Name, first)
		return true
	}
	fmt.Printf("FAIL planted %s: not noticed (%v): %s\n", b.Name, err, b.About)
	return false
}
