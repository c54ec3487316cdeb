package main

import (
	"context"
	"syscall"
	"time"

	"qrtill/app/proof/desk"
)

// crawl lets a process run for one moment in thirty until it has ended, or the context has.
func crawl(ctx context.Context, p *desk.Process) {
	defer p.Cmd.Process.Signal(syscall.SIGCONT) // an error: it has ended
	for p.Running() && ctx.Err() == nil {
		for _, step := range []struct {
			what syscall.Signal
			then time.Duration
		}{{syscall.SIGSTOP, 120 * time.Millisecond}, {syscall.SIGCONT, 4 * time.Millisecond}} {
			if p.Cmd.Process.Signal(step.what) != nil {
				return
			}
			select {
			case <-time.After(step.then):
			case <-ctx.Done():
			}
		}
	}
}
