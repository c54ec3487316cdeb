package main

import (
	"slices"
	"testing"
)

// What is said of a scan stands where a page says that a customer waits: with it, such a
// page is as much like the one without a customer.
func TestAPageWithASaleIsNotTakenForOneWithout(t *testing.T) {
	page := slices.Repeat([]uint32{1}, 100)
	without := glance{points: page}
	with := glance{points: slices.Concat(page[:90], slices.Repeat([]uint32{2}, 10)), sale: true}
	scanned := glance{points: slices.Concat(page[:96], slices.Repeat([]uint32{3}, 4)), sale: true}
	pages := known{"settings": without, "waiting, settings": with}
	if is, away := pages.name(scanned); is != "waiting, settings" {
		t.Errorf("it is taken for %q (%.2f)", is, away)
	}
	scanned.sale = false
	if is, away := pages.name(scanned); is != "settings" {
		t.Errorf("without the sale it is taken for %q (%.2f)", is, away)
	}
}
