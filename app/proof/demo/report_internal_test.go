package main

import (
	"context"
	"encoding/json"
	"errors"
	"image"
	"io"
	"os"
	"path/filepath"
	"testing"

	"qrtill/app/proof/desk"
)

func TestAFailedStepCountsWithAllThatWereNotReached(t *testing.T) {
	folder := t.TempDir()
	old := filepath.Join(folder, "07-old.png")
	if err := os.WriteFile(old, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	r, err := newReport(folder, io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	steps := []step{
		{"good", func(context.Context) (string, error) {
			return "seen", r.keep(desk.Picture{RGBA: image.NewRGBA(image.Rect(0, 0, 4, 2))}, "good")
		}},
		{"bad", func(context.Context) (string, error) { return "", errors.New("not seen") }},
		{"later", func(context.Context) (string, error) { t.Error("a step ran after a failed one"); return "", nil }},
	}
	for _, s := range steps {
		if !r.run(t.Context(), s) {
			break
		}
	}
	r.skipRest(steps)
	if err := r.write(); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(filepath.Join(folder, "report.json"))
	if err != nil {
		t.Fatal(err)
	}
	var read report
	if err := json.Unmarshal(text, &read); err != nil {
		t.Fatal(err)
	}
	if read.Passed != 1 || read.Failed != 2 || len(read.Steps) != 3 || read.Steps[0].Screenshot != "001-good.png" ||
		read.Steps[1].Detail != "not seen" || read.Steps[2].OK {
		t.Errorf("report: %s", text)
	}
	if _, err := os.Stat(old); !errors.Is(err, os.ErrNotExist) {
		t.Error("an earlier run's screenshot was left")
	}
}
