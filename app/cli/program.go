package cli

import (
	"context"
	"os"
	"os/signal"
	"syscall"
	_ "time/tzdata" // business days must not depend on the computer's zone files

	"qrtill/storage/secrets"
)

// Stamped by the build from FyneApp.toml and git.
var stampVersion, stampCommit, stampDate = "dev", "", ""

// Version is which program this is, and the commit it was built from.
func Version() string {
	if stampCommit == "" {
		return stampVersion
	}
	return stampVersion + "+" + stampCommit
}

// Date is when that commit was made; empty when the build did not say.
func Date() string { return stampDate }

// Begin is what a program does before anything else. The context that it returns
// ends when the program is told to end.
func Begin() context.Context {
	secrets.KeepBus()
	told := []os.Signal{os.Interrupt, syscall.SIGTERM}
	if !signal.Ignored(syscall.SIGHUP) { // else it was started so as to outlive its terminal
		told = append(told, syscall.SIGHUP)
	}
	ctx, _ := signal.NotifyContext(context.Background(), told...) // to the very end: a second signal is no crash
	return ctx
}

// Terminal is what a command works with in a terminal.
func Terminal() Env {
	return Env{In: os.Stdin, Out: os.Stdout, Err: os.Stderr, Version: Version()}
}
