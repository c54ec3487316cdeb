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
	"qrtill/app/ui/door"
	"qrtill/storage"
)

const (
	// unseen is how long a till that is closing is waited for without a word.
	unseen = time.Second
	// unheard is how long the till that has the folder may give no answer: it has just
	// taken the folder, or is about to give it up.
	unheard = 3 * time.Second
	// lookAgain is when it is asked again.
	lookAgain = 100 * time.Millisecond
)

// arrive takes the data folder. When another till has it, that one's window comes to the
// front (elsewhere). One that is closing has none to show: it is waited for, so long, and
// then ErrLeaving says that it takes longer.
func arrive(ctx context.Context, dir string, long time.Duration) (folder *storage.Folder, elsewhere bool, err error) {
	door.GiveFront()
	began := time.Now()
	answered := began
	for {
		folder, err = storage.Claim(dir)
		if !errors.Is(err, storage.ErrInUse) {
			return folder, false, err
		}
		switch raised := storage.Raise(dir); {
		case raised == nil:
			return nil, true, nil
		case errors.Is(raised, storage.ErrLeaving):
			answered = time.Now()
			if answered.Sub(began) >= long {
				return nil, false, raised
			}
		case time.Since(answered) >= unheard:
			return nil, false, err
		}
		select {
		case <-ctx.Done():
			return nil, false, ctx.Err()
		case <-time.After(lookAgain):
		}
	}
}

// forEver is longer than any till takes to close.
const forEver = 1 << 62

// await says in a window that the till before is still closing, and opens the till in its
// place once that is gone, unless staff leave.
func await(ctx context.Context, a fyne.App, dir string, start func(*storage.Folder) (ui.Config, error)) int {
	return ended(ui.Await(ctx, a, app.Explain(storage.ErrLeaving), dir, func(ctx context.Context) (ui.Config, bool, error) {
		folder, elsewhere, err := arrive(ctx, dir, forEver)
		if elsewhere || err != nil { // yet another start may have been first
			return ui.Config{}, false, err
		}
		config, err := start(folder)
		return config, true, err
	}))
}

// enter opens the till's windows. For a log that can't be opened the newest
// good backup is offered, if there is one.
func enter(ctx context.Context, a fyne.App, dir string, raise <-chan struct{}, start func() (ui.Config, error)) int {
	config, err := start()
	if err == nil {
		return ended(ui.Run(ctx, config))
	}
	offered, err := backupFor(err, dir, start)
	if err != nil {
		return refuse(ctx, a, dir, raise, err)
	}
	offered.Raise = raise
	return ended(ui.Offer(ctx, a, offered))
}

func ended(err error) int {
	if err != nil {
		return cli.Undone
	}
	return cli.Done
}

// refuse says in a window why there is no till.
func refuse(ctx context.Context, a fyne.App, dir string, raise <-chan struct{}, err error) int {
	_ = ui.Refuse(ctx, a, app.Explain(err), dir, raise) // where there can be no window it has said so
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
