package ui

import (
	"context"
	"sync"
	"time"

	"fyne.io/fyne/v2"

	"qrtill/assets"
)

// offer is a backup that can take the place of a log that can't be opened.
type offer struct {
	problem sentence  // why there is no till
	made    time.Time // when the backup was made
	orders  int       // how many it holds
}

// opener opens the till's windows, on Fyne's goroutine. What it returns brings
// them to life until its context ends.
type opener func() (live func(context.Context), err error)

// door is the window in front of a till that could not be opened.
type door struct {
	kit
	app      fyne.App
	window   fyne.Window
	explain  func(error) sentence
	onScreen func(func())           // does something on Fyne's goroutine
	restore  func() (opener, error) // puts the backup back; it may take a while
	since    time.Time              // when the window came onto the screen
	busy     bool
	refused  bool // the backup could not be put back: only leaving is left

	status  *aside
	yes, no *button
	content *fyne.Container
	ctx     context.Context // of the till's windows, once there are some
	stop    func()
	running sync.WaitGroup
}

func newDoor(a fyne.App, o offer, explain func(error) sentence, onScreen func(func()), restore func() (opener, error)) *door {
	c := Language(a)
	dress(a, c)
	a.SetIcon(fyne.NewStaticResource("icon.png", assets.Icon()))
	d := &door{kit: kit{catalogue: c}, app: a, window: a.NewWindow(c.Text("window.till", nil)),
		explain: explain, onScreen: onScreen, restore: restore, status: newAside()}
	d.ctx, d.stop = context.WithCancel(context.Background())
	d.build(o)
	d.window.Canvas().SetOnTypedKey(d.key)
	d.window.SetCloseIntercept(d.leave)
	d.window.CenterOnScreen()
	d.draw()
	return d
}

func (d *door) build(o offer) {
	d.no = newButton(d, softButton, d.text("refuse.close"), d.text("key.esc"), d.leave)
	d.yes = newButton(d, accentButton, d.text("door.accept"), d.text("key.enter"), d.accept)
	const width = 640
	made := d.catalogue.DateTime(o.made, "Local")
	stop := toneBad
	stop.shape = iconStop
	why := newAside()
	why.say(stop, d.say(o.problem, "Local"))
	d.content = pad(32, 28, atLeast(width, 0, column(16,
		newHeading(sizeTitle, d.text("refuse.title")), why.box,
		newText(sizeLarge, colorInk, width, d.text("door.backup", "Time", made, "Count", o.orders)).strong(),
		newText(sizeBody+1, colorInkSoft, width, d.text("door.text")),
		d.status.box, space(),
		row(12, grow(1, d.no), grow(1, d.yes)))))
	d.window.SetPadded(false)
	d.window.SetContent(d.content)
	d.window.Resize(fyne.NewSize(width+64, 440))
}

// wait runs the program until it is told to end.
func (d *door) wait() {
	d.since = time.Now()
	d.app.Run()
	d.end()
}

// end takes the life out of the till's windows, if there are any.
func (d *door) end() {
	d.stop()
	d.running.Wait()
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
		open, err := d.restore()
		d.onScreen(func() { d.restored(open, err) })
	})
}

// restored goes on to the till's windows, or says why there are none.
func (d *door) restored(open opener, err error) {
	if d.ctx.Err() != nil {
		return // the program was told to end meanwhile
	}
	d.busy = false
	if err == nil {
		err = d.goIn(open)
	}
	if err != nil {
		d.refused = true
		d.status.say(toneBad, d.say(d.explain(err), "Local"))
		d.draw()
	}
}

// goIn opens the till's windows and then takes this one away.
func (d *door) goIn(open opener) error {
	live, err := open()
	if err != nil {
		return err
	}
	d.running.Go(func() { live(d.ctx) })
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
