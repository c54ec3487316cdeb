package app

import (
	"time"

	"qrtill/app/core"
	"qrtill/app/order"
)

// View is all that the windows show, at one moment: the core's, with what the
// shell's own duties have to say. It is never changed after it was published.
type View struct {
	core.View
	Setup         SetupView      // the last SetUp or MoveIn command
	Notifications core.Text      // how listening for notifications is getting on; empty while it is off
	Connection    ConnectionView // the last TestConnection
}

// publish puts the newest View where the pump will find it.
func (t *Till) publish() {
	now := time.Now()
	v := View{View: t.core.View(now), Setup: t.setup, Notifications: t.listener.state, Connection: t.tested}
	v.Seq, v.Today, v.Manager = t.log.Seq(), t.takings(now), t.managerView(now, v.Manager)
	if v.Banner.Empty() {
		v.Banner = t.keeperBanner()
	}
	select {
	case <-t.views:
	default:
	}
	t.views <- v
}

// takings is today's total, read again only when the log has grown.
func (t *Till) takings(now time.Time) core.Today {
	day, seq := t.core.Day(now), t.log.Seq()
	if t.today.Day == day && t.todaySeq == seq {
		return t.today
	}
	a := t.settings().Account
	today := core.Today{Day: day, Paid: order.Amount{Currency: a.Currency}, Refunded: order.Amount{Currency: a.Currency}}
	totals, err := t.log.Totals(day)
	if err != nil {
		t.diary.Error("today's total can't be read", "error", err)
		return t.today
	}
	for _, total := range totals {
		if total.Account == a {
			today.Count += total.PaidCount
			today.Paid.Minor += total.Paid - total.HandUnpaid
			today.Refunded.Minor += total.Refunded
		}
	}
	t.today, t.todaySeq = today, seq
	return today
}
