//go:build !linux

package desk

import "os/exec"

func own(*exec.Cmd) {}

func killGroup(cmd *exec.Cmd) error { return cmd.Process.Kill() }
