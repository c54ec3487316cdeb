package settings

import (
	"slices"
	"testing"

	"qrtill/app/order"
)

func TestQuickAmountsAndRatesAreTypedAsLists(t *testing.T) {
	d, p := atOpenSettings(t)
	if p.quick.Text != "20, 50, 100, 200" || p.tips.Text != "" || p.discounts.Text != "" {
		t.Errorf("a new shop has %q, %q, %q", p.quick.Text, p.discounts.Text, p.tips.Text)
	}
	p.quick.SetText("12.50，40 88")
	p.discounts.SetText("5%, 10%")
	p.tips.SetText("5、10、15")
	p.trySave()
	sent := d.setUps()
	if len(sent) != 1 {
		t.Fatalf("sent %v", sent)
	}
	s := sent[0].Settings
	if !slices.Equal(s.Quick, []int64{1250, 4000, 8800}) || !slices.Equal(s.Discounts, []int{5, 10}) || !slices.Equal(s.Tips, []int{5, 10, 15}) {
		t.Errorf("sent %v, %v, %v", s.Quick, s.Discounts, s.Tips)
	}
}

func TestAnEmptyListSwitchesOff(t *testing.T) {
	d, p := atOpenSettings(t)
	p.quick.SetText(" ")
	p.trySave()
	if sent := d.setUps(); len(sent) != 1 || sent[0].Settings.Quick != nil {
		t.Errorf("sent %v", sent)
	}
}

func TestWrongListsAreMarkedAndNotSent(t *testing.T) {
	for _, k := range []struct {
		wrong order.Part
		put   func(*Page)
	}{
		{order.PartQuick, func(p *Page) { p.quick.SetText("20, twenty") }},
		{order.PartQuick, func(p *Page) { p.quick.SetText("20, 20") }},
		{order.PartDiscounts, func(p *Page) { p.discounts.SetText("95") }},
		{order.PartTips, func(p *Page) { p.tips.SetText("1,2,3,4,5") }},
	} {
		d, p := atOpenSettings(t)
		k.put(p)
		p.trySave()
		if len(d.setUps()) != 0 || !p.asks[k.wrong].Bad {
			t.Errorf("%s: sent %v", k.wrong, d.setUps())
		}
	}
}
