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

// offered is the window that offers a backup, and how it is accepted: with
// Enter, and all that is then to be done on the screen.
func offered(t *testing.T, accept func() (Config, error)) (d *door, enters func()) {
	t.Helper()
	a := test.NewTempApp(t)
	speakEnglish(a)
	calls := make(chan func(), 10)
	d = doorTo(a, Offered{Problem: core.Text{Key: "door.damaged"}, Accept: accept}, func(f func()) { calls <- f })
	t.Cleanup(d.end)
	return d, func() {
		time.Sleep(settle)
		d.window.Canvas().OnTypedKey()(&fyne.KeyEvent{Name: enter})
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
		desk.till.views <- readyView()
		windows := func() int { return len(desk.config.App.Driver().AllWindows()) }
		before := windows()
		d, enters := offered(t, func() (Config, error) { return desk.config, nil })
		enters()
		if n := windows(); n != before+2 {
			t.Errorf("%d windows have opened, not the till's and the customer's", n-before)
		}
		d.end()
	})
}

func TestWhyABackupCannotBePutBackIsWorded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d, enters := offered(t, func() (Config, error) { return Config{}, errors.Join(errors.New("x"), storage.ErrReadOnly) })
		enters()
		if says := unbroken(textsOf(d.window.Content())); !strings.Contains(says, "can’t be written") {
			t.Errorf("says %q", says)
		}
	})
}
