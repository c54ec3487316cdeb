package uitest

import (
	"time"

	"qrtill/app"
	"qrtill/app/core"
	"qrtill/app/order"
)

// ReadyView is a till that waits for an amount: a shop in Hong Kong dollars, online,
// which asks again above HK$20,000.
func ReadyView() app.View {
	s := order.Defaults("HKD")
	s.Shop, s.Account = "Lucky Cat", order.Account{Gateway: "https://gateway.example", Merchant: "M1", Currency: "HKD"}
	s.Limit = 2_000_000
	return app.View{View: core.View{Settings: s, Network: core.Online, Today: core.Today{Count: 14, Paid: HKD(320450)}}}
}

// HKD is an amount of so many cents.
func HKD(minor int64) order.Amount { return order.Amount{Minor: minor, Currency: "HKD"} }

// SaleIn is a ReadyView with a sale of HK$128.50 in a phase.
func SaleIn(phase core.Phase) app.View {
	v := ReadyView()
	now := time.Now()
	v.Sale = &core.SaleView{
		Phase: phase, Order: "T1ABCDEF", Amount: HKD(12850), Method: order.AlipayHK, Note: "Table 12",
		Since: now.Add(-17 * time.Second), Until: now.Add(283 * time.Second),
		Said: core.Text{Key: "said.pending"}, AskedAt: now.Add(-3 * time.Second), Took: 400 * time.Millisecond, PaidAfter: 12 * time.Second,
	}
	switch phase {
	case core.Waiting:
		v.Sale.QR = "https://qr.alipay.com/281002040AMBWBEA6TFC5I2E0K5M3L4G"
	case core.Failed:
		v.Sale.Problem = core.Text{Key: "error.unexpected", Values: map[string]any{"Error": "staff only"}}
	case core.Disputed, core.Unrecorded:
		v.Sale.Problem = core.Text{Key: "sale.unrecorded", Values: map[string]any{"Amount": HKD(12850), "Order": "T1ABCDEF"}}
	}
	return v
}

// RatedView is a shop with everything switched on beside the keypad: quick amounts,
// discounts and tips.
func RatedView() app.View {
	v := ReadyView()
	v.Settings.Quick = []int64{2000, 5000, 10000, 50000}
	v.Settings.Discounts, v.Settings.Tips = []int{5, 10, 20}, []int{5, 10, 15}
	return v
}

// MovedView is a till whose log comes from another computer.
func MovedView() app.View {
	v := ReadyView()
	v.Moved = true
	return v
}

// TextOf is a sentence of the till's: a key, and its values in pairs.
func TextOf(key string, pairs ...any) core.Text {
	values := map[string]any{}
	for i := 0; i+1 < len(pairs); i += 2 {
		values[pairs[i].(string)] = pairs[i+1]
	}
	return core.Text{Key: key, Values: values}
}
