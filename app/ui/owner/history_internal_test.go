package owner

import (
	"fmt"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"qrtill/app/order"
	"qrtill/app/ui/kit"
	"qrtill/app/ui/uitest"
)

// chosenRow is the order that the keys are on.
func (s *office) chosenRow() order.ID {
	if s.history.at < 0 {
		return ""
	}
	return s.history.rows[s.history.at].order.ID
}

func (s *office) isOn(id order.ID) {
	s.Helper()
	if got := s.chosenRow(); got != id || s.history.chosen != id {
		s.Errorf("on %q (%q), want %q", got, s.history.chosen, id)
	}
}

func TestEveryOrderIsSeenOnceNewestFirst(t *testing.T) {
	s := newOffice(t, 1000)
	if len(s.history.rows) >= 1000 {
		t.Error("the whole book is read at once")
	}
	for last := -1; len(s.history.rows) > last; { // as scrolling does: the last row is asked for
		last = len(s.history.rows)
		s.history.list.UpdateItem(last-1, newHistoryItem())
	}
	want, days := 1000, map[string]int{}
	for i, r := range s.history.rows {
		if r.order == nil {
			days[r.day]++
			if i+1 == len(s.history.rows) || s.history.rows[i+1].order.Day != r.day {
				t.Errorf("row %d: %s is above no order of its day", i, r.day)
			}
			continue
		}
		if id := order.ID(fmt.Sprintf("T1%06d", want)); r.order.ID != id {
			t.Fatalf("row %d is %s, want %s", i, r.order.ID, id)
		}
		want--
	}
	if want != 0 || len(days) != 5 {
		t.Errorf("%d orders not seen, days %v", want, days)
	}
	for day, times := range days {
		if times != 1 {
			t.Errorf("%s stands %d times", day, times)
		}
	}
}

func TestTheKeysWalkThroughTheHistory(t *testing.T) {
	s := newOffice(t, 300)
	s.Press(fyne.KeyDown)
	s.isOn("T1000300")
	s.Press(fyne.KeyDown, fyne.KeyDown)
	s.isOn("T1000298")
	s.Press(fyne.KeyUp, fyne.KeyUp, fyne.KeyUp)
	s.isOn("T1000300")
	s.Press(fyne.KeyPageDown)
	down := s.chosenRow()
	if down >= "T1000299" {
		t.Errorf("Page Down is on %s", down)
	}
	s.Press(fyne.KeyPageUp)
	s.isOn("T1000300")
	s.Press(fyne.KeyEnd)
	s.isOn("T1000001")
	s.Press(fyne.KeyHome)
	s.isOn("T1000300")
	s.Press(uitest.Esc)
	if s.At() != "sale" {
		t.Error("Esc does not lead back to the sale")
	}
}

func TestATapOpensAnOrderAndADayOpensNothing(t *testing.T) {
	s := newOffice(t, 3)
	s.history.list.Select(0)
	if s.Page != s.history {
		t.Error("a day was opened")
	}
	for range 2 { // the second tap counts too
		s.history.list.Select(1)
		if s.Page != s.order {
			t.Error("a tap opened nothing")
		}
		s.Press(uitest.Esc)
	}
}

func TestANewOrderAppearsAndWhatIsOnTheScreenStays(t *testing.T) {
	s := newOffice(t, 300)
	s.ledger.Sell()
	s.Draw(s.View) // nothing was written as far as this View knows
	if s.history.rows[1].order.ID != "T1000300" {
		t.Error("the book was read without need")
	}
	s.Draw(s.ledger.Fresh())
	if s.history.rows[1].order.ID != "T1000301" {
		t.Errorf("the newest is %s", s.history.rows[1].order.ID)
	}
	for range 50 {
		s.Press(fyne.KeyDown)
	}
	s.isOn("T1000252")
	pitch, place := s.history.list.Pitch(), s.history.list.GetScrollOffset()
	s.ledger.Sell()
	s.Draw(s.ledger.Fresh())
	s.isOn("T1000252")
	if got := s.history.list.GetScrollOffset(); got != place+pitch {
		t.Errorf("scrolled to %v, want %v", got, place+pitch)
	}
}

func TestAnEmptyHistorySaysSo(t *testing.T) {
	s := newOffice(t, 0)
	s.Reads(s.Screen(), "No orders yet")
	s.Press(fyne.KeyDown, fyne.KeyEnd, fyne.KeyHome, uitest.Enter)
	s.ledger.Sell()
	s.Draw(s.ledger.Fresh())
	s.ReadsNot(s.Screen(), "No orders yet")
	s.Reads(s.Screen(), "Being sent")
}

func TestABookThatCannotBeReadIsSaidToBe(t *testing.T) {
	s := newOffice(t, 3)
	s.ledger.Log.Close()
	v := s.View
	v.Seq++
	s.Draw(v)
	if s.history.problem == "" || strings.Contains(s.history.problem, "⟦") {
		t.Errorf("says %q", s.history.problem)
	}
	s.Reads(s.Screen(), s.history.problem)
	s.ReadsNot(s.Screen(), "No orders yet")
}

func TestHistoryTellsStatesApartByWordShapeAndColour(t *testing.T) {
	s := newOffice(t, 0)
	seen := map[string]string{}
	for name, o := range uitest.EveryState() {
		look, word := stateLook(s.Texts, o)
		if strings.Contains(word, "⟦") || word == "" {
			t.Errorf("%s: %q", name, word)
		}
		if other, ok := seen[look.Shape]; ok && other != word {
			t.Errorf("%q and %q have the same shape", word, other)
		}
		seen[look.Shape] = word
	}
}

func TestANarrowListKeepsWhatMatters(t *testing.T) {
	s := newOffice(t, 1)
	s.Window.Resize(fyne.NewSize(900, 720))
	s.Reads(s.Screen(), "HK$0.01")
	s.ReadsNot(s.Screen(), "…000001")
	s.Window.Resize(fyne.NewSize(1366, 740))
	s.Reads(s.Screen(), "…000001")
	for _, width := range []float32{0, 40, 90, 400} {
		const note = "Takeaway, Mrs Chan"
		got := shortened(note, width)
		if wide := fyne.MeasureText(got, kit.SizeBody, fyne.TextStyle{}).Width; wide > width && got != "…" {
			t.Errorf("%q is %v wide, more than %v", got, wide, width)
		}
		if width == 400 && got != note {
			t.Errorf("cut to %q without need", got)
		}
	}
}

func TestTheRowThatTheKeysAreOnIsMarked(t *testing.T) {
	s := newOffice(t, 3)
	before := s.Window.Canvas().Capture()
	s.Press(fyne.KeyDown)
	n, after := 0, s.Window.Canvas().Capture()
	for y := range after.Bounds().Dy() {
		for x := range after.Bounds().Dx() {
			if before.At(x, y) != after.At(x, y) {
				n++
			}
		}
	}
	if row := s.history.list.Line * s.history.list.Size().Width; float32(n) < row/2 {
		t.Errorf("only %d pixels of a row of %v have changed", n, row)
	}
}
