package ui

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/theme"

	"qrtill/app/core"
	"qrtill/app/ui/kit"
	"qrtill/app/ui/uitest"
)

func TestTheWindowsFollowAChangeOfLookAtOnce(t *testing.T) {
	d := newDesk(t)
	for _, look := range []string{kit.LookDark, kit.LookLight} {
		kit.SetLook(d.config.App, look)
		ground := test.WidgetRenderer(d.ground).Objects()[0].(*canvas.Rectangle)
		var amount *canvas.Text
		uitest.Each(d.window.Content(), func(o fyne.CanvasObject) {
			if t, ok := o.(*canvas.Text); ok && strings.Contains(t.Text, "14 sales") {
				amount = t
			}
		})
		if ground.FillColor != theme.Color(kit.ColorBack) || amount.Color != theme.Color(kit.ColorInk) {
			t.Errorf("%s: the ground is %v, a text %v", look, ground.FillColor, amount.Color)
		}
	}
	kit.SetLook(d.config.App, kit.LookDark)
	if dark := theme.Color(kit.ColorBack); test.WidgetRenderer(d.ground).Objects()[0].(*canvas.Rectangle).FillColor != dark {
		t.Error("the ground is not dark")
	}
}

func TestEveryButtonIsLargeEnoughForAFinger(t *testing.T) {
	d := newDesk(t)
	d.draw(uitest.SaleIn(core.Waiting))
	var walk func(fyne.CanvasObject)
	seen := 0
	walk = func(o fyne.CanvasObject) { // the hidden ones too
		switch o := o.(type) {
		case *kit.Button:
			seen++
			if m := o.MinSize(); m.Width < kit.Touch || m.Height < kit.Touch {
				t.Errorf("the button %q may become %v", o.Text, m)
			}
		case *fyne.Container:
			for _, child := range o.Objects {
				walk(child)
			}
		case *container.Scroll:
			walk(o.Content)
		}
	}
	walk(d.window.Content())
	if seen < 25 {
		t.Errorf("only %d buttons were found", seen)
	}
}
