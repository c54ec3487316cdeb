package ui

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"qrtill/app/core"
	"qrtill/app/order"
	"qrtill/app/ui/kit"
	"qrtill/app/ui/uitest"
)

func TestAScanGoesToTheNoteWhateverEndsIt(t *testing.T) {
	suffixes := map[string][]fyne.KeyName{"nothing": nil, "Enter": {uitest.Enter}, "Tab": {fyne.KeyTab}, "CR": {kit.KeyTip}, "LF": {fyne.KeyJ}, "FF": {kit.KeyDiscount}}
	for name, suffix := range suffixes {
		d := newDesk(t)
		v := uitest.ReadyView()
		v.Settings.Discounts, v.Settings.Tips = []int{10}, []int{5}
		d.draw(v)
		d.Write("12.5")
		d.Burst("4011", suffix...)
		d.Reads(d.staff(), "“4011” was put into the note. Nothing is charged yet")
		d.Reads(d.staff(), "HK$12.5 ")
		if d.note().Text != "4011" || len(d.charges()) != 0 || d.window.Canvas().Focused() != nil {
			t.Errorf("%s: note %q, charges %v, focus %v", name, d.note().Text, d.charges(), d.window.Canvas().Focused())
		}
		d.Press(uitest.Enter)
		if got := d.charges(); len(got) != 1 || got[0].Amount != uitest.HKD(1250) || got[0].Note != "4011" || got[0].Tip != 0 || got[0].Discount != 0 {
			t.Errorf("%s: charged %v", name, got)
		}
	}
}

func TestAShortNumberIsChargedOrPutIntoTheNoteAsAPersonSays(t *testing.T) {
	for key, want := range map[fyne.KeyName]int{uitest.Enter: 1, fyne.KeyF7: 0, uitest.Esc: 0} {
		d := newDesk(t)
		d.Burst("41", uitest.Enter)
		d.Reads(d.Screen(), "Charge HK$41.00, or is “41” a scanned number?")
		d.Hurry(uitest.Enter)
		d.Burst("7", uitest.Enter)
		if len(d.charges()) != 0 {
			t.Fatalf("a key that was no answer charged %v", d.charges())
		}
		d.Press(key)
		d.ReadsNot(d.Screen(), "a scanned number?")
		if len(d.charges()) != want || (d.note().Text == "41") != (key == fyne.KeyF7) {
			t.Errorf("%s: charged %v, note %q", key, d.charges(), d.note().Text)
		}
	}
}

// A scanner may be set to wait between characters, and before Enter.
func TestASlowScannersNumberIsAskedAbout(t *testing.T) {
	for _, code := range []string{"4", "41", "417", "4011"} {
		d := newDesk(t)
		d.Wait(time.Second)
		for _, r := range code {
			d.Strike(r, time.Second/240)
			d.Wait(150 * time.Millisecond)
		}
		d.Hold(uitest.Enter, time.Second/240)
		d.Wait(kit.Calm)
		if !d.Asking() || len(d.charges()) != 0 {
			t.Errorf("%s: charged %v", code, d.charges())
		}
	}
}

