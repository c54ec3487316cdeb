package owner

import (
	"strings"
	"testing"
	"time"

	"qrtill/app/core"
	"qrtill/app/order"
	"qrtill/app/ui/uitest"
)

func TestEveryRefundSaysWhereItStands(t *testing.T) {
	hand := func(v order.Verdict) *order.Hand { return &order.Hand{Verdict: v, Reason: "Mei looked"} }
	cases := map[string]struct {
		refund order.Refund
		says   []string
	}{
		"requested": {order.Refund{State: order.RefundWanted}, []string{"Being sent", "asks the gateway about the order first", "Left to refund HK$118.50"}},
		"pending":   {order.Refund{State: order.RefundPending, Said: "PENDING"}, []string{"Under way", "keeps asking", "last word: PENDING"}},
		"unsure": {order.Refund{State: order.RefundUnsure},
			[]string{"Unsure", "only asked about", "HK$10.00 stays reserved", "Record by hand…", "Left to refund HK$118.50"}},
		"restored":   {order.Refund{State: order.RefundUnsure, Why: order.BecauseRestored}, []string{"older copy of the order log", "stays reserved"}},
		"missing":    {uitest.MissingRefund(time.Hour), []string{"For ten minutes", "look in the gateway’s portal", "Send again…"}},
		"sent again": {order.Refund{State: order.RefundWanted, Sent: 2}, []string{"Sent 2 times, always under the same number."}},
		"done": {order.Refund{State: order.RefundDone, Reason: "Cold tea"},
			[]string{"Refunded", "proven by the gateway’s own answer", "Reason: Cold tea", "Refunded for certain HK$10.00"}},
		"failed": {order.Refund{State: order.RefundFailed, Said: "51007 no balance"},
			[]string{"Failed", "has not got the money back", "last word: 51007 no balance", "I have seen this", "Left to refund HK$128.50"}},
		"said no": {order.Refund{State: order.RefundUnsure, Why: order.BecauseGateway, Said: "9999 system busy"},
			[]string{"Making sure", "9999 system busy", "making sure that nothing went out", "Don’t give the money back in another way yet"}},
		"refused":  {order.Refund{State: order.RefundFailed, Why: order.BecauseGateway}, []string{"Not refunded", "nothing went out", "Look in the merchant portal first"}},
		"not sent": {order.Refund{State: order.RefundFailed, Why: order.BecauseNotSent}, []string{"Not refunded", "never left this computer"}},
		"by hand": {order.Refund{State: order.RefundUnsure, Hand: hand(order.HandRefunded)},
			[]string{"By hand", "recorded by hand that it was refunded: Mei looked", "Not proven", "Left to refund HK$118.50"}},
		"by hand, not": {order.Refund{State: order.RefundPending, Hand: hand(order.HandNotRefunded)},
			[]string{"that it was not refunded: Mei looked", "Not proven", "Left to refund HK$128.50"}},
		"by hand, and failed": {order.Refund{State: order.RefundFailed, Hand: hand(order.HandRefunded)},
			[]string{"recorded by hand that it was refunded (Mei looked)", "says that it failed", "before anything more is given back"}},
		"superseded": {order.Refund{State: order.RefundFailed, Why: order.BecauseNotSent, Amount: uitest.HKD(12851)},
			[]string{"did not go out", "gone back already, or is on its way", "Don’t give it back in another way"}},
		"by hand, not, and there after all": {order.Refund{State: order.RefundPending, Overruled: hand(order.HandNotRefunded)},
			[]string{"Under way", "Before that a manager had recorded by hand “Not refunded”: Mei looked", "Left to refund HK$118.50"}},
		"by hand, then done": {order.Refund{State: order.RefundDone, Hand: hand(order.HandRefunded)},
			[]string{"proven by the gateway’s own answer", "Before that a manager had recorded by hand “Refunded”: Mei looked"}},
	}
	for name, c := range cases {
		d := atOrder(t, uitest.Refunded(c.refund))
		for _, want := range c.says {
			if !strings.Contains(d.Screen(), want) {
				t.Errorf("%s: %q is not in %q", name, want, d.Screen())
			}
		}
		d.ReadsNot(d.Screen(), "⟦")
	}
}

func TestEveryRefundIsListedWithItsState(t *testing.T) {
	d := newOffice(t, 0)
	p := d.order
	d.ShowOrder(uitest.OrderIn(order.StatePaid, func(o *order.Order) {
		for _, state := range []order.RefundState{order.RefundWanted, order.RefundPending, order.RefundUnsure, order.RefundDone, order.RefundFailed} {
			o.Refunds = append(o.Refunds, order.Refund{
				ID: order.RefundID("R" + state.String()), Amount: uitest.HKD(int64(state) * 100),
				Reason: "Cold tea", State: state, At: o.CreatedAt,
			})
		}
	}))
	for _, want := range []string{"Refunds", "HK$1.00", "Under way", "HK$3.00", "Unsure", "Refunded", "Failed", "Cold tea", "Rdone"} {
		d.Reads(uitest.TextsOf(p.body), want)
	}
}

func TestTheGatewaysNoIsSaidOnce(t *testing.T) {
	d := atOrder(t, uitest.Refunded(order.Refund{State: order.RefundUnsure, Why: order.BecauseGateway, Said: "9999 system busy"}))
	if n := strings.Count(d.Screen(), "9999 system busy"); n != 1 {
		t.Errorf("%d times in %q", n, d.Screen())
	}
}

func TestAnAlertAboveThePageIsNotSaidAgainOnIt(t *testing.T) {
	o := uitest.Refunded(order.Refund{State: order.RefundFailed, Why: order.BecauseGateway})
	own := core.AlertView{Order: o.ID, Kind: order.AlertRefundFailed, Refund: "T1R1"}
	for name, k := range map[string]struct {
		alerts []core.AlertView
		again  bool
	}{
		"its own":             {[]core.AlertView{own}, false},
		"none":                {nil, true},
		"another order's":     {[]core.AlertView{{Order: "T1", Kind: order.AlertRefundFailed}, own}, true},
		"another of its own":  {[]core.AlertView{{Order: o.ID, Kind: order.AlertLate}}, true},
		"in sum, with others": {[]core.AlertView{{Order: o.ID, Kind: order.AlertRefundFailed, Found: 3}}, true},
	} {
		d := atOrder(t, o)
		v := uitest.ReadyView()
		v.Alerts = k.alerts
		d.Draw(v)
		for _, words := range []string{"I have seen this", "A refund of HK$10.00 failed"} {
			if strings.Contains(d.Screen(), words) != k.again {
				t.Errorf("%s: %q is there: %v", name, words, !k.again)
			}
		}
		d.Reads(d.Screen(), "Not refunded")
	}
}
