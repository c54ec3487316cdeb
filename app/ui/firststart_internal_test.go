package ui

import (
	"errors"
	"testing"

	"fyne.io/fyne/v2"

	"qrtill/app"
	"qrtill/app/order"
)

// newShop is a desk whose till has never been set up.
func newShop(t *testing.T) (*desk, *firststart) {
	t.Helper()
	d := newDesk(t)
	d.draw(app.View{NeedSetup: true})
	return d, d.pages[atFirstStart].(*firststart)
}

// answer types into the field that has the focus and goes on with Enter.
func (d *desk) answer(texts ...string) {
	d.Helper()
	for _, text := range texts {
		if d.window.Canvas().Focused() == nil {
			d.Fatalf("nothing has the focus for %q", text)
		}
		d.write(text)
		d.press(enter)
	}
}

// setUps are the SetUp commands sent so far.
func (d *desk) setUps() []app.SetUp {
	var list []app.SetUp
	for _, c := range d.till.sent {
		if c, ok := c.(app.SetUp); ok {
			list = append(list, c)
		}
	}
	return list
}

func (d *desk) fillFirstStart() {
	d.Helper()
	d.answer(" Lucky Cat ", "", "https://gateway.example/", "M100", " s3cret ", "1234", "1234")
}

func TestFirstStartIsDoneWithTheKeyboardAlone(t *testing.T) {
	d, _ := newShop(t)
	d.readsNot(d.staff(), "Client secret")
	d.fillFirstStart()
	sent := d.setUps()
	if len(sent) != 1 {
		t.Fatalf("sent %v", d.till.sent)
	}
	want := order.Defaults("HKD")
	want.Shop, want.Account.Gateway, want.Account.Merchant = "Lucky Cat", "https://gateway.example", "M100"
	if got := sent[0]; !sameSettings(got.Settings, want) || got.Secret != "s3cret" || got.PIN != "1234" {
		t.Errorf("sent %+v", got)
	}
	d.reads(d.staff(), "Asking the gateway…")
	d.press(enter, esc)
	if len(d.setUps()) != 1 {
		t.Error("Enter while it is busy sent it again")
	}
}

func TestEscGoesAStepBackAndKeepsWhatWasTyped(t *testing.T) {
	d, p := newShop(t)
	d.answer("Lucky Cat", "", "https://gateway.example")
	d.press(esc)
	if p.at != stepShop || p.shop.Text != "Lucky Cat" || p.gateway.Text != "https://gateway.example" {
		t.Errorf("step %d, %q, %q", p.at, p.shop.Text, p.gateway.Text)
	}
}

func TestTabGoesThroughAStepInReadingOrder(t *testing.T) {
	d, p := newShop(t)
	c := d.window.Canvas()
	want := []fyne.Focusable{p.shop, p.currency.buttons[0], p.currency.buttons[1], p.currency.buttons[2], p.currency.buttons[3], p.till}
	for i, f := range want {
		if c.Focused() != f {
			t.Errorf("Tab %d: the focus is on %T", i, c.Focused())
		}
		c.FocusNext()
	}
}

func TestFirstStartSaysWhatIsWrongBeforeItSendsAnything(t *testing.T) {
	cases := []struct {
		name  string
		texts []string
		step  int
		says  string
	}{
		{"no shop", []string{"", ""}, stepShop, "Type the shop’s name"},
		{"no https", []string{"Cat", "", "gateway.example", "M1", "s"}, stepGateway, "must begin with https://"},
		{"no merchant", []string{"Cat", "", "https://g.example", "", "s"}, stepGateway, "merchant number is missing"},
		{"no secret", []string{"Cat", "", "https://g.example", "M1", ""}, stepGateway, "Type the client secret"},
		{"short PIN", []string{"Cat", "", "https://g.example", "M1", "s", "123", "123"}, stepPIN, "4 to 12 digits. Nothing was saved"},
		{"no digits", []string{"Cat", "", "https://g.example", "M1", "s", "abcd", "abcd"}, stepPIN, "4 to 12 digits. Nothing was saved"},
		{"two PINs", []string{"Cat", "", "https://g.example", "M1", "s", "1234", "1235"}, stepPIN, "not the same"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			d, p := newShop(t)
			d.answer(c.texts...)
			if p.at != c.step || len(d.setUps()) != 0 {
				t.Errorf("step %d, sent %v", p.at, d.setUps())
			}
			d.reads(d.staff(), c.says)
			if d.window.Canvas().Focused() == nil {
				t.Error("the field that is wrong has no focus")
			}
		})
	}
}

