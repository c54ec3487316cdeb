package main

import (
	"os"
	"path/filepath"
	"testing"
)

// Whoever changes a line that a patch changes learns of it here, not from a
// ledger that has lost a check.
func TestEveryPlantedBugStillFitsTheProgram(t *testing.T) {
	root, err := moduleRoot(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	bugs, err := readBugs(root)
	if err != nil {
		t.Fatal(err)
	}
	raised := map[string]bool{}
	for _, b := range bugs {
		dir := t.TempDir()
		if _, err := b.plant(t.Context(), root, dir); err != nil {
			t.Error(err)
			continue
		}
		for _, file := range b.files {
			original, _ := os.ReadFile(filepath.Join(root, file))
			planted, err := os.ReadFile(filepath.Join(dir, file))
			if err != nil || string(original) == string(planted) {
				t.Errorf("%s.patch leaves %s as it is (%v)", b.name, file, err)
			}
		}
		raised[b.raises.name] = true
	}
	for _, f := range figures {
		if !raised[f.name] {
			t.Errorf("no planted bug raises %q", f.name)
		}
	}
}

func TestABugThatDoesNotFitIsReported(t *testing.T) {
	root, dir := t.TempDir(), t.TempDir()
	if err := os.WriteFile(filepath.Join(root, "a.go"), []byte("package a\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	b := bug{name: "old", files: []string{"a.go"}, text: "raises lost: x\n\n--- a/a.go\n+++ b/a.go\n@@ -1 +1 @@\n-package b\n+package c\n"}
	if _, err := b.plant(t.Context(), root, dir); err == nil {
		t.Error("a patch for other text was applied")
	}
}
