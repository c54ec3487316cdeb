package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"sync"
	"syscall"
	"time"

	"qrtill/app/proof/plant"
)

const plants = "app/proof/keys/testdata"

// child runs one lane as a process with a desktop of its own.
func (o options) child(ctx context.Context, program string, lane int) (t tally, err error) {
	self, err := os.Executable()
	if err != nil {
		return t, err
	}
	command := exec.CommandContext(ctx, o.desktop, self, "-lane", strconv.Itoa(lane), "-claimed", o.claimed,
		"-program", program, "-out", o.out, "-seed", strconv.FormatUint(o.seed, 10), "-bursts", strconv.Itoa(o.bursts),
		"-typed", strconv.Itoa(o.typed), "-only", o.only, "-tries", strconv.Itoa(o.tries), fmt.Sprintf("-expect-faults=%v", o.expect), fmt.Sprintf("-short=%v", o.short))
	var said bytes.Buffer
	command.Stdout, command.Stderr = &said, os.Stderr
	command.Cancel = func() error { return command.Process.Signal(syscall.SIGTERM) } // it ends what it has started
	command.WaitDelay = 10 * time.Second
	err = command.Run()
	return t, errors.Join(err, json.Unmarshal(said.Bytes(), &t))
}

// plants tries tills with a bug each, and counts those that were found out by the
// keys that are aimed at it.
func (o options) plants(ctx context.Context) (planted, caught int, err error) {
	root, err := plant.Root(ctx)
	if err != nil {
		return 0, 0, err
	}
	bugs, err := plant.Read(root, plants)
	if err != nil {
		return 0, 0, err
	}
	work, err := os.MkdirTemp("", "qrtill-keys-planted-")
	if err != nil {
		return 0, 0, err
	}
	defer os.RemoveAll(work)
	for _, f := range faults() {
		if !slices.ContainsFunc(bugs, func(b plant.Bug) bool { return b.Raises == f.name }) {
			return 0, 0, fmt.Errorf("no bug raises %q: nobody knows whether the keys aimed at it find it", f.name)
		}
	}
	found, faults := make([]bool, len(bugs)), make([]error, len(bugs))
	places := make(chan bool, o.lanes)
	var all sync.WaitGroup
	for i, b := range bugs {
		all.Go(func() {
			places <- true
			defer func() { <-places }()
			found[i], faults[i] = o.suffers(ctx, root, filepath.Join(work, b.Name), b)
		})
	}
	all.Wait()
	for i, b := range bugs {
		verdict := "NOT FOUND"
		if found[i] {
			verdict, caught = "found", caught+1
		}
		fmt.Printf("  %-24s %-9s %s: %s\n", b.Name, verdict, b.Raises, b.About)
	}
	return len(bugs), caught, errors.Join(faults...)
}

// suffers sends to a till that has a bug the keys that are aimed at it, and says
// whether they have found it.
func (o options) suffers(ctx context.Context, root, dir string, b plant.Bug) (found bool, err error) {
	if !slices.ContainsFunc(faults(), func(f fault) bool { return f.name == b.Raises }) {
		return false, fmt.Errorf("%s raises %q, which is no fault that keys are aimed at", b.Path, b.Raises)
	}
	program, err := b.Build(ctx, root, dir)
	if err != nil {
		return false, err
	}
	o.expect, o.only, o.tries, o.lanes = true, b.Raises, 4, 1
	o.out = "" // pictures of sick tills would be no proof of anything
	t, err := o.child(ctx, program, 1)
	return slices.Contains(t.Shown, b.Raises), err
}
