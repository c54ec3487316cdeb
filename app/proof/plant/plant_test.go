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

// Whoever changes a line that a patch changes learns of it here, not from a
// proof that has lost a check.
func TestEveryPlantedBugOfEveryProofFitsTheProgram(t *testing.T) {
	root, err := plant.Root(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	folders, err := filepath.Glob(filepath.Join(root, "app", "proof", "*", "testdata"))
	if err != nil || len(folders) == 0 {
		t.Fatalf("%d folders, %v", len(folders), err)
	}
	for _, folder := range folders {
		if patches, err := filepath.Glob(filepath.Join(folder, "*.patch")); err != nil || len(patches) == 0 {
			continue // it holds something else
		}
		inside, err := filepath.Rel(root, folder)
		if err != nil {
			t.Fatal(err)
		}
		bugs, err := plant.Read(root, inside)
		if err != nil {
			t.Error(err)
		}
		for _, b := range bugs {
			fits(t, b, root)
		}
	}
}

// fits fails unless the bug changes each of its files.
func fits(t *testing.T, b plant.Bug, root string) {
	t.Helper()
	dir := t.TempDir()
	if _, err := b.Plant(t.Context(), root, dir); err != nil {
		t.Error(err)
		return
	}
	for _, file := range b.Files {
		original, _ := os.ReadFile(filepath.Join(root, file))
		planted, err := os.ReadFile(filepath.Join(dir, file))
		if err != nil || string(original) == string(planted) {
			t.Errorf("%s.patch leaves %s as it is (%v)", b.Name, file, err)
		}
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
