package ui

import (
	"context"
	"sync"
	"time"

	"fyne.io/fyne/v2"

	"qrtill/app"
	"qrtill/assets"
)

// Offered is a backup that can take the place of a log that can't be opened.
type Offered struct {
	Problem app.Text  // why there is no till
	Made    time.Time // when the backup was made
	Orders  int       // how many it holds
	// Accept puts the backup in place and opens the till. It may take a while,
	// and is called once, on a goroutine of its own.
	Accept func() (Config, error)
}

// Offer shows why there is no till, and the backup that can be put back. Once
// staff have accepted it the till's windows open in the same run; else Offer
// returns when its own window is closed. It must be called on the main
// goroutine. ErrNoWindow means that nothing can be shown.
func Offer(a fyne.App, o Offered) error {
	d := newDoor(a, o)
	if !shown(d.window) {
		return ErrNoWindow
	}
	d.since = time.Now()
	a.Run()
	d.stop()
	d.running.Wait()
	return nil
}

// door is the window in front of a till that could not be opened.
type door struct {
	kit
	app     fyne.App
	window  fyne.Window
	offered Offered
	since   time.Time // when it came onto the screen
	busy    bool
	refused bool // the backup could not be put back: only leaving is left

	status   *aside
	yes, no  *button
	content  *fyne.Container
	ctx      context.Context // of the pump, once there is one
	stop     func()
	running  sync.WaitGroup
	onScreen func(func())
}

func newDoor(a fyne.App, o Offered) *door {
	c := Language(a)
	dress(a, c)
	a.SetIcon(fyne.NewStaticResource("icon.png", assets.Icon()))
	d := &door{app: a, window: a.NewWindow(c.Text("window.till", nil)), offered: o, status: newAside(), onScreen: onScreen}
	d.kit = kit{catalogue: c}
	d.ctx, d.stop = context.WithCancel(context.Background())
	d.no = newButton(d, softButton, d.text("refuse.close"), d.text("key.esc"), d.leave)
	d.yes = newButton(d, accentButton, d.text("door.accept"), d.text("key.enter"), d.accept)
	const width = 640
	made := d.catalogue.DateTime(o.Made, "Local")
	stop := toneBad
	stop.shape = iconStop
	why := newAside()
	why.say(stop, d.say(sentence(o.Problem), "Local"))
	d.content = pad(32, 28, atLeast(width, 0, column(16,
		newHeading(sizeTitle, d.text("refuse.title")), why.box,
		newText(sizeLarge, colorInk, width, d.text("door.backup", "Time", made, "Count", o.Orders)).strong(),
		newText(sizeBody+1, colorInkSoft, width, d.text("door.text")),
		d.status.box, space(),
		row(12, grow(1, d.no), grow(1, d.yes)))))
	d.window.SetPadded(false)
	d.window.SetContent(d.content)
	d.window.Canvas().SetOnTypedKey(d.key)
	d.window.SetCloseIntercept(d.leave)
	d.window.Resize(fyne.NewSize(width+64, 440))
	d.window.CenterOnScreen()
	d.draw()
	return d
}

// leave ends the program, but not while the backup is being put back.
func (d *door) leave() {
	if !d.busy {
		d.app.Quit()
	}
}

// accept puts the backup back, once, and opens the till.
func (d *door) accept() {
	if d.busy || d.refused || time.Since(d.since) < settle {
		return
	}
	d.busy = true
	d.status.say(toneAccent, d.text("door.working"))
	d.draw()
	d.running.Go(func() {
		c, err := d.offered.Accept()
		d.onScreen(func() { d.opened(c, err) })
	})
}

// opened goes on to the till's windows, or says why there are none.
func (d *door) opened(c Config, err error) {
	if d.ctx.Err() != nil {
		return // the program was told to end meanwhile
	}
	d.busy = false
	if err == nil {
		err = d.goIn(c)
	}
	if err != nil {
		d.refused = true
		d.status.say(toneBad, d.say(sentence(app.Explain(err)), "Local"))
		d.draw()
	}
}

// goIn opens the till's windows and then takes this one away.
func (d *door) goIn(c Config) error {
	pump, err := open(c)
	if err != nil {
		return err
	}
	d.running.Go(func() { pump.run(d.ctx) })
	d.window.SetCloseIntercept(nil)
	d.window.Close()
	return nil
}

func (d *door) draw() {
	d.yes.enable(!d.busy && !d.refused)
	d.no.enable(!d.busy)
	relayout(d.content)
	relayout(d.content) // text has learned its width
}

func (d *door) key(e *fyne.KeyEvent) {
	switch deedOf(e.Name) {
	case doGo:
		d.accept()
	case doStop:
		d.leave()
	}
}

func (d *door) rune(rune)                 {}
func (d *door) reached(fyne.CanvasObject) {}
