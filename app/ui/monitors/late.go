package monitors

import "fyne.io/fyne/v2"

// Late is a window that is made when it is first shown, and not before: on Windows
// Fyne 2.8.1 asks every window that was made for its handle when a theme is set, or when
// the system goes from light to dark, and ends the program over one that was never shown
// and has none. It is used on Fyne's goroutine alone.
type Late struct {
	fill   func() fyne.Window // makes it, with all that is in it
	made   func(fyne.Window)  // what the Watch needs of it
	window fyne.Window        // nil before
	size   fyne.Size
	x, y   int
	placed bool
}

// NewLate is a window that fill makes, when it is time.
func NewLate(fill func() fyne.Window) *Late { return &Late{fill: fill} }

// Window is nil before it was first shown.
func (l *Late) Window() fyne.Window { return l.window }

// Show shows the window, where and as large as was asked for before.
func (l *Late) Show() {
	if l.window == nil {
		l.window = l.fill()
		l.made(l.window)
		l.Resize(l.size)
		if l.placed {
			moveTo(l.window, l.x, l.y)
		}
	}
	l.window.Show()
}

func (l *Late) Hide() {
	if l.window != nil {
		l.window.Hide()
	}
}

func (l *Late) Resize(size fyne.Size) {
	if l.size = size; l.window != nil && !size.IsZero() {
		l.window.Resize(size)
	}
}

// RequestPosition puts the window's left upper corner there, in pixels.
func (l *Late) RequestPosition(x, y int) {
	if l.x, l.y, l.placed = x, y, true; l.window != nil {
		moveTo(l.window, x, y)
	}
}

func (l *Late) SetFullScreen(on bool) {
	if l.window != nil {
		l.window.SetFullScreen(on)
	}
}

// FullScreen is false before the window was first shown.
func (l *Late) FullScreen() bool { return l.window != nil && l.window.FullScreen() }
