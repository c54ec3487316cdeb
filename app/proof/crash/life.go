package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"slices"
	"strings"
	"time"

	"qrtill/app/order"
	"qrtill/app/proof/crash/talk"
)

// life is one run of the till, from its start to its end.
type life struct {
	*world
	command *exec.Cmd
	in      io.WriteCloser
	stderr  strings.Builder
	said    chan talk.Said // closed when the till has ended
	alerts  []order.ID     // not acknowledged
}

// start starts the till over the data folder as it is.
func (w *world) start() (*life, error) { return w.begin(exec.Command(w.child, "-data", w.dir)) }

// begin starts a till by its command.
func (w *world) begin(command *exec.Cmd) (*life, error) {
	l := &life{world: w, command: command, said: make(chan talk.Said, 1000)}
	l.command.Stderr = &l.stderr
	out, err := l.command.StdoutPipe()
	if err == nil {
		l.in, err = l.command.StdinPipe()
	}
	if err == nil {
		err = l.command.Start()
	}
	if err != nil {
		return nil, err
	}
	go func() {
		defer close(l.said)
		for lines := bufio.NewScanner(out); lines.Scan(); {
			var s talk.Said
			if json.Unmarshal(lines.Bytes(), &s) == nil { // a line that the kill cut off says nothing
				l.said <- s
			}
		}
	}()
	return l, nil
}

// moment is when a life ends: some time after a trigger, or after the longest.
type moment struct {
	trigger string // "start", "command", talk.Charge, talk.Refund, "payment"
	nth     int
	after   time.Duration
}

// drawMoment favours the moments when something is on its way.
func (w *world) drawMoment() moment {
	within := func(d time.Duration) time.Duration { return time.Duration(w.random.Int64N(int64(d))) }
	switch n := w.random.IntN(100); {
	case n < 10:
		return moment{"start", 0, within(150 * time.Millisecond)}
	case n < 35:
		return moment{"command", 1 + w.random.IntN(12), within(6 * time.Millisecond)}
	case n < 53:
		return moment{talk.Charge, 1 + w.random.IntN(3), within(120 * time.Millisecond)}
	case n < 65:
		return moment{talk.Refund, 1 + w.random.IntN(2), within(120 * time.Millisecond)}
	case n < 82:
		return moment{"payment", 1 + w.random.IntN(2), within(1500 * time.Millisecond)}
	}
	return moment{"start", 0, within(w.pace.life)}
}

// liveAndDie runs the till with staff at its keys and customers at its codes,
// and kills it. The error is about the harness, never about the till.
func (w *world) liveAndDie() error {
	m := w.drawMoment()
	began := time.Now()
	l, err := w.start()
	if err != nil {
		return err
	}
	deadline := time.NewTimer(w.pace.life)
	pull := func(trigger string) {
		if trigger != m.trigger {
			return
		}
		if m.nth--; m.nth <= 0 {
			deadline.Reset(min(m.after, max(0, w.pace.life-time.Since(began))))
			m.trigger = ""
		}
	}
	pull("start")
	keys := time.NewTimer(time.Hour)
	for {
		select {
		case s, alive := <-l.said:
			if !alive {
				return l.died()
			}
			if s.What == talk.Ready {
				l.unlock(s)
				keys.Reset(l.pause())
			}
			l.hear(s)
		case <-keys.C:
			c := l.key()
			l.press(c)
			pull("command")
			pull(c.Do)
			keys.Reset(l.pause())
		case <-l.tapped:
			pull("payment")
		case <-deadline.C:
			return l.kill()
		}
	}
}

// unlock gives the till its secrets.
func (l *life) unlock(ready talk.Said) {
	r := &restart{secret: time.Now(), open: ready.Open, closed: ready.Closed, first: map[string]question{}}
	l.mu.Lock()
	l.watch = r
	l.mu.Unlock()
	l.restarts = append(l.restarts, r)
	_, _ = io.WriteString(l.in, l.secret+"\n"+pepper+"\n") // a till that has ended is seen by its output
}

func (l *life) pause() time.Duration {
	return time.Duration(20+l.random.IntN(250)) * time.Millisecond
}

