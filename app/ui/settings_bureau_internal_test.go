package ui

import (
	"io"
	"testing"

	"fyne.io/fyne/v2"

	"qrtill/app"
)

// bureau is a stand for the pages that set the till up.
type bureau struct {
	*stand
	heard switches
}

func newBureau(t *testing.T) *bureau {
	t.Helper()
	return &bureau{stand: newStand(t)}
}

func (b *bureau) hearing() hearing   { return &b.heard }
func (b *bureau) monitors() monitors { return unknownMonitors{} }
func (b *bureau) logo() logo         { return noLogo{} }

// switches are sound and voice.
type switches struct{ sound, voice bool }

func (h *switches) on() bool          { return h.sound }
func (h *switches) speaks() bool      { return h.voice }
func (h *switches) wanted() bool      { return h.sound || h.voice }
func (h *switches) matter() string    { return "sound.is_unknown" }
func (h *switches) turnOn(on bool)    { h.sound = on }
func (h *switches) turnVoice(on bool) { h.voice = on }
func (h *switches) ask()              {}
func (h *switches) try()              {}

// unknownMonitors are those of a system that tells nothing of them.
type unknownMonitors struct{}

func (unknownMonitors) now() Screens                                    { return Screens{Till: -1, Customer: -1} }
func (unknownMonitors) choose(int)                                      {}
func (unknownMonitors) chooseWindow()                                   {}
func (unknownMonitors) identify(string, func(string) fyne.CanvasObject) {}

// noLogo is where none is kept.
type noLogo struct{}

func (noLogo) Kept() bool           { return false }
func (noLogo) Keep(io.Reader) error { return nil }
func (noLogo) Remove()              {}

func atSettingsPage(t *testing.T) (*bureau, *settings) {
	t.Helper()
	d := newBureau(t)
	p := newSettings(d.kit, d)
	d.open(p)
	return d, p
}

// atOpenSettings is the page after the manager's PIN.
func atOpenSettings(t *testing.T) (*bureau, *settings) {
	t.Helper()
	d, p := atSettingsPage(t)
	d.unlock(p)
	return d, p
}

const managersPIN = "2468"

// unlock types the manager's PIN, which is right.
func (b *bureau) unlock(p *settings) {
	b.Helper()
	b.focus(p.lock.pin)
	b.answer(managersPIN)
	if got := b.last(); got != (app.Unlock{PIN: managersPIN}) {
		b.Fatalf("sent %v", got)
	}
	v := b.view
	v.Manager.Done++
	b.draw(v)
	if !p.lock.isOpen() {
		b.Fatal("the right PIN does not open the settings")
	}
}

// setUps are the SetUp commands sent so far.
func (b *bureau) setUps() []app.SetUp {
	var list []app.SetUp
	for _, c := range b.sent {
		if c, ok := c.(app.SetUp); ok {
			list = append(list, c)
		}
	}
	return list
}
