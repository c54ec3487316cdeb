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
	"qrtill/storage"
)

// doorstep is a window that offers a backup, and the test's goroutine as
// Fyne's.
type doorstep struct {
	*door
	calls chan func()
}

// rest waits until all goroutines rest, and does what they have for the screen.
func (d doorstep) rest() {
	synctest.Wait()
	for len(d.calls) > 0 {
		(<-d.calls)()
		synctest.Wait()
	}
}

func atDoor(t *testing.T, accept func() (Config, error)) doorstep {
	t.Helper()
	d := doorstep{calls: make(chan func(), 10)}
	a := test.NewTempApp(t)
	speakEnglish(a)
	d.door = newDoor(a, Offered{
		Problem: core.Text{Key: "door.damaged"}, Made: time.Date(2026, 11, 25, 14, 0, 0, 0, time.Local), Orders: 312, Accept: accept,
	})
	d.onScreen = func(f func()) { d.calls <- f }
	d.since = time.Now().Add(-settle)
	t.Cleanup(d.stop)
	return d
}

func (d *door) says() string { return unbroken(textsOf(d.content)) }

func (d *door) press(name fyne.KeyName) { d.window.Canvas().OnTypedKey()(&fyne.KeyEvent{Name: name}) }

func TestTheDoorSaysWhatIsWrongAndWhatIsOffered(t *testing.T) {
	d := atDoor(t, nil)
	for _, want := range []string{"The till can’t start", "The order log is damaged", "backup of 25 Nov 2026 14:00:00 with 312 orders", "found again from the till’s own notes", "Close Esc", "Put the backup back Enter"} {
		if !strings.Contains(d.says(), want) {
			t.Errorf("%q is not in %q", want, d.says())
		}
	}
}

func TestAnAcceptedBackupOpensTheTill(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		desk := newDesk(t)
		desk.till.views <- readyView()
		windows := func() int { return len(desk.config.App.Driver().AllWindows()) }
		before := windows()
		asked := 0
		d := atDoor(t, func() (Config, error) { asked++; time.Sleep(time.Second); return desk.config, nil })
		d.press(enter)
		d.press(enter)
		if !d.yes.Disabled() || !d.no.Disabled() || !strings.Contains(d.says(), "putting it back…") {
			t.Errorf("busy: %q", d.says())
		}
		d.press(esc) // not now
		time.Sleep(2 * time.Second)
		d.rest()
		if asked != 1 {
			t.Errorf("put back %d times", asked)
		}
		if n := windows(); n != before+2 {
			t.Errorf("%d windows have opened, not the till's and the customer's", n-before)
		}
		d.stop()
		d.running.Wait()
	})
}

func TestABackupThatCannotBePutBackIsSaid(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		asked := 0
		d := atDoor(t, func() (Config, error) { asked++; return Config{}, errors.Join(errors.New("x"), storage.ErrReadOnly) })
		d.press(enter)
		d.rest()
		if !strings.Contains(d.says(), "can’t be written") || d.no.Disabled() {
			t.Errorf("says %q", d.says())
		}
		d.press(enter)
		d.rest()
		if asked != 1 {
			t.Errorf("put back %d times", asked)
		}
	})
}

func TestEnterAtTheDoorMustBeMeant(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		asked := 0
		d := atDoor(t, func() (Config, error) { asked++; return Config{}, storage.ErrReadOnly })
		d.since = time.Now()
		d.press(enter)
		d.rest()
		if asked != 0 {
			t.Error("the first key put the backup back")
		}
		time.Sleep(settle)
		d.press(enter)
		d.rest()
		if asked != 1 {
			t.Error("Enter does nothing")
		}
	})
}
