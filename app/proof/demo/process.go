package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"time"
)

// process is a program that runs beside us.
type process struct {
	cmd            *exec.Cmd
	stdout, stderr *output
	ended          chan struct{} // closed when it has ended
	err            error         // how it ended; read it after ended
}

// processes are all that were started.
type processes []*process

// start starts a program. It must be called on the main goroutine.
func (all *processes) start(program string, args ...string) (*process, error) {
	p := &process{cmd: exec.Command(program, args...), stdout: &output{}, stderr: &output{}, ended: make(chan struct{})}
	p.cmd.Stdout, p.cmd.Stderr = p.stdout, p.stderr
	own(p.cmd)
	p.cmd.WaitDelay = time.Second
	if err := p.cmd.Start(); err != nil {
		return nil, err
	}
	*all = append(*all, p)
	go func() {
		p.err = p.cmd.Wait()
		close(p.ended)
	}()
	return p, nil
}

func (p *process) running() bool {
	select {
	case <-p.ended:
		return false
	default:
		return true
	}
}

// end waits for the process to end by itself, and says how it did.
func (p *process) end(ctx context.Context, limit time.Duration) error {
	select {
	case <-p.ended:
		return p.err
	case <-time.After(limit):
		return fmt.Errorf("it is still running after %s", limit)
	case <-ctx.Done():
		return ctx.Err()
	}
}

// kill is kill -9, and returns when the process is gone.
func (p *process) kill() error {
	if !p.running() {
		return errors.New("it was not running any more")
	}
	err := killGroup(p.cmd)
	<-p.ended
	return err
}

// stopAll ends what still runs: politely first, as a gateway has a ledger open.
func (all processes) stopAll() {
	for _, p := range all {
		if p.running() {
			_ = p.cmd.Process.Signal(os.Interrupt) // it may just have ended
		}
	}
	for _, p := range all {
		if p.end(context.Background(), 2*time.Second) != nil && p.running() {
			_ = p.kill()
		}
	}
}

// output keeps what a process writes.
type output struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (o *output) Write(b []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.text.Write(b)
}

func (o *output) String() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.text.String()
}

// command runs a program to its end and returns its standard output. The error
// holds its standard error and wraps *exec.ExitError.
func command(ctx context.Context, stdin, program string, args ...string) ([]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, 20*time.Second)
	defer cancel()
	cmd := exec.CommandContext(ctx, program, args...)
	var stdout, stderr bytes.Buffer
	cmd.Stdin, cmd.Stdout, cmd.Stderr = strings.NewReader(stdin), &stdout, &stderr
	own(cmd)
	cmd.Cancel = func() error { return killGroup(cmd) }
	cmd.WaitDelay = time.Second
	if err := cmd.Run(); err != nil {
		return stdout.Bytes(), fmt.Errorf("%s: %w: %s", program, err, strings.TrimSpace(stderr.String()))
	}
	return stdout.Bytes(), nil
}

// until looks again and again until it is so, for at most limit.
func until(ctx context.Context, limit time.Duration, what string, met func(context.Context) (bool, error)) error {
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	again := time.NewTicker(20 * time.Millisecond)
	defer again.Stop()
	for {
		ok, err := met(ctx)
		switch {
		case ctx.Err() != nil:
			return fmt.Errorf("not within %s: %s", limit, what)
		case err != nil:
			return fmt.Errorf("%s: %w", what, err)
		case ok:
			return nil
		}
		select {
		case <-again.C:
		case <-ctx.Done():
		}
	}
}

// ends is the beginning and the end of a long text: a crash says what it was
// in its first line.
func ends(s string, n int) string {
	lines := strings.Split(strings.TrimRight(s, "\n"), "\n")
	if len(lines) > 2*n {
		lines = slices.Concat(lines[:n], []string{"…"}, lines[len(lines)-n:])
	}
	return strings.Join(lines, "\n")
}
