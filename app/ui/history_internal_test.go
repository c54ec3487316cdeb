package ui

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"qrtill/app"
	"qrtill/app/book"
	"qrtill/app/order"
	"qrtill/storage"
)

// shelf is a desk with a real order log under it.
type shelf struct {
	*desk
	h   *history
	log *storage.Log
	now time.Time
	n   int
}

var firstDay = time.Date(2026, 11, 20, 1, 0, 0, 0, time.UTC)

// newShelf opens History over a log with so many orders, six minutes apart.
func newShelf(t *testing.T, orders int) *shelf {
	t.Helper()
	log, err := storage.Open(t.TempDir(), storage.Options{Create: true, Free: func(string) (uint64, error) { return 1 << 40, nil }})
	if err != nil {
		t.Fatal(err)
	}
	d := newDesk(t)
	s := &shelf{desk: d, h: d.pages[atHistory].(*history), log: log, now: firstDay}
	t.Cleanup(func() { log.Close() })
	d.config.Book = book.New(log)
	for range orders {
		s.sell()
	}
	d.draw(s.fresh())
	d.open(atHistory)
	return s
}

// sell writes one more order.
func (s *shelf) sell() order.ID {
	s.Helper()
	s.n++
	s.now = s.now.Add(6 * time.Minute)
	e := order.Event{Version: order.Version, Kind: order.Created, At: s.now, Day: s.now.Format(time.DateOnly), Order: order.ID(fmt.Sprintf("T1%06d", s.n))}
	e.New = &order.New{Sale: "S", Attempt: 1, Account: readyView().Settings.Account, Amount: dollars(int64(s.n)), Method: order.WeChat, Till: "T1", Zone: "Asia/Hong_Kong"}
	if _, err := s.log.Append(e); err != nil {
		s.Fatal(err)
	}
	return e.Order
}

// fresh is a View that knows what is in the log.
func (s *shelf) fresh() app.View {
	v := readyView()
	v.Seq, v.Today.Day = s.log.Seq(), s.now.Format(time.DateOnly)
	return v
}

// chosenRow is the order that the keys are on.
func (s *shelf) chosenRow() order.ID {
	if s.h.at < 0 {
		return ""
	}
	return s.h.rows[s.h.at].order.ID
}

func (s *shelf) isOn(id order.ID) {
	s.Helper()
	if got := s.chosenRow(); got != id || s.h.chosen != id {
		s.Errorf("on %q (%q), want %q", got, s.h.chosen, id)
	}
}

