package door

import (
	"context"
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"qrtill/app/ui/kit"
	"qrtill/app/ui/uitest"
)

// doorstep is a window that offers a backup, and the test's goroutine as
// Fyne's.
type doorstep struct {
	*testing.T
	*Offer
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

func atDoor(t *testing.T, restore func() (Opener, error)) doorstep {
	t.Helper()
	d := doorstep{T: t, calls: make(chan func(), 10)}
	a := test.NewTempApp(t)
	uitest.SpeakEnglish(a)
	o := Backup{Problem: kit.Sentence{Key: "door.damaged"}, Made: time.Date(2026, 11, 25, 14, 0, 0, 0, time.Local), Orders: 312, Folder: `C:\Till 1`}
	explain := func(err error) (kit.Sentence, bool) {
		return kit.Sentence{Key: "error.storage.read_only"}, errors.Is(err, errHeld)
	}
	d.Offer = NewOffer(a, o, explain, func(f func()) { d.calls <- f }, a.Quit, restore)
	t.Cleanup(d.stop)
	return d
}

func (d doorstep) says() string { return uitest.Unbroken(uitest.TextsOf(d.content)) }

func (d doorstep) press(name fyne.KeyName) {
	uitest.Hands{T: d.T, On: d.Window, Board: d.Keyboard()}.Press(name)
}

func TestTheDoorSaysWhatIsWrongAndWhatIsOffered(t *testing.T) {
	d := atDoor(t, nil)
	for _, want := range []string{
		"The till can’t start", "The order log is damaged", "backup of 25 Nov 2026 14:00:00 with 312 orders",
		"found again from the till’s own notes", `Data folder: C:\Till 1`, "Close Esc", "Put the backup back Enter",
	} {
		if !strings.Contains(d.says(), want) {
			t.Errorf("%q is not in %q", want, d.says())
		}
	}
}

func TestAnAcceptedBackupIsPutBackOnceAndOpensTheTill(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		asked, opened, lives := 0, 0, false
		live := func(ctx context.Context) { lives = true; <-ctx.Done(); lives = false }
		d := atDoor(t, func() (Opener, error) {
			asked++
			time.Sleep(time.Second)
			return func() (func(context.Context), error) { opened++; return live, nil }, nil
		})
		d.press(uitest.Enter)
		d.press(uitest.Enter)
		if !d.yes.Disabled() || !d.no.Disabled() || !strings.Contains(d.says(), "putting it back…") {
			t.Errorf("busy: %q", d.says())
		}
		d.press(uitest.Esc) // not now
		time.Sleep(2 * time.Second)
		d.rest()
		if asked != 1 || opened != 1 || !lives {
			t.Errorf("put back %d times, opened %d times, alive: %v", asked, opened, lives)
		}
		if d.End(); lives {
			t.Error("the till's windows outlive the program")
		}
	})
}

func TestABackupThatCannotBePutBackIsSaid(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		asked := 0
		d := atDoor(t, func() (Opener, error) { asked++; return nil, errors.New("x") })
		d.press(uitest.Enter)
		d.rest()
		if !strings.Contains(d.says(), "can’t be written") || d.no.Disabled() {
			t.Errorf("says %q", d.says())
		}
		d.press(uitest.Enter)
		d.rest()
		if asked != 1 {
			t.Errorf("put back %d times", asked)
		}
	})
}

// errHeld is a fault that may pass.
var errHeld = errors.New("another program has it open")

func TestABackupThatCannotBePutBackNowIsTriedAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		asked := 0
		d := atDoor(t, func() (Opener, error) { asked++; return nil, errHeld })
		for range 2 {
			d.press(uitest.Enter)
			d.rest()
		}
		if asked != 2 || d.yes.Disabled() {
			t.Errorf("tried %d times", asked)
		}
	})
}

func TestATillThatCannotBeOpenedAfterTheBackupIsSaid(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := atDoor(t, func() (Opener, error) {
			return func() (func(context.Context), error) { return nil, errors.New("x") }, nil
		})
		d.press(uitest.Enter)
		d.rest()
		if !strings.Contains(d.says(), "can’t be written") || !d.yes.Disabled() || d.no.Disabled() {
			t.Errorf("says %q", d.says())
		}
	})
}

func TestEnterAtTheDoorMustBeMeant(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		asked := 0
		d := atDoor(t, func() (Opener, error) { asked++; return nil, errors.New("x") })
		d.Keyboard().Unsettle() // the window has just come
		uitest.Hands{T: t, On: d.Window, Board: d.Keyboard()}.Hurry(uitest.Enter)
		d.rest()
		if asked != 0 {
			t.Error("the first key put the backup back")
		}
		d.press(uitest.Enter)
		d.rest()
		if asked != 1 {
			t.Error("Enter does nothing")
		}
	})
}

// atWait is a window in front of a till that opens by itself in a while.
func atWait(t *testing.T, wait func() (Opener, error)) doorstep {
	t.Helper()
	d := doorstep{T: t, calls: make(chan func(), 10)}
	a := test.NewTempApp(t)
	uitest.SpeakEnglish(a)
	explain := func(error) (kit.Sentence, bool) { return kit.Sentence{Key: "error.storage.read_only"}, true }
	d.Offer = NewWait(a, kit.Sentence{Key: "error.storage.leaving"}, `C:\Till 1`, explain, func(f func()) { d.calls <- f }, a.Quit, wait)
	t.Cleanup(d.stop)
	return d
}

func TestATillThatIsWaitedForOpensByItself(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		asked, opened, lives := 0, 0, false
		live := func(ctx context.Context) { lives = true; <-ctx.Done(); lives = false }
		d := atWait(t, func() (Opener, error) {
			asked++
			time.Sleep(time.Minute)
			return func() (func(context.Context), error) { opened++; return live, nil }, nil
		})
		d.Begin()
		synctest.Wait()
		for _, want := range []string{"still closing", "the till opens by itself", `C:\Till 1`, "Don’t wait Esc"} {
			if !strings.Contains(d.says(), want) {
				t.Errorf("%q is not in %q", want, d.says())
			}
		}
		d.press(uitest.Enter)
		time.Sleep(2 * time.Minute)
		d.rest()
		if asked != 1 || opened != 1 || !lives {
			t.Errorf("waited %d times, opened %d times, alive: %v", asked, opened, lives)
		}
		if d.End(); lives {
			t.Error("the till's windows outlive the program")
		}
	})
}

func TestStaffNeedNotWait(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		left, gone := 0, make(chan bool)
		d := atWait(t, func() (Opener, error) { <-gone; return nil, nil })
		d.end = func() { left++ }
		d.Begin()
		synctest.Wait()
		time.Sleep(kit.SettleTime)
		d.press(uitest.Esc)
		if left != 1 || d.no.Disabled() {
			t.Errorf("left %d times", left)
		}
		close(gone)
		d.End()
	})
}

func TestATillThatIsElsewhereNowIsNotWaitedFor(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		left := 0
		d := atWait(t, func() (Opener, error) { return nil, nil })
		d.end = func() { left++ }
		d.Begin()
		d.rest()
		if left != 1 {
			t.Errorf("left %d times", left)
		}
	})
}

func TestATillThatCannotBeOpenedAfterAllSaysWhy(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := atWait(t, func() (Opener, error) { return nil, errHeld })
		d.Begin()
		d.rest()
		if !strings.Contains(d.says(), "can’t be written") || d.no.Disabled() {
			t.Errorf("says %q", d.says())
		}
	})
}
