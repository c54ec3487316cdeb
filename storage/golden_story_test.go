package storage_test

import (
	"time"

	"qrtill/app/order"
)

var (
	tea    = order.Account{Gateway: "https://gateway.example", Merchant: "M1", Currency: "HKD"}
	coffee = order.Account{Gateway: "https://other.example", Merchant: "M2", Currency: "TWD"}
)

// story tells the events of a golden log, a minute apart. A field, a kind or a
// state that is new gets its place in it.
type story struct {
	now    time.Time
	made   map[order.ID]order.New
	events []order.Event
}

func goldenEvents() []order.Event {
	s := &story{now: time.Date(2026, 11, 24, 2, 0, 0, 5, time.UTC), made: map[order.ID]order.New{}}
	s.settings()
	s.tries()
	s.sales()
	s.unsure()
	s.nextDay()
	s.disagreements()
	s.byHand()
	s.refunds()
	s.doubtfulRefunds()
	s.recalled()
	s.crossings()
	return s.events
}

func (s *story) nextDay() { s.now = s.now.AddDate(0, 0, 1) }

func (s *story) tell(kind order.Kind, id order.ID, fill func(e *order.Event)) {
	s.now = s.now.Add(time.Minute)
	e := order.Event{Version: order.Version, Kind: kind, At: s.now, Day: s.now.Format(time.DateOnly), Order: id}
	fill(&e)
	s.events = append(s.events, e)
}

func (s *story) because(kind order.Kind, id order.ID, reason order.Reason) {
	s.tell(kind, id, func(e *order.Event) { e.Reason = reason })
}

func (s *story) make(id order.ID, minor int64, a order.Account, m order.Method, fill func(n *order.New)) {
	n := order.New{
		Sale: "S" + string(id), Attempt: 1, Account: a, Amount: order.Amount{Minor: minor, Currency: a.Currency},
		Method: m, Till: "T1", Zone: "Asia/Hong_Kong",
	}
	if fill != nil {
		fill(&n)
	}
	s.made[id] = n
	s.tell(order.Created, id, func(e *order.Event) { e.New = &n })
}

// says is the gateway's answer about an order.
func (s *story) says(kind order.Kind, id order.ID, status string, fill func(a *order.Answer)) {
	n := s.made[id]
	a := order.Answer{
		MerchantOrderID: string(id), OrderID: "C" + string(id), Amount: n.Amount.Wire(), Currency: n.Amount.Currency,
		Status: status, QR: "https://qr.example/" + string(id), RID: "r" + string(id),
	}
	if fill != nil {
		fill(&a)
	}
	s.tell(kind, id, func(e *order.Event) { e.Answer = &a })
}

func (s *story) show(id order.ID, minor int64, a order.Account, m order.Method) {
	s.make(id, minor, a, m, nil)
	s.says(order.CreateAnswered, id, "PENDING", nil)
}

func (s *story) sell(id order.ID, minor int64, a order.Account, m order.Method) {
	s.show(id, minor, a, m)
	s.says(order.Answered, id, "SUCCEEDED", func(a *order.Answer) { a.PayTime = "2026-11-24T10:00:00+08:00" })
}

func (s *story) hand(id order.ID, v order.Verdict) {
	s.tell(order.ByHand, id, func(e *order.Event) { e.Hand = &order.Hand{Verdict: v, Reason: "the portal says so"} })
}

func (s *story) settings() {
	first := order.Defaults("HKD")
	first.Account, first.Shop = tea, "Tea House"
	all := order.Settings{
		Account: tea, Settlement: "USD", Shop: "Tea & Coffee 茶", Till: "T1", Zone: "Asia/Hong_Kong", Cutoff: 4,
		Methods: []order.Method{order.WeChat, order.AlipayHK, order.AlipayCN}, Limit: 5_000_000,
		ShowFor: 5 * time.Minute, AskEvery: 2 * time.Second, NotifyURL: "https://shop.example/notify", NotifyAddr: "127.0.0.1:8443",
		Quick: []int64{2000, 5000}, Tips: []int{10, 15}, Discounts: []int{5, 20},
	}
	for _, settings := range []order.Settings{first, all} {
		s.tell(order.SettingsChanged, "", func(e *order.Event) { e.Settings = &settings })
	}
	for _, l := range []order.Learned{{Account: tea, Order: 4003, Refund: 4003}, {Account: coffee, Order: 1, Refund: 2}, {Account: tea, Order: 4003, Refund: 4004}} {
		s.tell(order.LearnedNotFound, "", func(e *order.Event) { e.Learned = &l })
	}
}

