package main

import (
	"os"
	"path/filepath"
	"testing"

	"qrtill/app/proof/plant"
)

// Whoever changes a line that a patch changes learns of it here, not from a
// ledger that has lost a check.
func TestEveryPlantedBugStillFitsTheProgram(t *testing.T) {
	root, err := plant.Root(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	bugs, err := plant.Read(root, patches)
	if err != nil {
		t.Fatal(err)
	}
	raised := map[string]bool{}
	for _, b := range bugs {
		dir := t.TempDir()
		if _, err := b.Plant(t.Context(), root, dir); err != nil {
			t.Error(err)
			continue
		}
		for _, file := range b.Files {
			original, _ := os.ReadFile(filepath.Join(root, file))
			planted, err := os.ReadFile(filepath.Join(dir, file))
			if err != nil || string(original) == string(planted) {
				t.Errorf("%s.patch leaves %s as it is (%v)", b.Name, file, err)
			}
		}
		raised[b.Raises] = true
	}
	for _, f := range figures {
		if !raised[f.name] {
			t.Errorf("no planted bug raises %q", f.name)
		}
	}
}
