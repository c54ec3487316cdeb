package settings

import (
	"errors"
	"testing"

	"fyne.io/fyne/v2"

	"qrtill/app"
	"qrtill/app/core"
	"qrtill/app/order"
	"qrtill/app/ui/uitest"
)

// newShop is a bureau whose till has never been set up.
func newShop(t *testing.T) (*bureau, *FirstStart) {
	t.Helper()
	d := newBureau(t)
	p := NewFirstStart(d.Texts, d)
	d.View = app.View{View: core.View{NeedSetup: true}}
	d.Open(p)
	return d, p
}

func (d *bureau) fillFirstStart() {
	d.Helper()
	d.Answer(" Lucky Cat ", "", "https://gateway.example/", "M100", " s3cret ", "1234", "1234")
}

func TestFirstStartIsDoneWithTheKeyboardAlone(t *testing.T) {
	d, _ := newShop(t)
	d.ReadsNot(d.Screen(), "Client secret")
	d.fillFirstStart()
	sent := d.setUps()
	if len(sent) != 1 {
		t.Fatalf("sent %v", d.Sent)
	}
	want := order.Defaults("HKD")
	want.Shop, want.Account.Gateway, want.Account.Merchant = "Lucky Cat", "https://gateway.example", "M100"
	if got := sent[0]; !sameSettings(got.Settings, want) || got.Secret != "s3cret" || got.PIN != "1234" {
		t.Errorf("sent %+v", got)
	}
	d.Reads(d.Screen(), "Asking the gateway…")
	d.Press(uitest.Enter, uitest.Esc)
	if len(d.setUps()) != 1 {
		t.Error("Enter while it is busy sent it again")
	}
}

func TestEscGoesAStepBackAndKeepsWhatWasTyped(t *testing.T) {
	d, p := newShop(t)
	d.Answer("Lucky Cat", "", "https://gateway.example")
	d.Press(uitest.Esc)
	if p.at != stepShop || p.field(order.PartShop).Text != "Lucky Cat" || p.field(order.PartGateway).Text != "https://gateway.example" {
		t.Errorf("step %d, %q, %q", p.at, p.field(order.PartShop).Text, p.field(order.PartGateway).Text)
	}
}

func TestTabGoesThroughAStepInReadingOrder(t *testing.T) {
	d, p := newShop(t)
	want := []fyne.Focusable{p.field(order.PartShop), p.currency.Buttons[0], p.currency.Buttons[1], p.currency.Buttons[2], p.currency.Buttons[3], p.field(order.PartTill)}
	for i, f := range want {
		if d.Focused() != f {
			t.Errorf("Tab %d: the focus is on %T", i, d.Focused())
		}
		d.Tab()
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
		{"no digits", []string{"Cat", "", "https://g.example", "M1", "s", "abcd", "abcd"}, stepPIN, "this is something else. Nothing of it is taken"},
		{"two PINs", []string{"Cat", "", "https://g.example", "M1", "s", "1234", "1235"}, stepPIN, "not the same"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			d, p := newShop(t)
			d.Answer(c.texts...)
			if p.at != c.step || len(d.setUps()) != 0 {
				t.Errorf("step %d, sent %v", p.at, d.setUps())
			}
			d.Reads(d.Screen(), c.says)
			if d.Focused() == nil {
				t.Error("the field that is wrong has no focus")
			}
		})
	}
}

func TestATillCodeAndACurrencyAreTakenInSmallLetters(t *testing.T) {
	d, p := newShop(t)
	p.field(order.PartShop).SetText("Cat")
	p.currency.Pick(3)
	if !p.other.Visible() || d.Focused() != p.other {
		t.Error("another currency has no field")
	}
	d.Write(" eur")
	p.field(order.PartTill).SetText("b7")
	if s := p.settings(); s.Account.Currency != "EUR" || s.Till != "B7" || len(s.Methods) != 1 {
		t.Errorf("settings %+v", s)
	}
	p.other.SetText("zzz")
	p.goOn()
	d.Reads(d.Screen(), "This currency is not known")
	p.currency.Pick(1)
	p.goOn()
	if p.at != stepGateway || p.settings().Zone != "Asia/Taipei" {
		t.Errorf("step %d, %+v", p.at, p.settings())
	}
}

func TestAFailedSetupLosesNothingAndShowsWhereToMendIt(t *testing.T) {
	cases := []struct {
		part order.Part
		key  string
		step int
	}{
		{order.PartMerchant, "error.gateway.auth", stepGateway}, {"", "error.gateway.network", stepGateway}, {"", "error.settings.secret_size", stepGateway}, {"", "error.settings.secret_text", stepGateway},
		{order.PartShop, "error.settings.shop", stepShop}, {order.PartCurrency, "error.settings.currency", stepShop}, {order.PartLimit, "error.settings.limit", stepPIN},
		{"", "error.settings.pin", stepPIN}, {"", "error.keyring.unavailable", stepPIN},
	}
	for _, c := range cases {
		d, p := newShop(t)
		d.fillFirstStart()
		d.Draw(app.View{View: core.View{NeedSetup: true}})
		if !p.busy {
			t.Fatal("a View from before the command ended it")
		}
		d.Draw(app.View{View: core.View{NeedSetup: true}, Setup: app.SetupView{Busy: true}})
		d.Draw(app.View{View: core.View{NeedSetup: true}, Setup: app.SetupView{Part: c.part, Problem: core.Text{Key: c.key}}})
		if p.at != c.step || p.busy {
			t.Errorf("%s: step %d, busy %v", c.key, p.at, p.busy)
		}
		d.Reads(d.Screen(), d.Text(c.key))
		if p.field(order.PartShop).Text == "" || p.field(order.PartMerchant).Text != "M100" || p.secret.Text == "" || p.pin.Text != "1234" || p.secret.Disabled() {
			t.Errorf("%s: something typed is gone", c.key)
		}
	}
}

func TestNoSecretOutlivesFirstStart(t *testing.T) {
	d, p := newShop(t)
	d.fillFirstStart()
	v := uitest.ReadyView()
	v.Setup.Done = 1
	p.Watch(v)
	d.Draw(v)
	if p.all().secretTyped() {
		t.Error("a secret is still in its field")
	}
}

func TestPracticeIsOneTapAway(t *testing.T) {
	d, _ := newShop(t)
	d.ReadsNot(d.Screen(), "Just looking?") // there is no practice till to start
	started := 0
	d.Start = func() error { started++; return nil }
	p := NewFirstStart(d.Texts, d)
	d.Open(p)
	uitest.ButtonSaying(t, p.practice, "Try it in practice mode").Tapped(nil)
	d.Reads(d.Screen(), "opens in a window of its own")
	if started != 1 {
		t.Errorf("started %d times", started)
	}
	d.Start = func() error { return errors.New("no such file") }
	p.startPractice()
	d.Reads(d.Screen(), "no such file")
}
