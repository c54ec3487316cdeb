package ui

import (
	"slices"

	"qrtill/app"
	"qrtill/app/core"
	"qrtill/app/order"
)

// drillKind is one of the bad moments that staff can play through.
type drillKind uint8

const (
	drillLate drillKind = iota
	drillOffline
	drillTwice
	drillDown
	drillKinds
)

// hand is what a drill does to the practice gateway and its customers.
type hand uint8

const (
	payFirst hand = iota + 1
	paySecond
	pullCable
	plugCable
	breakGateway
	mendGateway
)

// drillWords are a drill's name, what it is about, and what is said at each of
// its stages; the last stage is its end.
type drillWords struct {
	name, text string
	stages     []string
}

var drillBook = [drillKinds]drillWords{
	drillLate: {"drills.late.name", "drills.late.text", []string{
		"drills.late.charge", "drills.late.stop", "drills.late.wait", "drills.late.alert", "drills.late.done"}},
	drillOffline: {"drills.offline.name", "drills.offline.text", []string{
		"drills.offline.charge", "drills.offline.failed", "drills.offline.again", "drills.offline.pay", "drills.offline.done"}},
	drillTwice: {"drills.twice.name", "drills.twice.text", []string{
		"drills.twice.charge", "drills.twice.stop", "drills.twice.fresh", "drills.twice.wait", "drills.twice.alert", "drills.twice.done"}},
	drillDown: {"drills.down.name", "drills.down.text", []string{
		"drills.down.charge", "drills.down.wait", "drills.down.hold", "drills.down.back", "drills.down.done"}},
}

// drill is how far a drill has got. It follows what really happens: the Views
// alone move it on, but for the one stage where staff say when.
type drill struct {
	kind          drillKind
	begun         bool // the sale that was on the screen before is out of the way
	stage         int
	first, second order.ID
}

// words is what staff are told now: a key of the catalogue.
func (d drill) words() string {
	if !d.begun {
		return "drills.clear"
	}
	return drillBook[d.kind].stages[d.stage]
}

func (d drill) over() bool { return d.stage == len(drillBook[d.kind].stages)-1 }

// asks says that staff decide when it goes on.
func (d drill) asks() bool { return d.kind == drillDown && d.stage == 2 }

// mend is the decision.
func (d drill) mend() (drill, []hand) {
	d.stage++
	return d, []hand{mendGateway}
}

// follow says where a View takes the drill, and what is to be done for that.
func (d drill) follow(v app.View) (drill, []hand) {
	if !d.begun {
		if v.Sale != nil {
			return d, nil
		}
		d.begun = true
		if d.kind == drillOffline {
			return d, []hand{pullCable}
		}
		return d, nil
	}
	if d.over() {
		return d, nil
	}
	switch d.kind {
	case drillLate:
		return d.late(v)
	case drillOffline:
		return d.offline(v)
	case drillTwice:
		return d.twice(v)
	}
	return d.down(v)
}

// to goes to a stage.
func (d drill) to(stage int, hands ...hand) (drill, []hand) {
	d.stage = stage
	return d, hands
}

func (d drill) late(v app.View) (drill, []hand) {
	switch {
	case d.stage == 0 && waiting(v):
		d.first = v.Sale.Order
		return d.to(1)
	case d.stage == 1 && v.Sale == nil:
		return d.to(2, payFirst)
	case d.stage == 1 && ended(v): // paid before its code was gone
		return d.to(0)
	case d.stage == 2 && hasAlert(v, d.first):
		return d.to(3)
	case d.stage == 3 && !hasAlert(v, d.first):
		return d.to(4)
	}
	return d, nil
}

func (d drill) offline(v app.View) (drill, []hand) {
	switch {
	case d.stage == 0 && v.Sale != nil && v.Sale.Phase == core.Failed:
		return d.to(1)
	case d.stage == 1 && v.Sale == nil:
		return d.to(2, plugCable)
	case d.stage == 2 && waiting(v):
		d.first = v.Sale.Order
		return d.to(3, payFirst)
	case d.stage == 3 && (paid(v, d.first) || hasAlert(v, d.first)):
		return d.to(4)
	}
	return d, nil
}

func (d drill) twice(v app.View) (drill, []hand) {
	switch {
	case d.stage == 0 && waiting(v):
		d.first = v.Sale.Order
		return d.to(1)
	case d.stage == 1 && v.Sale == nil:
		return d.to(2)
	case d.stage == 1 && ended(v):
		return d.to(0)
	case d.stage == 2 && waiting(v) && v.Sale.Order != d.first:
		d.second = v.Sale.Order
		return d.to(3, paySecond, payFirst)
	case d.stage == 3 && hasAlert(v, d.first) && !waiting(v):
		return d.to(4)
	case d.stage == 4 && !hasAlert(v, d.first):
		return d.to(5)
	}
	return d, nil
}

func (d drill) down(v app.View) (drill, []hand) {
	switch {
	case d.stage == 0 && waiting(v):
		d.first = v.Sale.Order
		return d.to(1, breakGateway, payFirst)
	case (d.stage == 1 || d.stage == 3) && (paid(v, d.first) || hasAlert(v, d.first)):
		return d.to(4, mendGateway)
	case d.stage == 1 && v.Network != core.Online:
		return d.to(2)
	}
	return d, nil
}

// waiting says that a code is in front of the customer.
func waiting(v app.View) bool { return v.Sale != nil && v.Sale.Phase == core.Waiting }

// ended says that the sale on the screen is over.
func ended(v app.View) bool {
	return v.Sale != nil && v.Sale.Phase != core.Waiting && v.Sale.Phase != core.Sending
}

func paid(v app.View, id order.ID) bool {
	return v.Sale != nil && v.Sale.Order == id && v.Sale.Phase == core.Paid
}

func hasAlert(v app.View, id order.ID) bool {
	return slices.ContainsFunc(v.Alerts, func(a core.AlertView) bool { return a.Order == id })
}
