package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"qrtill/app/proof/plant"
)

const plants = "app/proof/simulate/testdata"

// raisesViolations is what a planted bug raises that histories show. One that lies where
// no history comes, in the client or in the log, names the unit test that fails for it.
const raisesViolations = "violations"

// What a planted program is given: a bug that is not caught in so many
// histories is not caught.
const (
	plantedRandom = 100_000
	plantedStride = 15            // of the exhaustive part
	plantedTests  = "-timeout=3m" // hanging is noticed too
)

// score is how many of the planted bugs were caught.
type score struct{ planted, caught int }

// result is what became of one planted bug.
type result struct {
	caught bool
	err    error
}

// plantAll builds the simulator once with each planted bug and has it play, or has the
// unit tests look at it.
func plantAll(ctx context.Context, workers int) (s score, err error) {
	root, err := plant.Root(ctx)
	if err != nil {
		return s, err
	}
	bugs, err := plant.Read(root, plants)
	if err != nil {
		return s, err
	}
	temp, err := os.MkdirTemp("", "simulate-")
	if err != nil {
		return s, err
	}
	defer os.RemoveAll(temp)
	results := make([]chan result, len(bugs))
	for i := range results {
		results[i] = make(chan result, 1)
	}
	next := make(chan int)
	for range workers {
		go func() {
			for i := range next {
				results[i] <- try(ctx, root, filepath.Join(temp, bugs[i].Name), bugs[i])
			}
		}()
	}
	go func() {
		defer close(next)
		for i := range bugs {
			next <- i
		}
	}()
	const row = "%-40s %-10s  %-10s  %s\n"
	fmt.Printf(row, "planted bug", "", "by", "what is wrong")
	for i, b := range bugs {
		r := <-results[i]
		err = errors.Join(err, r.err)
		word, by := "NOT CAUGHT", "simulator"
		if s.planted++; r.caught {
			word, s.caught = "caught", s.caught+1
		}
		if b.Raises != raisesViolations {
			by = "unit test"
		}
		fmt.Printf(row, b.Name, word, by, b.About)
	}
	fmt.Println()
	return s, err
}

// try plants one bug and sees whether that is noticed.
func try(ctx context.Context, root, dir string, b plant.Bug) (r result) {
	if r.err = os.Mkdir(dir, 0o700); r.err != nil {
		return r
	}
	overlay, err := b.Plant(root, dir)
	if err != nil {
		r.err = err
		return r
	}
	switch {
	case b.Raises == raisesViolations:
		r.caught, r.err = simulated(ctx, root, overlay, filepath.Join(dir, "simulate.bin"))
	case strings.HasPrefix(b.Raises, "Test"):
		r.caught, r.err = tested(ctx, root, overlay, b)
	default:
		r.err = fmt.Errorf("it raises %q, which is nothing that is counted", b.Raises)
	}
	if r.err != nil {
		r.err = fmt.Errorf("%s: %w", b.Path, r.err)
	}
	return r
}

// simulated builds the simulator with the bug, plays, and says whether a rule
// was broken.
func simulated(ctx context.Context, root, overlay, program string) (broken bool, err error) {
	build := exec.CommandContext(ctx, "go", "build", "-overlay="+overlay, "-ldflags=-s -w", "-o", program, "./app/proof/simulate")
	build.Dir = root
	if said, err := build.CombinedOutput(); err != nil {
		return false, fmt.Errorf("it can't be built: %w\n%s", err, said)
	}
	defer os.Remove(program)
	for _, part := range [][]string{
		{"-exhaustive=false", "-random=" + strconv.Itoa(plantedRandom)}, {"-random=0", "-stride=" + strconv.Itoa(plantedStride)},
	} {
		err := exec.CommandContext(ctx, program, append(part, "-first", "-planted=false", "-workers=1")...).Run()
		var exit *exec.ExitError
		switch {
		case err == nil:
		case errors.As(err, &exit) && exit.ExitCode() == 1:
			return true, nil
		default:
			return false, err
		}
	}
	return false, nil
}

// tested says whether the unit test that the bug names fails with it, and only with it.
func tested(ctx context.Context, root, overlay string, b plant.Bug) (fails bool, err error) {
	run := func(flags ...string) (string, error) {
		arguments := slices.Concat([]string{"test", plantedTests, "-count=1", "-v", "-vet=off", "-run=^" + b.Raises + "$"}, flags, []string{"./" + b.Places[0].Folder})
		command := exec.CommandContext(ctx, "go", arguments...)
		command.Dir = root
		out, err := command.CombinedOutput()
		return string(out), err
	}
	if said, _ := run(); !strings.Contains(said, "--- PASS: "+b.Raises) {
		return false, fmt.Errorf("%s does not pass with no bug planted:\n%s", b.Raises, said)
	}
	said, err := run("-overlay=" + overlay)
	return err != nil && strings.Contains(said, "--- FAIL: "+b.Raises), nil
}
