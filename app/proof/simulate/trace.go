package main

import (
	"encoding/json"
	"fmt"
	"io"
	"time"

	"qrtill/app/core"
	"qrtill/app/order"
)

// trace prints a history as it is played. The same history gives the same
// bytes.
type trace struct {
	out  io.Writer
	last string // the last View in words
}

func (t *trace) line(w *world, text string) {
	on := ""
	if w.clock.off != 0 || w.clock.slept != 0 {
		on = fmt.Sprintf(" (its clock: %s)", w.clock.time().Format("15:04:05"))
	}
	fmt.Fprintf(t.out, "%12.3fs%s  %s\n", w.clock.now.Seconds(), on, text)
}

func (t *trace) input(w *world, in core.Input) {
	switch in := in.(type) {
	case core.Tick:
	case core.AskEnded:
		t.line(w, fmt.Sprintf("answer about %s: %s", in.Order, said(in.Err, in.Payment.Status, in.Payment.Amount, in.Payment.Currency, in.Payment.MerchantOrderID, in.Payment.OrderID)))
	case core.CreateEnded:
		t.line(w, fmt.Sprintf("creation of %s: %s", in.Order, said(in.Err, in.Intent.Status, in.Intent.Amount, in.Intent.Currency, in.Intent.MerchantOrderID, in.Intent.OrderID)))
	case core.Loaded:
		t.line(w, fmt.Sprintf("loaded: %d open orders", len(in.Orders)))
	case core.Allowed: // its order has pointers, which differ from run to run
		t.line(w, fmt.Sprintf("%T %+v", in.Command, in.Command))
	default:
		t.line(w, fmt.Sprintf("%T %+v", in, in))
	}
}

func said(err error, status, amount, currency, id, number string) string {
	if err != nil {
		return err.Error()
	}
	return fmt.Sprintf("%s, %s %s, id %s, number %s", status, amount, currency, id, number)
}

func (t *trace) event(w *world, e *order.Event, fate string) {
	raw, err := json.Marshal(e)
	if err != nil {
		raw = []byte(err.Error())
	}
	t.line(w, "  write"+fate+" "+string(raw))
}

func (t *trace) call(w *world, what string, o *order.Order, a answer, took time.Duration) {
	t.line(w, fmt.Sprintf("  %s %s %v: %s, %v", what, o.ID, o.Amount, a, took))
}

// view prints what the windows show when it is not what they showed before.
func (t *trace) view(w *world) {
	v := w.view
	text := fmt.Sprintf("watching %d, unasked %d", v.Watching, v.Unasked)
	if v.Sale != nil {
		text += fmt.Sprintf("; phase %d of %s", v.Sale.Phase, v.Sale.Order)
	}
	for _, a := range v.Alerts {
		text += fmt.Sprintf("; alert %d about %s", a.Kind, a.Order)
	}
	if !v.Stopped.Empty() {
		text += "; stopped: " + v.Stopped.Key
	}
	if text != t.last {
		t.last = text
		t.line(w, "  shown: "+text)
	}
}
