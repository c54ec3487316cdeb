package desk

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

// Process is a program that runs beside us.
type Process struct {
	Cmd            *exec.Cmd
	Stdout, Stderr *Output
	Ended          chan struct{} // closed when it has ended
	Err            error         // how it ended; read it after Ended
}

// Processes are all that were started.
type Processes []*Process

// Start starts a program. It must be called on the main goroutine.
func (all *Processes) Start(program string, args ...string) (*Process, error) {
	p := &Process{Cmd: exec.Command(program, args...), Stdout: &Output{}, Stderr: &Output{}, Ended: make(chan struct{})}
	p.Cmd.Stdout, p.Cmd.Stderr = p.Stdout, p.Stderr
	own(p.Cmd)
	p.Cmd.WaitDelay = time.Second
	if err := p.Cmd.Start(); err != nil {
		return nil, err
	}
	*all = append(*all, p)
	go func() {
		p.Err = p.Cmd.Wait()
		close(p.Ended)
	}()
	return p, nil
}

func (p *Process) Running() bool {
	select {
	case <-p.Ended:
		return false
	default:
		return true
	}
}

// End waits for the process to end by itself, and says how it did.
func (p *Process) End(ctx context.Context, limit time.Duration) error {
	select {
	case <-p.Ended:
		return p.Err
	case <-time.After(limit):
		return fmt.Errorf("it is still running after %s", limit)
	case <-ctx.Done():
		return ctx.Err()
	}
}

// Kill is kill -9, and returns when the process is gone.
func (p *Process) Kill() error {
	if !p.Running() {
		return errors.New("it was not running any more")
	}
	err := killGroup(p.Cmd)
	<-p.Ended
	return err
}

// StopAll ends what still runs: politely first, as a gateway has a ledger open.
func (all Processes) StopAll() {
	for _, p := range all {
		if p.Running() {
			_ = p.Cmd.Process.Signal(os.Interrupt) // it may just have ended
		}
	}
	for _, p := range all {
		if p.End(context.Background(), 2*time.Second) != nil && p.Running() {
			_ = p.Kill()
		}
	}
}

// Output keeps what a process writes.
type Output struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (o *Output) Write(b []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.text.Write(b)
}

func (o *Output) String() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.text.String()
}

// Command runs a program to its end and returns its standard output. The error
// holds its standard error and wraps *exec.ExitError.
func Command(ctx context.Context, stdin, program string, args ...string) ([]byte, error) {
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

// Until looks again and again until it is so, for at most limit.
func Until(ctx context.Context, limit time.Duration, what string, met func(context.Context) (bool, error)) error {
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

// Ends is the beginning and the end of a long text: a crash says what it was
// in its first line.
func Ends(s string, n int) string {
	lines := strings.Split(strings.TrimRight(s, "\n"), "\n")
	if len(lines) > 2*n {
		lines = slices.Concat(lines[:n], []string{"…"}, lines[len(lines)-n:])
	}
	return strings.Join(lines, "\n")
}
