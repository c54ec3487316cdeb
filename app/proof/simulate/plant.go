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

	"qrtill/app/proof/plant"
)

const plants = "app/proof/simulate/testdata"

// What a planted program is given: a bug that is not caught in so many
// histories is not caught.
const (
	plantedRandom = 100_000
	plantedStride = 15            // of the exhaustive part
	plantedTests  = "-timeout=3m" // hanging is noticed too
)

// score is how many of the planted bugs were caught.
type score struct{ planted, caught, byTests int }

// result is what became of one planted bug.
type result struct {
	caught  bool // by the simulator
	byTests bool // by the plain unit tests
	err     error
}

// plantAll builds the simulator once with each planted bug, has it play, and
// lets the plain unit tests look at the same bug.
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
	if tested(ctx, root, nil, "./app", "./app/core", "./app/order", "./storage") {
		return s, errors.New("the plain unit tests fail with no bug planted")
	}
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
	const row = "%-29s %-11s %-11s %s\n"
	fmt.Printf(row, "planted bug", "simulator", "unit tests", "what is wrong")
	for i, b := range bugs {
		r := <-results[i]
		err = errors.Join(err, r.err)
		s.add(r)
		fmt.Printf(row, b.Name, word(r.caught), word(r.byTests), b.About)
	}
	fmt.Printf("planted %d: the simulator caught %d, the plain unit tests %d\n\n", s.planted, s.caught, s.byTests)
	return s, err
}

func (s *score) add(r result) {
	s.planted++
	if r.caught {
		s.caught++
	}
	if r.byTests {
		s.byTests++
	}
}

func word(caught bool) string {
	if caught {
		return "caught"
	}
	return "NOT CAUGHT"
}

// try plants one bug and sees who notices.
func try(ctx context.Context, root, dir string, b plant.Bug) (r result) {
	if r.err = os.Mkdir(dir, 0o700); r.err != nil {
		return r
	}
	overlay, err := b.Plant(root, dir)
	if err != nil {
		r.err = err
		return r
	}
	if r.caught, r.err = simulated(ctx, root, overlay, filepath.Join(dir, "simulate.bin")); r.err != nil {
		r.err = fmt.Errorf("%s: %w", b.Path, r.err)
		return r
	}
	packages := []string{"./app", "./app/core", "./app/order"}
	if slices.ContainsFunc(b.Places, func(p plant.Place) bool { return p.Folder == "storage" }) {
		packages = append(packages, "./storage")
	}
	r.byTests = tested(ctx, root, []string{"-overlay=" + overlay}, packages...)
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

// tested says whether the plain unit tests of the packages fail.
func tested(ctx context.Context, root string, flags []string, packages ...string) bool {
	arguments := slices.Concat([]string{"test", plantedTests, "-ldflags=-s -w", "-vet=off", "-failfast"}, flags, packages)
	command := exec.CommandContext(ctx, "go", arguments...)
	command.Dir = root
	return command.Run() != nil
}
