package main

import (
	"time"

	"qrtill/app/core"
	"qrtill/app/order"
)

// carryOut does what the core wants, in order; what follows from a write comes
// before the rest.
func (w *world) carryOut(effects []core.Effect) {
	for _, e := range effects {
		if w.core == nil || w.judge.broken != "" || w.kills(between) {
			return
		}
		if w.effects++; w.effects > maxEffects {
			w.fail("it does not end: %d effects", w.effects)
		}
		switch e := e.(type) {
		case core.Write:
			w.write(e.Event)
		case core.Create:
			w.create(e.Order)
		case core.Ask:
			w.ask(e.Order)
		case core.SendRefund:
			w.sendRefund(e.Order, e.Refund)
		case core.AskRefund:
			w.askRefund(e.Order, e.Refund)
		case core.Find:
			w.find(e)
		case core.Learn:
			w.look(e.Account)
		default:
			w.fail("the core wants %T, which nobody does", e)
		}
	}
}

// find is the shell's look into the log.
func (w *world) find(e core.Find) {
	for i := range w.disk.orders {
		o := &w.disk.orders[i]
		if _, refunds := o.Refund(e.Refund); o.ID == e.Order || e.Refund != "" && refunds {
			found := core.Found{Order: *o}
			for _, other := range w.disk.orders {
				if other.Sale == o.Sale {
					found.Sale = append(found.Sale, other)
				}
			}
			w.carryOut(w.core.Step(w.clock.time(), found))
			return
		}
	}
}

func (w *world) write(e order.Event) {
	if before := pointBefore(&e); w.kills(before) {
		return
	}
	if fate := w.fate(&e); fate != written {
		w.notWritten(e, fate)
		return
	}
	if w.trace != nil {
		w.trace.event(w, &e, "")
	}
	if w.disk.older == nil && w.director.copies() {
		w.disk.older = w.disk.copied()
	}
	before, after, err := w.disk.append(e)
	if err != nil {
		w.fail("the till writes what has no place: %v", err)
		return
	}
	// An answer that decides nothing changes nothing that people act on.
	w.changed = w.changed || e.Kind != order.Answered || before.State != after.State || before.Marks != after.Marks
	w.judge.changed(w, &e, &before, &after)
	if w.kills(pointAfter(&e)) {
		return
	}
	w.carryOut(w.core.Step(w.clock.time(), core.Recorded(e)))
}

func (w *world) fate(e *order.Event) writing {
	if w.disk.broken {
		return failed
	}
	return w.director.write(e)
}

// reopenAfter is when the shell opens a failed log anew.
const reopenAfter = 5 * time.Second

func (w *world) notWritten(e order.Event, fate writing) {
	if w.trace != nil {
		w.trace.event(w, &e, " NOT WRITTEN")
	}
	w.changed = true
	why := core.Failure{Text: core.Text{Key: "error.storage.not_recorded"}, OneSale: fate == noRoom}
	switch fate {
	case noRoom:
		why.Text.Key = "error.storage.low_space"
	case failedDone:
		if before, after, err := w.disk.append(e); err == nil {
			w.judge.changed(w, &e, &before, &after)
		}
	}
	if fate != noRoom && !w.disk.broken {
		w.disk.broken = true
		w.plan(reopenAfter, happening{run: w.run, what: reopen})
	}
	w.carryOut(w.core.Step(w.clock.time(), core.NotWritten{Event: e, Why: &why}))
}

func (w *world) reopen() {
	w.note("the log is opened anew")
	w.disk.broken = false
	w.give(w.loaded())
	w.tick()
}
