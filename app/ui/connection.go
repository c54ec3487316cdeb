package ui

import (
	"fyne.io/fyne/v2"

	"qrtill/app"
	"qrtill/app/order"
)

// connectionTest is a button that has the till try an account, and the list of
// what came of it, step by step.
type connectionTest struct {
	kit
	frame   settingsFrame
	account func() (order.Account, string) // as typed
	view    app.ConnectionView
	tapped  bool
	shown   bool // there is a result of what is typed
	before  int  // View.Connection.Done when it was tapped

	button *button
	list   *fyne.Container
	rows   [app.Steps]*connectionStep
}

// connectionStep is one line of the list.
type connectionStep struct {
	sign        *icon
	name, state *label
	words       *flow
}

func newConnectionTest(k kit, f settingsFrame, account func() (order.Account, string)) *connectionTest {
	c := &connectionTest{kit: k, frame: f, account: account, list: column(10)}
	c.button = newButton(f, softButton, c.text("connection.test"), "", c.test)
	names := [app.Steps]string{
		app.StepAddress: c.text("connection.address"), app.StepCertificate: c.text("connection.certificate"), app.StepClock: c.text("connection.clock"),
		app.StepGateway: c.text("connection.gateway"), app.StepCredentials: c.text("connection.credentials"),
	}
	for i, name := range names {
		r := &connectionStep{sign: newIcon(iconDash, 20, colorInkSoft), name: newHeading(sizeSmall+1, name), words: newFlow(sizeSmall+1, colorInkSoft, "")}
		r.name.paint(colorInk)
		r.state = newLabel(sizeSmall, colorInkSoft)
		c.rows[i] = r
		c.list.Add(row(10, r.sign, grow(1, column(1, row(10, r.name, r.state), r.words))))
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
	c.frame.send(app.TestConnection{Account: account, Secret: secret})
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
	c.button.enable(!busy && !v.Busy)
	words := c.text("connection.test")
	if busy {
		words = c.text("connection.testing")
	}
	c.button.set(words)
	c.shown = c.tapped && !busy
	setVisible(c.list, c.shown)
	if !c.shown {
		return
	}
	for i, r := range c.rows {
		r.draw(c.kit, v.Steps[i], zone)
	}
}

func (r *connectionStep) draw(k kit, s app.StepView, zone string) {
	setVisible(r.words, !s.Text.Empty())
	r.words.write(k.say(sentence(s.Text), zone))
	r.state.set("")
	switch s.State {
	case app.Good:
		r.sign.change(iconTick, colorGood)
		r.words.paint(colorInkSoft)
	case app.Wrong:
		r.sign.change(iconCross, colorBad)
		r.words.paint(colorBad)
	default:
		r.sign.change(iconDash, colorInkSoft)
		r.state.set(k.text("connection.not_reached"))
	}
}
