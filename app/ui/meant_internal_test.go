package ui

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"qrtill/app/core"
	"qrtill/app/ui/kit"
	"qrtill/app/ui/uitest"
)

// signGone is longer than a sign is shown.
const signGone = 10 * time.Second

func TestAKeyThatIsNoPartOfAnAmountIsRefusedAloudAndNothingIsCharged(t *testing.T) {
	for _, keys := range []string{"32、50", "26;50", "27/50", "28·50", "25 50", "1'250", "1.2.3", "1,2.3", "1，2。3"} {
		d := newDesk(t)
		d.Write(keys)
		d.Reads(d.Screen(), "“"+asShown(keys)+"” isn’t an amount, and nothing is charged")
		d.Press(uitest.Enter, uitest.Enter)
		if len(d.charges()) != 0 {
			t.Errorf("%q charged %v", keys, d.charges())
		}
	}
}

// asShown writes the first decimal mark as the till does.
func asShown(keys string) string {
	for i, r := range keys {
		if r == '，' || r == ',' {
			return keys[:i] + "." + keys[i+len(string(r)):]
		}
	}
	return keys
}

func TestEveryDecimalMarkAndDigitIsTheAmountThatWasMeant(t *testing.T) {
	for _, keys := range []string{"128.50", "128,50", "128。50", "128．50", "128，50", "128｡50", "128٫50", "１２８．５０", "١٢٨٫٥٠"} {
		d := newDesk(t)
		d.Write(keys)
		d.Press(uitest.Enter)
		if got := d.charges(); len(got) != 1 || got[0].Amount != uitest.HKD(12850) {
			t.Errorf("%q charged %v", keys, got)
		}
	}
}

func TestEnterThatIsHeldChargesOnceAndAnswersNothing(t *testing.T) {
	d := newDesk(t)
	d.Write("60000")
	d.Wait(time.Second)
	hold := func() {
		d.Board.KeyDown(&fyne.KeyEvent{Name: uitest.Enter})
		d.Repeat(uitest.Enter, 60)
	}
	hold()
	d.Reads(d.Screen(), "Charge HK$60,000.00?")
	if len(d.charges()) != 0 {
		t.Errorf("charged %v", d.charges())
	}
	d.Press(uitest.Esc)
	for _, phase := range []core.Phase{core.Waiting, core.Paid, core.Closed, core.TimeUp, core.Failed} {
		d = newDesk(t)
		d.draw(uitest.SaleIn(core.Sending))
		d.Wait(time.Second)
		d.Board.KeyDown(&fyne.KeyEvent{Name: uitest.Enter})
		d.Repeat(uitest.Enter, 10)
		d.draw(uitest.SaleIn(phase))
		d.Repeat(uitest.Enter, 60)
		if len(d.till.sent) != 0 {
			t.Errorf("%v: sent %v", phase, d.till.sent)
		}
	}
}

// questions are those that Enter could answer, and how each comes.
func questions(t *testing.T) map[string]func() *desk {
	return map[string]func() *desk{
		"over the limit": func() *desk {
			d := newDesk(t)
			d.Write("60000")
			d.Hurry(uitest.Enter)
			return d
		},
		"stop showing": func() *desk {
			d := newDesk(t)
			d.draw(uitest.SaleIn(core.Waiting))
			d.Press(uitest.Esc)
			return d
		},
		"close the till": func() *desk {
			d := newDesk(t)
			d.draw(uitest.SaleIn(core.Waiting))
			d.Wait(time.Second)
			d.quit()
			return d
		},
		"a scan or an amount": func() *desk {
			d := newDesk(t)
			d.Burst("41", uitest.Enter)
			return d
		},
	}
}

func TestAQuestionIsAnsweredOnlyByAKeyThatWasMeantForIt(t *testing.T) {
	presses := map[string]func(*desk){
		"Enter at once":                 func(d *desk) { d.Hurry(uitest.Enter) },
		"Enter twice at once":           func(d *desk) { d.Hurry(uitest.Enter, fyne.KeyEnter) },
		"Esc at once":                   func(d *desk) { d.Hurry(uitest.Esc) },
		"a held Enter":                  func(d *desk) { d.Repeat(uitest.Enter, 60) },
		"a scan":                        func(d *desk) { d.Wait(time.Second); d.Burst("4891234567890", uitest.Enter) },
		"a short scan":                  func(d *desk) { d.Wait(time.Second); d.Burst("4", uitest.Enter) },
		"a digit and Enter":             func(d *desk) { d.Wait(time.Second); d.Dash("5"); d.Hurry(uitest.Enter) },
		"another key, and Enter":        func(d *desk) { d.Wait(time.Second); d.Hurry(fyne.KeyF4, uitest.Enter) },
		"Enter of a scan without a gap": func(d *desk) { d.Burst("417", uitest.Enter) },
	}
	for name, ask := range questions(t) {
		for what, press := range presses {
			d := ask()
			if !d.Asking() {
				t.Fatalf("%s is not asked", name)
			}
			sent := len(d.till.sent)
			press(d)
			if !d.Asking() || len(d.till.sent) != sent {
				t.Errorf("%s: answered by %s: %v", name, what, d.till.sent[sent:])
			}
		}
		d := ask()
		if d.Press(uitest.Esc); d.Asking() {
			t.Errorf("%s: Esc does not answer", name)
		}
	}
}

