package owner

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"qrtill/app/order"
	"qrtill/app/ui/uitest"
)

// inTrouble is an office with the page of its orders that need a person.
func inTrouble(t *testing.T, n int) *office {
	t.Helper()
	s := newOffice(t, n)
	s.Draw(s.ledger.Troubled(n))
	s.Open(s.trouble)
	return s
}

func TestEveryOrderInTroubleSaysWhyAndWhatToDo(t *testing.T) {
	s := inTrouble(t, 4)
	s.Window.Resize(fyne.NewSize(1366, 1000))
	for _, want := range []string{
		"Answers disagree", "26 hours ago", "HK$0.01", "Don’t hand over the goods yet.",
		"Refund unsure", "5 minutes ago", "HK$7.77", "send it again or record it by hand", "…000004",
	} {
		s.Reads(s.Screen(), want)
	}
	s.ReadsNot(s.Screen(), "⟦")
	s.ReadsNot(s.Screen(), "<no value>")
}

func TestTheListOfTroubleIsReadWithKeysAlone(t *testing.T) {
	s := inTrouble(t, 3)
	isOn := func(id order.ID) {
		t.Helper()
		if s.trouble.chosen != id {
			t.Errorf("on %q, want %q", s.trouble.chosen, id)
		}
	}
	s.Press(fyne.KeyDown)
	isOn("T1000001")
	s.Press(fyne.KeyDown, fyne.KeyDown, fyne.KeyDown)
	isOn("T1000003")
	s.Press(fyne.KeyHome)
	isOn("T1000001")
	s.Press(fyne.KeyEnd, fyne.KeyUp)
	isOn("T1000002")
	s.Press(fyne.KeyPageDown)
	isOn("T1000003")
	s.Press(fyne.KeyPageUp)
	isOn("T1000001")
	s.Press(fyne.KeyDown, uitest.Enter)
	if s.At() != "T1000002" {
		t.Fatal("Enter did not open the order")
	}
	s.Press(uitest.Esc)
	if s.Page != s.trouble {
		t.Error("Esc did not lead back to the list")
	}
	isOn("T1000002")
	s.Press(uitest.Esc)
	if s.At() != "sale" {
		t.Error("Esc did not lead back to the sale")
	}
}

func TestATapOpensTheOrderInTrouble(t *testing.T) {
	s := inTrouble(t, 2)
	s.trouble.list.Select(1)
	if s.At() != "T1000002" {
		t.Errorf("opened %q", s.At())
	}
}

func TestTheListKeepsItsPlaceWhenTroubleIsSettled(t *testing.T) {
	s := inTrouble(t, 3)
	s.Press(fyne.KeyDown, fyne.KeyDown)
	v := s.ledger.Troubled(3)
	v.Trouble = v.Trouble[1:]
	s.Draw(v)
	if s.trouble.chosen != "T1000002" || s.trouble.at() != 0 {
		t.Errorf("on %q in row %d", s.trouble.chosen, s.trouble.at())
	}
	v.Trouble = nil
	s.Draw(v)
	s.Press(fyne.KeyDown, uitest.Enter) // nothing to open
	s.Reads(s.Screen(), "Nothing is in trouble")
}

func TestWhatHasJustHappenedIsNoMinuteOld(t *testing.T) {
	s := newOffice(t, 0)
	for ago, want := range map[time.Duration]string{
		-time.Second: "Just now", 0: "Just now", 59 * time.Second: "Just now", time.Minute: "1 minute ago", 119 * time.Second: "1 minute ago",
		59 * time.Minute: "59 minutes ago", time.Hour: "1 hour ago", 48 * time.Hour: "2 days ago",
	} {
		if got := age(s.Texts, ago); got != want {
			t.Errorf("%s: %q", ago, got)
		}
	}
}
