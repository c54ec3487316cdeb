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
	Problem core.Text       // why there is no till
	Made    time.Time       // when the backup was made
	Orders  int             // how many it holds
	Folder  string          // the data folder
	Raise   <-chan struct{} // brings the window to the front, once for every value
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
	d := door.NewOffer(l.app, door.Backup{Problem: kit.Sentence(o.Problem), Made: o.Made, Orders: o.Orders, Folder: o.Folder}, explained, onScreen, l.end, func() (door.Opener, error) {
		c, err := o.Accept()
		return l.opener(c), err
	})
	l.hear(o.Raise, d.Window, d.Keyboard())
	return d
}

// hear has each frame come to a window's keyboard first, and each later start of the
// program bring it to the front, until the till's own windows are there.
func (l *loop) hear(raise <-chan struct{}, w fyne.Window, board *kit.Keyboard) {
	l.polled = func() {
		board.Polled()
		select {
		case <-raise:
			w.RequestFocus()
		default:
		}
	}
}

func explained(err error) (kit.Sentence, bool) {
	return kit.Sentence(app.Explain(err)), app.MayPass(err)
}

// opener opens a till's windows in a loop that runs already.
func (l *loop) opener(c Config) door.Opener {
	return func() (func(context.Context), error) {
		pump, err := open(c, l)
		if err != nil {
			return nil, err
		}
		return pump.run, nil
	}
}

// Await says why there is no till yet, and opens its windows in the same run once ready
// has them. ready may take as long as it likes until its context ends, and says whether
// there is a till to be opened; it is called on a goroutine of its own. Await returns when
// its window, or the till's, is closed, when there is no till, or when the context ends. It
// must be called on the main goroutine. ErrNoWindow means that nothing can be shown.
func Await(ctx context.Context, a fyne.App, why core.Text, folder string, ready func(context.Context) (Config, bool, error)) error {
	l := newLoop(ctx, a)
	waiting, stop := context.WithCancel(ctx)
	d := waitFor(l, why, folder, l.do, func() (Config, bool, error) { return ready(waiting) })
	if !door.Shown(d.Window) {
		stop()
		door.Tell(d.Text("window.till"), d.Say(kit.Sentence(why), ""))
		return door.ErrNoWindow
	}
	d.Begin()
	l.run()
	stop()
	d.End()
	return nil
}

// waitFor is the window in front of a till that is not there yet.
func waitFor(l *loop, why core.Text, folder string, onScreen func(func()), ready func() (Config, bool, error)) *door.Offer {
	d := door.NewWait(l.app, kit.Sentence(why), folder, explained, onScreen, l.end, func() (door.Opener, error) {
		c, there, err := ready()
		if err != nil || !there {
			return nil, err
		}
		return l.opener(c), nil
	})
	l.polled = d.Keyboard().Polled
	return d
}

// Refuse says in one sentence why there is no till in a data folder, until the window
// is closed or the context ends; each value of raise brings it to the front. It must be
// called on the main goroutine. ErrNoWindow means that nothing can be shown; the sentence
// was told in the system's way then.
func Refuse(ctx context.Context, a fyne.App, why core.Text, folder string, raise <-chan struct{}) error {
	l := newLoop(ctx, a)
	w, board := door.NewRefusal(a, kit.Sentence(why), folder, l.end)
	l.hear(raise, w, board)
	if !door.Shown(w) {
		words := kit.Texts{Catalogue: kit.Language(a)}
		door.Tell(words.Text("window.till"), words.Say(kit.Sentence(why), "")+"\n\n"+words.Text("refuse.folder", "Folder", folder))
		return door.ErrNoWindow
	}
	l.run()
	return nil
}
