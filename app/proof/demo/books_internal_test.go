package main

import (
	"errors"
	"testing"
	"time"

	"qrtill/app/proof/desk"
)

var noon = time.Date(2026, 11, 24, 4, 0, 0, 0, time.UTC)

// books of one sale that was dismissed and paid late.
func soundBooks() (row, desk.Entry, sale) {
	paid := noon.Add(time.Minute)
	e := desk.Entry{
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
	if err := compare([]row{r}, []desk.Entry{e}, []sale{s}); err != nil {
		t.Error(err)
	}
}

func TestEveryDifferenceInTheBooksIsFound(t *testing.T) {
	early := noon.Add(-time.Second)
	tests := map[string]func(*row, *desk.Entry){
		"another order":       func(r *row, _ *desk.Entry) { r.MerchantOrderID = "T1ABD" },
		"another gateway id":  func(r *row, _ *desk.Entry) { r.OrderID = "C2" },
		"both another order":  func(r *row, e *desk.Entry) { r.MerchantOrderID, e.MerchantOrderID = "T1X", "T1X" },
		"amount":              func(r *row, _ *desk.Entry) { r.Amount = "9.91" },
		"amount at both":      func(r *row, e *desk.Entry) { r.Amount, e.Amount = "99.00", "99" },
		"amount not a number": func(r *row, _ *desk.Entry) { r.Amount = "" },
		"currency":            func(r *row, _ *desk.Entry) { r.Currency = "USD" },
		"method":              func(r *row, _ *desk.Entry) { r.Method = "alipayhk" },
		"not paid":            func(r *row, _ *desk.Entry) { r.Status = "waiting" },
		"gateway not paid":    func(_ *row, e *desk.Entry) { e.Status = "PENDING" },
		"a mark too few":      func(r *row, _ *desk.Entry) { r.Marks = r.Marks[:1] },
		"a mark too many":     func(r *row, _ *desk.Entry) { r.Marks = append(r.Marks, "mismatch") },
		"no time of payment":  func(r *row, _ *desk.Entry) { r.PaidAt = nil },
		"paid before made":    func(r *row, _ *desk.Entry) { r.PaidAt = &early },
		"refunded":            func(r *row, _ *desk.Entry) { r.Refunded = "1.00" },
		"refunded there":      func(_ *row, e *desk.Entry) { e.Refunds = []desk.Refund{{Amount: "1", Status: "SUCCEEDED"}} },
		"refund under way":    func(_ *row, e *desk.Entry) { e.Refunds = []desk.Refund{{Amount: "0", Status: "PENDING"}} },
		"a note":              func(r *row, _ *desk.Entry) { r.Note = "x" },
		"another till":        func(r *row, _ *desk.Entry) { r.Till = "T2" },
	}
	for name, spoil := range tests {
		r, e, s := soundBooks()
		spoil(&r, &e)
		if compare([]row{r}, []desk.Entry{e}, []sale{s}) == nil {
			t.Errorf("%s: not noticed", name)
		}
	}
	r, e, s := soundBooks()
	if compare(nil, []desk.Entry{e}, []sale{s}) == nil || compare([]row{r}, []desk.Entry{e, e}, []sale{s}) == nil {
		t.Error("a missing or a second order was not noticed")
	}
}

func TestASaleThatTheGatewayClosedIsInBothBooks(t *testing.T) {
	r, e, s := soundBooks()
	s.closed = true
	if compare([]row{r}, []desk.Entry{e}, []sale{s}) == nil {
		t.Error("a payment passed for a code that was closed unpaid")
	}
	r.Status, e.Status = "cancelled", "CANCELLED"
	if compare([]row{r}, []desk.Entry{e}, []sale{s}) == nil {
		t.Error("a time of payment passed for a code that was closed unpaid")
	}
	r.PaidAt = nil
	if err := compare([]row{r}, []desk.Entry{e}, []sale{s}); err != nil {
		t.Error(err)
	}
}

func TestARefundIsInBothBooks(t *testing.T) {
	r, e, s := soundBooks()
	s.refunded, r.Refunded = "1.5", "1.50"
	if compare([]row{r}, []desk.Entry{e}, []sale{s}) == nil {
		t.Error("a refund that the gateway does not know passed")
	}
	e.Refunds = []desk.Refund{{Amount: "1", Status: "SUCCEEDED"}, {Amount: "9", Status: "FAILED"}, {Amount: "0.5", Status: "SUCCEEDED"}}
	if err := compare([]row{r}, []desk.Entry{e}, []sale{s}); err != nil {
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
