package settings

import (
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"

	"qrtill/app/ui/kit"
	"qrtill/assets"
)

// wall is a frame with monitors on it, and the card that shows them.
type wall struct {
	*testing.T
	Frame   // what the card has no need of
	is      Screens
	window  fyne.Window
	card    *screenCard
	chosen  []int
	windows int // how often an ordinary window was chosen
	numbers []string
}

func (w *wall) Monitors() Monitors        { return w }
func (w *wall) Keyboard() *kit.Keyboard   { return kit.NewKeyboard(w, w.window.Canvas()) }
func (w *wall) Now() Screens              { return w.is }
func (w *wall) Choose(tile int)           { w.chosen = append(w.chosen, tile) }
func (w *wall) ChooseWindow()             { w.windows++ }
func (w *wall) Focus(part fyne.Focusable) { w.window.Canvas().Focus(part) }
func (w *wall) Focused() fyne.Focusable   { return w.window.Canvas().Focused() }
func (w *wall) Reached(fyne.CanvasObject) {}
func (w *wall) Identify(_ string, draw func(string) fyne.CanvasObject) {
	for _, tile := range w.is.Tiles {
		w.numbers = append(w.numbers, written(draw(tile.Number)))
	}
}

// newWall shows a card on a page's width.
func newWall(t *testing.T, is Screens) *wall {
	t.Helper()
	a := test.NewTempApp(t)
	a.Settings().SetTheme(kit.NewLook(kit.LookLight, "en"))
	english, err := assets.Load("en")
	if err != nil {
		t.Fatal(err)
	}
	w := &wall{T: t, is: is, window: a.NewWindow("")}
	w.card = newScreenCard(kit.Texts{Catalogue: english}, w, func() { kit.Relayout(w.window.Content()) })
	w.window.SetContent(container.NewVBox(kit.AtLeast(freeWidth, 0, w.card.box)))
	w.window.Resize(fyne.NewSize(freeWidth, 700))
	return w
}

// hang changes what there is.
func (w *wall) hang(is Screens) {
	w.is = is
	w.card.changed()
}

// written is all that can be read in a part, with spaces between the lines.
func written(part fyne.CanvasObject) string {
	if !part.Visible() {
		return ""
	}
	var parts []fyne.CanvasObject
	switch o := part.(type) {
	case *canvas.Text:
		return o.Text
	case *fyne.Container:
		parts = o.Objects
	case fyne.Widget:
		parts = test.WidgetRenderer(o).Objects()
	}
	var words []string
	for _, p := range parts {
		words = append(words, strings.Fields(written(p))...)
	}
	return strings.Join(words, " ")
}

func (w *wall) reads(part fyne.CanvasObject, want string) {
	w.Helper()
	if text := written(part); !strings.Contains(text, want) {
		w.Errorf("%q is not in %q", want, text)
	}
}

// sideBy are monitors side by side; the till is on the first.
func sideBy(names ...string) Screens {
	s := Screens{Customer: -1}
	for i, name := range names {
		s.Each = append(s.Each, Screen{string(rune('1' + i)), name, i * 1920, 0, 1920, 1080})
	}
	s.Tiles = slices.Clone(s.Each)
	return s
}

func TestATileChoosesItsMonitor(t *testing.T) {
	w := newWall(t, sideBy("DELL", "BENQ", "TV"))
	for i, tile := range w.card.tiles {
		if own := i == w.is.Till; tile.button.Disabled() != own {
			t.Errorf("tile %d can be chosen: %t", i, own)
		}
	}
	if words := w.card.tiles[0].word.Text; words != "This till" {
		t.Errorf("the till’s own says %q", words)
	}
	w.card.tiles[2].button.Tapped(nil)
	w.card.other.Tapped(nil)
	if !slices.Equal(w.chosen, []int{2}) || w.windows != 1 {
		t.Errorf("chose %v, and a window %d times", w.chosen, w.windows)
	}
	w.card.identify.Tapped(nil)
	if !slices.Equal(w.numbers, []string{"1", "2", "3"}) {
		t.Errorf("numbered %v", w.numbers)
	}
}

func TestTheCardSaysWhatBecomesOfTheCustomersWindow(t *testing.T) {
	two := sideBy("DELL", "BENQ")
	theirs := two
	theirs.Customer = 1
	for want, change := range map[string]func(*Screens){
		"is closed":             func(s *Screens) { s.Hidden, s.Filling = true, true },
		"there is no such room": func(s *Screens) { s.Missing = "there is no such room" },
		"fills screen 2":        func(s *Screens) { s.Filling = true },
		"is an ordinary window": func(s *Screens) { s.Customer, s.Window = -1, true },
	} {
		s := theirs
		change(&s)
		w := newWall(t, s)
		w.reads(w.card.box, want)
		if w.card.other.Chosen != s.Window {
			t.Errorf("%s: an ordinary window is marked: %t", want, w.card.other.Chosen)
		}
		tile := w.card.tiles[1]
		if marked, word := tile.button.Chosen, tile.word.Text == "Customer"; marked != (s.Customer == 1) || word != marked {
			t.Errorf("%s: the customer’s is marked: %t, %q", want, marked, tile.word.Text)
		}
	}
}

func TestTheFocusStaysNearATileThatGoes(t *testing.T) {
	w := newWall(t, sideBy("DELL", "BENQ"))
	w.Focus(w.card.tiles[1].button)
	w.hang(sideBy("DELL"))
	if w.Focused() != w.card.other {
		t.Errorf("the focus is on %v", w.Focused())
	}
}

func TestEveryMonitorHasALine(t *testing.T) {
	const same = "Generic PnP Monitor"
	w := newWall(t, sideBy(same, same, same))
	if n := strings.Count(written(w.card.legend), same); n != 3 {
		t.Errorf("%d names", n)
	}
}

func TestMirroredMonitorsAreOneTile(t *testing.T) {
	s := sideBy("DELL", "BENQ")
	s.Tiles = []Screen{{"1 = 2", "DELL", 0, 0, 1920, 1080}}
	w := newWall(t, s)
	if len(w.card.tiles) != 1 || !w.card.tiles[0].button.Disabled() {
		t.Fatalf("%d tiles", len(w.card.tiles))
	}
	w.reads(w.card.tiles[0].box, "1 = 2")
}

func TestWhereNoScreensAreKnownThereIsNothingToChoose(t *testing.T) {
	w := newWall(t, Screens{Till: -1, Customer: -1})
	w.reads(w.card.box, "doesn’t say which screens there are")
	if w.card.picture.Visible() || w.card.other.Visible() {
		t.Error("there is something to choose")
	}
}

func TestTheScreensFitTheirCard(t *testing.T) {
	w := newWall(t, sideBy("DELL P2419H", "BENQ GW2480"))
	w.hang(sideBy("DELL P2419H", "BENQ GW2480", "TV"))
	for i, tile := range w.card.tiles {
		b := tile.button
		if b.Size().Width < kit.Touch || b.Size().Height < kit.Touch {
			t.Errorf("tile %d is %v", i, b.Size())
		}
		for _, l := range []*kit.Label{tile.big, tile.word, tile.name} {
			if l.Visible() && l.Size().Height < l.MinSize().Height {
				t.Errorf("%q is cut", l.Text)
			}
		}
		if need := tile.box.MinSize(); need.Height > b.Size().Height {
			t.Errorf("tile %d needs %v of %v", i, need, b.Size())
		}
		if right := tile.box.Position().X + tile.box.Size().Width; right > w.card.picture.Size().Width {
			t.Errorf("tile %d ends at %v of %v", i, right, w.card.picture.Size().Width)
		}
	}
}
