package monitors

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// numbers are the windows that show each monitor's number for a moment. They are kept,
// hidden: one that is being closed has no handle, either (see Late).
type numbers struct {
	windows []fyne.Window
	until   time.Time // they are on the screen
}

const (
	numbersFor         = 3 * time.Second
	numberSize float32 = 240
)

// Identify shows on every monitor its number, in small windows that are filled
// by draw.
func (p *Watch) Identify(title string, draw func(number string) fyne.CanvasObject) {
	driver, ok := p.app.Driver().(desktop.Driver)
	if !ok {
		return
	}
	p.numbers.hide()
	for i, group := range grouped(p.list) {
		if i == len(p.numbers.windows) {
			w := driver.CreateSplashWindow()
			w.SetCloseIntercept(w.Hide) // it is kept
			p.numbers.windows = append(p.numbers.windows, w)
		}
		w := p.numbers.windows[i]
		w.SetTitle(title)
		w.SetContent(draw(group.Number()))
		w.Resize(fyne.NewSquareSize(numberSize))
		if d, ok := w.(desktop.Window); ok {
			d.RequestAlwaysOnTop()
		}
		on := p.list[group[0]].Area
		moveTo(w, on.X+frameTop, on.Y+frameTop)
		w.Show()
		half := int(numberSize * w.Canvas().Scale() / 2)
		moveTo(w, on.X+on.W/2-half, on.Y+on.H/2-half) // a splash window has centred itself
	}
	p.numbers.until = time.Now().Add(numbersFor)
	p.windows.Till.RequestFocus()
}

// end hides the windows when their time is up.
func (n *numbers) end(now time.Time) {
	if !n.until.IsZero() && !now.Before(n.until) {
		n.hide()
	}
}

func (n *numbers) hide() {
	for _, w := range n.windows {
		w.Hide()
	}
	n.until = time.Time{}
}
