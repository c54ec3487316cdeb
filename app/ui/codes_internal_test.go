package ui

import (
	"errors"
	"testing"

	"fyne.io/fyne/v2"

	"qrtill/app/core"
)

// showsCode says that the customer sees a code, or the place where one is being
// drawn.
func (d *desk) showsCode() (shown bool) {
	each(d.customerWindow.Content(), func(o fyne.CanvasObject) {
		_, is := o.(*codeView)
		shown = shown || is
	})
	return shown
}

// refuseCode has the code that the customer's window shows read back as
// something else.
func (d *desk) refuseCode() {
	d.Helper()
	asked := make(chan reading, readingsMost)
	d.readings = asked
	d.customerWindow.Canvas().Capture() // what is painted must be drawn and read back first
	d.readings = nil
	select {
	case r := <-asked:
		r.done(nil, errors.New("it says something else"))
	default:
		d.Fatal("no code is waiting to be read back")
	}
}

func TestACodeThatWasRefusedStaysRefused(t *testing.T) {
	d := newDesk(t)
	v := saleIn(core.Waiting)
	d.draw(v)
	d.refuseCode()
	for range 3 { // every answer of the gateway is a new View
		v.Seq++
		d.draw(v)
		d.reads(d.staff(), "can’t be drawn")
		d.reads(d.public(), "Please wait for staff")
	}
	v = saleIn(core.Waiting)
	v.Sale.Order, v.Sale.QR = "T1NEXT", "https://qr.alipay.com/281002040AMBWBEA6TFC5I2E0K5M3L4G?noT=ccgh2x"
	d.draw(v)
	d.readsNot(d.staff(), "can’t be drawn")
	d.reads(d.public(), "Scan with AlipayHK")
}

func TestBothWindowsSayThatACodeCannotBeReadBack(t *testing.T) {
	d := newDesk(t)
	d.draw(saleIn(core.Waiting))
	d.refuseCode()
	d.reads(d.staff(), "can’t be drawn")
	d.reads(d.public(), "Please wait for staff")
}
