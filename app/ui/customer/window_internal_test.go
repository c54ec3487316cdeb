package customer

import (
	"image"
	"reflect"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"qrtill/app/core"
	"qrtill/app/order"
	"qrtill/app/ui/kit"
	"qrtill/assets"
)

// newPublic is a customer's window that speaks English, in a program with our
// look. Codes are read back at once.
func newPublic(t *testing.T) *Window {
	t.Helper()
	c, a := newUnmade(t, kit.LookLight)
	c.Make(a, deaf{}, func() {}).Resize(Size())
	return c
}

// newUnmade is one that nobody has seen yet.
func newUnmade(t *testing.T, look string) (*Window, fyne.App) {
	t.Helper()
	a := test.NewTempApp(t)
	a.Settings().SetTheme(kit.NewLook(look, "en"))
	english, err := assets.Load("en")
	if err != nil {
		t.Fatal(err)
	}
	code := func(least float32) *Code {
		return NewCode(least, func(r Reading) { r.Done(r.Made()) }, func() {})
	}
	c := New(NewLogo(a.Storage()), code)
	c.Speak("", kit.Texts{Catalogue: english}, nil)
	return c, a
}

// Parts that are in no window hear nothing of a change of the look.
func TestAWindowThatIsFirstSeenLaterHasTheLookOfThen(t *testing.T) {
	sale := waitingFor(payLink).Sale
	sale.Until = time.Time{} // no seconds run down between the pictures
	picture := func(look string) image.Image {
		c, a := newUnmade(t, look)
		c.Draw(core.View{Sale: sale})
		a.Settings().SetTheme(kit.NewLook(kit.LookDark, "en"))
		w := c.Make(a, deaf{}, func() {})
		w.Resize(Size())
		return w.Canvas().Capture()
	}
	if !reflect.DeepEqual(picture(kit.LookLight), picture(kit.LookDark)) {
		t.Error("it has parts of the look before")
	}
}

// deaf is a till that hears no key.
type deaf struct{}

func (deaf) Keyboard() *kit.Keyboard   { return kit.NewKeyboard(deaf{}, nil) }
func (deaf) Key(*fyne.KeyEvent)        {}
func (deaf) Rune(rune)                 {}
func (deaf) Scan(string)               {}
func (deaf) Sign(string)               {}
func (deaf) Asks() bool                { return false }
func (deaf) Polled()                   {}
func (deaf) Reached(fyne.CanvasObject) {}

// waitingFor is a View with a sale whose code is on the screen.
func waitingFor(code string) (v core.View) {
	v.Settings.Shop = "Lucky Cat"
	v.Sale = &core.SaleView{
		Phase: core.Waiting, Order: "T1ABCDEF", Amount: order.Amount{Minor: 12850, Currency: "HKD"}, Method: order.AlipayHK,
		QR: code, Until: time.Now().Add(283 * time.Second),
	}
	return v
}

func TestACodeThatCannotBeReadBackStaysRefused(t *testing.T) {
	c := newPublic(t)
	c.Draw(waitingFor(payLink))
	c.code.take(sketch{text: payLink}, nil, errUnread)
	for range 3 { // every answer of the gateway is a new View
		c.Draw(waitingFor(payLink))
		if c.pay.Visible() || !c.Refused(payLink) {
			t.Error("shown though it was refused")
		}
	}
	if c.Draw(waitingFor(payLink + "2")); !c.pay.Visible() || c.Refused(payLink+"2") {
		t.Error("the next sale's code was refused too")
	}
}
