// Drawing every screen is ten times slower under the race detector, and there
// is one goroutine in it: make test runs these tests without.

//go:build !race

package ui

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"

	"qrtill/app/ui/customer"
	"qrtill/app/ui/kit"
	"qrtill/app/ui/monitors"
	"qrtill/app/ui/uitest"
	"qrtill/assets"
	"qrtill/storage"
)

// box is a rectangle on the screen.
type box struct{ x, y, w, h float32 }

func boxOf(at fyne.Position, size fyne.Size) box { return box{at.X, at.Y, size.Width, size.Height} }

// slack is how far a thing may leave its room, in units: sizes are rounded, and
// nobody sees less.
const slack = 1.5

func (b box) holds(inner box) bool {
	return inner.x >= b.x-slack && inner.y >= b.y-slack && inner.x+inner.w <= b.x+b.w+slack && inner.y+inner.h <= b.y+b.h+slack
}

func (b box) meets(other box) bool {
	return b.x+slack < other.x+other.w && other.x+slack < b.x+b.w && b.y+slack < other.y+other.h && other.y+slack < b.y+b.h
}

// surveyor looks for what a person would call broken in a laid out window.
type surveyor struct {
	broken []string
	texts  map[int][]placed // by the layer they are on
	layers int
}

// placed is a text and where it stands.
type placed struct {
	text string
	box  box
}

func (s *surveyor) finds(format string, args ...any) {
	s.broken = append(s.broken, fmt.Sprintf(format, args...))
}

// survey is all that is wrong in a window's content.
func survey(content fyne.CanvasObject, size fyne.Size) []string {
	s := &surveyor{texts: map[int][]placed{}}
	if least := content.MinSize(); least.Width > size.Width || least.Height > size.Height {
		s.finds("needs %v, has %v", least, size)
	}
	s.walk(content, fyne.Position{}, boxOf(fyne.Position{}, size), 0)
	for _, texts := range s.texts {
		for i, a := range texts {
			for _, b := range texts[i+1:] {
				if a.box.meets(b.box) {
					s.finds("%q and %q lie on each other: %v, %v", a.text, b.text, a.box, b.box)
				}
			}
		}
	}
	return s.broken
}

// walk looks at an object and all that it shows. Room is what it must keep
// within, and what lies on other layers is not compared.
func (s *surveyor) walk(o fyne.CanvasObject, at fyne.Position, room box, layer int) {
	if o == nil || !o.Visible() {
		return
	}
	at = at.Add(o.Position())
	own := boxOf(at, o.Size())
	switch o := o.(type) {
	case *canvas.Text:
		s.text(o, at, room, layer)
	case *container.Scroll:
		s.inside(own, room, "a scrolled area")
		s.layers++
		within := box{own.x, at.Y - o.Offset.Y, own.w, max(own.h, o.Content.MinSize().Height)}
		s.walk(o.Content, at.Subtract(o.Offset), within, s.layers)
	case *fyne.Container:
		if isLayer(o) {
			s.layers++
			layer = s.layers
		}
		for _, child := range o.Objects {
			s.walk(child, at, room, layer)
		}
	case *kit.Button:
		s.inside(own, room, o.Text)
		if own.w < kit.Touch-0.1 || own.h < kit.Touch-0.1 {
			s.finds("the button %q is %v", o.Text, o.Size())
		}
		s.parts(o, at, own, layer)
	case *kit.Field:
		s.inside(own, room, "a field")
		if hint := fyne.MeasureText(o.PlaceHolder, kit.SizeBody, fyne.TextStyle{}).Width; hint > own.w-24+slack {
			s.finds("the hint %q is %v wide in %v", o.PlaceHolder, hint, own.w)
		}
	case *kit.Chooser:
		s.inside(own, room, "a chooser")
		if chosen := fyne.MeasureText(o.Selected, kit.SizeBody, fyne.TextStyle{}).Width; chosen > own.w-24-30 {
			s.finds("the choice %q is %v wide in %v", o.Selected, chosen, own.w)
		}
	case *kit.Label:
		if own.h < 1 && own.w > 0 {
			return // left out
		}
		if o.Text != "" {
			s.inside(own, room, o.Text)
		}
		s.parts(o, at, own, layer)
		if shown := strings.Join(strings.Fields(joined(o)), ""); o.Lines > 0 && shown != strings.Join(strings.Fields(o.Text), "") {
			s.finds("%q is cut to %q", o.Text, joined(o))
		}
	case *kit.Flow:
		s.parts(o, at, own, layer)
	case *kit.List:
		s.inside(own, room, "a list")
		s.layers++
		s.rows(o, at, own, s.layers)
	case fyne.Widget:
		s.parts(o, at, room, layer)
	}
}