// A scanner may be set to wait before Enter, and a hand may come between.
func TestAnEnterThatNoHandIsQuickEnoughForAnswersNothing(t *testing.T) {
	late := func(d *desk) {
		d.Burst("4891234567890")
		d.Wait(250 * time.Millisecond)
		d.Hold(uitest.Enter, time.Second/240)
		d.Wait(kit.Calm)
	}
	amid := func(d *desk) {
		for _, r := range "4891234567890" {
			d.Strike(r, time.Second/240)
		}
		five := &fyne.KeyEvent{Name: fyne.Key5}
		d.Board.KeyDown(five)
		d.Board.TypedKey(five)
		d.Board.TypedRune('5')
		d.Hold(uitest.Enter, time.Second/240)
		d.Wait(60 * time.Millisecond)
		d.Board.KeyUp(five)
		d.Wait(kit.Calm)
	}
	for name, scan := range map[string]func(*desk){"late": late, "with a hand's figure amid": amid} {
		d := newDesk(t)
		d.Write("100")
		scan(d)
		if len(d.charges()) != 0 || d.note().Text != "4891234567890" {
			t.Errorf("%s: charged %v, note %q", name, d.charges(), d.note().Text)
		}
		d = newDesk(t)
		d.Write("60000")
		d.Press(uitest.Enter)
		d.Wait(time.Second)
		scan(d)
		if len(d.charges()) != 0 || !d.Asking() {
			t.Errorf("%s, over the limit: charged %v", name, d.charges())
		}
		d = newDesk(t)
		d.draw(uitest.SaleIn(core.Waiting))
		d.draw(uitest.SaleIn(core.Paid))
		d.Wait(2 * time.Second)
		d.Hold(uitest.Enter, time.Second/240)
		d.Wait(kit.Calm)
		d.Reads(d.Screen(), "Read what is on the screen")
		if len(d.till.sent) != 0 {
			t.Errorf("%s, on Paid: sent %v", name, d.till.sent)
		}
	}
}

// A scanner that ends its codes with Tab, or with nothing, leaves Enter to the cashier.
func TestAPersonsEnterBehindAShortScanIsAskedAbout(t *testing.T) {
	for name, scan := range map[string]func(*desk){
		"two figures of a machine": func(d *desk) { d.Burst("48", fyne.KeyTab) },
		"three of which nobody can say": func(d *desk) {
			for _, r := range "489" {
				d.Board.TypedRune(r)
			}
		},
	} {
		for _, more := range []string{"", "3"} {
			d := newDesk(t)
			scan(d)
			d.Write(more)
			d.Press(uitest.Enter)
			d.Reads(d.Screen(), "a scanned number?")
			if len(d.charges()) != 0 {
				t.Errorf("%s, then %q: charged %v", name, more, d.charges())
			}
			d.Press(uitest.Enter)
			if len(d.charges()) != 1 {
				t.Errorf("%s, then %q and yes: charged %v", name, more, d.charges())
			}
		}
	}
}

// All keys of a scan are in doubt at a window that was busy for long.
func TestACodeInDoubtLeavesTheAmountAsItWas(t *testing.T) {
	d := newDesk(t)
	d.Write("12.5")
	for _, r := range "4891234567890" {
		d.Board.TypedRune(r) // as an input method has it
	}
	d.Wait(kit.Calm)
	d.Reads(d.staff(), "HK$12.5 ")
	d.Press(uitest.Enter)
	if d.note().Text != "4891234567890" || len(d.charges()) != 0 {
		t.Errorf("note %q, charged %v", d.note().Text, d.charges())
	}
	d.Press(uitest.Enter)
	if got := d.charges(); len(got) != 1 || got[0].Amount != uitest.HKD(1250) {
		t.Errorf("charged %v", got)
	}
}

func TestWhoTypesOnBehindACodeInDoubtMeansTheAmount(t *testing.T) {
	d := newDesk(t)
	d.Write("12.5")
	for _, r := range "@2-Z" {
		d.Board.TypedRune(r)
	}
	d.Wait(kit.Calm)
	d.Reads(d.staff(), "“@2-Z” isn’t an amount. Enter puts it into the note")
	d.Write("0")
	d.Press(uitest.Enter)
	if got := d.charges(); len(got) != 1 || got[0].Amount != uitest.HKD(1250) || got[0].Note != "@2-Z" {
		t.Errorf("charged %v", got)
	}
}

