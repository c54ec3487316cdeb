package main

import (
	"context"
	"fmt"
	"strings"
	"time"
)

// proof runs another proof, on X servers of its own, and tells what it tells.
func (d *demo) proof(program, out string, flags ...string) func(context.Context) (string, error) {
	return func(ctx context.Context) (string, error) {
		p, err := d.Start(program, append(flags, "-out", out, "-program", d.program)...)
		if err != nil {
			return "", err
		}
		ended := p.End(ctx, 4*time.Minute)
		lines := strings.Split(strings.TrimSpace(p.Stdout.String()), "\n")
		for _, line := range lines[:len(lines)-1] {
			fmt.Fprintf(d.report.screen, "        %s\n", line)
		}
		if ended != nil {
			return "", fmt.Errorf("%s: %w: %s", lines[len(lines)-1], ended, strings.TrimSpace(p.Stderr.String()))
		}
		return lines[len(lines)-1] + ", pictures in " + out, nil
	}
}