// rows are a list's, which are shown in part at its lower edge.
func (s *surveyor) rows(list fyne.Widget, at fyne.Position, own box, layer int) {
	for _, o := range test.WidgetRenderer(list).Objects() {
		scroll, ok := o.(*container.Scroll)
		if !ok {
			continue
		}
		tall := box{own.x, own.y - 1e4, own.w, 2e4}
		s.walk(scroll.Content, at.Subtract(scroll.Offset), tall, layer)
	}
}

func (s *surveyor) parts(o fyne.Widget, at fyne.Position, room box, layer int) {
	for _, child := range test.WidgetRenderer(o).Objects() {
		s.walk(child, at, room, layer)
	}
}

func (s *surveyor) text(t *canvas.Text, at fyne.Position, room box, layer int) {
	if strings.TrimSpace(t.Text) == "" {
		return
	}
	need := fyne.MeasureText(t.Text, t.TextSize, t.TextStyle)
	spare := t.Size().Width - need.Width
	switch t.Alignment {
	case fyne.TextAlignCenter:
		at.X += spare / 2
	case fyne.TextAlignTrailing:
		at.X += spare
	}
	at.Y += (t.Size().Height - need.Height) / 2
	stands := boxOf(at, need)
	s.inside(stands, room, t.Text)
	s.texts[layer] = append(s.texts[layer], placed{t.Text, stands})
}

func (s *surveyor) inside(own, room box, name string) {
	if !room.holds(own) {
		s.finds("%q leaves its room: %v in %v", name, own, room)
	}
}

// isLayer says that a container lies above others: a sheet does.
func isLayer(c *fyne.Container) bool {
	if len(c.Objects) != 2 {
		return false
	}
	_, ok := c.Objects[0].(*kit.Scrim)
	return ok
}

func joined(w fyne.Widget) string {
	var words []string
	for _, o := range test.WidgetRenderer(w).Objects() {
		if t, ok := o.(*canvas.Text); ok {
			words = append(words, t.Text)
		}
	}
	return strings.Join(words, " ")
}

// tillSizes are what the till's window has on them, in units.
func tillSizes() []fyne.Size {
	sizes := []fyne.Size{leastSize()}
	for _, m := range monitorsAtCounters {
		for _, system := range scalesAtCounters {
			if _, size := monitors.Fitting(m, system, leastSize()); !slices.Contains(sizes, size) {
				sizes = append(sizes, size)
			}
		}
	}
	return sizes
}

// customerSizes are an ordinary window, and one that fills a monitor.
func customerSizes() []fyne.Size {
	sizes := []fyne.Size{customer.Size(), fyne.NewSize(420, 620)}
	for _, m := range monitorsAtCounters {
		for _, scale := range scalesAtCounters {
			sizes = append(sizes, fyne.NewSize(float32(m.W)/scale, float32(m.H)/scale))
		}
	}
	return sizes
}

func TestNothingIsCutOnAnyScreenInAnyLanguage(t *testing.T) {
	sizes := tillSizes()
	for _, tag := range assets.Languages() {
		s := newStage(t, tag)
		for _, k := range gallery() {
			s.window.Resize(sizes[0])
			s.enterScene(k)
			for _, size := range sizes {
				s.window.Resize(size)
				s.redraw()
				for _, fault := range survey(s.window.Content(), size) {
					t.Errorf("%s, %v, %s: %s", tag, size, k.name, fault)
				}
			}
		}
	}
}

func TestNothingIsCutOnTheCustomersScreen(t *testing.T) {
	s := newStage(t, "en")
	for _, languages := range pairsOf() {
		s.publicSpeak(languages[0], languages[1])
		for _, k := range publicGallery() {
			s.enterScene(k)
			for _, size := range customerSizes() {
				s.customers().Resize(size)
				s.customer.Draw(s.view.View)
				for _, fault := range survey(s.customers().Content(), size) {
					t.Errorf("%v, %v, %s: %s", languages, size, k.name, fault)
				}
			}
		}
	}
}

