package settings

import (
	"slices"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"qrtill/app"
	"qrtill/app/core"
	"qrtill/app/order"
	"qrtill/app/ui/kit"
	"qrtill/app/ui/uitest"
)

// says is how saving gets on, in words.
func says(p *Page) string { return p.status.word.Text }

func TestSettingsShowWhatTheTillHas(t *testing.T) {
	d, p := atSettingsPage(t)
	for _, want := range []string{"Lucky Cat", "https://gateway.example", "M1", "Asia/Hong_Kong", "20000", "WeChat Pay", "5 minutes", "1 second", "Nothing to save"} {
		d.Reads(uitest.TextsOf(p.body), want)
	}
	if !p.save.Disabled() || p.changed() {
		t.Error("there is something to save in untouched settings")
	}
}

func TestSaveSendsTheChangesOnceAndSaysHowItGoes(t *testing.T) {
	d, p := atOpenSettings(t)
	p.field(order.PartShop).SetText(" Lucky Dog ")
	p.field(order.PartTill).SetText("t2")
	p.row(order.PartCutoff).set("4")
	p.row(order.PartTimes).set((10 * time.Minute).String())
	p.field(order.PartLimit).SetText("250.50")
	if says(p) != "Not saved yet" {
		t.Errorf("says %q", says(p))
	}
	d.Focus(p.field(order.PartShop))
	d.Press(uitest.Enter)
	d.Press(uitest.Enter)
	p.save.Tapped(nil)
	sent := d.setUps()
	if len(sent) != 1 {
		t.Fatalf("sent %v", sent)
	}
	want := uitest.ReadyView().Settings
	want.Shop, want.Till, want.Cutoff, want.ShowFor, want.Limit = "Lucky Dog", "T2", 4, 10*time.Minute, 25050
	if !sameSettings(sent[0].Settings, want) || sent[0].Secret != "" || sent[0].PIN != "" {
		t.Errorf("sent %+v", sent[0])
	}
	v := uitest.ReadyView()
	v.Setup.Busy = true
	d.Draw(v)
	if says(p) != "Checking, and saving…" || !p.field(order.PartShop).Disabled() {
		t.Errorf("busy: says %q", says(p))
	}
	v.Setup, v.Settings = app.SetupView{Done: 1}, want
	d.Draw(v)
	if says(p) != "Saved" || p.field(order.PartShop).Disabled() || p.field(order.PartShop).Text != "Lucky Dog" {
		t.Errorf("saved: says %q, shop %q", says(p), p.field(order.PartShop).Text)
	}
	p.field(order.PartShop).SetText("Lucky Fox")
	if says(p) != "Not saved yet" {
		t.Errorf("changed again: says %q", says(p))
	}
}

func TestAFailedSaveKeepsWhatWasTyped(t *testing.T) {
	d, p := atOpenSettings(t)
	p.field(order.PartMerchant).SetText("M2")
	p.secret.SetText("wrong")
	p.trySave()
	v := uitest.ReadyView()
	v.Setup.Problem = core.Text{Key: "error.gateway.auth"}
	d.Draw(v)
	if p.field(order.PartMerchant).Text != "M2" || p.secret.Text != "wrong" {
		t.Error("something typed is gone")
	}
	d.Reads(uitest.TextsOf(p.status.box), d.Text("error.gateway.auth"))
	p.undo.Tapped(nil)
	if p.field(order.PartMerchant).Text != "M1" || p.secret.Text != "" || says(p) != "Nothing to save" {
		t.Errorf("after undo: %q, %q", p.field(order.PartMerchant).Text, says(p))
	}
}

func TestASavedSecretIsForgottenWhereverStaffAre(t *testing.T) {
	for _, away := range []bool{false, true} {
		d, p := atOpenSettings(t)
		p.secret.SetText("s3cret")
		p.pin.SetText("2468")
		p.again.SetText("2468")
		p.trySave()
		if sent := d.setUps(); len(sent) != 1 || sent[0].Secret != "s3cret" || sent[0].PIN != "2468" {
			t.Fatalf("sent %v", sent)
		}
		if away {
			d.Leave()
		}
		v := uitest.ReadyView()
		v.Setup.Done = 1
		d.Draw(v)
		p.Watch(v)
		if p.secret.Text+p.pin.Text+p.again.Text != "" {
			t.Errorf("away %v: a secret is still in its field", away)
		}
	}
}

