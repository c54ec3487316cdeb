package main

import (
	"testing"

	"qrtill/app/proof/plant"
)

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
	for _, f := range figures {
		if !raised[f.name] {
			t.Errorf("no planted bug raises %q", f.name)
		}
	}
}
