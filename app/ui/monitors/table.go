package monitors

import "time"

// intent is what staff want of the customer's window.
type intent uint8

const (
	unwanted intent = iota
	wanted          // where it belongs, and away while it can't be there
	anyway          // as an ordinary window while it can't be where it belongs
)

// stance is how the customer's window is at the moment.
type stance uint8

const (
	away     stance = iota // hidden; as a window it comes back where it was
	astray                 // hidden, and where it would come back nobody has put it
	ordinary               // a window like any other
	filling                // full screen on a monitor
	closing                // the program is closing, and its windows go
)

// press is what F11 does.
type press uint8

const (
	show       press = iota
	showAnyway       // as an ordinary window, though it can't be where it belongs
	hide
	enlarge // full screen and back
)

// answer is what is done in a situation.
type answer struct {
	stance stance // how the customer's window should be
	f11    press
}

// table has every situation: what staff want, and what the monitors have for
// the window.
var table = [...][Unplugged + 1]answer{
	unwanted: {
		AsWindow:  {away, show},
		OnMonitor: {away, show},
		Unplugged: {away, showAnyway}, // Mirrored and OnTill likewise
	},
	wanted: {
		AsWindow:  {ordinary, enlarge},
		OnMonitor: {filling, hide},
		Unplugged: {away, showAnyway},
	},
	anyway: {
		AsWindow:  {ordinary, enlarge},
		OnMonitor: {filling, hide},
		Unplugged: {ordinary, enlarge},
	},
}

func (p *Watch) answer() answer {
	return table[p.intent][min(p.now.where, Unplugged)]
}

// Toggle is F11.
func (p *Watch) Toggle() {
	if p.stance == closing {
		return
	}
	if p.minimised {
		p.system.Customer.Raise()
		p.windows.Till.RequestFocus()
		p.settle()
		return
	}
	do := p.answer().f11
	if !p.Shown() && !p.now.hidden() { // also one that only the next look would bring
		do = show
	}
	switch do {
	case show:
		p.want(wanted)
	case showAnyway:
		p.want(anyway)
		p.stance = astray
	case hide:
		p.want(unwanted)
	case enlarge:
		p.windows.Customer.SetFullScreen(!p.windows.Customer.FullScreen())
		p.windows.Till.RequestFocus()
	}
	p.settle()
}

// together is how far apart the windows of a program may be told to close by one click,
// on "Close all windows" of a task bar.
const together = 2 * time.Second

// Hide is the window's own button. The end of the program is nobody's wish to hide it: it
// is remembered once the till has gone on for a while, and does nothing when the till is
// told to close as well.
func (p *Watch) Hide() {
	if p.stance == closing || time.Since(p.leaving) < together {
		return
	}
	p.before, p.hidden = p.intent, time.Now()
	p.intent = unwanted
	p.settle()
}

// Leave is called when the till is told to close, and asks whether it may: the customer's
// window stays as long as the till does.
func (p *Watch) Leave() {
	p.leaving = time.Now()
	if !p.hidden.IsZero() {
		p.want(p.before)
		p.settle()
	}
}

// remain remembers that the window was hidden, when the till has not been closed with it.
func (p *Watch) remain() {
	if !p.hidden.IsZero() && time.Since(p.hidden) >= together {
		p.want(unwanted)
	}
}

// Choose has the customer's window fill a monitor; see State for the groups.
func (p *Watch) Choose(group int) {
	if groups := grouped(p.list); group < len(groups) {
		p.choose(remember(p.list[groups[group][0]], p.list))
	}
}

// ChooseWindow makes the customer's an ordinary window.
func (p *Watch) ChooseWindow() { p.choose(choice{Window: true}) }

// choose is a person's choice, and applied at once.
func (p *Watch) choose(c choice) {
	p.keep(c)
	p.want(wanted)
	p.settle()
}

func (p *Watch) want(w intent) {
	p.intent, p.hidden = w, time.Time{}
	p.app.Preferences().SetBool(preferenceCustomer, w != unwanted)
}
