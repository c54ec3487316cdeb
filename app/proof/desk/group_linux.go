package desk

import (
	"os/exec"
	"syscall"
)

// own makes a command the head of a process group that the system ends
// together with us, however we end.
func own(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}
}

// killGroup ends a command, and whatever it started, at once: kill -9.
func killGroup(cmd *exec.Cmd) error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
