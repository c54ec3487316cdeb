package cli

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"

	"qrtill/app"
	"qrtill/assets"
	"qrtill/storage"
)

// Exit codes.
const (
	Done   = 0
	Failed = 1 // the check failed
	Usage  = 2
	Undone = 3 // could not be done
)

// Env is what a command works with.
type Env struct {
	In       io.Reader
	Out, Err io.Writer
	Version  string
	Secrets  *storage.Secrets // nil is the system's keyring
}

// command is one command: its own flags, and the work.
type command struct {
	name, usage string
	run         func(ctx context.Context, env Env, args []string) int
}

func commands() []command {
	return []command{
		{"setup", "settings without a screen; client_secret on standard input", setup},
		{"gateway", "the practice gateway alone", gateway},
		{"orders", "read the log", orders},
		{"verify", "check a log or a backup", verify},
		{"backup", "copy the log to a file", backup},
		{"restore", "put a backup in the log's place", restore},
		{"version", "print the version", version},
	}
}

// Has says whether a word is one of the commands.
func Has(name string) bool {
	for _, c := range commands() {
		if c.name == name {
			return true
		}
	}
	return false
}

// Run runs the command named by args[0] and returns its exit code.
func Run(ctx context.Context, env Env, args []string) int {
	for _, c := range commands() {
		if len(args) > 0 && c.name == args[0] {
			return c.run(ctx, env, args[1:])
		}
	}
	PrintUsage(env.Err)
	return Usage
}

// PrintUsage lists the commands.
func PrintUsage(w io.Writer) {
	fmt.Fprint(w, "usage: qrtill [-practice] [-data DIR]    the till\n       qrtill COMMAND [flags]            one of:\n\n")
	for _, c := range commands() {
		fmt.Fprintf(w, "  %-9s %s\n", c.name, c.usage)
	}
	fmt.Fprint(w, "\nqrtill COMMAND -h lists a command's flags.\n")
}

// fail prints an error as one sentence and returns Undone.
func fail(env Env, err error) int {
	fmt.Fprintln(env.Err, "qrtill:", Sentence(err))
	return Undone
}

// Sentence words an error in English, for a terminal.
func Sentence(err error) string {
	catalogue, loadErr := assets.Load("en")
	if loadErr != nil {
		return err.Error()
	}
	text := app.Explain(err)
	return catalogue.Text(text.Key, text.Values)
}

// place is where the data is: the flags that every command shares.
type place struct {
	data     string
	practice bool
}

func newFlags(env Env, name string) (*flag.FlagSet, *place) {
	p := &place{}
	fs := flag.NewFlagSet("qrtill "+name, flag.ContinueOnError)
	fs.SetOutput(env.Err)
	p.Flags(fs)
	return fs, p
}

// Flags adds -data and -practice to a flag set.
func (p *place) Flags(fs *flag.FlagSet) {
	fs.StringVar(&p.data, "data", "", "data folder (also QRTILL_DATA)")
	fs.BoolVar(&p.practice, "practice", false, "the practice till's data folder")
}

func (p *place) dir() (string, error) { return DataDir(p.data, p.practice) }

// DataDir is the data folder to use: the flag's, QRTILL_DATA's, or the user's
// own.
func DataDir(flagged string, practice bool) (string, error) {
	if flagged != "" {
		return flagged, nil
	}
	if dir := os.Getenv("QRTILL_DATA"); dir != "" {
		return dir, nil
	}
	return storage.DefaultDir(practice)
}

// parse reads flags; code is for the caller to return when ok is false.
func parse(fs *flag.FlagSet, args []string) (code int, ok bool) {
	switch err := fs.Parse(args); {
	case errors.Is(err, flag.ErrHelp):
		return Done, false
	case err != nil:
		return Usage, false
	}
	return Done, true
}

// misused says what is wrong with how a command was called.
func misused(env Env, fs *flag.FlagSet, format string, args ...any) int {
	fmt.Fprintf(env.Err, "%s: %s\n", fs.Name(), fmt.Sprintf(format, args...))
	return Usage
}

func version(_ context.Context, env Env, _ []string) int {
	fmt.Fprintln(env.Out, "qrtill", env.Version)
	return Done
}
