package plant_test

import (
	"os"
	"path/filepath"
	"testing"

	"qrtill/app/proof/plant"
)

const patch = "raises lost: x\n\n--- a/a.go\n+++ b/a.go\n@@ -1 +1 @@\n-package a\n+package c\n"

func TestABugIsPlantedInACopy(t *testing.T) {
	root, dir := t.TempDir(), t.TempDir()
	write(t, filepath.Join(root, "bugs", "one.patch"), patch)
	write(t, filepath.Join(root, "a.go"), "package a\n")
	bugs, err := plant.Read(root, "bugs")
	if err != nil || len(bugs) != 1 || bugs[0].Raises != "lost" || bugs[0].About != "x" {
		t.Fatalf("read %+v, %v", bugs, err)
	}
	if _, err := bugs[0].Plant(t.Context(), root, dir); err != nil {
		t.Fatal(err)
	}
	original, _ := os.ReadFile(filepath.Join(root, "a.go"))
	planted, err := os.ReadFile(filepath.Join(dir, "a.go"))
	if err != nil || string(original) != "package a\n" || string(planted) != "package c\n" {
		t.Errorf("the original is %q, the copy %q (%v)", original, planted, err)
	}
}

func TestABugThatDoesNotFitIsReported(t *testing.T) {
	root, dir := t.TempDir(), t.TempDir()
	write(t, filepath.Join(root, "a.go"), "package b\n")
	b := plant.Bug{Name: "old", Files: []string{"a.go"}, Text: patch}
	if _, err := b.Plant(t.Context(), root, dir); err == nil {
		t.Error("a patch for other text was applied")
	}
}

func TestAPatchMustSayWhatItRaises(t *testing.T) {
	root := t.TempDir()
	write(t, filepath.Join(root, "bugs", "one.patch"), "--- a/a.go\n")
	if _, err := plant.Read(root, "bugs"); err == nil {
		t.Error("a patch that says nothing was read")
	}
}

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}
