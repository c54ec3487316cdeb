package ui

import (
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"qrtill/app/core"
	"qrtill/app/ui/door"
	"qrtill/app/ui/kit"
	"qrtill/app/ui/uitest"
	"qrtill/storage"
)

// offered is the window that offers a backup, and how it is accepted: with
// Enter, and all that is then to be done on the screen.
func offered(t *testing.T, accept func() (Config, error)) (d *door.Offer, enters func()) {
	t.Helper()
	a := test.NewTempApp(t)
	uitest.SpeakEnglish(a)
	calls := make(chan func(), 10)
	d = doorTo(newLoop(t.Context(), a), Offered{Problem: core.Text{Key: "door.damaged"}, Accept: accept}, func(f func()) { calls <- f })
	t.Cleanup(d.End)
	return d, func() {
		time.Sleep(kit.SettleTime)
		uitest.Hands{T: t, On: d.Window, Board: d.Keyboard()}.Press(uitest.Enter)
		time.Sleep(2 * time.Second)
		synctest.Wait()
		for len(calls) > 0 {
			(<-calls)()
			synctest.Wait()
		}
	}
}

func TestAnAcceptedBackupOpensTheTill(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		desk := newDesk(t)
		desk.till.views <- uitest.ReadyView()
		windows := func() int { return len(desk.config.App.Driver().AllWindows()) }
		before := windows()
		d, enters := offered(t, func() (Config, error) { return desk.config, nil })
		enters()
		if n := windows(); n != before+1 { // the till's; the customer's comes with the next frame
			t.Errorf("%d windows have opened", n-before)
		}
		d.End()
	})
}

func TestWhyABackupCannotBePutBackIsWorded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d, enters := offered(t, func() (Config, error) { return Config{}, errors.Join(errors.New("x"), storage.ErrReadOnly) })
		enters()
		if says := uitest.Unbroken(uitest.TextsOf(d.Window.Content())); !strings.Contains(says, "can’t be written") {
			t.Errorf("says %q", says)
		}
	})
}

func TestATillThatWasWaitedForOpensInTheSameRun(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		desk := newDesk(t)
		desk.till.views <- uitest.ReadyView()
		windows := func() int { return len(desk.config.App.Driver().AllWindows()) }
		a, calls := test.NewTempApp(t), make(chan func(), 10)
		before := windows()
		d := waitFor(newLoop(t.Context(), a), uitest.TextOf("error.storage.leaving"), "folder", func(f func()) { calls <- f }, func() (Config, bool, error) {
			return desk.config, true, nil
		})
		d.Begin()
		synctest.Wait()
		(<-calls)()
		synctest.Wait()
		if n := windows(); n != before+1 { // the till’s; the customer’s comes with the next frame
			t.Errorf("%d windows have opened", n-before)
		}
		d.End()
	})
}

// focused is a window that counts how often it is brought to the front.
type focused struct {
	fyne.Window
	times int
}

func (f *focused) RequestFocus() { f.times++ }

// A later start is answered that the window is in front: so it must be, also where there
// is no till.
func TestAWindowWithoutATillComesToTheFrontToo(t *testing.T) {
	a := test.NewTempApp(t)
	l, raise := newLoop(t.Context(), a), make(chan struct{}, 1)
	w := &focused{Window: a.NewWindow("")}
	_, board := door.NewRefusal(a, kit.Sentence{Key: "error.storage.newer"}, "folder", func() {})
	l.hear(raise, w, board)
	for range 3 {
		select {
		case raise <- struct{}{}:
		default:
			t.Fatal("nobody hears it")
		}
		l.frame()
		l.frame()
	}
	if w.times != 3 {
		t.Errorf("brought to the front %d times", w.times)
	}
}
