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
	plantedStride = 15                 // of the exhaustive part
	plantedTests  = "-test.timeout=3m" // hanging is noticed too
)

// score is how many of the planted bugs were caught.
type score struct{ planted, caught int }

// result is what became of one planted bug.
type result struct {
	caught bool
	err    error
}

// plantAll plants each bug, and has the simulator play with it or the unit tests look
// at it.
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
	overlay, beside, err := plant.Together(root, temp, bugs)
	if err != nil {
		return s, err
	}
	all := &ground{root: root, dir: temp, overlay: overlay}
	results := make([]chan result, len(bugs))
	for i := range results {
		results[i] = make(chan result, 1)
	}
	next := make(chan int)
	for range workers {
		go func() {
			for i := range next {
				number := 0
				if beside[i] {
					number = i + 1
				}
				results[i] <- try(ctx, all, number, bugs[i])
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

// ground is a program with bugs planted in it. What is built of it is built once.
type ground struct {
	root, dir, overlay string

	mu    sync.Mutex
	built int
	by    map[string]string // what was built, by the command
}

// build builds a program with the go command.
func (g *ground) build(ctx context.Context, arguments ...string) (program string, err error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	asked := strings.Join(arguments, " ")
	if program = g.by[asked]; program != "" {
		return program, nil
	}
	g.built++
	program = filepath.Join(g.dir, strconv.Itoa(g.built)+".bin")
	arguments = slices.Insert(arguments, len(arguments)-1, "-overlay="+g.overlay, "-ldflags=-s -w", "-o", program)
	command := exec.CommandContext(ctx, "go", arguments...)
	command.Dir = g.root
	if said, err := command.CombinedOutput(); err != nil {
		return "", fmt.Errorf("it can't be built: %w\n%s", err, said)
	}
	if g.by == nil {
		g.by = map[string]string{}
	}
	g.by[asked] = program
	return program, nil
}

// tests builds the unit tests of a package.
func (g *ground) tests(ctx context.Context, folder string) (program string, err error) {
	return g.build(ctx, "test", "-c", "-vet=off", "./"+folder)
}

// try sees whether one bug is noticed: that of the number among all, or with 0 one that
// can't be planted beside others.
func try(ctx context.Context, all *ground, number int, b plant.Bug) (r result) {
	own := all
	if number == 0 {
		own = &ground{root: all.root, dir: filepath.Join(all.dir, b.Name)}
		if r.err = os.Mkdir(own.dir, 0o700); r.err != nil {
			return r
		}
		defer os.RemoveAll(own.dir)
		if own.overlay, r.err = b.Plant(own.root, own.dir); r.err != nil {
			return r
		}
	}
	switch {
	case b.Raises == raisesViolations:
		r.caught, r.err = simulated(ctx, own, number)
	case strings.HasPrefix(b.Raises, "Test"):
		r.caught, r.err = tested(ctx, all, own, number, b)
	default:
		r.err = fmt.Errorf("it raises %q, which is nothing that is counted", b.Raises)
	}
	if r.err != nil {
		r.err = fmt.Errorf("%s: %w", b.Path, r.err)
	}
	return r
}

// switchedOn is a program's environment in which the bug of that number is switched on.
func switchedOn(number int) []string {
	return append(os.Environ(), plant.Switch+"="+strconv.Itoa(number))
}

// simulated plays with a bug and says whether a rule was broken.
func simulated(ctx context.Context, own *ground, number int) (broken bool, err error) {
	program, err := own.build(ctx, "build", "./app/proof/simulate")
	if err != nil {
		return false, err
	}
	for _, part := range [][]string{
		{"-exhaustive=false", "-random=" + strconv.Itoa(plantedRandom)}, {"-random=0", "-stride=" + strconv.Itoa(plantedStride)},
	} {
		command := exec.CommandContext(ctx, program, append(part, "-first", "-planted=false", "-workers=1")...)
		command.Env = switchedOn(number)
		err := command.Run()
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
func tested(ctx context.Context, all, own *ground, number int, b plant.Bug) (fails bool, err error) {
	folder := b.Places[0].Folder
	run := func(g *ground, number int) (said string, err error) {
		program, err := g.tests(ctx, folder)
		if err != nil {
			return "", err
		}
		command := exec.CommandContext(ctx, program, plantedTests, "-test.v", "-test.run=^"+b.Raises+"$")
		command.Dir, command.Env = filepath.Join(g.root, filepath.FromSlash(folder)), switchedOn(number)
		out, err := command.CombinedOutput()
		return string(out), err
	}
	if said, err := run(all, 0); err != nil || !strings.Contains(said, "--- PASS: "+b.Raises) {
		return false, fmt.Errorf("%s does not pass with no bug planted: %v\n%s", b.Raises, err, said)
	}
	said, err := run(own, number)
	return err != nil && strings.Contains(said, "--- FAIL: "+b.Raises), nil
}
