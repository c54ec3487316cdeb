package door

import (
	"context"
	"sync"
	"time"

	"fyne.io/fyne/v2"

	"qrtill/app/ui/kit"
	"qrtill/assets"
)

// Backup is a backup that can take the place of a log that can't be opened.
type Backup struct {
	Problem kit.Sentence // why there is no till
	Made    time.Time    // when the backup was made
	Orders  int          // how many it holds
	Folder  string       // the data folder
}

// Opener opens the till's windows, on Fyne's goroutine. What it returns brings
// them to life until its context ends.
type Opener func() (live func(context.Context), err error)

// Offer is the window in front of a till that is not open: it could not be, or it opens
// by itself in a while.
type Offer struct {
	kit.Texts
	Window   fyne.Window // for Shown; the Offer fills it and hides it
	explain  func(error) (said kit.Sentence, again bool)
	onScreen func(func())           // does something on Fyne's goroutine
	end      func()                 // ends the program
	restore  func() (Opener, error) // does what the till can be opened after; it may take a while
	board    *kit.Keyboard
	waits    bool // nothing is offered: it begins by itself, and staff may leave meanwhile
	busy     bool
	refused  bool // the till could not be opened: only leaving is left

	status  *kit.Aside
	yes, no *kit.Button // yes is nil where nothing is offered
	content *fyne.Container
	ctx     context.Context // of the till's windows, once there are some
	stop    func()
	running sync.WaitGroup
}

// NewOffer makes the window and does not show it. explain words errors, and says which
// may pass, so that staff may accept again; onScreen has Fyne's goroutine do something,
// from any other; end is called when staff leave; restore each time they accept, on a
// goroutine of its own.
func NewOffer(a fyne.App, o Backup, explain func(error) (said kit.Sentence, again bool), onScreen func(func()), end func(), restore func() (Opener, error)) *Offer {
	d := newOffer(a, explain, onScreen, end, restore)
	d.build(o)
	return d.ready()
}

// NewWait makes a window that only says why there is no till yet: wait is called when it
// is shown. Without an Opener and without an error it has waited for nothing. It may be
// left meanwhile.
func NewWait(a fyne.App, why kit.Sentence, folder string, explain func(error) (said kit.Sentence, again bool), onScreen func(func()), end func(), wait func() (Opener, error)) *Offer {
	d := newOffer(a, explain, onScreen, end, wait)
	d.waits = true
	d.buildWait(why, folder)
	return d.ready()
}

func newOffer(a fyne.App, explain func(error) (said kit.Sentence, again bool), onScreen func(func()), end func(), restore func() (Opener, error)) *Offer {
	c := kit.Language(a)
	kit.Dress(a, c)
	a.SetIcon(fyne.NewStaticResource("icon.png", assets.Icon()))
	d := &Offer{Texts: kit.Texts{Catalogue: c}, Window: a.NewWindow(c.Text("window.till", nil)),
		explain: explain, onScreen: onScreen, end: end, restore: restore, status: kit.NewAside()}
	d.ctx, d.stop = context.WithCancel(context.Background())
	return d
}

// ready has the window, which is built, hear its keys.
func (d *Offer) ready() *Offer {
	d.board = kit.NewKeyboard(d, d.Window.Canvas())
	d.board.Listen(d.Window.Canvas())
	d.Window.SetCloseIntercept(d.leave)
	d.Window.CenterOnScreen()
	d.draw()
	return d
}

func (d *Offer) build(o Backup) {
	d.no = kit.NewButton(d, kit.SoftButton, d.Text("refuse.close"), d.Text("key.esc"), d.leave)
	d.yes = kit.NewButton(d, kit.AccentButton, d.Text("door.accept"), d.Text("key.enter"), d.accept)
	const width = 640
	made := d.Catalogue.DateTime(o.Made, "Local")
	stop := kit.ToneBad
	stop.Shape = kit.IconStop
	why := kit.NewAside()
	why.Say(stop, d.Say(o.Problem, "Local"))
	d.content = kit.Pad(32, 28, kit.AtLeast(width, 0, kit.Column(16,
		kit.NewHeading(kit.SizeTitle, d.Text("refuse.title")), why.Box,
		kit.NewText(kit.SizeLarge, kit.ColorInk, width, d.Text("door.backup", "Time", made, "Count", o.Orders)).Strong(),
		kit.NewText(kit.SizeBody+1, kit.ColorInkSoft, width, d.Text("door.text")),
		kit.NewText(kit.SizeBody, kit.ColorInkSoft, width, d.Text("refuse.folder", "Folder", o.Folder)),
		d.status.Box, kit.Space(),
		kit.Row(12, kit.Grow(1, d.no), kit.Grow(1, d.yes)))))
	d.Window.SetPadded(false)
	d.Window.SetContent(d.content)
	d.Window.Resize(fyne.NewSize(width+64, 440))
}

