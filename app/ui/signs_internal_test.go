//go:build !race

// All sizes are drawn, as in fits_internal_test.go.

package ui

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"qrtill/app/core"
	"qrtill/app/order"
	"qrtill/app/ui/uitest"
)

// head is where the sign above a sheet stands, and where the sheet does, in their room.
func (d *desk) head() (sign, sheet, room box) {
	uitest.Each(d.window.Content(), func(o fyne.CanvasObject) {
		if c, ok := o.(*fyne.Container); ok && isLayer(c) {
			surface := c.Objects[1].(*fyne.Container).Objects[0]
			sheet, room = boxOf(surface.Position(), surface.Size()), boxOf(fyne.Position{}, c.Size())
		}
	})
	return boxOf(d.Head().Box.Position(), d.Head().Box.Size()), sheet, room
}

func TestASignIsReadAboveTheSheetThatItIsAbout(t *testing.T) {
	for name, open := range map[string]func(*desk){
		"a question": func(d *desk) { d.Write("60000"); d.Press(uitest.Enter) },
		"a refund":   func(d *desk) { d.ShowOrder(uitest.OrderIn(order.StatePaid, nil)); d.Press(fyne.KeyF9) },
		"a refund that says much": func(d *desk) {
			d.ShowOrder(uitest.OrderIn(order.StatePaid, nil))
			d.Press(fyne.KeyF9)
			d.manager(func(m *core.ManagerView) { m.Locked = true })
		},
		"the keys": func(d *desk) { d.Press(fyne.KeyF1) },
	} {
		for _, size := range tillSizes() {
			d := newDesk(t)
			d.window.Resize(size)
			open(d)
			_, before, _ := d.head()
			d.Sign("sign.unread")
			if d.top.sign.Box.Visible() || !d.Head().Box.Visible() {
				t.Fatalf("%s, %v: it is said below the sheet", name, size)
			}
			sign, sheet, room := d.head()
			if !room.holds(sign) || !room.holds(sheet) || sign.meets(sheet) || sign.h < 20 {
				t.Errorf("%s, %v: the sign is at %v, the sheet at %v", name, size, sign, sheet)
			}
			d.Wait(signGone)
			if _, after, _ := d.head(); d.Head().Box.Visible() || after != before {
				t.Errorf("%s, %v: it stays", name, size)
			}
		}
	}
}

func TestWhatIsSaidOverASheetGoesWithIt(t *testing.T) {
	d := newDesk(t)
	d.Write("60000")
	d.Press(uitest.Enter)
	d.Hurry(uitest.Enter)
	d.Reads(d.Screen(), d.Text("sign.unread"))
	d.Press(uitest.Esc)
	d.ReadsNot(d.Screen(), d.Text("sign.unread"))
	d.Press(uitest.Enter)
	d.ReadsNot(d.Screen(), d.Text("sign.unread"))
	d.Hurry(uitest.Enter)
	d.draw(uitest.SaleIn(core.Waiting))
	d.draw(uitest.SaleIn(core.Paid))
	d.ReadsNot(d.Screen(), d.Text("sign.unread"))
	d.Wait(time.Second)
	d.Press(fyne.KeyInsert)
	if !d.top.sign.Box.Visible() {
		t.Error("without a sheet it is not said in the bar")
	}
}
