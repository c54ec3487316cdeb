package kit

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2/test"
)

func TestAPickerKeepsItsChoiceWhenTheOfferChanges(t *testing.T) {
	test.NewTempApp(t)
	var said []string
	p := NewPicker(nil, func(v string) { said = append(said, v) })
	if p.Value() != "" {
		t.Error("nothing is offered yet")
	}
	p.Next()
	p.Offer([]string{"a", "b"}, []string{"A", "B"})
	p.Next()
	p.Offer([]string{"c", "b"}, []string{"C", "B"})
	if p.Value() != "b" {
		t.Errorf("on: %q", p.Value())
	}
	p.Offer([]string{"c"}, []string{"C"})
	if p.Value() != "c" || strings.Join(said, " ") != "b" {
		t.Errorf("on: %q, said %v", p.Value(), said)
	}
}