func TestATillCodeAndACurrencyAreTakenInSmallLetters(t *testing.T) {
	d, p := newShop(t)
	p.shop.SetText("Cat")
	p.currency.pick(3)
	if !p.other.Visible() || d.window.Canvas().Focused() != p.other {
		t.Error("another currency has no field")
	}
	d.write(" eur")
	p.till.SetText("b7")
	if s := p.settings(); s.Account.Currency != "EUR" || s.Till != "B7" || len(s.Methods) != 1 {
		t.Errorf("settings %+v", s)
	}
	p.other.SetText("zzz")
	p.goOn()
	d.reads(d.staff(), "This currency is not known")
	p.currency.pick(1)
	p.goOn()
	if p.at != stepGateway || p.settings().Zone != "Asia/Taipei" {
		t.Errorf("step %d, %+v", p.at, p.settings())
	}
}

func TestAFailedSetupLosesNothingAndShowsWhereToMendIt(t *testing.T) {
	cases := []struct {
		key  string
		step int
	}{
		{"error.gateway.auth", stepGateway}, {"error.gateway.network", stepGateway}, {"error.settings.secret_size", stepGateway},
		{"error.settings.shop", stepShop}, {"error.settings.pin", stepPIN}, {"error.keyring.unavailable", stepPIN},
	}
	for _, c := range cases {
		d, p := newShop(t)
		d.fillFirstStart()
		d.draw(app.View{NeedSetup: true})
		if !p.busy {
			t.Fatal("a View from before the command ended it")
		}
		d.draw(app.View{NeedSetup: true, Setup: app.SetupView{Busy: true}})
		d.draw(app.View{NeedSetup: true, Setup: app.SetupView{Problem: app.Text{Key: c.key}}})
		if p.at != c.step || p.busy {
			t.Errorf("%s: step %d, busy %v", c.key, p.at, p.busy)
		}
		d.reads(d.staff(), d.text(c.key))
		if p.shop.Text == "" || p.merchant.Text != "M100" || p.secret.Text == "" || p.pin.Text != "1234" || p.secret.Disabled() {
			t.Errorf("%s: something typed is gone", c.key)
		}
	}
}

func TestNoSecretOutlivesFirstStart(t *testing.T) {
	d, p := newShop(t)
	d.fillFirstStart()
	v := readyView()
	v.Setup.Done = 1
	p.watch(v)
	d.draw(v)
	if p.secret.Text != "" || p.pin.Text != "" || p.again.Text != "" {
		t.Error("a secret is still in its field")
	}
	if d.page != d.pages[atCharge] {
		t.Error("the till is not ready to charge")
	}
}

func TestPracticeIsOneTapAway(t *testing.T) {
	d, _ := newShop(t)
	d.readsNot(d.staff(), "Just looking?") // there is no practice till to start
	started := 0
	d.config.StartPractice = func() error { started++; return nil }
	p := newFirstStart(d.kit, d.shell)
	d.display(p)
	buttonSaying(t, p.practice, "Try it in practice mode").Tapped(nil)
	d.reads(d.staff(), "opens in a window of its own")
	if started != 1 {
		t.Errorf("started %d times", started)
	}
	d.config.StartPractice = func() error { return errors.New("no such file") }
	p.startPractice()
	d.reads(d.staff(), "no such file")
}

// A part whose error has no sentence of its own would be told from no other.
func TestEveryFaultInSettingsIsExplainedAndFoundAgain(t *testing.T) {
	for part, wrong := range order.Parts() {
		said := app.Explain(wrong)
		if again, known := partIn(sentence(said)); !known || again != part {
			t.Errorf("what is wrong with the %s is said as %q, which is about %q: give its error a key of its own in app.Explain", part, said.Key, again)
		}
	}
}
