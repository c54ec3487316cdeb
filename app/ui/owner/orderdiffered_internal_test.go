package owner

import (
	"strings"
	"testing"

	"qrtill/app/order"
	"qrtill/app/ui/uitest"
)

func TestARefundThatDoesNotMatchIsShownBesideWhatWasExpected(t *testing.T) {
	cases := map[string]struct {
		refund order.Refund
		came   order.Answer
		says   []string
	}{
		"amount": {order.Refund{State: order.RefundPending}, order.Answer{Amount: "9", Currency: "HKD", Status: "SUCCEEDED"},
			[]string{"10.00 HKD 9 HKD"}},
		"failed after": {order.Refund{State: order.RefundDone, Said: "SUCCEEDED"}, order.Answer{Status: "FAILED"}, []string{"SUCCEEDED FAILED", "Not said"}},
		"done after":   {order.Refund{State: order.RefundDone, Said: "FAILED"}, order.Answer{Status: "SUCCEEDED", Amount: "10.00"}, []string{"FAILED SUCCEEDED"}},
		"after by hand": {order.Refund{State: order.RefundDone, Hand: &order.Hand{Verdict: order.HandNotRefunded, Reason: "x"}},
			order.Answer{Status: "SUCCEEDED"}, []string{"Not refunded SUCCEEDED"}},
		"there after all": {order.Refund{State: order.RefundPending, Said: "9999 busy"}, order.Answer{Status: "PENDING"}, []string{"9999 busy PENDING"}},
		"there after it was recorded": {order.Refund{State: order.RefundPending, Said: "PENDING", Overruled: &order.Hand{Verdict: order.HandNotRefunded, Reason: "x"}},
			order.Answer{Status: "PENDING"}, []string{"Not refunded PENDING"}},
		"failed after by hand": {order.Refund{State: order.RefundFailed, Hand: &order.Hand{Verdict: order.HandRefunded, Reason: "x"}},
			order.Answer{Status: "FAILED"}, []string{"Refunded FAILED"}},
		"other order": {order.Refund{State: order.RefundPending}, order.Answer{MerchantOrderID: "T9", Status: "SUCCEEDED"},
			[]string{"Order number T10123456789ABCDEFGHJK T9"}},
		"other refund": {order.Refund{State: order.RefundPending}, order.Answer{Status: "SUCCEEDED"},
			[]string{"Refund’s number T1R1 Another refund’s number"}},
	}
	for name, c := range cases {
		o := uitest.Refunded(c.refund)
		o.Marks, o.Differed, o.DifferedRefund = order.MarkMismatch, &c.came, "T1R1"
		d := atOrder(t, o)
		d.Reads(d.Screen(), "Refund of HK$10.00: what differs")
		d.Reads(d.Screen(), "before anything more is refunded")
		for _, want := range c.says {
			if text := uitest.Unbroken(uitest.TextsOf(d.order.cards)); !strings.Contains(text, want) {
				t.Errorf("%s: %q is not in %q", name, want, text)
			}
		}
	}
}
