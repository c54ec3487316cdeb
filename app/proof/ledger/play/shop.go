package play

import (
	"fmt"
	"log/slog"
	"net/http"
	"time"

	"qrtill/app"
	"qrtill/app/core"
	"qrtill/app/order"
)

// Options say what is played.
type Options struct {
	Dir   string // where the log is made; empty before
	Seed  uint64
	Sales int
	Trace *slog.Logger // what till and client say; nil discards
}

// shop is staff and customers. All of it runs on one goroutine.
type shop struct {
	*stage
	agenda agenda
	now    sale     // being played
	view   app.View // the newest
	lit    bool     // the till runs and has shown a View

	codes    map[string]Code        // shown, by the QR's text
	ticks    map[order.ID]time.Time // when an order was first shown as paid
	problems []string               // what went wrong on the stage itself
	stats    struct{ restarts, outages, payments int }
}

// Code is a code that was shown.
type Code struct {
	Order  order.ID
	Amount order.Amount // that the cashier had typed
}

// wait lets time pass until done, or for as long as limit.
func (s *shop) wait(limit time.Duration, done func() bool) bool {
	end := time.Now().Add(limit)
	for !done() {
		now := time.Now()
		if do, ok := s.agenda.due(now); ok {
			do()
			continue
		}
		if !now.Before(end) {
			return false
		}
		timer := time.NewTimer(s.agenda.next(end).Sub(now))
		select {
		case v, ok := <-s.views:
			if ok {
				s.see(v)
			} else {
				s.fault("the till stopped by itself")
				s.stop()
				s.later(5*time.Second, s.start)
			}
		case <-timer.C:
		}
		timer.Stop()
	}
	return true
}

func (s *shop) pass(d time.Duration) { s.wait(d, func() bool { return false }) }

func (s *shop) later(d time.Duration, do func()) { s.agenda.add(time.Now().Add(d), do) }

func (s *shop) fault(format string, args ...any) {
	if len(s.problems) < 50 {
		s.problems = append(s.problems, fmt.Sprintf(format, args...))
	}
}

func (s *shop) send(c core.Command) {
	if s.till != nil {
		s.till.Send(c)
	}
}

// phase is that of the sale on the screen, 0 for none.
func (s *shop) phase() core.Phase {
	if s.view.Sale == nil {
		return 0
	}
	return s.view.Sale.Phase
}

// see is what everybody can see on the screens.
func (s *shop) see(v app.View) {
	s.view, s.lit = v, true
	if v.Sale == nil {
		return
	}
	switch sale := v.Sale; sale.Phase {
	case core.Waiting:
		if _, known := s.codes[sale.QR]; !known {
			s.codes[sale.QR] = Code{sale.Order, s.now.charge.Amount}
			s.codeAppears(s.now, sale.QR)
		}
	case core.Paid:
		if _, known := s.ticks[sale.Order]; !known {
			s.ticks[sale.Order] = time.Now()
		}
	}
}

// codeAppears is the customer, who pays whatever is put before him, and staff.
func (s *shop) codeAppears(plan sale, qr string) {
	shown := func() bool { return s.phase() == core.Waiting && s.view.Sale.QR == qr }
	if plan.outcome != walksAway {
		s.later(plan.scan, func() {
			if shown() {
				s.later(plan.decide-plan.scan, func() { s.tap(qr, plan.outcome) })
			}
		})
	}
	if plan.showPatience > 0 {
		s.later(plan.showPatience, func() {
			if shown() {
				s.send(core.Dismiss{Seen: s.view.Sale.Seen()})
			}
		})
	}
	if plan.askAfter > 0 {
		s.later(plan.askAfter, func() { s.send(core.AskNow{}) })
	}
}

// tap is the customer's thumb on the page behind the code.
func (s *shop) tap(qr string, what outcome) {
	verb := map[outcome]string{pays: "/pay", cancels: "/cancel"}[what]
	answer, err := s.phones.Post(qr+verb, "", nil)
	if err != nil {
		s.fault("the customer's phone: %v", err)
		return
	}
	answer.Body.Close()
	switch answer.StatusCode {
	case http.StatusSeeOther:
		s.stats.payments++
	case http.StatusConflict: // too late, or a second time
	default:
		s.fault("the code of order %s is not the gateway's: %s", s.codes[qr].Order, answer.Status)
	}
}

func (s *shop) stop() {
	if s.till == nil {
		return
	}
	s.stats.restarts++
	// What is on the screen at the last moment has been seen.
	s.stopRun()
	for v := range s.views {
		s.see(v)
	}
	s.view, s.lit = app.View{}, false
	if err := s.stopTill(); err != nil {
		s.fault("stopping the till: %v", err)
	}
}

func (s *shop) start() {
	if err := s.startTill(); err != nil {
		s.fault("starting the till: %v", err)
	}
}
