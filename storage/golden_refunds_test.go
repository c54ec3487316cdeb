package storage_test

import (
	"time"

	"qrtill/app/order"
)

// refund asks for money back.
func (s *story) refund(id order.ID, refund order.RefundID, minor int64) {
	s.tell(order.RefundRequested, id, func(e *order.Event) {
		e.Refund = &order.RefundChange{ID: refund, Amount: &order.Amount{Minor: minor, Currency: s.made[id].Amount.Currency}, Reason: "returned 退"}
	})
}

// refundSays is the gateway's answer about a refund.
func (s *story) refundSays(id order.ID, refund order.RefundID, minor int64, status string) {
	amount := order.Amount{Minor: minor, Currency: s.made[id].Amount.Currency}
	s.refundMoves(order.RefundAnswered, id, refund, &order.RefundAnswer{
		MerchantRefundID: string(refund), RefundID: "F" + string(refund), MerchantOrderID: string(id), OrderID: "C" + string(id),
		Amount: amount.Wire(), Currency: amount.Currency, Status: status, Message: "ok", RID: "r" + string(refund),
	})
}

func (s *story) refundMoves(kind order.Kind, id order.ID, refund order.RefundID, a *order.RefundAnswer) {
	s.tell(kind, id, func(e *order.Event) { e.Refund = &order.RefundChange{ID: refund, Answer: a} })
}

// lose is a refund that was sent and never answered.
func (s *story) lose(id order.ID, refund order.RefundID) {
	s.tell(order.RefundUnanswered, id, func(e *order.Event) {
		e.Reason, e.Refund = order.BecauseLost, &order.RefundChange{ID: refund}
	})
}

func (s *story) refundByHand(id order.ID, refund order.RefundID, v order.Verdict) {
	s.tell(order.ByHand, id, func(e *order.Event) {
		e.Hand, e.Refund = &order.Hand{Verdict: v, Reason: "the portal says so"}, &order.RefundChange{ID: refund}
	})
}

// noSuchRefund is the learned answer, so many times for so long.
func (s *story) noSuchRefund(id order.ID, refund order.RefundID, times int, lasting time.Duration) {
	s.tell(order.RefundAnswered, id, func(e *order.Event) {
		a := order.RefundAnswer{Code: 4004, Message: "no such refund", RID: "r", NotFound: true}
		e.Step, e.Refund = times, &order.RefundChange{ID: refund, Answer: &a, Missing: times, For: lasting}
	})
}

// refunds end as refunds of an ordinary day do, and some stay as they are.
func (s *story) refunds() {
	s.sell("E1", 41_000, tea, order.WeChat)
	s.refund("E1", "E1R1", 100) // requested
	s.refund("E1", "E1R2", 200)
	s.refundSays("E1", "E1R2", 200, "PENDING")
	s.refund("E1", "E1R3", 300)
	s.refundSays("E1", "E1R3", 300, "PENDING")
	s.nextDay()
	s.refundSays("E1", "E1R3", 300, "SUCCEEDED")
	s.refund("E1", "E1R4", 400)
	s.refundSays("E1", "E1R4", 400, "PENDING")
	s.refundSays("E1", "E1R4", 400, "FAILED")
	s.tell(order.Acknowledged, "E1", func(e *order.Event) { e.Refund = &order.RefundChange{ID: "E1R4"} })
	s.refund("E1", "E1R5", 500)
	s.tell(order.RefundRefused, "E1", func(e *order.Event) {
		e.Reason, e.Refund = order.BecauseGateway, &order.RefundChange{ID: "E1R5", Answer: &order.RefundAnswer{Code: 9999, Message: "system busy", RID: "r"}}
	})
	s.noSuchRefund("E1", "E1R5", 1, 0)
	s.noSuchRefund("E1", "E1R5", 2, time.Minute)
	s.sell("E2", 42_000, coffee, order.WeChat)
	s.refund("E2", "E2R1", 42_000)
	s.refundSays("E2", "E2R1", 42_000, "SUCCEEDED")
}

// doubtfulRefunds may or may not have gone back.
func (s *story) doubtfulRefunds() {
	s.sell("F1", 51_000, tea, order.AlipayHK)
	s.refund("F1", "F1R1", 100)
	s.lose("F1", "F1R1")
	s.noSuchRefund("F1", "F1R1", 3, 10*time.Minute)
	s.refundMoves(order.RefundSentAgain, "F1", "F1R1", nil)
	s.lose("F1", "F1R1")
	s.noSuchRefund("F1", "F1R1", 1, time.Minute)
	for _, refund := range []order.RefundID{"F1R2", "F1R3", "F1R4", "F1R5"} {
		s.refund("F1", refund, 1000)
		s.lose("F1", refund)
	}
	s.refundByHand("F1", "F1R2", order.HandRefunded)
	s.refundByHand("F1", "F1R3", order.HandNotRefunded)
	s.refundByHand("F1", "F1R4", order.HandRefunded)
	s.refundByHand("F1", "F1R5", order.HandNotRefunded)
	s.nextDay()
	s.refundSays("F1", "F1R4", 1000, "SUCCEEDED")
	s.refundSays("F1", "F1R5", 1000, "SUCCEEDED") // it may have gone back twice
}

// recalled is what only the journal knew after an older copy was put back.
func (s *story) recalled() {
	since := s.now.Add(-time.Hour)
	n := s.made["A1"]
	s.tell(order.Recalled, "H1", func(e *order.Event) { e.New, e.Since = &n, &since })
	s.made["H1"] = n
	s.says(order.Answered, "H1", "SUCCEEDED", nil)
	s.tell(order.RefundRecalled, "H1", func(e *order.Event) {
		e.Since, e.Refund = &since, &order.RefundChange{ID: "H1R1", Amount: &order.Amount{Minor: 100, Currency: "HKD"}, Reason: "returned"}
	})
}