func TestSettingsSayWhatIsWrongAndSendNothing(t *testing.T) {
	cases := []struct {
		name string
		edit func(*Page)
		says string
	}{
		{"shop", func(p *Page) { p.field(order.PartShop).SetText("") }, "Type the shop’s name"},
		{"till", func(p *Page) { p.field(order.PartTill).SetText("X9") }, "not begin with X"},
		{"gateway", func(p *Page) { p.field(order.PartGateway).SetText("http://gateway.example") }, "must begin with https://"},
		{"merchant", func(p *Page) { p.field(order.PartMerchant).SetText("") }, "merchant number is missing"},
		{"limit", func(p *Page) { p.field(order.PartLimit).SetText("12、50") }, "not an amount"},
		{"no limit", func(p *Page) { p.field(order.PartLimit).SetText("0") }, "amount is zero"},
		{"methods", func(p *Page) {
			for _, m := range order.Methods("HKD") {
				p.methods.toggle(m)
			}
		}, "Choose at least one way to pay"},
		{"short PIN", func(p *Page) { p.pin.SetText("12"); p.again.SetText("12") }, "4 to 12 digits. Nothing was saved"},
		{"two PINs", func(p *Page) { p.pin.SetText("1234"); p.again.SetText("4321") }, "not the same"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			d, p := atOpenSettings(t)
			c.edit(p)
			p.trySave()
			d.Reads(uitest.TextsOf(p.body), c.says)
			if len(d.setUps()) != 0 || says(p) != d.Text("settings.faulty") {
				t.Errorf("sent %v, says %q", d.setUps(), says(p))
			}
		})
	}
}

func TestWhatIsTypedOutlivesViewsAndOtherPages(t *testing.T) {
	d, p := atOpenSettings(t)
	p.field(order.PartShop).SetText("Half typed")
	d.Draw(uitest.ReadyView())
	d.Leave()
	d.Draw(uitest.ReadyView())
	d.Open(p)
	if p.field(order.PartShop).Text != "Half typed" || says(p) != "Not saved yet" {
		t.Errorf("shop %q, says %q", p.field(order.PartShop).Text, says(p))
	}
	d.Press(uitest.Esc) // out of the field
	d.Press(uitest.Esc)
	if d.At() != "sale" {
		t.Error("Esc does not lead back to the sale")
	}
}

func TestAnotherAccountSaysWhereOpenOrdersStay(t *testing.T) {
	d, p := atOpenSettings(t)
	v := uitest.ReadyView()
	v.Watching = 1
	d.Draw(v)
	d.ReadsNot(uitest.TextsOf(p.body), d.Text("settings.account_moves"))
	p.field(order.PartMerchant).SetText("M2")
	d.Reads(uitest.TextsOf(p.body), d.Text("settings.account_moves"))
}

func TestPracticeHasNoAccountToChange(t *testing.T) {
	d := newBureau(t)
	d.View.Settings.Account.Gateway, d.View.Practice = order.PracticeGateway, true
	p := NewPage(d.Texts, d)
	d.Open(p)
	d.Reads(uitest.TextsOf(p.body), "In practice it is 0000.")
	d.unlock(p)
	for _, f := range []*kit.Field{p.field(order.PartGateway), p.field(order.PartMerchant), p.secret, p.pin, p.again} {
		if !f.Disabled() {
			t.Error("the practice account can be changed, or its PIN")
		}
	}
	d.Reads(uitest.TextsOf(p.body), d.Text("settings.account_practice"))
	p.field(order.PartShop).SetText("Another")
	p.trySave()
	if sent := d.setUps(); len(sent) != 1 || sent[0].Settings.Account.Gateway != order.PracticeGateway {
		t.Errorf("sent %v", sent)
	}
}

func TestASecretForThisRunIsHandedOnAndForgotten(t *testing.T) {
	d, p := atSettingsPage(t)
	d.ReadsNot(uitest.TextsOf(p.body), "for this run only")
	d.Leave()
	v := uitest.ReadyView()
	v.Stopped = core.Text{Key: "error.keyring.stuck"}
	d.Draw(v)
	d.Open(p)
	d.Reads(uitest.TextsOf(p.body), "for this run only")
	v.Stopped = core.Text{Key: "error.keyring.unavailable"}
	d.Draw(v)
	d.Answer("s3cret")
	if got := d.Last(); got != (app.UseSecret{Secret: "s3cret"}) || p.onceSecret.Text != "" {
		t.Errorf("sent %v, %q is left", got, p.onceSecret.Text)
	}
	p.useSecret()
	if n := len(d.Sent); d.Sent[n-1] != (app.UseSecret{Secret: "s3cret"}) {
		t.Error("an empty secret was sent")
	}
}

func TestWaysToPayAreSwitchedAndOrdered(t *testing.T) {
	_, p := atOpenSettings(t)
	p.methods.toggle(order.AlipayHK)
	p.methods.raise(2)
	p.methods.raise(1)
	if s, _ := p.typed(); !slices.Equal(s.Methods, []order.Method{order.AlipayCN, order.WeChat}) || !p.changed() {
		t.Errorf("typed %v", s.Methods)
	}
}

func TestTheLookIsAppliedAtOnce(t *testing.T) {
	d, p := atSettingsPage(t)
	p.look.Pick(2)
	if got := d.App.Settings().Theme().(*kit.Look).Want; got != kit.LookDark {
		t.Errorf("look %q", got)
	}
	if len(d.setUps()) != 0 || p.changed() {
		t.Error("a look is no setting of the log")
	}
}

