package counter

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"qrtill/app/core"
	"qrtill/app/ui/uitest"
)

// checkout is a stand with the page of the sale.
type checkout struct{ *uitest.Stand }

func newCheckout(t *testing.T) *checkout {
	t.Helper()
	c := &checkout{uitest.NewStand(t)}
	c.Open(NewPage(c.Texts, c))
	return c
}

func (c *checkout) NewPreview(float32) Preview { return blankCode{container.NewStack()} }

func (c *checkout) CustomerSees(string) (shown, refused bool) { return true, false }

// blankCode can show any code.
type blankCode struct{ fyne.CanvasObject }

func (blankCode) Set(code string) bool { return code != "" }

// charges are the Charge commands sent so far.
func (c *checkout) charges() (list []core.Charge) {
	for _, sent := range c.Sent {
		if charge, is := sent.(core.Charge); is {
			list = append(list, charge)
		}
	}
	return list
}