// notThere is the learned answer for an order that the gateway does not have.
func (s *story) notThere(id order.ID, step int) {
	s.tell(order.Answered, id, func(e *order.Event) {
		e.Answer, e.Step = &order.Answer{Code: 4003, Message: "no such order", RID: "r", NotFound: true}, step
	})
}

func (s *story) tries() {
	try := func(ok bool, purpose string) {
		s.tell(order.PINTried, "", func(e *order.Event) { e.Try = &order.Try{OK: ok, For: purpose} })
	}
	for _, salt := range []string{"first salt", "second salt"} {
		s.tell(order.PINSet, "", func(e *order.Event) {
			e.PIN = &order.PIN{Salt: []byte(salt), Hash: []byte("hash"), Time: 3, Memory: 32 << 10, Threads: 1}
		})
		try(false, order.TryRefund)
	}
	try(true, order.TrySendAgain)
	try(false, order.TryByHand)
	try(false, order.TrySettings)
}

// sales end as sales of an ordinary day do, and some stay as they are.
func (s *story) sales() {
	s.make("A1", 11_500, tea, order.WeChat, func(n *order.New) {
		n.Attempt, n.Note, n.Tip, n.Discount = 2, "table 4 茶", 1000, 500
	})
	s.says(order.CreateAnswered, "A1", "PENDING", nil)
	s.says(order.Answered, "A1", "PENDING", nil)
	s.says(order.Answered, "A1", "SUCCEEDED", func(a *order.Answer) { a.PayTime = "2026-11-24T10:15:00+08:00" })
	s.sell("A2", 700, tea, order.AlipayHK)
	s.tell(order.Acknowledged, "A2", func(*order.Event) {})
	s.sell("A3", 900, tea, order.AlipayCN)
	s.sell("A4", 30_000, coffee, order.WeChat)
	s.make("A5", 100, tea, order.WeChat, nil) // created
	s.show("A6", 200, tea, order.WeChat)      // waiting
	s.show("A7", 300, tea, order.WeChat)
	s.because(order.Dismissed, "A7", order.BecauseTime)
	s.tell(order.ShownAgain, "A7", func(*order.Event) {})
	s.because(order.Dismissed, "A7", order.BecauseTime)
	s.tell(order.Acknowledged, "A7", func(*order.Event) {})
	s.show("A8", 400, tea, order.WeChat)
	s.because(order.Dismissed, "A8", order.BecauseAbandoned)
	s.says(order.Answered, "A8", "CANCELLED", nil)
	s.says(order.Answered, "A8", "CANCELLED", nil)
	s.make("A9", 500, tea, order.WeChat, nil)
	s.tell(order.Refused, "A9", func(e *order.Event) {
		e.Reason, e.Answer = order.BecauseGateway, &order.Answer{Code: 4003, Message: "not allowed", RID: "r9"}
	})
	s.make("A10", 600, tea, order.WeChat, nil)
	s.because(order.Refused, "A10", order.BecauseNotSent)
	s.make("A11", 600, tea, order.WeChat, nil)
	s.because(order.Refused, "A11", order.BecauseAuth)
}

// unsure orders may or may not have reached the gateway; two are paid late.
func (s *story) unsure() {
	s.make("B1", 1100, tea, order.WeChat, nil)
	s.because(order.Unanswered, "B1", order.BecauseLost)
	s.notThere("B1", 1)
	s.notThere("B1", 4) // watched to the end
	s.make("B2", 1200, tea, order.WeChat, nil)
	s.because(order.Unanswered, "B2", order.BecauseRestart)
	s.says(order.Answered, "B2", "SUCCEEDED", nil)
	s.make("B3", 1300, tea, order.WeChat, nil)
	s.says(order.CreateAnswered, "B3", "", nil) // becomes unclear
	s.show("B4", 1400, tea, order.AlipayHK)
	s.because(order.Dismissed, "B4", order.BecauseStaff)
	s.nextDay()
	s.says(order.Answered, "B4", "SUCCEEDED", nil)
	s.tell(order.Acknowledged, "B4", func(*order.Event) {})
}

