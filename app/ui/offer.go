package ui

import (
	"context"
	"time"

	"fyne.io/fyne/v2"

	"qrtill/app"
	"qrtill/app/core"
	"qrtill/app/ui/door"
	"qrtill/app/ui/kit"
)

// Offered is a backup that can take the place of a log that can't be opened.
type Offered struct {
	Problem core.Text // why there is no till
	Made    time.Time // when the backup was made
	Orders  int       // how many it holds
	Folder  string    // the data folder
	// Accept puts the backup in place and opens the till. It may take a while, is
	// called on a goroutine of its own, and again after an error that may pass.
	Accept func() (Config, error)
}

// Offer shows why there is no till, and the backup that can be put back. Once
// staff have accepted it the till's windows open in the same run; else Offer
// returns when its own window is closed, or the context ends. It must be called on
// the main goroutine. ErrNoWindow means that nothing can be shown.
func Offer(ctx context.Context, a fyne.App, o Offered) error {
	l := newLoop(ctx, a)
	d := doorTo(l, o, l.do)
	if !door.Shown(d.Window) {
		tellNoWindow(d.Texts)
		return door.ErrNoWindow
	}
	d.Begin()
	l.run()
	d.End()
	return nil
}

// doorTo is the window in front of a till whose log can't be opened.
func doorTo(l *loop, o Offered, onScreen func(func())) *door.Offer {
	explain := func(err error) (kit.Sentence, bool) { return kit.Sentence(app.Explain(err)), app.MayPass(err) }
	d := door.NewOffer(l.app, door.Backup{Problem: kit.Sentence(o.Problem), Made: o.Made, Orders: o.Orders, Folder: o.Folder}, explain, onScreen, l.end, func() (door.Opener, error) {
		c, err := o.Accept()
		return func() (func(context.Context), error) {
			pump, err := open(c, l)
			if err != nil {
				return nil, err
			}
			return pump.run, nil
		}, err
	})
	l.polled = d.Keyboard().Polled
	return d
}

// Refuse says in one sentence why there is no till in a data folder, until the window
// is closed or the context ends. It must be called on the main goroutine. ErrNoWindow
// means that nothing can be shown; the sentence was told in the system's way then.
func Refuse(ctx context.Context, a fyne.App, why core.Text, folder string) error {
	l := newLoop(ctx, a)
	w, board := door.NewRefusal(a, kit.Sentence(why), folder, l.end)
	l.polled = board.Polled
	if !door.Shown(w) {
		words := kit.Texts{Catalogue: kit.Language(a)}
		door.Tell(words.Text("window.till"), words.Say(kit.Sentence(why), "")+"\n\n"+words.Text("refuse.folder", "Folder", folder))
		return door.ErrNoWindow
	}
	l.run()
	return nil
}
