package main

import (
	"context"
	"errors"
	"fmt"
	"image"
	"path/filepath"
	"strconv"
	"strings"

	"qrtill/app/proof/desk"
)

// handed has the helper do something from inside Windows, while the till's window is in
// front.
func (s *scene) handed(ctx context.Context, deed, what string) error {
	if err := s.till.Front(ctx, s.Desktop); err != nil {
		return err
	}
	_, err := s.wine(ctx, "", s.hand, deed, what)
	return err
}

// sold is the one order of a till that is closed with nothing open.
func (s *scene) sold(ctx context.Context) (order, error) {
	if err := s.leaves(ctx, "paid", 1); err != nil {
		return order{}, err
	}
	all, err := s.orders(ctx)
	if err != nil {
		return order{}, err
	}
	return all[0], nil
}

// typed types with the mark that a Chinese keyboard has.
func (s *scene) typed(ctx context.Context) (string, error) {
	if err := s.practise(ctx, nil, 2); err != nil {
		return "", err
	}
	if err := s.handed(ctx, "type", "128。50"); err != nil {
		return "", err
	}
	if _, err := s.charge(ctx); err != nil {
		return "", err
	}
	if err := s.practicePays(ctx); err != nil {
		return "", err
	}
	o, err := s.sold(ctx)
	if err != nil || !desk.SameAmount(o.Amount, "128.50") {
		return "", failed("the order is %v (%v)", o, err)
	}
	return "as it was meant", nil
}

// scanned scans an article, and then sells.
func (s *scene) scanned(ctx context.Context) (string, error) {
	const article = "4891028164395"
	if err := s.practise(ctx, nil, 2); err != nil {
		return "", err
	}
	if err := s.handed(ctx, "scan", article); err != nil {
		return "", err
	}
	p, err := s.atRest(ctx, "scanned")
	if err != nil {
		return "", err
	}
	if codes, err := s.Read(ctx, p); err != nil || len(codes) > 0 {
		return "", failed("the burst began a sale: %q (%v)", codes, err)
	}
	if _, err := s.sell(ctx, "12.50"); err != nil {
		return "", err
	}
	if err := s.practicePays(ctx); err != nil {
		return "", err
	}
	o, err := s.sold(ctx)
	if err != nil || !desk.SameAmount(o.Amount, "12.50") || o.Note != article {
		return "", failed("the order is %v (%v)", o, err)
	}
	return "and the amount is what was typed", nil
}

// typedAside types while the customer's window has the keyboard, as after a click on it.
func (s *scene) typedAside(ctx context.Context) (string, error) {
	if err := s.practise(ctx, nil, 2); err != nil {
		return "", err
	}
	if err := s.till.Arrange(ctx, s.Desktop); err != nil {
		return "", err
	}
	if err := errors.Join(s.till.Front(ctx, s.Desktop), s.Write(ctx, "45"), s.click(ctx, s.till.Customer, image.Pt(60, 300))); err != nil {
		return "", err
	}
	if active, err := s.Active(ctx); err != nil || active != s.till.Customer.ID {
		return "", errors.Join(errors.New("a click does not give the customer's window the keyboard"), err)
	}
	if err := s.Press(ctx, "F7", "1", "2"); err != nil {
		return "", err
	}
	if _, err := s.atRest(ctx, "typed-at-the-customers-window"); err != nil {
		return "", err
	}
	if err := s.till.Front(ctx, s.Desktop); err != nil {
		return "", err
	}
	if _, err := s.charge(ctx); err != nil {
		return "", err
	}
	if err := s.practicePays(ctx); err != nil {
		return "", err
	}
	o, err := s.sold(ctx)
	if err != nil || !desk.SameAmount(o.Amount, "45") || o.Note != "" && o.Note != "12" {
		return "", failed("the order is %v (%v)", o, err)
	}
	return fmt.Sprintf("45 stays 45, the note is %q", o.Note), nil
}

// click clicks into a window, that far from its corner.
func (s *scene) click(ctx context.Context, w desk.Window, at image.Point) error {
	at = at.Add(w.Area.Min)
	_, err := desk.Command(ctx, "", "xdotool", "mousemove", "--sync", strconv.Itoa(at.X), strconv.Itoa(at.Y), "click", "1")
	if err != nil {
		return err
	}
	return desk.Until(ctx, soon, "the window that was clicked has the keyboard", func(ctx context.Context) (bool, error) {
		active, err := s.Active(ctx)
		return active == w.ID, err
	})
}

// top is the window that lies above all others.
func (s *scene) top(ctx context.Context) (string, error) {
	said, err := desk.Command(ctx, "", "xprop", "-root", "_NET_CLIENT_LIST_STACKING")
	if err != nil {
		return "", err
	}
	all := strings.Fields(string(said))
	number, err := strconv.ParseUint(all[len(all)-1], 0, 32) // the last is the highest
	return strconv.FormatUint(number, 10), err
}

