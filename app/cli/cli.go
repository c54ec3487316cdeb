package cli

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"maps"
	"time"

	"qrtill/app"
	"qrtill/assets"
	"qrtill/storage/secrets"
)

// Till is the program of the till itself, on every system.
const Till = "qrtill"

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
	Secrets  *secrets.Store // nil is the system's keyring
}

// command is one command. prepare adds its flags and returns the work.
type command struct {
	name, usage string
	words       words
	prepare     func(fs *flag.FlagSet) work
}

// work is what a command does once its flags are read. It gets as many words
// as the command takes.
type work func(ctx context.Context, env Env, words []string) int

func commands() []command {
	return []command{
		{"setup", "settings without a screen; client_secret on standard input", words{secret: true}, setup},
		{"gateway", "the practice gateway alone", words{}, gateway},
		{"orders", "read the log", words{instead: daysAsFlags}, orders},
		{"verify", "check a log or a backup", words{most: 1}, verify},
		{"backup", "copy the log to a file", words{least: 1, most: 1}, backup},
		{"restore", "put a backup in the log's place", words{least: 1, most: 1}, restore},
		{"probe", "first contact: what the gateway really does, in a report", words{secret: true}, firstContact},
		{"version", "print the version", words{}, version},
	}
}

func find(name string) (command, bool) {
	for _, c := range commands() {
		if c.name == name {
			return c, true
		}
	}
	return command{}, false
}

// Has says whether a word is one of the commands.
func Has(name string) bool {
	_, found := find(name)
	return found
}

// Run runs the command named by args[0] and returns its exit code.
func Run(ctx context.Context, env Env, args []string) int {
	var c command
	found := false
	if len(args) > 0 {
		c, found = find(args[0])
	}
	if !found {
		PrintUsage(env.Err)
		return Usage
	}
	fs := flag.NewFlagSet(Program+" "+c.name, flag.ContinueOnError)
	fs.SetOutput(env.Err)
	fs.Usage = func() {
		fmt.Fprintln(fs.Output(), "usage:", c.synopsis())
		fs.PrintDefaults()
	}
	do := c.prepare(fs)
	given, err := parse(fs, args[1:])
	switch {
	case errors.Is(err, flag.ErrHelp):
		return Done
	case err != nil: // which parse has said
		return Usage
	}
	if wrong := c.refuse(given); wrong != "" {
		return misused(env, fs, "%s", wrong)
	}
	return do(ctx, env, given)
}

// Console runs a command for a program that has no windows. Without one, and for
// -h, it lists them.
func Console(ctx context.Context, env Env, args []string) int {
	fs := flag.NewFlagSet(Program, flag.ContinueOnError)
	fs.SetOutput(env.Err)
	fs.Usage = func() { PrintUsage(fs.Output()) }
	dataFolderFlags(fs) // which belong behind the command: NoCommand says so
	switch err := fs.Parse(args); {
	case errors.Is(err, flag.ErrHelp):
		return Done
	case err != nil: // which Parse has said
		return Usage
	case fs.NArg() > 0 && (fs.NFlag() > 0 || !Has(fs.Arg(0))):
		return NoCommand(env.Err, fs.Arg(0))
	}
	return Run(ctx, env, fs.Args())
}

// NoCommand says what is wrong with a word that came where only the till's own
// flags may stand, and returns Usage.
func NoCommand(w io.Writer, word string) int {
	if c, found := find(word); found {
		fmt.Fprintf(w, "%s: nothing was done, because a command stands before its flags, -practice and -data among them; call it as %s\n", Program, c.synopsis())
		return Usage
	}
	fmt.Fprintf(w, "%s: there is no command %q\n\n", Program, word)
	PrintUsage(w)
	return Usage
}

// NoTerminal says that the till's program runs no commands on this system, and
// which one does; it returns Usage. What stood behind the command is not repeated:
// it may be a secret.
func NoTerminal(w io.Writer, command string) int {
	fmt.Fprintf(w, "Nothing was done: %s is the till itself. For a command, open a terminal in its folder and type: %s %s\n", Till, Program, command)
	return Usage
}

// PrintUsage lists the commands.
func PrintUsage(w io.Writer) {
	fmt.Fprintf(w, "usage: %-33s the till\n       %-33s one of:\n\n", Till+" [-practice] [-data DIR]", Program+" COMMAND [flags]")
	for _, c := range commands() {
		fmt.Fprintf(w, "  %-9s %s\n", c.name, c.usage)
	}
	fmt.Fprintf(w, "\n%s COMMAND -h lists a command's flags.\n", Program)
}

// fail prints an error as one sentence and returns Undone.
func fail(env Env, err error) int {
	fmt.Fprintf(env.Err, "%s: %s\n", Program, Sentence(err))
	return Undone
}

// failOn is fail for what came of a file: the sentence stands behind its name.
func failOn(env Env, path string, err error) int {
	fmt.Fprintf(env.Err, "%s: %s: %s\n", Program, path, Sentence(err))
	return Undone
}

// Sentence words an error in English, for a terminal.
func Sentence(err error) string {
	catalogue, loadErr := assets.Load("en")
	if loadErr != nil {
		return err.Error()
	}
	text := app.Explain(err)
	values := maps.Clone(text.Values)
	for name, v := range values {
		if at, ok := v.(time.Time); ok {
			values[name] = catalogue.DateTime(at, "Local")
		}
	}
	return catalogue.Text(text.Key, values)
}

// keyringName is what this system calls its keyring, in English.
func keyringName() string {
	catalogue, err := assets.Load("en")
	if err != nil {
		return "keyring"
	}
	return catalogue.Keyring()
}

// misused says what is wrong with how a command was called.
func misused(env Env, fs *flag.FlagSet, format string, args ...any) int {
	fmt.Fprintf(env.Err, "%s: %s\n", fs.Name(), fmt.Sprintf(format, args...))
	return Usage
}

func version(*flag.FlagSet) work {
	return func(_ context.Context, env Env, _ []string) int {
		fmt.Fprintln(env.Out, Till, env.Version)
		return Done
	}
}
