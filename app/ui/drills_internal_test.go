package ui

import (
	"context"
	"slices"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"qrtill/app"
	"qrtill/app/book"
	"qrtill/app/core"
	"qrtill/app/order"
	"qrtill/app/ui/kit"
	"qrtill/app/ui/uitest"
	"qrtill/payments"
	"qrtill/payments/practice"
	"qrtill/storage"
	"qrtill/storage/secrets"
)

// A drill goes on by what the till shows, and by nothing else.
func TestADrillFollowsTheTill(t *testing.T) {
	const first, second = order.ID("X1"), order.ID("X2")
	ready := app.View{View: core.View{Network: core.Online}}
	sale := func(phase core.Phase, id order.ID) app.View {
		return app.View{View: core.View{Network: core.Online, Sale: &core.SaleView{Phase: phase, Order: id}}}
	}
	with := func(v app.View, ids ...order.ID) app.View {
		for _, id := range ids {
			v.Alerts = append(v.Alerts, core.AlertView{Order: id, Kind: order.AlertLate})
		}
		return v
	}
	slow := sale(core.Waiting, first)
	slow.Network = core.Slow
	type step struct {
		view  app.View
		words string
		hands []hand
	}
	begins := func(kind string) step { return step{ready, "drills." + kind + ".charge", nil} }
	cases := []struct {
		name  string
		kind  drillKind
		steps []step
	}{
		{"late", drillLate, []step{
			begins("late"),
			{sale(core.Sending, first), "drills.late.charge", nil},
			{sale(core.Waiting, first), "drills.late.stop", nil},
			{sale(core.Waiting, first), "drills.late.stop", nil},
			{ready, "drills.late.wait", []hand{payFirst}},
			{with(ready, "another"), "drills.late.wait", nil},
			{with(ready, "another", first), "drills.late.alert", nil},
			{with(ready, "another"), "drills.late.done", nil},
			{sale(core.Waiting, second), "drills.late.done", nil},
		}},
		{"late, but paid in time", drillLate, []step{
			begins("late"),
			{sale(core.Waiting, first), "drills.late.stop", nil},
			{sale(core.Paid, first), "drills.late.charge", nil},
			{ready, "drills.late.charge", nil},
			{sale(core.Waiting, second), "drills.late.stop", nil},
		}},
		{"a sale is in the way", drillLate, []step{
			{sale(core.Waiting, second), "drills.clear", nil},
			{sale(core.Paid, second), "drills.clear", nil},
			begins("late"),
		}},
		{"no network", drillOffline, []step{
			{ready, "drills.offline.charge", []hand{pullCable}},
			{sale(core.Sending, first), "drills.offline.charge", nil},
			{sale(core.Failed, first), "drills.offline.failed", nil},
			{ready, "drills.offline.again", []hand{plugCable}},
			{sale(core.Failed, first), "drills.offline.again", nil},
			{ready, "drills.offline.again", nil},
			{sale(core.Waiting, second), "drills.offline.pay", []hand{payFirst}},
			{sale(core.Paid, second), "drills.offline.done", nil},
		}},
		{"twice", drillTwice, []step{
			begins("twice"),
			{sale(core.Waiting, first), "drills.twice.stop", nil},
			{ready, "drills.twice.fresh", nil},
			{sale(core.Sending, second), "drills.twice.fresh", nil},
			{sale(core.Waiting, second), "drills.twice.wait", []hand{paySecond, payFirst}},
			{with(sale(core.Waiting, second), first), "drills.twice.wait", nil},
			{with(sale(core.Paid, second), first), "drills.twice.alert", nil},
			{sale(core.Paid, second), "drills.twice.done", nil},
		}},
		{"twice, but paid at once", drillTwice, []step{
			begins("twice"),
			{sale(core.Waiting, first), "drills.twice.stop", nil},
			{sale(core.Paid, first), "drills.twice.charge", nil},
		}},
		{"gateway down", drillDown, []step{
			begins("down"),
			{sale(core.Waiting, first), "drills.down.wait", []hand{breakGateway, payFirst}},
			{sale(core.Waiting, first), "drills.down.wait", nil},
			{slow, "drills.down.hold", nil},
			{slow, "drills.down.hold", nil},
		}},
		{"gateway down, too late to hide the payment", drillDown, []step{
			begins("down"),
			{sale(core.Waiting, first), "drills.down.wait", []hand{breakGateway, payFirst}},
			{sale(core.Paid, first), "drills.down.done", []hand{mendGateway}},
		}},
	}
	for _, test := range cases {
		t.Run(test.name, func(t *testing.T) {
			d := drill{kind: test.kind}
			for i, s := range test.steps {
				var hands []hand
				if d, hands = d.follow(s.view); d.words() != s.words || !slices.Equal(hands, s.hands) {
					t.Fatalf("view %d: says %s and does %v, want %s and %v", i, d.words(), hands, s.words, s.hands)
				}
			}
			if d.asks() { // only the broken gateway waits for staff
				d, hands := d.mend()
				if d.words() != "drills.down.back" || !slices.Equal(hands, []hand{mendGateway}) {
					t.Fatalf("says %s and does %v", d.words(), hands)
				}
				if d, _ = d.follow(with(ready, first)); !d.over() { // closed meanwhile: it comes as an alert
					t.Errorf("says %s", d.words())
				}
			}
		})
	}
}

