package settings

import (
	"slices"
	"testing"

	"qrtill/app/order"
)

func TestQuickAmountsAndRatesAreTypedAsLists(t *testing.T) {
	d, p := atOpenSettings(t)
	if p.field(order.PartQuick).Text != "20, 50, 100, 200" || p.field(order.PartTips).Text != "" || p.field(order.PartDiscounts).Text != "" {
		t.Errorf("a new shop has %q, %q, %q", p.field(order.PartQuick).Text, p.field(order.PartDiscounts).Text, p.field(order.PartTips).Text)
	}
	p.field(order.PartQuick).SetText("12.50，40 88")
	p.field(order.PartDiscounts).SetText("5%, 10%")
	p.field(order.PartTips).SetText("5、10、15")
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
	p.field(order.PartQuick).SetText(" ")
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
		{order.PartQuick, func(p *Page) { p.field(order.PartQuick).SetText("20, twenty") }},
		{order.PartQuick, func(p *Page) { p.field(order.PartQuick).SetText("20, 20") }},
		{order.PartDiscounts, func(p *Page) { p.field(order.PartDiscounts).SetText("95") }},
		{order.PartTips, func(p *Page) { p.field(order.PartTips).SetText("1,2,3,4,5") }},
	} {
		d, p := atOpenSettings(t)
		k.put(p)
		p.trySave()
		if len(d.setUps()) != 0 || !p.row(k.wrong).prompt.Bad {
			t.Errorf("%s: sent %v", k.wrong, d.setUps())
		}
	}
}