func TestWhatIsTypedWhileMoneyComesGoesNowhere(t *testing.T) {
	d := newDesk(t)
	d.draw(uitest.SaleIn(core.Waiting))
	d.Press(fyne.KeyF10)
	d.Write("4")
	d.draw(uitest.SaleIn(core.Paid))
	d.Dash("711")
	d.Hurry(uitest.Enter)
	d.Wait(kit.SettleTime / 2)
	if len(d.till.sent) != 0 || d.view.Sale.Phase != core.Paid {
		t.Errorf("sent %v", d.till.sent)
	}
	d.Write("8") // still of the PIN, though after a while
	if len(d.till.sent) != 0 {
		t.Errorf("sent %v", d.till.sent)
	}
	d.Press(uitest.Enter)
	if !is[core.Next](d.last()) || len(d.till.sent) != 1 {
		t.Errorf("sent %v", d.till.sent)
	}
}

// A busy window makes doubt of the first digits, and none of the last.
// A queue does not wait.
func TestAfterATickEnterAndTheNextAmountCountAtOnce(t *testing.T) {
	d := newDesk(t)
	d.draw(uitest.SaleIn(core.Waiting))
	d.draw(uitest.SaleIn(core.Paid))
	d.Press(uitest.Enter)
	d.Dash("99")
	d.Hurry(uitest.Esc)
	d.Dash("12")
	d.Hurry(uitest.Enter)
	if c := d.charges(); len(c) != 1 || c[0].Amount != uitest.HKD(1200) {
		t.Errorf("charged %v", c)
	}
}

// The button is gone with the sale, but had the focus, or was tapped while keys waited.
func TestTheButtonThatGoesOnDoesSoOnce(t *testing.T) {
	for name, press := range map[string]func(d *desk, next *kit.Button){
		"Enter": func(d *desk, next *kit.Button) { d.window.Canvas().Focus(next); d.Press(uitest.Enter, uitest.Enter) },
		"Space": func(d *desk, next *kit.Button) {
			d.window.Canvas().Focus(next)
			d.Press(fyne.KeySpace)
			d.Press(uitest.Enter)
		},
		"two taps": func(d *desk, next *kit.Button) {
			d.busy("5", false)
			next.Tapped(nil)
			next.Tapped(nil)
			d.Wait(kit.Calm)
		},
	} {
		d := newDesk(t)
		d.draw(uitest.SaleIn(core.Waiting))
		d.draw(uitest.SaleIn(core.Paid))
		d.Wait(2 * kit.SettleTime)
		press(d, uitest.ButtonSaying(t, d.window.Content(), d.Text("go_on.next")))
		if len(d.till.sent) != 1 || !is[core.Next](d.last()) {
			t.Errorf("%s: sent %v", name, d.till.sent)
		}
		d.goesOn(name)
	}
}

func TestAnEnterThatIsTooEarlyForTheTickSaysSo(t *testing.T) {
	for _, first := range []string{"", "4"} {
		d := newDesk(t)
		d.draw(uitest.SaleIn(core.Waiting))
		d.draw(uitest.SaleIn(core.Paid))
		d.Dash(first)
		d.Hurry(uitest.Enter)
		d.Reads(d.Screen(), "Read what is on the screen, then press the key again")
		if len(d.till.sent) != 0 {
			t.Errorf("sent %v", d.till.sent)
		}
	}
}

func TestHalfAnAmountIsNeverTakenForOne(t *testing.T) {
	for name, typed := range map[string]func(*desk){
		"in doubt on Paid": func(d *desk) { d.Wait(2 * kit.SettleTime); d.Burst("19"); d.Dash(".50") },
		"just after Paid":  func(d *desk) { d.Dash("1950") },
		"while Charge is taken": func(d *desk) {
			d.draw(uitest.ReadyView())
			d.Write("7")
			d.Press(uitest.Enter)
			d.Dash("19")
			d.draw(uitest.ReadyView())
			d.Dash(".50")
		},
		"as the code goes": func(d *desk) {
			d.draw(uitest.SaleIn(core.Waiting))
			d.Dash("19")
			d.draw(uitest.ReadyView())
			d.Dash(".50")
		},
	} {
		d := newDesk(t)
		d.draw(uitest.SaleIn(core.Waiting))
		d.draw(uitest.SaleIn(core.Paid))
		typed(d)
		d.Wait(time.Second)
		d.draw(uitest.ReadyView())
		before := len(d.charges())
		d.Press(uitest.Enter)
		for _, c := range d.charges()[before:] {
			if c.Amount.Minor == 50 || c.Amount.Minor == 950 {
				t.Errorf("%s: charged %v", name, c.Amount)
			}
		}
	}
}

