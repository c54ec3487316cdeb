package main

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"qrtill/app"
	"qrtill/app/core"
	"qrtill/app/order"
)

// seen is what people look at of a View.
type seen struct {
	Seq  uint64
	Sale *struct {
		Phase  core.Phase
		Order  order.ID
		Amount order.Amount
		QR     string
	}
	Setup   struct{ Busy bool }
	Manager struct {
		Done    int
		Problem core.Text
	}
	Alerts []core.AlertView
}

// ended says that the sale of an amount needs the customer no more.
func (v seen) ended(a order.Amount) bool {
	return v.Sale == nil || v.Sale.Amount != a || v.Sale.Phase > core.Waiting
}

func (v seen) in(a order.Amount, p core.Phase) bool {
	return v.Sale != nil && v.Sale.Amount == a && v.Sale.Phase == p
}

var errEnded = errors.New("the till has ended by itself")

// life is one run of the till.
type life struct {
	*shop
	*process
	views chan seen // closed when it has ended
	now   seen      // the newest
}

const (
	patience = 10 * time.Second
	starting = 2 * time.Minute // of a machine that has much else to do
)

// live runs the till for so many sales, and ends it.
func (s *shop) live(sales int, end string) error {
	p, err := s.start("till", filepath.Join(s.dir, "data"))
	if err != nil {
		return err
	}
	l := &life{shop: s, process: p, views: make(chan seen, 10000)}
	read := make(chan error, 1)
	go func() {
		defer close(l.views)
		for lines := json.NewDecoder(p.out); ; {
			var v seen
			if err := lines.Decode(&v); err != nil {
				_, rest := io.Copy(io.Discard, p.out)
				read <- rest
				return
			}
			l.views <- v
		}
	}()
	_, err = io.WriteString(p.in, s.keyring())
	if err == nil {
		err = l.day(sales, end == "closed" || end == "dumps")
	}
	if err == nil {
		err = l.end(end)
	}
	if err != nil {
		_ = p.command.Process.Kill() // it may have ended
	}
	for range l.views {
	}
	code, wrong := p.wait()
	err = errors.Join(err, <-read, wrong)
	if err == nil {
		err = s.ended(p, end, code)
	}
	return err
}

// end ends the till with work under way.
func (l *life) end(how string) error {
	if err := l.look(); err != nil {
		return err
	}
	l.charge()
	switch how {
	case "killed":
		return l.process.command.Process.Kill()
	case "dumps":
		return l.process.command.Process.Signal(syscall.SIGQUIT)
	case "panics":
		l.press(press{Crash: true})
		return nil
	}
	return l.in.Close()
}

// ended looks whether the till ended as it should have: a crash leaves a report
// with all goroutines in the data folder and on standard error.
func (s *shop) ended(p *process, how string, code int) error {
	if how == "closed" && code != 0 || how != "closed" && code == 0 {
		said, _ := os.ReadFile(p.name + ".stderr")
		return fmt.Errorf("the till that is %s ended with %d: %s", how, code, said)
	}
	if how != "panics" && how != "dumps" {
		return nil
	}
	for _, path := range []string{p.name + ".stderr", filepath.Join(s.dir, "data", "logs", "crash.txt")} {
		report, err := os.ReadFile(path)
		if err != nil || bytes.Count(report, []byte("goroutine ")) < 3 {
			return errors.Join(fmt.Errorf("%s is no crash report: %q", path, report), err)
		}
	}
	return nil
}

func (l *life) press(p press) {
	line, _ := json.Marshal(p)            // plain values always marshal
	_, _ = l.in.Write(append(line, '\n')) // a till that has ended is seen by its views
}

// until waits for a View, for as long as people would.
func (l *life) until(is func(seen) bool) (ok bool, err error) { return l.within(patience, is) }

func (l *life) within(d time.Duration, is func(seen) bool) (ok bool, err error) {
	limit := time.NewTimer(d)
	defer limit.Stop()
	for !is(l.now) {
		select {
		case v, alive := <-l.views:
			if !alive {
				return false, errEnded
			}
			l.now = v
		case <-limit.C:
			return false, nil
		}
	}
	return true, nil
}

// day is what happens at a counter between two starts. A sale that the till did
// not begin, as it was not done with the one before, is tried again.
func (l *life) day(sales int, office bool) error {
	if read, err := l.within(starting, func(v seen) bool { return v.Seq > 0 }); err != nil || !read {
		return cmp.Or(err, errors.New("the till shows nothing"))
	}
	goal := l.sales + sales
	for try := 0; l.sales < goal && try < 3*sales; try++ {
		err := l.clear() // what was on the screen when the till ended, too
		if err == nil {
			err = l.sell()
		}
		if err == nil && office && l.sales == goal-sales/2 {
			office = false
			err = l.office()
		}
		if err == nil && try%5 == 0 {
			err = l.stranger()
		}
		if err != nil {
			return err
		}
		for _, a := range l.now.Alerts {
			seen := a.Seen()
			l.press(press{Acknowledge: &seen})
		}
	}
	return l.clear()
}

// charge starts a sale of an amount that no other has.
func (l *life) charge() order.Amount {
	l.amount++
	a := order.Amount{Minor: 1000 + l.amount, Currency: currency}
	l.press(press{Typing: true})
	l.press(press{Charge: &core.Charge{Amount: a, Method: order.Methods(currency)[l.random.IntN(3)], Note: "table 4"}})
	return a
}