// covered has the customer's window fill the only monitor, and asks to stop showing its
// code: whoever answers must see the question.
func (s *scene) covered(ctx context.Context) (string, error) {
	if err := s.practise(ctx, nil, 2); err != nil {
		return "", err
	}
	if _, err := s.sell(ctx, "45"); err != nil {
		return "", err
	}
	if err := s.Press(ctx, "F11"); err != nil {
		return "", err
	}
	shown, err := s.see(ctx, soon, "the code is all over the screen", func(p desk.Picture) bool {
		codes, err := s.Read(ctx, p)
		return s.find(ctx) == nil && s.till.Customer.Area.Eq(p.Rect) && err == nil && len(codes) == 1
	})
	if err != nil {
		return "", err
	}
	if _, err := s.atRest(ctx, "all-over-the-screen"); err != nil {
		return "", err
	}
	if err := s.Press(ctx, "Escape"); err != nil {
		return "", err
	}
	asked, err := s.atRest(ctx, "asked")
	if err != nil {
		return "", err
	}
	top, err := s.top(ctx)
	if err != nil {
		return "", err
	}
	if top != s.till.Main.ID || asked.Changed(shown, asked.Rect) <= 0.1 {
		return "", failed("no question lies above the customer's window")
	}
	return s.coveredLater(ctx)
}

// coveredLater brings the customer's window before a question: Enter there answers nothing
// that nobody can see, but brings the question to light.
func (s *scene) coveredLater(ctx context.Context) (string, error) {
	if err := s.find(ctx); err != nil {
		return "", err
	}
	over := s.till.Customer.Area.Add(s.till.Main.Area.Min.Sub(s.till.Customer.Area.Min)).Add(image.Pt(250, 30))
	var err error
	if s.till.Customer, err = s.Move(ctx, s.till.Customer, over); err != nil {
		return "", err
	}
	if err := s.Activate(ctx, s.till.Customer); err != nil {
		return "", err
	}
	if _, err := s.atRest(ctx, "covered"); err != nil {
		return "", err
	}
	if err := s.Press(ctx, "Return"); err != nil {
		return "", err
	}
	if _, err := s.atRest(ctx, "brought-to-light"); err != nil {
		return "", err
	}
	if err := s.answersInSight(ctx); err != nil {
		return "", err
	}
	return "the till and its question lie above, also when the customer's window was brought before them", nil
}

// answersInSight answers a question that a key has just brought to light, and not before.
func (s *scene) answersInSight(ctx context.Context) error {
	if s.till.said("dismissed") {
		return failed("Enter has answered a question that nobody can see")
	}
	if top, err := s.top(ctx); err != nil || top != s.till.Main.ID {
		return failed("the question is not brought to light (%v)", err)
	}
	if err := s.Press(ctx, "Return"); err != nil {
		return err
	}
	return desk.Until(ctx, soon, "the question is answered", func(context.Context) (bool, error) { return s.till.said("dismissed"), nil })
}

// minimised has keys come to the customer's window while the till itself is not on the
// screen: one that makes it ask, and one that would answer.
func (s *scene) minimised(ctx context.Context) (string, error) {
	if err := s.practise(ctx, nil, 2); err != nil {
		return "", err
	}
	if _, err := s.sell(ctx, "45"); err != nil {
		return "", err
	}
	shown, err := s.atRest(ctx, "code")
	if err != nil {
		return "", err
	}
	if err := errors.Join(s.minimise(ctx), s.Activate(ctx, s.till.Customer)); err != nil {
		return "", err
	}
	if err := s.presses(ctx, "Escape", "the till is back and asks", func(p desk.Picture) bool {
		return s.onScreen(ctx, s.till.Main) && s.changes(shown, 0.1)(p)
	}); err != nil {
		return "", err
	}
	if _, err := s.atRest(ctx, "asks"); err != nil {
		return "", err
	}
	if err := errors.Join(s.minimise(ctx), s.Activate(ctx, s.till.Customer), s.Press(ctx, "Return")); err != nil {
		return "", err
	}
	if _, err := s.atRest(ctx, "brought-back"); err != nil {
		return "", err
	}
	if !s.onScreen(ctx, s.till.Main) {
		return "", failed("Enter in the customer's window does not bring it back")
	}
	return "a key brings it back, and answers nothing", s.answersInSight(ctx)
}

// closedAll closes both windows at once, as the taskbar can, and opens the till again.
func (s *scene) closedAll(ctx context.Context) (string, error) {
	if err := s.practise(ctx, nil, 2); err != nil {
		return "", err
	}
	said, err := s.wine(ctx, "", s.hand, "close", filepath.Base(s.program))
	if err != nil {
		return "", err
	}
	if !strings.HasPrefix(said, "2 ") {
		return "", fmt.Errorf("it has %s", said)
	}
	if err := errors.Join(s.ends(ctx, soon, 0), s.left(ctx, "paid", 0)); err != nil {
		return "", err
	}
	if all, err := s.preferred(); err != nil || all["customer.shown"] == false {
		return "", failed("the customer's window is kept as hidden (%v)", err)
	}
	if err := s.open(ctx, 2); err != nil {
		return "", &failure{err}
	}
	return "both are there again", s.leaves(ctx, "paid", 0)
}