func TestNothingIsCutInFrontOfATillThatCannotStart(t *testing.T) {
	const folder = `C:\Users\陳大文的收銀櫃台電腦\AppData\Local\QR Till`
	for _, tag := range assets.Languages() {
		a := test.NewTempApp(t)
		a.Preferences().SetString(kit.PreferenceLanguage, tag)
		for _, key := range []string{"error.storage.damaged", "error.storage.missing", "error.display"} {
			calls := make(chan func())
			refused := func() (Config, error) { return Config{}, storage.ErrReadOnly }
			d := doorTo(newLoop(t.Context(), a), Offered{Problem: uitest.TextOf(key), Made: uitest.FirstDay, Orders: 312, Folder: folder, Accept: refused}, func(f func()) { calls <- f })
			uitest.Hands{T: t, On: d.Window, Board: d.Keyboard()}.Press(uitest.Enter)
			(<-calls)() // that could not be done
			d.End()
			waitFor(newLoop(t.Context(), a), uitest.TextOf("error.storage.leaving"), folder, nil, nil)
			if err := Refuse(t.Context(), a, uitest.TextOf(key), folder, nil); err != nil {
				t.Fatal(err)
			}
		}
		for _, w := range a.Driver().AllWindows() {
			if w.Content() == nil {
				continue
			}
			size := w.Canvas().Size().Max(w.Content().MinSize())
			w.Resize(size)
			if size.Height > leastSize().Height || size.Width > leastSize().Width {
				t.Errorf("%s: a window of %v", tag, size)
			}
			for _, fault := range survey(w.Content(), size) {
				t.Errorf("%s: %s", tag, fault)
			}
		}
	}
}

// What is wrong with an amount matters more than that its sentence stands on one line.
func TestWhatIsWrongWithAnAmountWrapsBeforeItShrinksInEveryLanguage(t *testing.T) {
	for _, tag := range assets.Languages() {
		s := newStage(t, tag)
		for _, size := range tillSizes() {
			s.window.Resize(size)
			s.enterScene(scene{set: typed(uitest.ReadyView, "4..5")})
			sentence := s.Text("charge.not_amount", "Text", "4..5")
			uitest.Each(s.window.Content(), func(o fyne.CanvasObject) {
				l, is := o.(*kit.Label)
				if !is || l.Text != sentence {
					return
				}
				sentence = ""
				for _, line := range test.WidgetRenderer(l).Objects() {
					if line := line.(*canvas.Text); line.TextSize < l.TextSize {
						t.Errorf("%s, %v: %q has size %g of %g", tag, size, line.Text, line.TextSize, l.TextSize)
					}
				}
			})
			if sentence != "" {
				t.Errorf("%s, %v: %q is not said", tag, size, sentence)
			}
		}
	}
}

func TestWhatIsCutIsFound(t *testing.T) {
	test.NewTempApp(t).Settings().SetTheme(kit.NewLook(kit.LookLight, "en"))
	tooLong := kit.NewFitted(kit.SizeBody, kit.ColorInk, fyne.TextAlignLeading).Saying(strings.Repeat("far too long ", 20))
	small := kit.NewButton(nil, kit.PlainButton, "7", "", nil)
	small.Least = fyne.NewSize(30, 30)
	free := func(o fyne.CanvasObject, x, y, w, h float32) fyne.CanvasObject {
		o.Resize(fyne.NewSize(w, h))
		o.Move(fyne.NewPos(x, y))
		return o
	}
	line := func(words string) *kit.Label { return kit.NewLabel(kit.SizeBody, kit.ColorInk).Saying(words) }
	for want, parts := range map[string][]fyne.CanvasObject{
		"is cut to":         {free(tooLong, 0, 0, 200, 30)},
		"the button":        {free(small, 10, 10, 30, 30)},
		"lie on each other": {free(line("one"), 0, 0, 60, 22), free(line("two"), 20, 5, 60, 22)},
		"leaves its room":   {free(line("outside"), 370, 0, 60, 22)},
		"needs":             {kit.AtLeast(500, 10, kit.NewPlate(kit.ColorBack, kit.ColorClear, 0))},
		"the hint":          {free(kit.NewField(nil, strings.Repeat("hint ", 20), 10), 0, 0, 200, 48)},
		"":                  {free(line("one"), 0, 0, 60, 22), free(line("two"), 70, 0, 60, 22), free(kit.NewButton(nil, kit.PlainButton, "Charge", "Enter", nil), 0, 30, 140, 56)},
	} {
		holder := container.NewWithoutLayout(parts...)
		if want == "needs" {
			holder = kit.Grow(1, parts...)
		}
		faults := strings.Join(survey(holder, fyne.NewSize(400, 300)), "\n")
		if want == "" && faults != "" || !strings.Contains(faults, want) {
			t.Errorf("%q: found %q", want, faults)
		}
	}
}
