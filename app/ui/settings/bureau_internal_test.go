package settings

import (
	"io"
	"slices"
	"testing"

	"fyne.io/fyne/v2"

	"qrtill/app"
	"qrtill/app/order"
	"qrtill/app/ui/kit"
	"qrtill/app/ui/uitest"
)

// bureau is a stand for the pages that set the till up.
type bureau struct {
	*uitest.Stand
	heard switches
}

func newBureau(t *testing.T) *bureau {
	t.Helper()
	return &bureau{Stand: uitest.NewStand(t)}
}

func (b *bureau) Hearing() Hearing   { return &b.heard }
func (b *bureau) Monitors() Monitors { return unknownMonitors{} }
func (b *bureau) Logo() Logo         { return noLogo{} }

// switches are sound and voice.
type switches struct{ sound, voice bool }

func (h *switches) On() bool          { return h.sound }
func (h *switches) Speaks() bool      { return h.voice }
func (h *switches) Wanted() bool      { return h.sound || h.voice }
func (h *switches) Matter() string    { return "sound.is_unknown" }
func (h *switches) TurnOn(on bool)    { h.sound = on }
func (h *switches) TurnVoice(on bool) { h.voice = on }
func (h *switches) Ask()              {}
func (h *switches) Try()              {}

// unknownMonitors are those of a system that tells nothing of them.
type unknownMonitors struct{}

func (unknownMonitors) Now() Screens                                    { return Screens{Till: -1, Customer: -1} }
func (unknownMonitors) Choose(int)                                      {}
func (unknownMonitors) ChooseWindow()                                   {}
func (unknownMonitors) Identify(string, func(string) fyne.CanvasObject) {}

// noLogo is where none is kept.
type noLogo struct{}

func (noLogo) Kept() bool           { return false }
func (noLogo) Keep(io.Reader) error { return nil }
func (noLogo) Remove()              {}

func atSettingsPage(t *testing.T) (*bureau, *Page) {
	t.Helper()
	d := newBureau(t)
	p := NewPage(d.Texts, d)
	d.Open(p)
	return d, p
}

// atOpenSettings is the page after the manager's PIN.
func atOpenSettings(t *testing.T) (*bureau, *Page) {
	t.Helper()
	d, p := atSettingsPage(t)
	d.unlock(p)
	return d, p
}

const managersPIN = "2468"

// unlock types the manager's PIN, which is right.
func (b *bureau) unlock(p *Page) {
	b.Helper()
	b.Focus(p.lock.pin)
	b.Answer(managersPIN)
	if got := b.Last(); got != (app.Unlock{PIN: managersPIN}) {
		b.Fatalf("sent %v", got)
	}
	v := b.View
	v.Manager.Done++
	b.Draw(v)
	if !p.lock.isOpen() {
		b.Fatal("the right PIN does not open the settings")
	}
}

// setUps are the SetUp commands sent so far.
func (b *bureau) setUps() []app.SetUp {
	var list []app.SetUp
	for _, c := range b.Sent {
		if c, ok := c.(app.SetUp); ok {
			list = append(list, c)
		}
	}
	return list
}

// row is the first one of a part.
func (b *bureau) row(rows form, part order.Part) *row {
	b.Helper()
	i := slices.IndexFunc(rows, func(r *row) bool { return r.part == part })
	if i < 0 {
		b.Fatalf("no row is about the part %q", part)
	}
	return rows[i]
}

func (p *Page) row(part order.Part) *row { return p.frame.(*bureau).row(p.rows, part) }

// field is where a part is typed.
func (p *Page) field(part order.Part) *kit.Field { return p.row(part).field }
func (p *FirstStart) field(part order.Part) *kit.Field {
	return p.frame.(*bureau).row(p.all(), part).field
}
