package main

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"qrtill/app/proof/crash/powercut"
	"qrtill/app/proof/plant"
)

func child(t *testing.T) string {
	t.Helper()
	program, err := buildChild(t.Context(), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	return program
}

// `make crash` kills a thousand.
func TestNothingIsLostWhenTheTillIsKilled(t *testing.T) {
	t.Parallel() // both wait most of the time
	p := plan{child: child(t), dir: t.TempDir(), kills: 20, perWorld: 4, lanes: 5, seed: 1, pace: pace{time.Second, 2 * time.Second}}
	got, err := bench(t.Context(), p)
	if err != nil {
		t.Fatal(err)
	}
	for _, list := range [][]string{got.lost, got.doubled, got.falsePaid, got.other} {
		for _, finding := range list {
			t.Error(finding)
		}
	}
	if got.kills != 20 || got.acknowledged == 0 {
		t.Errorf("%d kills of tills that had acknowledged %d events", got.kills, got.acknowledged)
	}
}

// `make crash` cuts the power over a hundred sales.
func TestNothingIsLostInAPowerCut(t *testing.T) {
	t.Parallel()
	till := child(t)
	recording, heads, err := record(till, filepath.Join(t.TempDir(), "traced"), 3, 1)
	if err != nil {
		t.Fatal(err)
	}
	dir, err := fastFolder(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer os.RemoveAll(dir)
	p := powercut.Plan{Dir: dir, Heads: heads, Seed: 1, Budget: time.Second}
	r, err := powercut.Run(t.Context(), recording, p)
	if err != nil {
		t.Fatal(err)
	}
	for _, finding := range append(r.Lost, r.Wrong...) {
		t.Error(finding)
	}
	if r.Cuts() == 0 {
		t.Error("no power cut was tried")
	}
	p.Ignored, p.Child, p.Enough, p.Budget = true, till, 1, time.Minute
	if r, err = powercut.Run(t.Context(), recording, p); err != nil || len(r.Lost) == 0 {
		t.Errorf("on a disk that only pretends to sync nothing is lost in %d power cuts (%v)", r.Cuts(), err)
	}
}

func TestEveryFigureHasAPlantedBug(t *testing.T) {
	root, err := plant.Root(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	bugs, err := plant.Read(root, plants)
	if err != nil {
		t.Fatal(err)
	}
	raised := map[string]bool{}
	for _, b := range bugs {
		raised[b.Raises] = true
	}
	for name := range figures {
		if !raised[name] {
			t.Errorf("no planted bug raises %q", name)
		}
	}
}