// The figures before a code may be in doubt as well, and be a person's.
func TestACodeInDoubtTakesNoFigureOfTheAmountAlong(t *testing.T) {
	d := newDesk(t)
	d.Write("1")
	for _, r := range "2.5" {
		d.Board.TypedRune(r)
		d.Wait(kit.Calm)
	}
	for _, r := range "Q D" {
		d.Board.TypedRune(r)
	}
	d.Wait(kit.Calm)
	d.Reads(d.staff(), "HK$12.5 ")
	d.Press(uitest.Enter, uitest.Enter)
	if got := d.charges(); len(got) != 1 || got[0].Amount != uitest.HKD(1250) || got[0].Note != "Q D" {
		t.Errorf("charged %v, note %q", got, d.note().Text)
	}
	d = newDesk(t)
	d.Board.TypedRune('1')
	d.Write("O5") // by hand, behind a figure in doubt
	d.Press(uitest.Enter, uitest.Enter)
	if len(d.charges()) != 0 {
		t.Errorf("1O5: charged %v", d.charges())
	}
	d = newDesk(t)
	d.Write("12.5")
	for _, r := range "4891234567890" { // slower than a scan
		d.Board.TypedRune(r)
		d.Wait(150 * time.Millisecond)
	}
	d.Press(uitest.Enter, uitest.Enter)
	if len(d.charges()) != 0 {
		t.Errorf("charged %v", d.charges())
	}
}

func TestADoubtStaysWithWhatIsTypedBehindIt(t *testing.T) {
	d := newDesk(t)
	d.Write("12")
	d.Burst("41")
	d.Write("5")
	uitest.ButtonSaying(t, d.window.Content(), "Charge HK$12,415.00").Tapped(nil)
	d.Reads(d.Screen(), "or is “415” a scanned")
	d.Press(uitest.Esc, fyne.KeyBackspace, fyne.KeyBackspace, fyne.KeyBackspace)
	uitest.ButtonSaying(t, d.window.Content(), "Charge HK$12.00").Tapped(nil)
	if got := d.charges(); len(got) != 1 || got[0].Amount != uitest.HKD(1200) {
		t.Errorf("charged %v", got)
	}
}

func TestADoubtGoesWithItsAmount(t *testing.T) {
	d := newDesk(t)
	d.Write("100")
	d.Burst("41")
	d.Press(uitest.Enter)
	d.draw(uitest.SaleIn(core.Paid))
	d.Press(uitest.Enter)
	d.draw(uitest.ReadyView())
	d.Wait(time.Second)
	d.Burst("7", uitest.Enter)
	d.Reads(d.Screen(), "Charge HK$7.00, or is “7” a scanned")
	before := len(d.charges())
	d.Press(fyne.KeyF7, uitest.Enter)
	if d.note().Text != "7" || len(d.charges()) != before {
		t.Errorf("note %q, charged %v", d.note().Text, d.charges())
	}
}

func TestALetterWithinAnAmountChargesNothingUntilItIsTakenBack(t *testing.T) {
	for _, keys := range []string{"1O5", "12l50", "12q5"} {
		d := newDesk(t)
		d.Write(keys)
		d.Press(uitest.Enter, uitest.Enter)
		if len(d.charges()) != 0 || d.note().Text != "" {
			t.Errorf("%s: charged %v, note %q", keys, d.charges(), d.note().Text)
		}
	}
}

func TestAMenusPasteReachesItsField(t *testing.T) {
	d := newDesk(t)
	d.Press(fyne.KeyF7)
	d.note().TypedShortcut(&fyne.ShortcutPaste{Clipboard: &uitest.Clipboard{Text: "Table 4"}}) // without a key
	if d.note().Text != "Table 4" {
		t.Errorf("note %q", d.note().Text)
	}
}

// Whoever scans into the note goes on with the amount.
func TestAScanInTheNoteIsAWordOfItAndLeavesIt(t *testing.T) {
	d := newDesk(t)
	d.Press(fyne.KeyF7)
	d.Write("Table 4 ")
	for _, suffix := range []fyne.KeyName{fyne.KeyTab, uitest.Enter} {
		d.Burst("4891234", suffix)
		d.Press(fyne.KeyF7)
	}
	d.Burst("123456789012345", fyne.KeyTab)
	d.Reads(d.staff(), "“123456789012345” doesn’t fit into the note")
	d.Write("66")
	d.Reads(d.staff(), "HK$66 ")
	if d.note().Text != "Table 4 4891234 4891234" || d.window.Canvas().Focused() != nil {
		t.Errorf("note %q, focus on %v", d.note().Text, d.window.Canvas().Focused())
	}
	d.Press(fyne.KeyF10)
	d.Burst("1234567890123", uitest.Enter)
	d.Reads(d.Screen(), "this field is typed by hand")
	if len(d.charges()) != 0 {
		t.Errorf("charged %v", d.charges())
	}
}

