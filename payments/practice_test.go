package payments_test

import (
	"testing"

	"qrtill/payments"
	"qrtill/payments/practice"
)

// practise starts a practice gateway on loopback and a client for it. The two
// share no code, so each checks how the other reads the gateway's docs.
func practise(t *testing.T) (*payments.Client, *practice.Gateway) {
	t.Helper()
	g, err := practice.New(practice.Config{})
	if err != nil {
		t.Fatal(err)
	}
	base, done, err := g.Serve(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	keys := g.Credentials()
	c, err := payments.New(payments.Config{BaseURL: base, UID: keys.UID, Secret: keys.Secret})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { // the test's context has ended before this
		c.CloseIdle()
		<-done
		if err := g.Close(); err != nil {
			t.Error(err)
		}
	})
	return c, g
}

func TestASaleAndItsRefundsAtThePracticeGateway(t *testing.T) {
	c, g := practise(t)
	sale := order
	sale.Amount = "128.50"
	intent, err := c.Create(ctx(), sale)
	if err != nil || intent.QR == "" || intent.Status != "PENDING" {
		t.Fatalf("%v, %+v", err, intent)
	}
	part := payments.RefundRequest{MerchantRefundID: "XR1", MerchantOrderID: sale.MerchantOrderID, Amount: "28.50", Reason: "one bowl"}
	_, err = c.Refund(ctx(), part) // not paid yet
	wantFailure(t, err, "refund", payments.KindRefused, payments.Refused)
	_, err = c.QueryRefund(ctx(), payments.RefundQuery{MerchantRefundID: "XR1"}) // so it was never made
	wantFailure(t, err, "refund_query", payments.KindRefused, payments.Refused)

	if err := g.Pay(sale.MerchantOrderID); err != nil {
		t.Fatal(err)
	}
	if p, err := c.Query(ctx(), ask); err != nil || p.Status != "SUCCEEDED" || p.Amount != "128.50" || p.OrderID != intent.OrderID {
		t.Fatalf("%v, %+v", err, p)
	}
	made, err := c.Refund(ctx(), part)
	if err != nil || made.Status != "SUCCEEDED" || made.OrderID != intent.OrderID || made.MerchantOrderID != sale.MerchantOrderID {
		t.Fatalf("%v, %+v", err, made)
	}
	asked, err := c.QueryRefund(ctx(), payments.RefundQuery{MerchantRefundID: "XR1"})
	if err != nil || asked.MerchantRefundID != "XR1" || asked.Status != "SUCCEEDED" || asked.RefundID == "" ||
		asked.Amount != "28.50" || asked.Currency != "HKD" || asked.RefundTime == "" {
		t.Fatalf("%v, %+v", err, asked)
	}
	_, err = c.Refund(ctx(), part) // the same number again: that it exists says nothing about this one
	wantFailure(t, err, "refund", payments.KindRefused, payments.Unknown)
	rest := part
	rest.MerchantRefundID, rest.Amount = "XR2", "100.01"
	_, err = c.Refund(ctx(), rest) // a cent too much
	wantFailure(t, err, "refund", payments.KindRefused, payments.Refused)
	rest.Amount = "100"
	if last, err := c.Refund(ctx(), rest); err != nil || last.Status != "SUCCEEDED" {
		t.Fatalf("%v, %+v", err, last)
	}
}