func TestDrillsAreForPracticeOnly(t *testing.T) {
	d := newDesk(t)
	d.config.SetGateway = nil
	d.Press(kit.KeyDrills)
	if d.Asking() || d.drills.offered() {
		t.Error("a till without a practice gateway offers drills")
	}
}

func TestEndingADrillMakesEverythingWhole(t *testing.T) {
	for kind := range drillKinds {
		d := newDesk(t)
		d.Press(kit.KeyDrills)
		if !d.Asking() {
			t.Fatal("Ctrl+D shows no drills")
		}
		d.drills.start(kind)
		d.draw(uitest.SaleIn(core.Waiting))
		d.Press(kit.KeyDrills) // the sheet lies below the strip, which stays
		d.Reads(d.staff(), d.Text(drillBook[kind].name)+" · step")
		d.Press(uitest.Esc)
		v := uitest.ReadyView()
		v.Practice, v.Alerts = true, []core.AlertView{{Order: "T1", Text: core.Text{Key: "help.title"}}}
		d.draw(v)
		if m := d.window.Content().MinSize(); m.Width > 1024 || m.Height > 705 {
			t.Errorf("drill %d: the till needs %v", kind, m)
		}
		d.open(atHistory)
		d.Reads(d.staff(), d.Text(drillBook[kind].name)+" · step")
		d.drills.end.Tapped(nil)
		d.ReadsNot(d.staff(), " · step")
		if d.unplugged || d.down || d.drills.at != nil {
			t.Errorf("drill %d: unplugged %v, down %v", kind, d.unplugged, d.down)
		}
	}
}

// practiceDesk is a desk whose till and gateway are real.
type practiceDesk struct {
	*desk
	live *app.Till
}

func newPracticeDesk(t *testing.T) *practiceDesk {
	t.Helper()
	gateway, err := practice.New(practice.Config{})
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	base, served, err := gateway.Serve(ctx, "")
	if err != nil {
		t.Fatal(err)
	}
	log, err := storage.Open(t.TempDir(), storage.Options{Create: true, Practice: true})
	if err != nil {
		t.Fatal(err)
	}
	settings, keys := order.Defaults("HKD"), gateway.Credentials()
	settings.Shop, settings.Account.Gateway, settings.Account.Merchant = "Practice shop", order.PracticeGateway, keys.UID
	for _, e := range app.SettingsEvents(settings, nil, time.Now()) {
		if _, err := log.Append(e); err != nil {
			t.Fatal(err)
		}
	}
	keyring, cable := secrets.InMemory(), &practice.Cable{}
	if err := keyring.Set(t.Context(), settings.Account, secrets.ClientSecret, keys.Secret); err != nil {
		t.Fatal(err)
	}
	till := app.New(app.Config{Log: log, Secrets: keyring, Connect: func(a order.Account, secret string) (*payments.Client, error) {
		return payments.New(payments.Config{BaseURL: base, UID: a.Merchant, Secret: secret, Dial: cable.DialContext})
	}})
	ran := make(chan error, 1)
	go func() { ran <- till.Run(ctx) }()
	t.Cleanup(func() {
		stop()
		if err := <-ran; err != nil {
			t.Error(err)
		}
		<-served
		keyring.Close()
		log.Close()
		gateway.Close()
	})
	a := uitest.NewApp(t)
	d := &practiceDesk{&desk{}, till}
	d.shell = newShell(Config{
		App: a, Till: till, Book: book.New(log),
		PayNow:     func(id order.ID) { _ = gateway.Pay(string(id)) },
		SetNetwork: cable.Plug, SetGateway: func(up bool) { gateway.SetDown(!up) },
	}, newLoop(t.Context(), a))
	d.Hands = uitest.Hands{T: t, On: d.window, Board: d.Keyboard()}
	d.window.Resize(fyne.NewSize(1024, 700))
	d.until(func() bool { return d.view.Network == core.Online })
	return d
}

