// Command qrtill is QR Till: a till for wallet payments by QR code.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"strings"

	"qrtill/app/cli"
	"qrtill/app/ui"
	"qrtill/storage"
)

// appID names the program to the system. FyneApp.toml says the same.
const appID = "app.qrtill.till"

func main() {
	ctx := cli.Begin()
	os.Exit(run(ctx, os.Args[1:]))
}

// run tells a command from the till.
func run(ctx context.Context, args []string) int {
	if runsCommands && len(args) > 0 && cli.Has(args[0]) {
		return cli.Run(ctx, cli.Terminal(), args)
	}
	var said strings.Builder
	chosen, code := options(&said, args)
	if chosen == nil {
		say(said.String())
		return code
	}
	return till(ctx, chosen.dir, chosen.practising)
}

// choice is which till is to be opened.
type choice struct {
	dir        string
	practising bool
}

// options reads the till's own flags. Without a choice w has been told why, and the
// code is the program's.
func options(w io.Writer, args []string) (*choice, int) {
	if len(args) > 0 && cli.Has(args[0]) {
		return nil, cli.NoTerminal(w, args[0])
	}
	fs := flag.NewFlagSet(cli.Till, flag.ContinueOnError)
	fs.SetOutput(w)
	fs.Usage = func() { cli.PrintUsage(w); fs.PrintDefaults() }
	data := fs.String("data", "", "data folder (also QRTILL_DATA)")
	practising := fs.Bool("practice", false, "the till on the built-in practice gateway")
	switch err := fs.Parse(args); {
	case errors.Is(err, flag.ErrHelp) && runsCommands:
		return nil, cli.Done
	case err != nil:
		return nil, cli.Usage
	case fs.NArg() > 0:
		return nil, cli.NoCommand(w, fs.Arg(0))
	}
	dir, err := cli.DataDir(*data, *practising)
	if err != nil {
		fmt.Fprintf(w, "%s: %s\n", cli.Till, cli.Sentence(err))
		return nil, cli.Undone
	}
	return &choice{dir, *practising}, cli.Done
}

// till runs the windows. Whatever goes wrong before there is a till is said in
// a window too: nobody reads a terminal at a counter.
func till(ctx context.Context, dir string, practising bool) int {
	for _, name := range []string{"FYNE_FONT", "FYNE_FONT_MONOSPACE", "FYNE_FONT_SYMBOL", "FYNE_SCALE", "FYNE_THEME"} {
		os.Unsetenv(name) // a font collection in FYNE_FONT crashes Fyne
	}
	end := newEnding(ctx)
	end.hear()
	folder, elsewhere, err := arrive(ctx, dir, unseen)
	if elsewhere {
		return cli.Done
	}
	a := end.newApp()
	start := func(folder *storage.Folder, diary *storage.Diary) (config ui.Config, err error) {
		behind, err := open(ctx, dir, practising, diary)
		if err != nil {
			diary.Error("the till can't start", "error", err)
			return config, err
		}
		end.after(behind.close, behind.hurry)
		config = behind.config
		config.App, config.Raise, config.Version = a, folder.Raised(), cli.Version()
		return config, nil
	}
	if errors.Is(err, storage.ErrLeaving) {
		return end.with(await(ctx, a, dir, func(folder *storage.Folder) (config ui.Config, err error) {
			diary, err := begin(end, folder, dir, practising)
			if err != nil {
				return config, err
			}
			return start(folder, diary)
		}))
	}
	if err != nil {
		return end.with(refuse(ctx, a, dir, nil, err))
	}
	diary, err := begin(end, folder, dir, practising)
	if err != nil {
		return end.with(refuse(ctx, a, dir, folder.Raised(), err))
	}
	return end.with(enter(ctx, a, dir, folder.Raised(), func() (ui.Config, error) { return start(folder, diary) }))
}

// begin has later starts heard in a data folder that is ours, and what goes wrong from
// here on written down there.
func begin(end *ending, folder *storage.Folder, dir string, practising bool) (*storage.Diary, error) {
	end.leaving(folder.Leave)
	end.after(func() { folder.Close() }, nil)
	if err := folder.Listen(); err != nil {
		return nil, err
	}
	diary, err := storage.OpenDiary(dir)
	if err != nil {
		return nil, err
	}
	end.after(func() { diary.Close() }, nil)
	diary.Info("start", "version", cli.Version(), "date", cli.Date(), "practice", practising)
	return diary, nil
}
