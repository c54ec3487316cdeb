package main

import (
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"slices"
	"time"

	"qrtill/app/order"
	"qrtill/app/proof/crash/powercut"
	"qrtill/app/proof/crash/talk"
)

// record has a till sell under a system-call trace, from its first start on,
// and returns what it did to its files, and the hashes of its log's records.
func record(child, dir string, sales int, seed uint64) (r *powercut.Recording, heads []string, err error) {
	w, err := makeWorld(dir, child, usual, seed)
	if err != nil {
		return nil, nil, err
	}
	defer func() { err = errors.Join(err, w.close()) }()
	if err := w.quiet(); err != nil {
		return nil, nil, err
	}
	// By a pipe, as what the till sends to the gateway is in the trace too.
	trace, into, err := os.Pipe()
	if err != nil {
		return nil, nil, err
	}
	command := exec.Command(powercut.Trace[0], append(slices.Clone(powercut.Trace[1:]), child, "-data", dir, "-first")...)
	command.ExtraFiles = []*os.File{into}
	l, err := w.begin(command)
	into.Close()
	if err != nil {
		return nil, nil, errors.Join(err, trace.Close())
	}
	var broken error
	read := make(chan struct{})
	go func() {
		defer close(read)
		defer trace.Close()
		if r, broken = powercut.Read(trace, dir); broken != nil {
			_, _ = io.Copy(io.Discard, trace) // or the till would wait for us
		}
	}()
	err = l.sellAll(sales)
	l.in.Close()
	for s := range l.said {
		l.hear(s)
	}
	err = errors.Join(err, l.command.Wait())
	<-read
	if err = errors.Join(err, broken); err != nil {
		return nil, nil, fmt.Errorf("the traced till: %w: %s", err, l.stderr.String())
	}
	chain, err := readChain(dir)
	for _, record := range chain {
		heads = append(heads, hex.EncodeToString(record.hash[:]))
	}
	return r, heads, err
}

// sellAll makes so many sales, each to its end.
func (l *life) sellAll(sales int) error {
	if err := json.NewEncoder(l.in).Encode(l.firstEvents()); err != nil {
		return err
	}
	ready, err := l.await(talk.Ready, "")
	if err != nil {
		return err
	}
	l.unlock(ready)
	for n := range sales {
		if err := l.sell(n); err != nil {
			return fmt.Errorf("sale %d: %w", n, err)
		}
	}
	return nil
}

// sell is one sale: most are paid, some of them refunded, some are closed by
// the customer, some by staff and paid then.
func (l *life) sell(n int) error {
	amount := order.Amount{Minor: 1 + l.random.Int64N(50_000), Currency: currency}
	l.shown.typed[amount] = true
	charge := talk.Command{Do: talk.Charge, Amount: amount, Method: order.Methods(currency)[n%3]}
	code, err := l.insist(charge, talk.Code, "")
	if err != nil {
		return err
	}
	switch n % 10 {
	case 3:
		l.tap(code, "/cancel")
		l.press(talk.Command{Do: talk.AskNow})
		_, err = l.insist(talk.Command{Do: talk.Next}, talk.Event, string(order.Acknowledged)) // once it is told that it is closed
	case 7:
		l.press(talk.Command{Do: talk.Dismiss})
		if _, err = l.await(talk.Event, string(order.Dismissed)); err == nil {
			l.tap(code, "/pay")
			_, err = l.await(talk.Alert, "")
			l.press(talk.Command{Do: talk.Acknowledge, Order: code.Order})
		}
		if err == nil {
			_, err = l.await(talk.Seen, "")
		}
	default:
		l.tap(code, "/pay")
		_, err = l.insist(talk.Command{Do: talk.AskNow}, talk.Tick, "")
		if n%5 == 0 && err == nil {
			l.press(talk.Command{Do: talk.Refund, Order: code.Order, Amount: amount, PIN: pin})
			_, err = l.await(talk.Refunded, "")
		}
	}
	l.press(talk.Command{Do: talk.Next})
	return err
}

// insist presses a key until it has done something: the till may not be able
// to just now, as when it still waits for the secret.
func (l *life) insist(c talk.Command, what, kind string) (s talk.Said, err error) {
	for range 20 {
		l.press(c)
		if s, err = l.within(time.Second, what, kind); err == nil {
			break
		}
	}
	return s, err
}

// await waits until the till says something, of a kind if one is given.
func (l *life) await(what, kind string) (talk.Said, error) {
	return l.within(20*time.Second, what, kind)
}

func (l *life) within(d time.Duration, what, kind string) (talk.Said, error) {
	limit := time.NewTimer(d)
	defer limit.Stop()
	for {
		select {
		case s, alive := <-l.said:
			if !alive {
				return s, errors.New("it has ended")
			}
			l.shown.note(s)
			if s.What == what && (kind == "" || s.Kind == kind) {
				return s, nil
			}
		case <-limit.C:
			return talk.Said{}, fmt.Errorf("it does not say %q %s", what, kind)
		}
	}
}
