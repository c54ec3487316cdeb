package settings

import (
	"strconv"
	"strings"

	"fyne.io/fyne/v2"

	"qrtill/app/order"
	"qrtill/app/ui/kit"
)

// amountsCard is what makes typing quicker, and what changes a price: all of it
// off while its field is empty.
func (p *Page) amountsCard() fyne.CanvasObject {
	p.quick, p.discounts, p.tips = kit.NewField(p.frame, "20, 50, 100", 60), kit.NewField(p.frame, "5, 10", 20), kit.NewField(p.frame, "5, 10, 15", 20)
	p.asks[order.PartQuick] = kit.NewPrompt(p.Text("settings.quick"), p.Text("settings.quick_text"), p.quick)
	p.asks[order.PartDiscounts] = kit.NewPrompt(p.Text("settings.discounts"), p.Text("settings.discounts_text"), p.discounts)
	p.asks[order.PartTips] = kit.NewPrompt(p.Text("settings.tips"), p.Text("settings.tips_text"), p.tips)
	return kit.Group(p.Text("settings.amounts"), p.asks[order.PartQuick].Box, p.asks[order.PartDiscounts].Box, p.asks[order.PartTips].Box)
}

func (p *Page) fillAmounts(s order.Settings) {
	quick := make([]string, len(s.Quick))
	for i, minor := range s.Quick {
		quick[i] = order.Amount{Minor: minor, Currency: s.Account.Currency}.Wire()
	}
	p.quick.SetText(strings.Join(quick, ", "))
	p.discounts.SetText(joinRates(s.Discounts))
	p.tips.SetText(joinRates(s.Tips))
}

// typedAmounts puts what the fields say into settings; what makes no sense is a
// value that Validate refuses.
func (p *Page) typedAmounts(s *order.Settings) {
	s.Quick, s.Discounts, s.Tips = nil, splitRates(p.discounts.Text), splitRates(p.tips.Text)
	for _, text := range listed(p.quick.Text) {
		a, _ := order.ParseTyped(text, s.Account.Currency)
		s.Quick = append(s.Quick, a.Minor)
	}
}

// listed are the parts of a list as people type it.
func listed(text string) []string {
	return strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(" ,;，、；%", r) })
}

func joinRates(rates []int) string {
	words := make([]string, len(rates))
	for i, rate := range rates {
		words[i] = strconv.Itoa(rate)
	}
	return strings.Join(words, ", ")
}

func splitRates(text string) (rates []int) {
	for _, word := range listed(text) {
		rate, _ := strconv.Atoi(word)
		rates = append(rates, rate)
	}
	return rates
}
