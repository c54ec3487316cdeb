package main

import (
	"context"
	"errors"
	"time"

	"fyne.io/fyne/v2"

	"qrtill/app"
	"qrtill/app/cli"
	"qrtill/app/core"
	"qrtill/app/ui"
	"qrtill/storage"
)

// enter opens the till's windows. For a log that can't be opened the newest
// good backup is offered, if there is one.
func enter(ctx context.Context, a fyne.App, dir string, start func() (ui.Config, error)) int {
	config, err := start()
	if err == nil {
		return ended(ui.Run(ctx, config))
	}
	offered, err := backupFor(err, dir, start)
	if err != nil {
		return refuse(ctx, a, dir, err)
	}
	return ended(ui.Offer(ctx, a, offered))
}

func ended(err error) int {
	if err != nil {
		return cli.Undone
	}
	return cli.Done
}

// refuse says in a window why there is no till.
func refuse(ctx context.Context, a fyne.App, dir string, err error) int {
	_ = ui.Refuse(ctx, a, app.Explain(err), dir) // where there can be no window it has said so
	return cli.Undone
}

// backupFor is what can be offered for a log that could not be opened: its
// newest good backup, and how to start the till with it. Where there is none it
// says why there is no till.
func backupFor(why error, dir string, start func() (ui.Config, error)) (offered ui.Offered, err error) {
	switch {
	case errors.Is(why, storage.ErrDamaged):
		offered.Problem = core.Text{Key: "door.damaged"}
	case errors.Is(why, storage.ErrMissing):
		offered.Problem = core.Text{Key: "door.missing"}
	default:
		return offered, why
	}
	newest, err := storage.NewestGoodBackup(dir)
	if held := (*storage.Held)(nil); errors.As(err, &held) {
		return offered, held
	}
	if err != nil {
		return offered, why
	}
	offered.Made, offered.Orders, offered.Folder = newest.Time, newest.Orders, dir
	offered.Accept = func() (ui.Config, error) {
		if _, err := storage.Restore(dir, newest.Path, time.Now()); err != nil {
			return ui.Config{}, err
		}
		return start()
	}
	return offered, nil
}
