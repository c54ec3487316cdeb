package settings

import (
	"fyne.io/fyne/v2"

	"qrtill/app"
	"qrtill/app/order"
	"qrtill/app/ui/kit"
)

// connectionTest is a button that has the till try an account, and the list of
// what came of it, step by step.
type connectionTest struct {
	kit.Texts
	frame   Frame
	account func() (order.Account, string) // as typed
	view    app.ConnectionView
	tapped  bool
	shown   bool // there is a result of what is typed
	before  int  // View.Connection.Done when it was tapped

	button *kit.Button
	list   *fyne.Container
	rows   [app.Steps]*connectionStep
}

// connectionStep is one line of the list.
type connectionStep struct {
	sign        *kit.Icon
	name, state *kit.Label
	words       *kit.Flow
}

func newConnectionTest(k kit.Texts, f Frame, account func() (order.Account, string)) *connectionTest {
	c := &connectionTest{Texts: k, frame: f, account: account, list: kit.Column(10)}
	c.button = kit.NewButton(f, kit.SoftButton, c.Text("connection.test"), "", c.test)
	names := [app.Steps]string{
		app.StepAddress: c.Text("connection.address"), app.StepCertificate: c.Text("connection.certificate"), app.StepClock: c.Text("connection.clock"),
		app.StepGateway: c.Text("connection.gateway"), app.StepCredentials: c.Text("connection.credentials"),
	}
	for i, name := range names {
		r := &connectionStep{sign: kit.NewIcon(kit.IconDash, 20, kit.ColorInkSoft), name: kit.NewHeading(kit.SizeSmall+1, name), words: kit.NewFlow(kit.SizeSmall+1, kit.ColorInkSoft, "")}
		r.name.Paint(kit.ColorInk)
		r.state = kit.NewLabel(kit.SizeSmall, kit.ColorInkSoft)
		c.rows[i] = r
		c.list.Add(kit.Row(10, r.sign, kit.Grow(1, kit.Column(1, kit.Row(10, r.name, r.state), r.words))))
	}
	c.list.Hide()
	return c
}

func (c *connectionTest) test() {
	if c.view.Busy {
		return
	}
	account, secret := c.account()
	c.tapped, c.shown, c.before = true, false, c.view.Done
	c.frame.Send(app.TestConnection{Account: account, Secret: secret})
}

// forget takes the result away: what was tried is no longer what is typed.
func (c *connectionTest) forget() {
	c.tapped, c.shown = false, false
	c.list.Hide()
}

// draw shows how the test gets on that was started here.
func (c *connectionTest) draw(v app.ConnectionView, zone string) {
	c.view = v
	busy := c.tapped && v.Done <= c.before
	c.button.SetEnabled(!busy && !v.Busy)
	words := c.Text("connection.test")
	if busy {
		words = c.Text("connection.testing")
	}
	c.button.Set(words)
	c.shown = c.tapped && !busy
	kit.SetVisible(c.list, c.shown)
	if !c.shown {
		return
	}
	for i, r := range c.rows {
		r.draw(c.Texts, v.Steps[i], zone)
	}
}

func (r *connectionStep) draw(k kit.Texts, s app.StepView, zone string) {
	kit.SetVisible(r.words, !s.Text.Empty())
	r.words.Write(k.Say(kit.Sentence(s.Text), zone))
	r.state.Set("")
	switch s.State {
	case app.Good:
		r.sign.Change(kit.IconTick, kit.ColorGood)
		r.words.Paint(kit.ColorInkSoft)
	case app.Wrong:
		r.sign.Change(kit.IconCross, kit.ColorBad)
		r.words.Paint(kit.ColorBad)
	default:
		r.sign.Change(kit.IconDash, kit.ColorInkSoft)
		r.state.Set(k.Text("connection.not_reached"))
	}
}
