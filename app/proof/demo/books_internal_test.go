package main

import (
	"errors"
	"testing"
	"time"
)

var noon = time.Date(2026, 11, 24, 4, 0, 0, 0, time.UTC)

// books of one sale that was dismissed and paid late.
func soundBooks() (row, entry, sale) {
	paid := noon.Add(time.Minute)
	e := entry{
		MerchantOrderID: "T1ABC", OrderID: "C1", Amount: "9.90", Currency: "HKD", Method: "wechat",
		Status: "SUCCEEDED", QR: "http://127.0.0.1:1/pay/x", PayTime: noon.Add(time.Second),
	}
	r := row{
		MerchantOrderID: "T1ABC", OrderID: "C1", Amount: "9.90", Currency: "HKD", Method: "wechat", Status: "paid",
		Marks: []string{"late", "dismissed"}, CreatedAt: noon, PaidAt: &paid, Refunded: "0.00", Till: "T1",
	}
	return r, e, sale{amount: "9.9", method: "wechat", marks: []string{"dismissed", "late"}, issued: e}
}

func TestSoundBooksAgree(t *testing.T) {
	r, e, s := soundBooks()
	if err := compare([]row{r}, []entry{e}, []sale{s}); err != nil {
		t.Error(err)
	}
}

func TestEveryDifferenceInTheBooksIsFound(t *testing.T) {
	early := noon.Add(-time.Second)
	tests := map[string]func(*row, *entry){
		"another order":       func(r *row, _ *entry) { r.MerchantOrderID = "T1ABD" },
		"another gateway id":  func(r *row, _ *entry) { r.OrderID = "C2" },
		"both another order":  func(r *row, e *entry) { r.MerchantOrderID, e.MerchantOrderID = "T1X", "T1X" },
		"amount":              func(r *row, _ *entry) { r.Amount = "9.91" },
		"amount at both":      func(r *row, e *entry) { r.Amount, e.Amount = "99.00", "99" },
		"amount not a number": func(r *row, _ *entry) { r.Amount = "" },
		"currency":            func(r *row, _ *entry) { r.Currency = "USD" },
		"method":              func(r *row, _ *entry) { r.Method = "alipayhk" },
		"not paid":            func(r *row, _ *entry) { r.Status = "waiting" },
		"gateway not paid":    func(_ *row, e *entry) { e.Status = "PENDING" },
		"a mark too few":      func(r *row, _ *entry) { r.Marks = r.Marks[:1] },
		"a mark too many":     func(r *row, _ *entry) { r.Marks = append(r.Marks, "mismatch") },
		"no time of payment":  func(r *row, _ *entry) { r.PaidAt = nil },
		"paid before made":    func(r *row, _ *entry) { r.PaidAt = &early },
		"refunded":            func(r *row, _ *entry) { r.Refunded = "1.00" },
		"refunded there":      func(_ *row, e *entry) { e.Refunds = []refund{{Amount: "1", Status: "SUCCEEDED"}} },
		"refund under way":    func(_ *row, e *entry) { e.Refunds = []refund{{Amount: "0", Status: "PENDING"}} },
		"a note":              func(r *row, _ *entry) { r.Note = "x" },
		"another till":        func(r *row, _ *entry) { r.Till = "T2" },
	}
	for name, spoil := range tests {
		r, e, s := soundBooks()
		spoil(&r, &e)
		if compare([]row{r}, []entry{e}, []sale{s}) == nil {
			t.Errorf("%s: not noticed", name)
		}
	}
	r, e, s := soundBooks()
	if compare(nil, []entry{e}, []sale{s}) == nil || compare([]row{r}, []entry{e, e}, []sale{s}) == nil {
		t.Error("a missing or a second order was not noticed")
	}
}

func TestARefundIsInBothBooks(t *testing.T) {
	r, e, s := soundBooks()
	s.refunded, r.Refunded = "1.5", "1.50"
	if compare([]row{r}, []entry{e}, []sale{s}) == nil {
		t.Error("a refund that the gateway does not know passed")
	}
	e.Refunds = []refund{{Amount: "1", Status: "SUCCEEDED"}, {Amount: "0.5", Status: "SUCCEEDED"}}
	if err := compare([]row{r}, []entry{e}, []sale{s}); err != nil {
		t.Error(err)
	}
}

func TestRowsMustBeAsPromised(t *testing.T) {
	rows, err := parseRows([]byte(`{"merchant_order_id":"A","marks":[]}` + "\n" + `{"merchant_order_id":"B","paid_at":null}` + "\n"))
	if err != nil || len(rows) != 2 || rows[1].MerchantOrderID != "B" {
		t.Errorf("rows %v, %v", rows, err)
	}
	for _, text := range []string{`{"secret":"x"}`, `{"merchant_order_id":`, `[]`} {
		if _, err := parseRows([]byte(text)); err == nil {
			t.Errorf("%s was taken", text)
		}
	}
}

func TestTheCodeIsComparedToTheLetter(t *testing.T) {
	for _, read := range []string{"", "weixin://a", "weixin://ab ", "weixin://abc"} {
		if err := asIssued(read, "weixin://ab"); !errors.Is(err, errNotAsIssued) {
			t.Errorf("%q passed: %v", read, err)
		}
	}
	if asIssued("weixin://ab", "weixin://ab") != nil || asIssued("", "") == nil {
		t.Error("only the same, non-empty text may pass")
	}
}

func TestWhatTheGatewayPrintsIsRead(t *testing.T) {
	const printed = "gateway: http://127.0.0.1:9\nmerchant: 88000001\nclient_secret: s\nnotify_key: "
	var g gateway
	if g.learn(printed) || g.learn(printed+"k") {
		t.Error("half of it was taken for all")
	}
	if !g.learn(printed+"k\n") || g.url != "http://127.0.0.1:9" || g.merchant != "88000001" || g.secret != "s" {
		t.Errorf("read %q %q", g.url, g.merchant)
	}
}