func TestUncommonSettingsAreKept(t *testing.T) {
	d := newBureau(t)
	v := uitest.ReadyView()
	v.Settings.Zone, v.Settings.ShowFor, v.Settings.AskEvery = "Africa/Nairobi", 7*time.Minute+30*time.Second, 4*time.Second
	v.Settings.Account.Currency, v.Settings.Methods, v.Settings.Limit = "TWD", order.Methods("TWD"), 5_000_000
	d.View = v
	p := NewPage(d.Texts, d)
	d.Open(p)
	if s, faults := p.typed(); !sameSettings(s, v.Settings) || len(faults) != 0 {
		t.Errorf("typed %+v, faults %v", s, faults)
	}
	if p.field(order.PartLimit).Text != "50000" {
		t.Errorf("the limit reads %q", p.field(order.PartLimit).Text)
	}
}

func TestTabScrollsToWhatItReaches(t *testing.T) {
	d, p := atOpenSettings(t)
	d.Focus(p.again)
	top := d.App.Driver().AbsolutePositionForObject(p.again).Y - d.App.Driver().AbsolutePositionForObject(p.scroll).Y
	if p.scroll.Offset.Y == 0 || top < 0 || top+p.again.Size().Height > p.scroll.Size().Height {
		t.Errorf("scrolled to %v, the field is at %v of %v", p.scroll.Offset.Y, top, p.scroll.Size().Height)
	}
	d.Focus(p.field(order.PartShop))
	top = d.App.Driver().AbsolutePositionForObject(p.field(order.PartShop)).Y - d.App.Driver().AbsolutePositionForObject(p.scroll).Y
	if top < 0 || top > p.scroll.Size().Height/2 {
		t.Errorf("the first field is at %v", top)
	}
}

func TestTheWheelScrollsThePageOverEveryFieldAndChooser(t *testing.T) {
	d, p := atOpenSettings(t)
	tried := 0
	uitest.Each(p.scroll.Content, func(o fyne.CanvasObject) {
		switch o.(type) {
		case *kit.Field, *kit.Chooser:
		default:
			return
		}
		tried++
		d.Focus(o.(fyne.Focusable)) // it is in sight now
		was := p.scroll.Offset.Y
		d.Roll(o, 10)
		down := p.scroll.Offset.Y
		if d.Roll(o, -20); p.scroll.Offset.Y == down {
			t.Errorf("over %T the page goes from %g to %g and stays", o, was, down)
		}
	})
	if tried < 15 {
		t.Errorf("only %d parts were tried", tried)
	}
}

func TestNotificationsAreOffUntilTheyAreSet(t *testing.T) {
	d, p := atOpenSettings(t)
	d.Reads(uitest.Unbroken(uitest.TextsOf(p.body)), "Off: the till finds payments by asking.")
	p.field(order.PartNotifyURL).SetText(" https://tunnel.example/t1 ")
	p.field(order.PartNotifyAddr).SetText("127.0.0.1:8090")
	p.notifyKey.SetText(" key ")
	p.trySave()
	sent := d.setUps()
	if len(sent) != 1 || sent[0].Settings.NotifyURL != "https://tunnel.example/t1" || sent[0].Settings.NotifyAddr != "127.0.0.1:8090" || sent[0].NotifyKey != "key" {
		t.Fatalf("sent %+v", sent)
	}
	v := uitest.ReadyView()
	v.Settings, v.Setup = sent[0].Settings, app.SetupView{Done: 1}
	v.Notifications = core.Text{Key: "notify.listening", Values: map[string]any{"Address": "127.0.0.1:8090"}}
	d.Draw(v)
	d.Reads(uitest.Unbroken(uitest.TextsOf(p.body)), "Listening for notifications on 127.0.0.1:8090.")
	if p.notifyKey.Text != "" || p.changed() {
		t.Errorf("the key is kept, or there is something to save: %v", p.changed())
	}
	v.Notifications = core.Text{Key: "notify.no_key"}
	d.Draw(v)
	d.Reads(uitest.Unbroken(uitest.TextsOf(p.body)), "Notifications need their key")
}

func TestWrongNotificationAddressesAreMarked(t *testing.T) {
	d, p := atOpenSettings(t)
	p.field(order.PartNotifyURL).SetText("tunnel")
	p.field(order.PartNotifyAddr).SetText("8.8.8.8:80")
	p.trySave()
	if len(d.setUps()) != 0 {
		t.Errorf("sent %v", d.setUps())
	}
	d.Reads(uitest.Unbroken(uitest.TextsOf(p.body)), "The notification address must begin with")
	d.Reads(uitest.Unbroken(uitest.TextsOf(p.body)), "The address to listen on must be")
}
