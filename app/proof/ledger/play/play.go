package play

import (
	"errors"
	"time"

	"qrtill/app/core"
	"qrtill/app/order"
)

// rest is how long the play goes on after the last sale. The last customers
// pay within three hours, and the till's last question about an order that the
// gateway closed comes after 24: nothing more is to be expected then.
const rest = 28 * time.Hour

// stuckAfter is when a sale that will not leave the screen is reported.
const stuckAfter = time.Hour

// Run plays the script to its end and audits what is left. It must be called
// in a synctest bubble, and takes its goroutines with it.
func Run(o Options) (Report, error) {
	stage, err := setStage(o)
	if err != nil {
		return Report{}, err
	}
	began := time.Now()
	s := &shop{stage: stage, codes: map[string]Code{}, ticks: map[order.ID]time.Time{}}
	s.start()
	for n := range o.Sales {
		if n%spell == 0 {
			err = errors.Join(err, s.gateway.SetFaults(weather(o.Seed, n/spell)))
		}
		s.sell(writeScript(o.Seed, n))
	}
	if err = errors.Join(err, s.gateway.SetFaults(night(o.Seed))); err != nil {
		return Report{}, errors.Join(err, s.strike())
	}
	for _, at := range []time.Duration{5 * time.Minute, 3 * time.Hour, 20 * time.Hour} {
		s.interrupt(interruption{at, 10 * time.Minute})
	}
	s.pass(rest)
	if err := s.stopTill(); err != nil {
		s.fault("stopping the till: %v", err)
	}
	books, err := s.books()
	if err = errors.Join(err, s.strike()); err != nil {
		return Report{}, err
	}
	r := Audit(books)
	r.Seed, r.Virtual = o.Seed, time.Since(began)
	_, r.Faults = s.front.Counts()
	r.Restarts, r.Outages, r.Taps = s.stats.restarts, s.stats.outages, s.stats.payments
	r.Unexplained = append(r.Unexplained, s.problems...)
	if r.Sales < o.Sales {
		r.Unexplained = append(r.Unexplained, "not every sale of the script was started")
	}
	return r, nil
}

// sell is one sale, from the first key to a clear screen.
func (s *shop) sell(plan sale) {
	s.send(core.Typing{})
	s.pass(plan.typing)
	s.now = plan
	s.interrupt(plan.restart)
	if plan.outage.lasts > 0 {
		s.stats.outages++
		s.later(plan.outage.at, s.net.cut)
		s.later(plan.outage.at+plan.outage.lasts, s.net.mend)
	}
	if !s.charge(plan) {
		s.fault("no sale could be started for an hour; the till says %q, %q", s.view.Notice.Key, s.view.Stopped.Key)
		return
	}
	s.later(plan.sendPatience, func() {
		if s.phase() == core.Sending {
			s.send(core.Dismiss{Seen: s.view.Sale.Seen()})
		}
	})
	if !s.finish(plan) {
		s.fault("order %s stays on the screen in phase %d", s.view.Sale.Order, s.phase())
	}
	if plan.acknowledges {
		for _, alert := range s.view.Alerts {
			s.send(alert.Seen())
		}
	}
}

func (s *shop) interrupt(i interruption) {
	if i.lasts > 0 {
		s.later(i.at, s.stop)
		s.later(i.at+i.lasts, s.start)
	}
}

func (s *shop) clear() bool { return s.lit && s.view.Sale == nil }

// charge presses Enter until a sale is on the screen. Staff who find an empty
// screen after a restart press it again, as they would.
func (s *shop) charge(plan sale) bool {
	for end := time.Now().Add(stuckAfter); time.Now().Before(end); {
		s.wait(time.Minute, s.clear)
		s.send(plan.charge)
		if s.wait(2*time.Second, func() bool { return s.view.Sale != nil }) {
			return true
		}
	}
	return false
}

// finish waits for the sale's end and clears the screen.
func (s *shop) finish(plan sale) bool {
	ended := func() bool {
		phase := s.phase()
		return s.lit && phase != core.Sending && phase != core.Waiting
	}
	for end := time.Now().Add(stuckAfter); time.Now().Before(end); {
		if !s.wait(10*time.Minute, ended) {
			s.send(core.Dismiss{Seen: s.view.Sale.Seen()}) // nobody waits any longer
		}
		if s.phase() == core.Disputed {
			s.pass(10 * time.Second)
			s.send(core.AskNow{})
			s.pass(3 * time.Second)
		}
		if s.clear() {
			return true
		}
		s.pass(plan.pause)
		s.send(core.Next{Seen: s.view.Sale.Seen()})
		if s.wait(2*time.Second, s.clear) {
			return true
		}
	}
	return false
}