// Who types a note behind the amount may not be through with it.
func TestAScanAmidANoteAddsNothingToTheAmount(t *testing.T) {
	d := newDesk(t)
	d.Write("50")
	d.Press(fyne.KeyF7)
	d.Write("tables")
	d.Press(uitest.Enter, fyne.KeyF7, fyne.KeyBackspace)
	d.Burst("4891", fyne.KeyTab)
	d.Write(" 4")
	d.Press(uitest.Enter, uitest.Enter)
	if c := d.charges(); len(c) != 1 || c[0].Amount != uitest.HKD(5000) || c[0].Note != "table 4891 4" {
		t.Errorf("charged %v", c)
	}
}

func TestAScanInTheMomentAfterACodeHasGoneAsksForPatience(t *testing.T) {
	d := newDesk(t)
	d.draw(uitest.SaleIn(core.Waiting))
	d.Dash("5")
	d.draw(uitest.ReadyView())
	d.Burst("4891234567890", uitest.Enter)
	d.Reads(d.Screen(), "Not taken: the screen had just changed")
}

func TestAScanAmidATextIsAWordOfItsOwn(t *testing.T) {
	d := newDesk(t)
	d.Press(fyne.KeyF10)
	d.unlock()
	shop := d.FieldOf("Shop’s name")
	shop.SetText("TeaCo")
	for at, want := range map[int]string{0: "4891 TeaCo", 3: "Tea 4891 Co", 5: "TeaCo 4891"} {
		shop.SetText("TeaCo")
		d.window.Canvas().Focus(shop)
		shop.CursorColumn = at
		d.Burst("4891", fyne.KeyTab)
		if shop.Text != want {
			t.Errorf("at %d: %q", at, shop.Text)
		}
	}
}

func TestAScanIntoTheNoteWhileTheTillTakesAChargeIsNotLostSilently(t *testing.T) {
	d := newDesk(t)
	d.Write("50")
	d.Press(uitest.Enter)
	d.Press(fyne.KeyF7)
	d.Write("t")
	d.Burst("4891234567890", uitest.Enter)
	d.Reads(d.Screen(), "It does nothing here")
}

func TestAScanRightAfterATickIsSaid(t *testing.T) {
	d := newDesk(t)
	d.draw(uitest.SaleIn(core.Waiting))
	d.draw(uitest.SaleIn(core.Paid))
	d.Burst("4891234567890", uitest.Enter)
	d.Reads(d.Screen(), "A scanned code came in. It does nothing here")
}

func TestTwoScansInAFieldAreTwoWords(t *testing.T) {
	d := newDesk(t)
	d.Press(fyne.KeyF10)
	d.unlock()
	shop := d.FieldOf("Shop’s name")
	shop.SetText("")
	d.window.Canvas().Focus(shop)
	d.Burst("4891", fyne.KeyTab)
	d.window.Canvas().Focus(shop)
	d.Burst("4892", fyne.KeyTab)
	if shop.Text != "4891 4892" {
		t.Errorf("%q", shop.Text)
	}
	d.Burst("4893456789012345678901234567890123456789012345678901234567890", fyne.KeyTab)
	d.Reads(d.Screen(), "too long for this field")
}