// sell makes one sale, however it ends.
func (l *life) sell() error {
	a := l.charge()
	started, err := l.until(func(v seen) bool { return v.Sale != nil && v.Sale.Amount == a })
	if err != nil || !started {
		return err
	}
	l.sales++
	if _, err = l.until(func(v seen) bool { return v.in(a, core.Waiting) || v.ended(a) }); err != nil {
		return err
	}
	if l.now.in(a, core.Waiting) {
		l.codes++
		l.customer(l.now.Sale.QR)
		l.press(press{AskNow: true})
	}
	if _, err = l.until(func(v seen) bool { return v.ended(a) }); err != nil {
		return err
	}
	switch {
	case l.now.in(a, core.Paid):
		l.paid = append(l.paid, l.now.Sale.Order)
	case l.now.in(a, core.Failed): // mostly a token that is gone; who types the secret need not wait for the next
		l.press(press{SetUp: &app.SetUp{Settings: l.settings(), Secret: l.secret, ManagerPIN: l.pin}})
		return l.done(func(v seen) bool { return v.Setup.Busy })
	}
	return nil
}

// clear takes the sale off the screen, however it stands.
func (l *life) clear() error {
	l.press(press{Dismiss: true})
	l.press(press{Next: true})
	_, err := l.until(func(v seen) bool { return v.Sale == nil })
	return err
}

// customer pays, mostly. A code that is none of the gateway's can't be paid.
func (l *life) customer(code string) {
	does := "/pay"
	switch n := l.random.IntN(20); {
	case n < 2:
		does = "/cancel"
	case n < 4:
		l.press(press{Dismiss: true})
		return
	}
	page, err := url.Parse(code)
	if err != nil || page.Host != l.server.Listener.Addr().String() {
		return
	}
	answer, err := l.phones.Post(page.String()+does, "", nil)
	if err == nil {
		answer.Body.Close()
		l.taps++
	}
}

// office is what a manager does: a refund with a wrong PIN and with the right
// one, settings with a wrong secret and with the right one.
func (l *life) office() error {
	changed := l.settings()
	changed.Cutoff = l.random.IntN(10)
	wrongPlace := changed
	wrongPlace.Account.Gateway += "/?client_secret=" + l.wrongSecret
	for _, p := range []press{
		{UseSecret: &app.UseSecret{Secret: l.wrongSecret}},
		{SetUp: &app.SetUp{Settings: wrongPlace, Secret: l.wrongSecret, PIN: l.wrongPIN}},
		{SetUp: &app.SetUp{Settings: changed, Secret: l.wrongSecret, PIN: l.wrongPIN + "0", NotifyKey: l.wrongSecret}},
		{SetUp: &app.SetUp{Settings: changed, Secret: l.wrongSecret, NotifyKey: l.wrongSecret, ManagerPIN: l.pin}},
		{SetUp: &app.SetUp{Settings: changed, Secret: " " + l.secret + "\n", PIN: l.pin, NotifyKey: l.notifyKey}},
		{MoveIn: &app.MoveIn{Secret: l.secret, Till: "T2"}},
	} {
		l.press(p)
		if err := l.done(func(v seen) bool { return v.Setup.Busy }); err != nil {
			return err
		}
	}
	if len(l.paid) == 0 {
		return nil
	}
	id := l.paid[len(l.paid)-1]
	for _, pin := range []string{l.wrongPIN, l.pin} {
		before := l.now.Manager.Done
		l.press(press{Refund: &core.Refund{Order: id, Amount: order.Amount{Minor: 100, Currency: currency}, Reason: "cold noodles", PIN: pin}})
		over := func(v seen) bool {
			return v.Manager.Done > before || pin == l.wrongPIN && v.Manager.Problem.Key == "error.pin.wrong"
		}
		if _, err := l.until(over); err != nil {
			return err
		}
		l.refunds += l.now.Manager.Done - before
	}
	return nil
}

// done waits until something has begun, which may be over too quickly to be
// seen, and then until it is over.
func (l *life) done(busy func(seen) bool) error {
	limit := time.After(200 * time.Millisecond)
	for begun := busy(l.now); !begun; {
		select {
		case v, alive := <-l.views:
			if !alive {
				return errEnded
			}
			l.now = v
			begun = busy(v)
		case <-limit:
			return nil
		}
	}
	_, err := l.until(func(v seen) bool { return !busy(v) })
	return err
}

// stranger sends the till notifications that quote what nobody should know: one
// without a signature, one well signed, and one that is none.
func (l *life) stranger() error {
	quoted, _ := json.Marshal(l.secret) // a string always marshals
	bodies := []string{
		`{"notify_type":"payment_success","data":{"order_id":` + string(quoted) + `}}`,
		`{"notify_type":` + string(quoted) + `,"data":{"order_id":"C1"}}`,
		l.secret,
	}
	for _, body := range bodies {
		for _, key := range []string{l.notifyKey, l.wrongSecret} {
			sum := sha256.Sum256([]byte(body + "." + key))
			request, err := http.NewRequestWithContext(l.ctx, http.MethodPost, "http://"+l.notifyAddr+"/?key="+url.QueryEscape(key), strings.NewReader(body))
			if err != nil {
				return err
			}
			request.Header.Set("Signature", hex.EncodeToString(sum[:]))
			answer, err := l.phones.Do(request)
			if err == nil { // it may not listen yet
				answer.Body.Close()
				l.notify++
			}
		}
	}
	return nil
}