// key is what staff press next, whether it makes sense or not.
func (l *life) key() talk.Command {
	switch n := l.random.IntN(100); {
	case n < 10:
		return talk.Command{Do: talk.Typing}
	case n < 50:
		amount := order.Amount{Minor: 1 + l.random.Int64N(50_000), Currency: currency}
		l.shown.typed[amount] = true
		return talk.Command{Do: talk.Charge, Amount: amount, Method: order.Methods(currency)[l.random.IntN(3)]}
	case n < 58:
		return talk.Command{Do: talk.Dismiss}
	case n < 70:
		return talk.Command{Do: talk.AskNow}
	case n < 84 && len(l.shown.paid) > 0:
		return l.refund()
	case n < 90 && len(l.alerts) > 0:
		return talk.Command{Do: talk.Acknowledge, Order: l.alerts[0]}
	}
	return talk.Command{Do: talk.Next}
}

// refund gives back some or all of a sale, perhaps more than is left of it.
func (l *life) refund() talk.Command {
	id := l.shown.paid[l.random.IntN(len(l.shown.paid))]
	amount := l.shown.codes[id].Amount
	if l.random.IntN(2) == 0 && amount.Minor > 0 { // of a tick without its code nobody knows how much it was
		amount.Minor = 1 + l.random.Int64N(amount.Minor)
	}
	return talk.Command{Do: talk.Refund, Order: id, Amount: amount, PIN: pin}
}

func (l *life) press(c talk.Command) {
	line, _ := json.Marshal(c)            // plain values always marshal
	_, _ = l.in.Write(append(line, '\n')) // a till that has ended is seen by its output
}

// hear is everybody who looks at the screens.
func (l *life) hear(s talk.Said) {
	isNew := l.shown.note(s)
	switch s.What {
	case talk.Code:
		if isNew {
			l.customer(s)
		}
	case talk.Closed:
		l.restarts[len(l.restarts)-1].front = string(s.Order)
	case talk.Busy:
		l.restarts[len(l.restarts)-1].busy = true
	case talk.Alert:
		l.alerts = append(l.alerts, s.Order)
	case talk.Seen:
		if len(l.alerts) > 0 && l.alerts[0] == s.Order {
			l.alerts = l.alerts[1:]
		}
	}
}

// kill is kill -9. What the till had said by then counts.
func (l *life) kill() error {
	if err := l.command.Process.Kill(); err != nil {
		return err
	}
	for s := range l.said {
		l.hear(s)
	}
	_ = l.command.Wait() // "killed", as we know
	l.end()
	return nil
}

func (l *life) end() {
	l.in.Close()
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.watch != nil {
		l.watch.ended = time.Now()
		l.watch = nil
	}
}

// died is a till that ended by itself, which it never should.
func (l *life) died() error {
	err := l.command.Wait()
	l.end()
	return errors.Join(fmt.Errorf("the till ended by itself: %s", l.stderr.String()), err)
}

// rest runs the till undisturbed until it has asked about everything that is
// open, and ends it as quitting does.
func (w *world) rest() error {
	l, err := w.start()
	if err != nil {
		return err
	}
	var wanted []string
	limit, again := time.NewTimer(time.Minute), time.NewTicker(50*time.Millisecond)
	defer again.Stop()
	var done time.Time
	for {
		select {
		case s, alive := <-l.said:
			if !alive {
				return l.died()
			}
			if s.What == talk.Ready {
				wanted = slices.Concat(s.Open, s.Closed)
				l.unlock(s)
			}
			l.hear(s)
			continue
		case <-limit.C:
			w.findings.wrong("after a quiet minute the till has not asked about all of its %d open orders", len(wanted))
		case <-again.C:
			if !l.askedAll(wanted) {
				continue
			}
			if done.IsZero() {
				done = time.Now()
			}
			if time.Since(done) < time.Second { // the last answers are on their way into the log
				continue
			}
		}
		l.in.Close()
		for s := range l.said {
			l.hear(s)
		}
		err := l.command.Wait()
		l.end()
		return err
	}
}

func (l *life) askedAll(wanted []string) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.watch == nil {
		return false
	}
	for _, id := range wanted {
		if _, asked := l.watch.first[id]; !asked {
			return false
		}
	}
	return true
}
