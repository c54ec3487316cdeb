package practice_test

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"qrtill/payments/practice"
)

var refundOf = fields{"merchant_payment_order_id": "XA1", "merchant_refund_id": "R1", "amount": "50", "reason": "returned"}

// newPaidShop has order XA1 over HKD 128.50, paid.
func newPaidShop(t *testing.T, spec string) *shop {
	t.Helper()
	s := newShop(t, practice.Config{})
	s.must(create, wechat)
	s.pay("XA1")
	s.setFaults(spec)
	return s
}

func TestRefundsNeverExceedWhatWasPaid(t *testing.T) {
	s := newPaidShop(t, "")
	made := s.must(createRefund, refundOf)
	if made["status"] != "SUCCEEDED" || made["merchant_refund_id"] != "R1" || made["merchant_payment_order_id"] != "XA1" ||
		!orderIDForm.MatchString(made["payment_order_id"].(string)) || !timeForm.MatchString(made["create_time"].(string)) || len(made) != 5 {
		t.Errorf("answer %v", made)
	}
	s.refused(createRefund, refundOf.with(fields{"merchant_refund_id": "R2", "amount": "78.51"}), 40901)
	s.must(createRefund, refundOf.with(fields{"merchant_refund_id": "R3", "amount": "78.50"}))
	s.refused(createRefund, refundOf.with(fields{"merchant_refund_id": "R4", "amount": "0.01"}), 40901)
	e := s.gateway.Ledger()[0]
	if len(e.Refunds) != 2 || e.Refunds[0].Amount != "50" || e.Refunds[1].Amount != "78.50" || e.Status != "SUCCEEDED" {
		t.Errorf("ledger %+v", e)
	}
}

func TestRefundRefusals(t *testing.T) {
	s := newPaidShop(t, "")
	s.must(create, wechat.with(fields{"merchant_order_id": "XA2"}))
	for name, c := range map[string]struct {
		request fields
		code    int
	}{
		"no order":        {refundOf.with(fields{"merchant_payment_order_id": nil}), 40000},
		"no refund id":    {refundOf.with(fields{"merchant_refund_id": nil}), 40000},
		"long refund id":  {refundOf.with(fields{"merchant_refund_id": strings.Repeat("R", 33)}), 40000},
		"no amount":       {refundOf.with(fields{"amount": nil}), 40000},
		"amount zero":     {refundOf.with(fields{"amount": "0"}), 40000},
		"long reason":     {refundOf.with(fields{"reason": strings.Repeat("r", 129)}), 40000},
		"with a currency": {refundOf.with(fields{"currency": "HKD"}), 40000},
		"unknown order":   {refundOf.with(fields{"merchant_payment_order_id": "nobody"}), 40400},
		"ids disagree":    {refundOf.with(fields{"payment_order_id": "C1"}), 40400},
		"order not paid":  {refundOf.with(fields{"merchant_payment_order_id": "XA2"}), 40901},
		"more than paid":  {refundOf.with(fields{"amount": "128.51"}), 40901},
	} {
		t.Run(name, func(t *testing.T) {
			s.t = t
			s.refused(createRefund, c.request, c.code)
		})
	}
}

func TestARefundIsFoundByEitherID(t *testing.T) {
	s := newPaidShop(t, "")
	s.must(createRefund, refundOf)
	id := s.gateway.Ledger()[0].Refunds[0].RefundID
	for _, q := range []fields{{"merchant_refund_id": "R1"}, {"refund_id": id}, {"merchant_refund_id": "R1", "refund_id": id}} {
		got := s.must(queryRefund, q)
		if got["status"] != "SUCCEEDED" || got["amount"] != "50" || got["currency"] != "HKD" || got["refund_id"] != id {
			t.Errorf("query %v: %v", q, got)
		}
	}
	s.refused(queryRefund, fields{}, 40000)
	s.refused(queryRefund, fields{"merchant_refund_id": "R2"}, 40400)
	s.refused(queryRefund, fields{"merchant_refund_id": "R2", "refund_id": id}, 40400)
}

func TestARepeatedRefundIDNeverRefundsTwice(t *testing.T) {
	for _, spec := range []string{"", "duplicate:second", "duplicate:same"} {
		t.Run(spec, func(t *testing.T) {
			s := newPaidShop(t, spec)
			s.must(createRefund, refundOf)
			if spec == "duplicate:same" {
				s.must(createRefund, refundOf)
			} else {
				s.refused(createRefund, refundOf, 40900)
			}
			s.refused(createRefund, refundOf.with(fields{"amount": "1"}), 40900)
			if n := len(s.gateway.Ledger()[0].Refunds); n != 1 {
				t.Errorf("%d refunds", n)
			}
		})
	}
}

func TestAPendingRefundEndsLater(t *testing.T) {
	for spec, final := range map[string]string{
		"refund-pending,refund-for=1m":             "SUCCEEDED",
		"refund-pending,refund-for=1m,refund-fail": "FAILED",
	} {
		t.Run(final, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := newShopWithoutServer(t, practice.Config{})
				s.must(create, wechat)
				s.pay("XA1")
				s.setFaults(spec)
				whole := refundOf.with(fields{"amount": "128.50"})
				if got := s.must(createRefund, whole)["status"]; got != "PENDING" {
					t.Errorf("at once: %v", got)
				}
				s.refused(createRefund, whole.with(fields{"merchant_refund_id": "R2"}), 40901) // reserved
				time.Sleep(time.Minute)
				if got := s.must(queryRefund, fields{"merchant_refund_id": "R1"})["status"]; got != final {
					t.Errorf("later: %v", got)
				}
				if final == "FAILED" {
					s.must(createRefund, whole.with(fields{"merchant_refund_id": "R3"})) // free again
				}
			})
		})
	}
}
