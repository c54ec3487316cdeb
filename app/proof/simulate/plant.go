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
	"sync"
	"text/tabwriter"
	"time"

	"qrtill/app/proof/plant"
)

// patches are the planted bugs.
const patches = "app/proof/simulate/testdata"

// What a planted program is given: a bug that is not caught in so many
// histories is not caught.
const (
	plantedRandom = 100_000
	plantedStride = 15 // of the exhaustive part
	plantedTests  = 2 * time.Minute
)

// score is how many of the planted bugs were caught.
type score struct{ planted, caught, byTests int }

// result is what became of one planted bug.
type result struct {
	bug     plant.Bug
	caught  string // by the simulator: the violation; empty for none
	byTests bool   // by the plain unit tests
	err     error
}

// plantAll builds the simulator once with each planted bug, has it play, and
// lets the plain unit tests look at the same bug.
func plantAll(ctx context.Context, workers int) (s score, err error) {
	root, err := plant.Root(ctx)
	if err != nil {
		return s, err
	}
	bugs, err := plant.Read(root, patches)
	if err != nil {
		return s, err
	}
	temp, err := os.MkdirTemp("", "simulate-")
	if err != nil {
		return s, err
	}
	defer os.RemoveAll(temp)
	results := make([]result, len(bugs))
	var group sync.WaitGroup
	next := make(chan int)
	for range workers {
		group.Go(func() {
			for i := range next {
				results[i] = try(ctx, root, filepath.Join(temp, bugs[i].Name), bugs[i])
			}
		})
	}
	for i := range bugs {
		next <- i
	}
	close(next)
	group.Wait()
	return report(results)
}

// report prints the table of all planted bugs.
func report(results []result) (s score, err error) {
	table := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "planted bug\tsimulator\tunit tests\twhat is wrong")
	for _, r := range results {
		err = errors.Join(err, r.err)
		s.planted++
		simulator, tests := "NOT CAUGHT", "-"
		if r.caught != "" {
			s.caught++
			simulator = "caught"
		}
		if r.byTests {
			s.byTests++
			tests = "caught"
		}
		fmt.Fprintf(table, "%s\t%s\t%s\t%s\n", r.bug.Name, simulator, tests, r.bug.About)
	}
	_ = table.Flush() // standard output has no error worth a line
	fmt.Printf("planted %d: the simulator caught %d, the plain unit tests %d\n\n", s.planted, s.caught, s.byTests)
	return s, err
}

// try plants one bug and sees who notices.
func try(ctx context.Context, root, dir string, b plant.Bug) (r result) {
	r.bug = b
	if r.err = os.Mkdir(dir, 0o700); r.err != nil {
		return r
	}
	overlay, err := b.Plant(ctx, root, dir)
	if err != nil {
		r.err = err
		return r
	}
	if r.caught, r.err = simulated(ctx, root, overlay, filepath.Join(dir, "simulate.bin")); r.err != nil {
		r.err = fmt.Errorf("%s: %w", b.Name, r.err)
		return r
	}
	r.byTests = tested(ctx, root, overlay, b)
	return r
}

// simulated builds the simulator with the bug, plays, and gives the first
// violation.
func simulated(ctx context.Context, root, overlay, program string) (violation string, err error) {
	build := exec.CommandContext(ctx, "go", "build", "-overlay="+overlay, "-ldflags=-s -w", "-o", program, "./app/proof/simulate")
	build.Dir = root
	if said, err := build.CombinedOutput(); err != nil {
		return "", fmt.Errorf("it can't be built: %w\n%s", err, said)
	}
	defer os.Remove(program)
	for _, part := range [][]string{
		{"-exhaustive=false", "-random=" + strconv.Itoa(plantedRandom)}, {"-random=0", "-stride=" + strconv.Itoa(plantedStride)},
	} {
		said, err := exec.CommandContext(ctx, program, append(part, "-first", "-planted=false", "-workers=1")...).Output()
		var exit *exec.ExitError
		if err != nil && (!errors.As(err, &exit) || exit.ExitCode() != 1) {
			return "", err
		}
		if err != nil {
			violation, _, _ = strings.Cut(string(said), "\n")
			return violation, nil
		}
	}
	return "", nil
}

// tested says whether the plain unit tests of the packages that a bug can be
// seen in fail.
func tested(ctx context.Context, root, overlay string, b plant.Bug) bool {
	ctx, stop := context.WithTimeout(ctx, plantedTests)
	defer stop()
	arguments := []string{"test", "-overlay=" + overlay, "-ldflags=-s -w", "-vet=off", "-failfast", "./app", "./app/order"}
	if slices.ContainsFunc(b.Files, func(file string) bool { return strings.HasPrefix(file, "storage/") }) {
		arguments = append(arguments, "./storage")
	}
	command := exec.CommandContext(ctx, "go", arguments...)
	command.Dir = root
	return command.Run() != nil
}
