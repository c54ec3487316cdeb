package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"

	"qrtill/app/proof/plant"
)

const plants = "app/proof/crash/testdata"

// figures are the counts that a planted bug can raise.
var figures = map[string]func(*tally) int{
	"lost":       func(t *tally) int { return len(t.lost) },
	"doubled":    func(t *tally) int { return len(t.doubled) },
	"false paid": func(t *tally) int { return len(t.falsePaid) },
	"unwatched":  func(t *tally) int { return t.watching.missed },
}

// planted kills tills that have a bug, all bugs side by side, and says whether
// each was found.
func planted(ctx context.Context, temp string, kills int, seed uint64) (found bool, err error) {
	root, err := plant.Root(ctx)
	if err != nil {
		return false, err
	}
	bugs, err := plant.Read(root, plants)
	if err != nil {
		return false, err
	}
	fmt.Printf("planted bugs, %d kills each:\n", kills)
	results := make([]result, len(bugs))
	var all sync.WaitGroup
	for i, b := range bugs {
		all.Go(func() { results[i] = suffer(ctx, root, filepath.Join(temp, b.Name), b, kills, seed) })
	}
	all.Wait()
	found = len(bugs) > 0
	for i, b := range bugs {
		err = errors.Join(err, results[i].err)
		verdict := "found"
		if results[i].n == 0 {
			verdict, found = "NOT FOUND", false
		}
		fmt.Printf("  %-18s %-9s  %s %d: %s\n", b.Name, verdict, b.Raises, results[i].n, b.About)
	}
	fmt.Println()
	return found, err
}

type result struct {
	n   int // what the bug's figure came to
	err error
}

// suffer kills tills that have one bug.
func suffer(ctx context.Context, root, dir string, b plant.Bug, kills int, seed uint64) result {
	figure := figures[b.Raises]
	if figure == nil {
		return result{err: fmt.Errorf("%s raises %q, which is no figure", b.Path, b.Raises)}
	}
	if err := os.Mkdir(dir, 0o700); err != nil {
		return result{err: err}
	}
	overlay, err := b.Plant(root, dir)
	if err != nil {
		return result{err: err}
	}
	child, err := buildChild(ctx, dir, "-overlay="+overlay)
	if err != nil {
		return result{err: err}
	}
	t, err := bench(ctx, plan{child: child, dir: dir, kills: kills, perWorld: 10, lanes: 5, pace: usual, seed: seed})
	return result{figure(t), err}
}
