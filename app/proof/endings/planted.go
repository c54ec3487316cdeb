package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"qrtill/app/proof/plant"
)

const plants = "app/proof/endings/testdata"

// noticed ends tills with a bug in every way, and says whether each showed itself
// in the way that it must.
func noticed(ctx context.Context, o options) (ok bool, err error) {
	root, err := plant.Root(ctx)
	if err != nil {
		return false, err
	}
	bugs, err := plant.Read(root, plants)
	if err == nil && len(bugs) == 0 {
		err = errors.New("there are no bugs to plant")
	}
	if err != nil {
		return false, err
	}
	work, err := os.MkdirTemp("", "qrtill-endings-")
	if err != nil {
		return false, err
	}
	defer os.RemoveAll(work)
	ok = true
	for _, b := range bugs {
		sick := options{ends: len(ways), lanes: 1, seed: o.seed}
		if sick.program, err = b.Build(ctx, root, filepath.Join(work, b.Name)); err != nil {
			return false, err
		}
		t, err := share(ctx, sick)
		if err != nil {
			return false, err
		}
		seen := t.of(b.Raises)
		if seen == "" {
			ok = false
			fmt.Printf("FAIL planted %s: not noticed: %s\n", b.Name, b.About)
			continue
		}
		first, _, _ := strings.Cut(seen, "\n")
		fmt.Printf("ok   planted %s: noticed: %s\n", b.Name, first)
	}
	return ok, nil
}

// of is the first thing that went wrong in one way.
func (t tally) of(figure string) string {
	for _, wrong := range t.wrong {
		if how, _, _ := strings.Cut(wrong, ": "); strings.EqualFold(how, figure) {
			return wrong
		}
	}
	return ""
}
