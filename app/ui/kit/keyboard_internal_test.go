package kit

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
)

// Without polls no key does anything: they must go on for as long as the window does.
func TestTheKeyboardPollsForEver(t *testing.T) {
	test.NewTempApp(t)
	if k := NewKeyboard(&sink{}, nil); k.polling().RepeatCount != fyne.AnimationRepeatForever {
		t.Error("the keyboard falls silent after a while")
	}
}
