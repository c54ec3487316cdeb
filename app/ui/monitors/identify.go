package monitors

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// numbers are the windows that show each monitor's number for a moment.
type numbers struct {
	windows []fyne.Window
	until   time.Time
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
	p.numbers.close()
	for _, group := range grouped(p.list) {
		w := driver.CreateSplashWindow()
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
		p.numbers.windows = append(p.numbers.windows, w)
	}
	p.numbers.until = time.Now().Add(numbersFor)
	p.windows.Till.RequestFocus()
}

// end closes the windows when their time is up.
func (n *numbers) end(now time.Time) {
	if len(n.windows) > 0 && !now.Before(n.until) {
		n.close()
	}
}

func (n *numbers) close() {
	for _, w := range n.windows {
		w.Close()
	}
	n.windows = nil
}
