package ui

import (
	"errors"
	"testing"

	"fyne.io/fyne/v2"

	"qrtill/app/core"
	"qrtill/app/ui/customer"
	"qrtill/app/ui/uitest"
)

// showsCode says that the customer sees a code, or the place where one is being
// drawn.
func (d *desk) showsCode() (shown bool) {
	uitest.Each(d.customers().Content(), func(o fyne.CanvasObject) {
		_, is := o.(*customer.Code)
		shown = shown || is
	})
	return shown
}

// refuseCode has the code that the customer's window shows read back as
// something else.
func (d *desk) refuseCode() {
	d.Helper()
	asked := make(chan customer.Reading, readingsMost)
	d.readings = asked
	d.customers().Canvas().Capture() // what is painted must be drawn and read back first
	d.readings = nil
	select {
	case r := <-asked:
		r.Done(nil, errors.New("it says something else"))
	default:
		d.Fatal("no code is waiting to be read back")
	}
}

func TestACodeThatWasRefusedStaysRefused(t *testing.T) {
	d := newDesk(t)
	v := uitest.SaleIn(core.Waiting)
	d.draw(v)
	d.refuseCode()
	for range 3 { // every answer of the gateway is a new View
		v.Seq++
		d.draw(v)
		d.Reads(d.staff(), "can’t be drawn")
		d.Reads(d.public(), "Please wait for staff")
	}
	v = uitest.SaleIn(core.Waiting)
	v.Sale.Order, v.Sale.QR = "T1NEXT", "https://qr.alipay.com/281002040AMBWBEA6TFC5I2E0K5M3L4G?noT=ccgh2x"
	d.draw(v)
	d.ReadsNot(d.staff(), "can’t be drawn")
	d.Reads(d.public(), "Scan with AlipayHK")
}

func TestBothWindowsSayThatACodeCannotBeReadBack(t *testing.T) {
	d := newDesk(t)
	d.draw(uitest.SaleIn(core.Waiting))
	d.refuseCode()
	d.Reads(d.staff(), "can’t be drawn")
	d.Reads(d.public(), "Please wait for staff")
}
