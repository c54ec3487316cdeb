// Command qrtill is QR Till: a till for wallet payments by QR code.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"syscall"
	_ "time/tzdata" // business days must not depend on the computer's zone files

	"qrtill/app/cli"
	"qrtill/app/ui"
	"qrtill/app/ui/door"
	"qrtill/storage"
	"qrtill/storage/secrets"
)

// appID names the program to the system. FyneApp.toml says the same.
const appID = "app.qrtill.till"

// Stamped by the build from FyneApp.toml and git.
var version, commit, date = "dev", "", ""

func main() {
	secrets.KeepBus()
	told := []os.Signal{os.Interrupt, syscall.SIGTERM}
	if !signal.Ignored(syscall.SIGHUP) { // else it was started so as to outlive its terminal
		told = append(told, syscall.SIGHUP)
	}
	ctx, _ := signal.NotifyContext(context.Background(), told...) // to the very end: a second signal is no crash
	os.Exit(run(ctx, os.Args[1:]))
}

// run tells a command from the till.
func run(ctx context.Context, args []string) int {
	if len(args) > 0 && cli.Has(args[0]) {
		attachConsole()
		return cli.Run(ctx, cli.Env{In: os.Stdin, Out: os.Stdout, Err: os.Stderr, Version: fullVersion()}, args)
	}
	fs := flag.NewFlagSet("qrtill", flag.ContinueOnError)
	fs.Usage = func() { cli.PrintUsage(fs.Output()); fs.PrintDefaults() }
	data := fs.String("data", "", "data folder (also QRTILL_DATA)")
	practising := fs.Bool("practice", false, "the till on the built-in practice gateway")
	switch err := fs.Parse(args); {
	case errors.Is(err, flag.ErrHelp):
		return cli.Done
	case err != nil:
		return cli.Usage
	case fs.NArg() > 0:
		return cli.NoCommand(os.Stderr, fs.Arg(0))
	}
	dir, err := cli.DataDir(*data, *practising)
	if err != nil {
		fmt.Fprintln(os.Stderr, "qrtill:", cli.Sentence(err))
		return cli.Undone
	}
	return till(ctx, dir, *practising)
}

// till runs the windows. Whatever goes wrong before there is a till is said in
// a window too: nobody reads a terminal at a counter.
func till(ctx context.Context, dir string, practising bool) int {
	for _, name := range []string{"FYNE_FONT", "FYNE_FONT_MONOSPACE", "FYNE_FONT_SYMBOL", "FYNE_SCALE", "FYNE_THEME"} {
		os.Unsetenv(name) // a font collection in FYNE_FONT crashes Fyne
	}
	end := newEnding(ctx)
	folder, diary, err := begin(end, dir)
	if errors.Is(err, storage.ErrInUse) && raised(dir) {
		return cli.Done // the first window is in front now
	}
	if err != nil {
		return end.with(refuse(ctx, end.newApp(), err))
	}
	diary.Info("start", "version", fullVersion(), "date", date, "practice", practising)

	a := end.newApp()
	start := func() (config ui.Config, err error) {
		behind, err := open(ctx, dir, practising, diary)
		if err != nil {
			diary.Error("the till can't start", "error", err)
			return config, err
		}
		end.after(behind.close)
		config = behind.config
		config.App, config.Raise, config.Version = a, folder.Raised(), fullVersion()
		return config, nil
	}
	return end.with(enter(ctx, a, dir, start))
}

// raised says that the till which has the data folder brings its window to the front.
func raised(dir string) bool {
	door.GiveFront()
	return storage.Raise(dir) == nil
}

// begin takes the data folder, and has what goes wrong from here on written down
// in it.
func begin(end *ending, dir string) (folder *storage.Folder, diary *storage.Diary, err error) {
	if folder, err = storage.Claim(dir); err != nil {
		return nil, nil, err
	}
	end.after(func() { folder.Close() })
	if err = folder.Listen(); err != nil {
		return nil, nil, err
	}
	if diary, err = storage.OpenDiary(dir); err != nil {
		return nil, nil, err
	}
	end.after(func() { diary.Close() })
	return folder, diary, nil
}

func fullVersion() string {
	if commit == "" {
		return version
	}
	return version + "+" + commit
}