func (d *Offer) buildWait(why kit.Sentence, folder string) {
	d.no = kit.NewButton(d, kit.SoftButton, d.Text("door.leave"), d.Text("key.esc"), d.leave)
	const width = 560
	d.content = kit.Pad(32, 28, kit.AtLeast(width, 0, kit.Column(16,
		kit.NewHeading(kit.SizeTitle, d.Text("door.waiting")),
		kit.NewText(kit.SizeLarge, kit.ColorInk, width, d.Say(why, "Local")).Strong(),
		kit.NewText(kit.SizeBody, kit.ColorInkSoft, width, d.Text("refuse.folder", "Folder", folder)),
		d.status.Box, kit.Space(), d.no)))
	d.Window.SetPadded(false)
	d.Window.SetContent(d.content)
	d.Window.Resize(fyne.NewSize(width+64, 300))
}

// Begin is called when the window is shown.
func (d *Offer) Begin() {
	d.board.Unsettle()
	if d.waits {
		d.accept()
	}
}

// End takes the life out of the till's windows, if there are any.
func (d *Offer) End() {
	d.stop()
	d.running.Wait()
}

// leave ends the program, but not while the backup is being put back.
func (d *Offer) leave() {
	if !d.busy || d.waits {
		d.end()
	}
}

// accept puts the backup back, or waits, once, and opens the till.
func (d *Offer) accept() {
	if d.busy || d.refused {
		return
	}
	d.busy = true
	if !d.waits {
		d.status.Say(kit.ToneAccent, d.Text("door.working"))
	}
	d.draw()
	d.running.Go(func() {
		open, err := d.restore()
		d.onScreen(func() { d.restored(open, err) })
	})
}

// restored goes on to the till's windows, or says why there are none.
func (d *Offer) restored(open Opener, err error) {
	if d.ctx.Err() != nil {
		return // the program was told to end meanwhile
	}
	d.busy = false
	switch {
	case err == nil && open == nil:
		d.end()
		return
	case err == nil:
		err = d.goIn(open)
	}
	if err != nil {
		said, again := d.explain(err)
		d.refused = !again || d.waits
		d.status.Say(kit.ToneBad, d.Say(said, "Local"))
		d.board.Unsettle() // Enter may be pressed again, but must be meant
		d.draw()
	}
}

// goIn opens the till's windows and then takes this one away: a window that is being
// closed has no handle, and on Windows no theme could be set then.
func (d *Offer) goIn(open Opener) error {
	live, err := open()
	if err != nil {
		return err
	}
	d.running.Go(func() { live(d.ctx) })
	d.Window.SetCloseIntercept(func() {}) // who closes all windows of the program means the till's
	d.Window.Hide()
	return nil
}

func (d *Offer) draw() {
	if d.yes != nil {
		d.yes.SetEnabled(!d.busy && !d.refused)
	}
	d.no.SetEnabled(!d.busy || d.waits)
	kit.Relayout(d.content)
	kit.Relayout(d.content) // text has learned its width
}

// Key answers the offer: Enter accepts, Esc leaves.
func (d *Offer) Key(e *fyne.KeyEvent) {
	switch kit.DeedOf(e.Name) {
	case kit.DoGo:
		d.accept()
	case kit.DoStop:
		d.leave()
	}
}

// Keyboard is the window's. All that it shows is a question.
func (d *Offer) Keyboard() *kit.Keyboard { return d.board }
func (d *Offer) Asks() bool              { return true }

// The rest does nothing: nothing is typed here, and all of it is in sight.
func (d *Offer) Rune(rune)                 {}
func (d *Offer) Scan(string)               {}
func (d *Offer) Sign(string)               {}
func (d *Offer) Polled()                   {}
func (d *Offer) Reached(fyne.CanvasObject) {}