func TestAScanElsewhereDoesNothingAndSaysSo(t *testing.T) {
	for _, key := range []fyne.KeyName{fyne.KeyF3, fyne.KeyF1, kit.KeyTrouble} {
		d := newDesk(t)
		d.Press(key)
		before := d.page
		d.Burst("4891234567890", uitest.Enter)
		d.Reads(d.Screen(), "It does nothing here")
		if d.page != before || d.Asking() != (key == fyne.KeyF1) || len(d.till.sent) != 0 {
			t.Errorf("%s: %v", key, d.till.sent)
		}
		d.Wait(signGone)
		d.ReadsNot(d.Screen(), "It does nothing here")
	}
}

func TestAScanWithAButtonInFocusPressesNothing(t *testing.T) {
	d := newDesk(t)
	d.window.Canvas().Focus(uitest.ButtonSaying(t, d.window.Content(), "7"))
	d.Burst("48 9123", uitest.Enter)
	if d.note().Text != "48 9123" || len(d.charges()) != 0 {
		t.Errorf("note %q, charges %v", d.note().Text, d.charges())
	}
	d.Reads(d.staff(), "HK$0 ")
}

func TestAScanDoesNothingToASale(t *testing.T) {
	for _, phase := range []core.Phase{core.Sending, core.Waiting, core.Paid, core.Closed, core.TimeUp, core.Failed, core.Disputed, core.Unrecorded} {
		for _, code := range []string{"4", "41", "417", "4891234567890", "AB1234567890", "A1"} {
			d := newDesk(t)
			d.draw(uitest.SaleIn(phase))
			d.Wait(2 * kit.SettleTime)
			d.Burst(code, uitest.Enter)
			if len(d.till.sent) != 0 || d.Asking() {
				t.Errorf("%v: %q sent %v", phase, code, d.till.sent)
			}
		}
	}
}

// suffixKeys are what scanners end with: nothing, Enter, Tab, and CR, LF and FF as Ctrl
// and a letter.
var suffixKeys = [][]fyne.KeyName{nil, {uitest.Enter}, {fyne.KeyTab}, {kit.KeyTip}, {fyne.KeyJ}, {kit.KeyDiscount}}

func TestNoScanDoesAnythingOnAnyPageInAnyPhase(t *testing.T) {
	pages := []fyne.KeyName{fyne.KeyF2, fyne.KeyF7, fyne.KeyF3, kit.KeyTrouble, fyne.KeyF10, fyne.KeyF1, kit.KeyDrills, fyne.KeyF9}
	phases := []core.Phase{0, core.Sending, core.Waiting, core.Paid, core.Closed, core.TimeUp, core.Failed, core.Disputed, core.Unrecorded}
	bursts := 0
	for _, page := range pages {
		for i, phase := range phases {
			d := newDesk(t)
			v := uitest.ReadyView()
			if i > 0 {
				v = uitest.SaleIn(phase)
			}
			v.Settings.Discounts, v.Settings.Tips, v.Trouble = []int{10}, []int{5}, troubles()
			v.Alerts = []core.AlertView{alertOf(order.AlertLate, "alert.late")}
			d.draw(v)
			d.Press(page)
			before, asked := d.page, d.Asking()
			for n, suffix := range suffixKeys {
				code := "4891234567890AB"[:[]int{3, 13, 15, 4, 7, 8}[(n+i)%6]]
				d.Burst(code, suffix...)
				bursts++
				if d.page != before || d.Asking() != asked || len(d.till.sent) != 0 {
					t.Fatalf("%s, phase %d: %q and %v did something: %v", page, phase, code, suffix, d.till.sent)
				}
			}
			if i > 0 {
				continue
			}
			d.Dismiss()
			d.Press(fyne.KeyF2)
			d.Focus(nil)
			d.Write("100")
			d.Press(uitest.Enter)
			if c := d.charges(); len(c) != 1 || c[0].Amount != uitest.HKD(10000) || c[0].Discount != 0 || c[0].Tip != 0 || c[0].Method != order.WeChat {
				t.Errorf("%s: afterwards 100 charges %v", page, c)
			}
		}
	}
	t.Logf("%d bursts", bursts)
}