// until draws the till's Views, as the pump does.
func (d *practiceDesk) until(done func() bool) {
	d.Helper()
	for hung := time.After(time.Minute); !done(); {
		select {
		case v := <-d.live.Views():
			d.draw(v)
		case <-hung:
			d.Fatalf("waited in vain; the screen says %q", d.staff())
		}
	}
}

// told waits until the drill says something.
func (d *practiceDesk) told(key string) {
	d.Helper()
	d.until(func() bool { return d.drills.at.words() == key })
	d.Reads(uitest.Unbroken(d.staff()), d.Text(key))
}

func (d *practiceDesk) play(kind drillKind) {
	d.Helper()
	d.Press(kit.KeyDrills)
	d.drills.start(kind)
}

func TestTheDrillsWorkWithARealGateway(t *testing.T) {
	t.Run("late payment", func(t *testing.T) {
		d := newPracticeDesk(t)
		d.play(drillLate)
		d.told("drills.late.charge")
		d.Write("50")
		d.Press(uitest.Enter)
		d.told("drills.late.stop")
		d.Press(uitest.Esc, uitest.Enter)
		d.told("drills.late.wait")
		d.told("drills.late.alert")
		d.Press(fyne.KeyF12)
		d.told("drills.late.done")
	})
	t.Run("no network", func(t *testing.T) {
		d := newPracticeDesk(t)
		d.play(drillOffline)
		d.told("drills.offline.charge")
		d.Write("50")
		d.Press(uitest.Enter)
		d.told("drills.offline.failed")
		d.Reads(uitest.Unbroken(d.staff()), "There is no network. Nothing was sent") // what a pulled cable says, not a broken gateway
		d.Press(uitest.Enter)
		d.told("drills.offline.again")
		d.Press(uitest.Enter)
		d.told("drills.offline.pay")
		d.told("drills.offline.done")
	})
	t.Run("paid twice", func(t *testing.T) {
		d := newPracticeDesk(t)
		d.play(drillTwice)
		d.told("drills.twice.charge")
		d.Write("50")
		d.Press(uitest.Enter)
		d.told("drills.twice.stop")
		d.Press(uitest.Esc, uitest.Enter)
		d.told("drills.twice.fresh")
		d.Write("50")
		d.Press(uitest.Enter)
		d.told("drills.twice.wait")
		d.told("drills.twice.alert")
		d.Press(fyne.KeyF12)
		d.told("drills.twice.done")
		if d.view.Today.Count != 2 {
			t.Errorf("%d payments", d.view.Today.Count)
		}
	})
	t.Run("gateway down", func(t *testing.T) {
		d := newPracticeDesk(t)
		d.play(drillDown)
		d.told("drills.down.charge")
		d.Write("50")
		d.Press(uitest.Enter)
		d.told("drills.down.wait")
		d.Press(fyne.KeyF5)
		d.told("drills.down.hold")
		d.drills.mend.Tapped(nil)
		d.told("drills.down.back")
		d.told("drills.down.done")
	})
}