// A digit that the keyboard kept to itself must not be missing in what is charged.
func TestAKeyThatMadeNoDigitKeepsTheAmountFromBeingCharged(t *testing.T) {
	for name, keys := range map[string]func(*desk){
		"without Num Lock": func(d *desk) { d.Hurry(fyne.Key5, fyne.Key0) },
		"a decimal mark":   func(d *desk) { d.Hurry(fyne.KeyPeriod); d.Dash("5") },
		"with Ctrl": func(d *desk) {
			d.Board.KeyDown(&fyne.KeyEvent{Name: fyne.Key5})
			d.Wait(70 * time.Millisecond)
			d.Board.KeyUp(&fyne.KeyEvent{Name: fyne.Key5})
			d.Dash("0")
		},
	} {
		d := newDesk(t)
		d.Write("12")
		keys(d)
		d.Press(uitest.Enter, uitest.Enter)
		d.Reads(d.Screen(), "isn’t an amount, and nothing is charged")
		if len(d.charges()) != 0 {
			t.Errorf("%s: charged %v", name, d.charges())
		}
		d.Reads(d.staff(), "“12?")
		d.Press(fyne.KeyBackspace, fyne.KeyBackspace, uitest.Enter)
		if got := d.charges(); len(got) != 1 || got[0].Amount != uitest.HKD(1200) {
			t.Errorf("%s: taken back, charged %v", name, got)
		}
	}
}

func TestADigitThatIsHeldCountsOnceAndThatIsSaid(t *testing.T) {
	d := newDesk(t)
	d.Write("1")
	d.Board.TypedKey(&fyne.KeyEvent{Name: fyne.Key1}) // repeated
	d.Board.TypedRune('1')
	d.Wait(kit.Calm)
	d.Reads(d.Screen(), "A key that is held down counts once")
	d.Reads(d.staff(), "HK$1 ")
}

func TestATapComesAfterTheKeysThatWerePressedBefore(t *testing.T) {
	d := newDesk(t)
	d.Write("12")
	five := &fyne.KeyEvent{Name: fyne.Key5}
	d.Board.KeyDown(five)
	d.Board.TypedKey(five)
	d.Board.TypedRune('5')
	uitest.ButtonSaying(t, d.window.Content(), "Charge HK$12.00").Tapped(nil)
	d.Wait(70 * time.Millisecond)
	d.Board.KeyUp(five)
	d.Wait(kit.Calm)
	if got := d.charges(); len(got) != 1 || got[0].Amount != uitest.HKD(12500) {
		t.Errorf("charged %v", got)
	}
}

func TestATapOnWhatLayThereBeforeAnswersNoDoubt(t *testing.T) {
	d := newDesk(t)
	d.Burst("41", uitest.Enter)
	yes := uitest.ButtonSaying(t, d.window.Content(), "Charge HK$41.00")
	yes.Tapped(nil)
	if len(d.charges()) != 0 || !d.Asking() {
		t.Errorf("charged %v", d.charges())
	}
}

func TestASignHasTheRoomOfWhatStandsBesideIt(t *testing.T) {
	d := newDesk(t)
	v := uitest.ReadyView()
	v.Watching = 4
	d.draw(v)
	before := d.top.shop.Size().Width
	d.Press(fyne.KeyInsert)
	if width := d.top.sign.Box.Size().Width; width < before+50 {
		t.Errorf("the sign is %g wide, the shop was %g", width, before)
	}
	d.Wait(signGone)
	if width := d.top.shop.Size().Width; width != before {
		t.Errorf("then the shop is %g wide, and was %g", width, before)
	}
}

func TestTheKeypadWithoutNumLockAndKeysWithoutAMeaningSaySo(t *testing.T) {
	d := newDesk(t)
	d.Press(fyne.Key7)
	d.Reads(d.Screen(), "press Num Lock")
	ctrl := &fyne.KeyEvent{Name: fyne.Key7} // Fyne says no more of it
	d.Board.KeyDown(ctrl)
	d.Wait(100 * time.Millisecond)
	d.Board.KeyUp(ctrl)
	d.Wait(kit.Calm)
	d.Reads(d.Screen(), "let go of Ctrl or Alt")
	for _, name := range []fyne.KeyName{fyne.KeyInsert, fyne.KeyF5, fyne.KeyF9, fyne.KeyF12} {
		d.Wait(signGone)
		d.Press(name)
		d.Reads(d.Screen(), "That key does nothing here")
	}
	d.draw(uitest.SaleIn(core.Waiting))
	d.Wait(signGone)
	d.Write("5")
	d.Reads(d.Screen(), "That key does nothing here")
}
