package kit

import (
	"fmt"
	"go/ast"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"
)

// drawnAs says what a renderer draws, and where.
func drawnAs(objects []fyne.CanvasObject) (all string) {
	for _, o := range objects {
		all += fmt.Sprintf("%T %v %v ", o, o.Position(), o.Size())
		switch o := o.(type) {
		case *canvas.Text:
			all += fmt.Sprintf("%q %g ", o.Text, o.TextSize)
		case *fyne.Container:
			all += drawnAs(o.Objects)
		}
		all += "\n"
	}
	return all
}

// Fyne forgets the renderer of what was hidden for a minute, as the customer's tick is
// between two sales.
func TestWhatWasForgottenWhileItWasHiddenIsDrawnAgain(t *testing.T) {
	test.NewTempApp(t)
	keys := NewKeyboard(nil, test.NewCanvas())
	for name, part := range map[string]fyne.Widget{
		"label":     NewLabel(20, ColorInk).Saying("Paid – thank you"),
		"paragraph": NewParagraph(20, ColorInk, 3, fyne.TextAlignCenter).Saying("Scan this code with your wallet, and look at the amount"),
		"icon":      NewIcon(IconTick, 96, ColorGood),
		"plate":     NewPlate(ColorPaid, ColorClear, 0),
		"button":    NewButton(keyless{keys}, AccentButton, "Next customer", "Enter", func() {}),
		"field":     NewField(keyless{keys}, "Note", 32),
		"PIN":       NewPINField(Texts{Catalogue: CatalogueIn("en")}, keyless{keys}),
	} {
		part.Resize(fyne.NewSize(240, 90))
		first := drawnAs(test.WidgetRenderer(part).Objects())
		if again := drawnAs(part.CreateRenderer().Objects()); again != first {
			t.Errorf("%s: it was drawn as\n%s and is as\n%s", name, first, again)
		}
	}
}

// keyless is where parts pass their keys that get none.
type keyless struct{ keyboard *Keyboard }

func (k keyless) Keyboard() *Keyboard     { return k.keyboard }
func (keyless) Key(*fyne.KeyEvent)        {}
func (keyless) Rune(rune)                 {}
func (keyless) Scan(string)               {}
func (keyless) Reached(fyne.CanvasObject) {}
func (keyless) Asks() bool                { return false }
func (keyless) Polled()                   {}
func (keyless) Sign(string)               {}

// laidOut says that a renderer's maker ends with Laid.
func laidOut(f *ast.FuncDecl) bool {
	end, _ := f.Body.List[len(f.Body.List)-1].(*ast.ReturnStmt)
	if end == nil || len(end.Results) != 1 {
		return false
	}
	call, _ := end.Results[0].(*ast.CallExpr)
	if call == nil {
		return false
	}
	switch by := call.Fun.(type) {
	case *ast.Ident:
		return by.Name == "Laid"
	case *ast.SelectorExpr:
		return by.Sel.Name == "Laid"
	}
	return false
}

func TestEveryPartIsLaidOutWhenItIsDrawnAnew(t *testing.T) {
	makers := 0
	for room, files := range sources(t) {
		for name, part := range suspects(files) {
			if f := part.methods["CreateRenderer"]; f != nil {
				makers++
				if !laidOut(f) {
					t.Errorf("%s: %s.CreateRenderer does not end with Laid", room, name)
				}
			}
		}
	}
	if makers < 10 {
		t.Errorf("only %d parts were found that draw themselves", makers)
	}
	planted := parsed(t, "a.go", "package a; type g struct{}; func (g *g) CreateRenderer() R { return &Drawing{} }")
	if laidOut(suspects([]*ast.File{planted})["g"].methods["CreateRenderer"]) {
		t.Error("a part that is not laid out was not found")
	}
}
