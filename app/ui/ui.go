package ui

import (
	"context"
	"sync"
	"time"

	"fyne.io/fyne/v2"

	"qrtill/app"
	"qrtill/app/core"
	"qrtill/app/order"
	"qrtill/app/ui/door"
	"qrtill/app/ui/kit"
	"qrtill/app/ui/owner"
)

// Till is what the windows need of the till. Neither method blocks; the till
// answers a command in a later View.
type Till interface {
	Send(core.Command)
	Views() <-chan app.View // the newest alone matters; closed when the till has ended
}

// Config is what the windows are made with.
type Config struct {
	App  fyne.App // made by main; its preferences hold what is a matter of looks
	Till Till
	Book owner.Orders // read on Fyne's goroutine: it must answer at once

	// PayNow makes the practice customer pay an order; nil when money is real.
	// It is called on Fyne's goroutine and returns at once.
	PayNow func(order.ID)
	// SetNetwork pulls the practice till's network cable and puts it back, and
	// SetGateway has its gateway break down and recover: the drills need both.
	// They are nil when money is real, and return at once.
	SetNetwork func(on bool)
	SetGateway func(up bool)
	// StartPractice opens the practice till beside this one; nil hides it.
	StartPractice func() error
	// Raise brings the main window to the front, once for every value; nil never does.
	Raise <-chan struct{}
	// Sound lets staff hear that money has come; nil is silent.
	Sound Sounder
	// Version is shown in Settings.
	Version string
}

// Run opens the windows and shows them until the main one is closed, or the
// context ends. It must be called on the main goroutine. ErrNoWindow means that
// nothing can be shown.
func Run(ctx context.Context, c Config) error {
	loop := newLoop(ctx, c.App)
	pump, err := open(c, loop)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithCancel(context.Background())
	var running sync.WaitGroup
	running.Go(func() { pump.run(ctx) })
	loop.run()
	cancel()
	running.Wait()
	return nil
}

// open opens the windows; the pump that it returns brings them to life.
func open(c Config, l *loop) (*pump, error) {
	s := newShell(c, l)
	s.firstView()
	if !door.Shown(s.window) {
		tellNoWindow(s.Texts)
		return nil, door.ErrNoWindow
	}
	first := s.config.App.Preferences().Float(preferenceWidth) == 0
	l.do(func() { s.watch.Begin(first, s.size()) })
	s.sounds.Ask()
	return newPump(s), nil
}

// tellNoWindow says, in the system's own way, that there can be no window.
func tellNoWindow(words kit.Texts) { door.Tell(words.Text("window.till"), words.Text("error.display")) }

// firstView draws what the till has to say before the windows are shown, so
// that they never open half empty.
func (s *shell) firstView() {
	select {
	case v, open := <-s.config.Till.Views():
		if open {
			s.draw(v)
		}
	case <-time.After(time.Second): // a slow disk: the pump will bring it
	}
}
