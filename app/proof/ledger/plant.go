package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"qrtill/app/proof/ledger/play"
	"qrtill/app/proof/plant"
)

// figureOf is the figure that a bug must raise.
func figureOf(b plant.Bug) (figure, error) {
	i := slices.IndexFunc(figures, func(f figure) bool { return f.name == b.Raises })
	if i < 0 {
		return figure{}, fmt.Errorf("%s raises %q, which is no figure", b.Path, b.Raises)
	}
	return figures[i], nil
}

// plantAll plays the first sales of the script once with each bug and says
// whether every one raised its figure above that of the clean play.
func plantAll(ctx context.Context, root, temp string, sales int, clean play.Report) (found bool, err error) {
	bugs, err := plant.Read(root, plants)
	if err != nil {
		return false, err
	}
	fmt.Printf("planted bugs, %d sales of seed %d:\n", sales, clean.Seed)
	found = len(bugs) > 0
	for _, b := range bugs {
		dir := filepath.Join(temp, b.Name)
		if err := os.Mkdir(dir, 0o700); err != nil {
			return false, err
		}
		overlay, err := b.Plant(root, dir)
		if err != nil {
			return false, err
		}
		r, err := playOnce(ctx, root, filepath.Join(dir, "report.json"), overlay, sales, clean.Seed)
		if err != nil {
			return false, err
		}
		raises, err := figureOf(b)
		if err != nil {
			return false, err
		}
		n, verdict := len(raises.of(r)), "found"
		if n <= len(raises.of(clean)) {
			verdict, found = "NOT FOUND", false
		}
		fmt.Printf("  %-17s %-9s  %s %d: %s\n", b.Name, verdict, b.Raises, n, b.About)
	}
	fmt.Println()
	return found, nil
}