func (s *story) disagreements() {
	s.sell("C1", 2100, tea, order.WeChat)
	s.says(order.Answered, "C1", "CANCELLED", func(a *order.Answer) { a.PayTime, a.Message = "2026-11-25T10:00:00+08:00", "closed" })
	s.show("C2", 2200, tea, order.WeChat)
	s.says(order.Answered, "C2", "SUCCEEDED", func(a *order.Answer) { a.Amount = "0.01" })
	s.hand("C2", order.HandPaid)
}

// byHand are orders that a manager decided; one is proven after all.
func (s *story) byHand() {
	s.show("D1", 3100, tea, order.WeChat)
	s.hand("D1", order.HandPaid)
	s.show("D2", 3200, tea, order.WeChat)
	s.hand("D2", order.HandUnpaid)
	s.sell("D5", 3250, tea, order.WeChat) // recorded as unpaid, and proven after all
	s.says(order.Answered, "D5", "CANCELLED", nil)
	s.hand("D5", order.HandUnpaid)
	s.nextDay()
	s.says(order.Answered, "D5", "SUCCEEDED", nil)
	s.show("D3", 3300, tea, order.WeChat)
	s.hand("D3", order.HandRefunded)
	s.show("D4", 3400, coffee, order.WeChat)
	s.hand("D4", order.HandPaid)
	s.nextDay()
	s.says(order.Answered, "D4", "SUCCEEDED", nil)
}

// crossings are words of the gateway that nobody understands, and those that come after
// somebody has recorded what is so.
func (s *story) crossings() {
	s.show("K1", 4100, tea, order.WeChat)
	s.says(order.Answered, "K1", "PROCESSING", nil)
	s.show("K2", 4200, tea, order.WeChat)
	s.says(order.Answered, "K2", "PENDING", func(a *order.Answer) { a.Amount = "1" })
	s.says(order.Answered, "K2", "PENDING", nil)
	s.says(order.Answered, "A9", "SUCCEEDED", nil) // refused, and paid
	s.make("K3", 4300, tea, order.WeChat, nil)
	s.tell(order.Refused, "K3", func(e *order.Event) { e.Reason = order.BecauseGateway })
	s.says(order.Answered, "K3", "SUCCEEDED", func(a *order.Answer) { a.Currency = "USD" })
	s.show("K4", 4400, tea, order.WeChat)
	s.says(order.Answered, "K4", "SUCCEEDED", func(a *order.Answer) { a.Amount = "2" })
	s.hand("K4", order.HandUnpaid)
	s.says(order.Answered, "K4", "SUCCEEDED", func(a *order.Answer) { a.Amount = "3" })
	s.sell("K5", 4500, tea, order.WeChat)
	s.says(order.Answered, "K5", "CANCELLED", nil)
	s.hand("K5", order.HandRefunded)
	s.says(order.Answered, "K5", "SUCCEEDED", nil)
	s.sell("K6", 46_000, tea, order.WeChat)
	for _, refund := range []order.RefundID{"K6R1", "K6R2", "K6R3"} {
		s.refund("K6", refund, 1000)
	}
	s.lose("K6", "K6R1")
	s.refundByHand("K6", "K6R1", order.HandNotRefunded)
	s.refundSays("K6", "K6R1", 1000, "PENDING")
	s.tell(order.RefundRefused, "K6", func(e *order.Event) {
		e.Reason, e.Refund = order.BecauseGateway, &order.RefundChange{ID: "K6R2", Answer: &order.RefundAnswer{Code: 9999, Message: "system busy", RID: "r"}}
	})
	s.refundSays("K6", "K6R2", 1000, "PROCESSING")
	s.noSuchRefund("K6", "K6R2", 1, 0)
	s.noSuchRefund("K6", "K6R2", 2, time.Minute)
	s.refundSays("K6", "K6R3", 1000, "PENDING")
	s.refundByHand("K6", "K6R3", order.HandNotRefunded)
}