func TestEveryOrderIsSeenOnceNewestFirst(t *testing.T) {
	s := newShelf(t, 1000)
	if len(s.h.rows) >= 1000 {
		t.Error("the whole book is read at once")
	}
	for last := -1; len(s.h.rows) > last; { // as scrolling does: the last row is asked for
		last = len(s.h.rows)
		s.h.list.UpdateItem(last-1, newHistoryItem())
	}
	want, days := 1000, map[string]int{}
	for i, r := range s.h.rows {
		if r.order == nil {
			days[r.day]++
			if i+1 == len(s.h.rows) || s.h.rows[i+1].order.Day != r.day {
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
	s := newShelf(t, 300)
	s.press(fyne.KeyDown)
	s.isOn("T1000300")
	s.press(fyne.KeyDown, fyne.KeyDown)
	s.isOn("T1000298")
	s.press(fyne.KeyUp, fyne.KeyUp, fyne.KeyUp)
	s.isOn("T1000300")
	s.press(fyne.KeyPageDown)
	down := s.chosenRow()
	if down >= "T1000299" {
		t.Errorf("Page Down is on %s", down)
	}
	s.press(fyne.KeyPageUp)
	s.isOn("T1000300")
	s.press(fyne.KeyEnd)
	s.isOn("T1000001")
	s.press(fyne.KeyHome)
	s.isOn("T1000300")
	s.press(esc)
	if s.page != s.pages[atCharge] {
		t.Error("Esc does not lead back to the sale")
	}
}

func TestAnOrderIsOpenedAndTheListKeepsItsPlace(t *testing.T) {
	for _, back := range []fyne.KeyName{esc, fyne.KeyBackspace} {
		s := newShelf(t, 300)
		for range 40 {
			s.press(fyne.KeyDown)
		}
		place := s.h.list.GetScrollOffset()
		s.press(enter)
		if s.page != s.order || place == 0 {
			t.Fatalf("the page is %T, scrolled to %v", s.page, place)
		}
		s.reads(s.staff(), "T1000261")
		s.press(back)
		s.isOn("T1000261")
		if s.page != s.h || s.h.list.GetScrollOffset() != place {
			t.Errorf("back at %v, want %v", s.h.list.GetScrollOffset(), place)
		}
	}
}

func TestATapOpensAnOrderAndADayOpensNothing(t *testing.T) {
	s := newShelf(t, 3)
	s.h.list.Select(0)
	if s.page != s.h {
		t.Error("a day was opened")
	}
	for range 2 { // the second tap counts too
		s.h.list.Select(1)
		if s.page != s.order {
			t.Error("a tap opened nothing")
		}
		s.press(esc)
	}
}

func TestANewOrderAppearsAndWhatIsOnTheScreenStays(t *testing.T) {
	s := newShelf(t, 300)
	s.sell()
	s.draw(s.shell.view) // nothing was written as far as this View knows
	if s.h.rows[1].order.ID != "T1000300" {
		t.Error("the book was read without need")
	}
	s.draw(s.fresh())
	if s.h.rows[1].order.ID != "T1000301" {
		t.Errorf("the newest is %s", s.h.rows[1].order.ID)
	}
	for range 50 {
		s.press(fyne.KeyDown)
	}
	s.isOn("T1000252")
	pitch, place := s.h.list.pitch(), s.h.list.GetScrollOffset()
	s.sell()
	s.draw(s.fresh())
	s.isOn("T1000252")
	if got := s.h.list.GetScrollOffset(); got != place+pitch {
		t.Errorf("scrolled to %v, want %v", got, place+pitch)
	}
}

func TestAnEmptyHistorySaysSo(t *testing.T) {
	s := newShelf(t, 0)
	s.reads(s.staff(), "No orders yet")
	s.press(fyne.KeyDown, fyne.KeyEnd, fyne.KeyHome, enter)
	s.sell()
	s.draw(s.fresh())
	s.readsNot(s.staff(), "No orders yet")
	s.reads(s.staff(), "Being sent")
}

func TestABookThatCannotBeReadIsSaidToBe(t *testing.T) {
	s := newShelf(t, 3)
	s.log.Close()
	v := s.shell.view
	v.Seq++
	s.draw(v)
	if s.h.problem == "" || strings.Contains(s.h.problem, "⟦") {
		t.Errorf("says %q", s.h.problem)
	}
	s.reads(s.staff(), s.h.problem)
	s.readsNot(s.staff(), "No orders yet")
}

func TestHistoryTellsStatesApartByWordShapeAndColour(t *testing.T) {
	s := newShelf(t, 0)
	seen := map[string]string{}
	for name, o := range everyState() {
		look, word := stateLook(s.h.kit, o)
		if strings.Contains(word, "⟦") || word == "" {
			t.Errorf("%s: %q", name, word)
		}
		if other, ok := seen[look.shape]; ok && other != word {
			t.Errorf("%q and %q have the same shape", word, other)
		}
		seen[look.shape] = word
	}
}

func TestANarrowListKeepsWhatMatters(t *testing.T) {
	s := newShelf(t, 1)
	s.window.Resize(fyne.NewSize(980, 720))
	s.reads(s.staff(), "HK$0.01")
	s.readsNot(s.staff(), "…000001")
	s.window.Resize(fyne.NewSize(1366, 740))
	s.reads(s.staff(), "…000001")
	for _, width := range []float32{0, 40, 90, 400} {
		const note = "Takeaway, Mrs Chan"
		got := shortened(note, width)
		if wide := fyne.MeasureText(got, sizeBody, fyne.TextStyle{}).Width; wide > width && got != "…" {
			t.Errorf("%q is %v wide, more than %v", got, wide, width)
		}
		if width == 400 && got != note {
			t.Errorf("cut to %q without need", got)
		}
	}
}
