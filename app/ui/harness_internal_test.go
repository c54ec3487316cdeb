package ui

import (
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/theme"

	"qrtill/app"
	"qrtill/app/book"
	"qrtill/app/order"
	"qrtill/storage"
)

// scriptedTill takes commands and shows what the test gives it.
type scriptedTill struct {
	sent   []app.Command
	typing int
	views  chan app.View
}

func (t *scriptedTill) Send(c app.Command) {
	if _, typing := c.(app.Typing); typing {
		t.typing++
		return
	}
	t.sent = append(t.sent, c)
}
func (t *scriptedTill) Views() <-chan app.View { return t.views }

// desk is a till with both windows, and hands to use it.
type desk struct {
	*testing.T
	*shell
	till *scriptedTill
	paid []order.ID

	unplugged, down bool // what a drill has done
}

// newDesk is for who reads words: its fonts have no Chinese characters. Reading
// a whole font takes longer than most tests.
func newDesk(t *testing.T) *desk {
	t.Helper()
	hk, sc := hongKong, simplified
	t.Cleanup(func() { hongKong, simplified = hk, sc })
	latin := hanFonts{theme.DefaultTheme().Font(fyne.TextStyle{}), theme.DefaultTheme().Font(fyne.TextStyle{Bold: true})}
	hongKong, simplified = latin, latin
	return newDrawnDesk(t)
}

// newDrawnDesk is for who looks at pictures.
func newDrawnDesk(t *testing.T) *desk {
	t.Helper()
	d := &desk{T: t, till: &scriptedTill{views: make(chan app.View, 1)}}
	log, err := storage.Open(t.TempDir(), storage.Options{Create: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { log.Close() })
	a := test.NewTempApp(t)
	paintOnce(a)
	speakEnglish(a)
	d.shell = newShell(Config{App: a, Till: d.till, Book: book.New(log), PayNow: func(id order.ID) { d.paid = append(d.paid, id) },
		SetNetwork: func(on bool) { d.unplugged = !on }, SetGateway: func(up bool) { d.down = !up }})
	d.window.Resize(fyne.NewSize(1366, 740))
	d.draw(readyView())
	return d
}

// speakEnglish has both windows speak English alone, whatever the computer does.
func speakEnglish(a fyne.App) {
	p := a.Preferences()
	p.SetString(preferenceLanguage, "en")
	p.SetString(preferenceFirst, "en")
	p.SetString(preferenceSecond, noSecond)
}

// paintOnce has Fyne look at the clock. Its test driver does so only when it
// paints; in a slow run what is made a minute after the last painting would be
// taken for expired at the next, and painted without its layout.
func paintOnce(a fyne.App) {
	w := a.NewWindow("")
	w.Canvas().Capture()
	w.Close()
}

func readyView() app.View {
	s := order.Defaults("HKD")
	s.Shop, s.Account = "Lucky Cat", order.Account{Gateway: "https://gateway.example", Merchant: "M1", Currency: "HKD"}
	s.Limit = 2_000_000
	return app.View{Settings: s, Network: app.Online, Today: app.Today{Count: 14, Paid: dollars(320450)}}
}

func dollars(minor int64) order.Amount { return order.Amount{Minor: minor, Currency: "HKD"} }

// saleIn is a View with a sale in a phase.
func saleIn(phase app.Phase) app.View {
	v := readyView()
	now := time.Now()
	v.Sale = &app.SaleView{
		Phase: phase, Order: "T1ABCDEF", Amount: dollars(12850), Method: order.AlipayHK, Note: "Table 12",
		Since: now.Add(-17 * time.Second), Until: now.Add(283 * time.Second),
		Said: app.Text{Key: "said.pending"}, AskedAt: now.Add(-3 * time.Second), Took: 400 * time.Millisecond, PaidAfter: 12 * time.Second,
	}
	switch phase {
	case app.Waiting:
		v.Sale.QR = "https://qr.alipay.com/281002040AMBWBEA6TFC5I2E0K5M3L4G"
	case app.Failed:
		v.Sale.Problem = app.Text{Key: "error.unexpected", Values: map[string]any{"Error": "staff only"}}
	case app.Disputed, app.Unrecorded:
		v.Sale.Problem = app.Text{Key: "sale.unrecorded", Values: map[string]any{"Amount": dollars(12850), "Order": "T1ABCDEF"}}
	}
	return v
}

// press is a key that makes no character.
func (d *desk) press(names ...fyne.KeyName) {
	d.Helper()
	for _, name := range names {
		c := d.window.Canvas()
		e := &fyne.KeyEvent{Name: name}
		if f := c.Focused(); f != nil {
			f.TypedKey(e)
			continue
		}
		c.OnTypedKey()(e)
	}
}

// write types characters.
func (d *desk) write(text string) {
	d.Helper()
	for _, r := range text {
		if f := d.window.Canvas().Focused(); f != nil {
			f.TypedRune(r)
			continue
		}
		d.window.Canvas().OnTypedRune()(r)
	}
}

// staff and public are all text that can be read in a window.
func (d *desk) staff() string  { return textsOf(d.window.Content()) }
func (d *desk) public() string { return textsOf(d.customerWindow.Content()) }

func (d *desk) reads(window, want string) {
	d.Helper()
	if !strings.Contains(window, want) {
		d.Errorf("%q is not in %q", want, window)
	}
}

func (d *desk) readsNot(window, unwanted string) {
	d.Helper()
	if strings.Contains(window, unwanted) {
		d.Errorf("%q is in %q", unwanted, window)
	}
}

// charges are the Charge commands sent so far.
func (d *desk) charges() []app.Charge {
	var list []app.Charge
	for _, c := range d.till.sent {
		if c, ok := c.(app.Charge); ok {
			list = append(list, c)
		}
	}
	return list
}

// last is the newest command.
func (d *desk) last() app.Command {
	if len(d.till.sent) == 0 {
		return nil
	}
	return d.till.sent[len(d.till.sent)-1]
}

func textsOf(o fyne.CanvasObject) string {
	var words []string
	collect(o, &words)
	return strings.Join(words, " ")
}

func collect(o fyne.CanvasObject, words *[]string) {
	if o == nil || !o.Visible() {
		return
	}
	switch o := o.(type) {
	case *canvas.Text:
		*words = append(*words, o.Text)
	case *fyne.Container:
		for _, child := range o.Objects {
			collect(child, words)
		}
	case fyne.Widget:
		for _, child := range test.WidgetRenderer(o).Objects() {
			collect(child, words)
		}
	}
}
