package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"image/png"
	"io"
	"math"
	"os"
	"path/filepath"
	"time"

	"qrtill/app/proof/desk"
)

// step is one thing that must be shown. Its detail is what was seen.
type step struct {
	name string
	do   func(context.Context) (detail string, err error)
}

// report is report.json.
type report struct {
	Started  time.Time          `json:"started"`
	Finished time.Time          `json:"finished"`
	Steps    []result           `json:"steps"`
	Seconds  map[string]float64 `json:"seconds"` // what was measured; "look" is how fine the others are
	Passed   int                `json:"passed"`
	Failed   int                `json:"failed"`

	screen   io.Writer // where it is told as it happens
	folder   string
	pictures int
	latest   string            // the last picture of the step under way
	kept     map[string]string // the files of all pictures, by name
}

type result struct {
	Name       string  `json:"name"`
	OK         bool    `json:"ok"`
	Detail     string  `json:"detail"`
	Seconds    float64 `json:"seconds"`
	Screenshot string  `json:"screenshot"` // the step's last one; empty when it took none
}

// newReport clears what an earlier run left in the folder.
func newReport(folder string, screen io.Writer) (*report, error) {
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return nil, err
	}
	for _, pattern := range []string{"[0-9]*-*.png", "report.json", "qrtill.log"} {
		old, err := filepath.Glob(filepath.Join(folder, pattern))
		if err != nil {
			return nil, err
		}
		for _, file := range old {
			if err := os.Remove(file); err != nil {
				return nil, err
			}
		}
	}
	return &report{Started: time.Now().UTC(), Seconds: map[string]float64{}, kept: map[string]string{}, screen: screen, folder: folder}, nil
}

// run does one step and says how it went.
func (r *report) run(ctx context.Context, s step) bool {
	r.latest = ""
	began := time.Now()
	detail, err := s.do(ctx)
	if err != nil {
		detail = err.Error()
	}
	taken := time.Since(began)
	r.add(result{Name: s.name, OK: err == nil, Detail: detail, Seconds: round(taken), Screenshot: r.latest})
	word := "ok  "
	if err != nil {
		word = "FAIL"
	}
	fmt.Fprintf(r.screen, "%s %2d %s (%s): %s\n", word, len(r.Steps), s.name, seconds(taken), detail)
	return err == nil
}

func (r *report) add(s result) { r.Steps = append(r.Steps, s) }

// skipRest counts the steps that were not reached as failed.
func (r *report) skipRest(all []step) {
	for _, s := range all[len(r.Steps):] {
		r.add(result{Name: s.name, Detail: "not reached"})
		fmt.Fprintf(r.screen, "FAIL %2d %s: not reached\n", len(r.Steps), s.name)
	}
}

func (r *report) count() (passed, failed int) {
	for _, s := range r.Steps {
		if s.OK {
			passed++
		} else {
			failed++
		}
	}
	return passed, failed
}

// measured keeps a time that people will ask about.
func (r *report) measured(what string, t time.Duration) { r.Seconds[what] = round(t) }

// keep writes a numbered screenshot.
func (r *report) keep(p desk.Picture, name string) error {
	r.pictures++
	numbered := fmt.Sprintf("%03d-%s.png", r.pictures, name)
	r.kept[name], name = numbered, numbered
	file, err := os.Create(filepath.Join(r.folder, name))
	if err != nil {
		return err
	}
	defer file.Close()
	buffered := bufio.NewWriter(file)
	encoder := png.Encoder{CompressionLevel: png.BestSpeed}
	if err := encoder.Encode(buffered, p); err != nil {
		return err
	}
	r.latest = name
	return buffered.Flush()
}

func (r *report) write() error {
	r.Finished = time.Now().UTC()
	r.Passed, r.Failed = r.count()
	text, err := json.MarshalIndent(r, "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(r.folder, "report.json"), append(text, '\n'), 0o644)
}

func round(t time.Duration) float64 { return math.Round(t.Seconds()*1000) / 1000 }
