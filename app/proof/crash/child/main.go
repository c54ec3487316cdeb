package main

import (
	"bufio"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"os"
	"sync"
	"sync/atomic"
	"time"
	_ "time/tzdata"

	"qrtill/app"
	"qrtill/app/core"
	"qrtill/app/order"
	"qrtill/app/proof/crash/powercut"
	"qrtill/app/proof/crash/talk"
	"qrtill/payments"
	"qrtill/storage"
	"qrtill/storage/secrets"
)

func main() {
	data := flag.String("data", "", "data folder")
	first := flag.Bool("first", false, "make the log; the first line holds its first events")
	look := flag.Bool("look", false, "only say what the log holds")
	flag.Parse()
	if *look {
		_ = json.NewEncoder(os.Stdout).Encode(powercut.Look(*data, *first))
		return
	}
	if err := run(*data, *first, os.Stdin, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "child:", err)
		os.Exit(1)
	}
}

func run(dir string, first bool, in io.Reader, out io.Writer) error {
	folder, err := storage.Claim(dir)
	if err != nil {
		return err
	}
	defer folder.Close()
	log, err := storage.Open(dir, storage.Options{Create: first})
	if err != nil {
		return err
	}
	defer log.Close()
	screen := &screen{out: json.NewEncoder(out), log: log, codes: map[order.ID]bool{}, ticks: map[order.ID]bool{}, alerts: map[order.ID]bool{}, refunds: map[order.RefundID]bool{}}
	screen.told.Store(&[]core.AlertView{})
	lines := bufio.NewReader(in)
	if first {
		if err := screen.firstStart(lines); err != nil {
			return err
		}
	}
	if err := screen.ready(); err != nil {
		return err
	}
	keyring, err := readSecrets(lines, log)
	if err != nil {
		return err
	}
	defer keyring.Close()
	till := app.New(app.Config{Log: log, Secrets: keyring, Connect: connect, Diary: slog.New(screen)})
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- till.Run(ctx) }()
	go func() {
		defer stop()
		take(lines, till, screen)
	}()
	go screen.feelPulse()
	for v := range till.Views() {
		screen.show(v)
	}
	return <-ended
}

// readSecrets keeps the secrets in memory, as a keyring would that has just been
// unlocked.
func readSecrets(lines *bufio.Reader, log *storage.Log) (*secrets.Store, error) {
	secret, err := lines.ReadString('\n')
	if err != nil {
		return nil, err
	}
	pepper, err := lines.ReadString('\n')
	if err != nil {
		return nil, err
	}
	settings, _ := log.Settings()
	keyring := secrets.InMemory()
	err = keyring.Set(context.Background(), settings.Account, secrets.ClientSecret, secret[:len(secret)-1])
	if err == nil {
		err = keyring.Set(context.Background(), order.Account{}, secrets.PINPepper, pepper[:len(pepper)-1])
	}
	return keyring, err
}

func connect(a order.Account, secret string) (*payments.Client, error) {
	return payments.New(payments.Config{BaseURL: a.Gateway, UID: a.Merchant, Secret: secret})
}

// take passes staff's commands on until there are no more.
func take(lines *bufio.Reader, till *app.Till, on *screen) {
	for commands := json.NewDecoder(lines); ; {
		var c talk.Command
		if commands.Decode(&c) != nil {
			return
		}
		switch c.Do {
		case talk.Typing:
			till.Send(core.Typing{})
		case talk.Charge:
			till.Send(core.Charge{Amount: c.Amount, Method: c.Method})
		case talk.Dismiss:
			till.Send(core.Dismiss{Seen: on.sale.Load().Seen()})
		case talk.AskNow:
			till.Send(core.AskNow{})
		case talk.Next:
			till.Send(core.Next{Seen: on.sale.Load().Seen()})
		case talk.Acknowledge:
			for _, a := range *on.told.Load() {
				if a.Order == c.Order {
					till.Send(a.Seen())
				}
			}
		case talk.Refund:
			till.Send(core.Refund{Order: c.Order, Amount: c.Amount, Reason: "returned", PIN: c.PIN})
		}
	}
}

// screen says what the windows would show. It is the till's diary too, to hear
// of every event at the moment when the till takes it as written.
type screen struct {
	mu                   sync.Mutex    // of out: events come from the till's loop
	out                  *json.Encoder // one write a line
	log                  *storage.Log
	codes, ticks, alerts map[order.ID]bool
	refunds              map[order.RefundID]bool // done, and said; the loop's own
	closed               order.ID                // a sale that is back on the screen, and said
	sale                 atomic.Pointer[core.SaleView]
	told                 atomic.Pointer[[]core.AlertView]
}

func (s *screen) say(said talk.Said) {
	s.mu.Lock()
	defer s.mu.Unlock()
	_ = s.out.Encode(said) // the harness reads to the end
}

// firstStart writes the settings into the new log.
func (s *screen) firstStart(lines *bufio.Reader) error {
	line, err := lines.ReadBytes('\n')
	if err != nil {
		return err
	}
	var events []order.Event
	if err := json.Unmarshal(line, &events); err != nil {
		return err
	}
	for _, e := range events {
		if _, err := s.log.Append(e); err != nil {
			return err
		}
		s.say(talk.Said{What: talk.Event, Seq: s.log.Seq(), Kind: string(e.Kind)})
	}
	return nil
}

func (s *screen) ready() error {
	orders, err := s.log.OpenOrders()
	said := talk.Said{What: talk.Ready}
	for _, o := range orders {
		switch action, _ := order.Need(&o, order.Age{}); {
		case action != order.Nothing && o.Undecided():
			said.Open = append(said.Open, string(o.ID))
		case action != order.Nothing:
			said.Closed = append(said.Closed, string(o.ID))
		}
		for _, r := range o.Refunds {
			if action, _ := order.NeedRefund(r, order.Age{}); action != order.Nothing {
				said.Open = append(said.Open, string(r.ID))
			}
		}
	}
	s.say(said)
	return err
}

// feelPulse says whether the machine lets us run in the till's first second:
// if not, nothing can be said about how quick the till is.
func (s *screen) feelPulse() {
	const beat, late = 20 * time.Millisecond, 100 * time.Millisecond
	for range time.Second / beat {
		slept := time.Now()
		time.Sleep(beat)
		if time.Since(slept) > beat+late {
			s.say(talk.Said{What: talk.Busy})
			return
		}
	}
}

func (s *screen) show(v app.View) {
	s.sale.Store(v.Sale)
	s.told.Store(&v.Alerts)
	if sale := v.Sale; sale != nil {
		switch {
		case sale.Phase == core.Waiting && !s.codes[sale.Order]:
			s.codes[sale.Order] = true
			s.say(talk.Said{What: talk.Code, Order: sale.Order, Amount: sale.Amount, QR: sale.QR})
		case sale.Phase == core.Paid && !s.ticks[sale.Order]:
			s.ticks[sale.Order] = true
			s.say(talk.Said{What: talk.Tick, Order: sale.Order})
		case sale.Phase == core.Closed && sale.Restored && s.closed != sale.Order:
			s.closed = sale.Order
			s.say(talk.Said{What: talk.Closed, Order: sale.Order})
		}
	}
	now := map[order.ID]bool{}
	for _, a := range v.Alerts {
		now[a.Order] = true
		if !s.alerts[a.Order] {
			s.say(talk.Said{What: talk.Alert, Order: a.Order})
		}
	}
	for id := range s.alerts {
		if o, err := s.log.Order(id); !now[id] && err == nil && o.Seen {
			s.say(talk.Said{What: talk.Seen, Order: id})
		}
	}
	s.alerts = now
}

// Handle hears of events.
func (s *screen) Handle(_ context.Context, r slog.Record) error {
	if r.Message != "event" {
		return nil
	}
	said := talk.Said{What: talk.Event, Seq: s.log.Seq()}
	r.Attrs(func(a slog.Attr) bool {
		switch a.Key {
		case "kind":
			said.Kind = a.Value.String()
		case "order":
			said.Order = order.ID(a.Value.String())
		}
		return true
	})
	o, err := s.log.Order(said.Order)
	if err != nil { // it is about no order
		s.say(said)
		return nil
	}
	if n := len(o.Refunds); said.Kind == string(order.RefundRequested) && n > 0 {
		said.Refund = o.Refunds[n-1].ID
	}
	s.say(said)
	for _, r := range o.Refunds {
		if r.State == order.RefundDone && !s.refunds[r.ID] {
			s.refunds[r.ID] = true
			s.say(talk.Said{What: talk.Refunded, Order: o.ID, Refund: r.ID, Amount: r.Amount})
		}
	}
	return nil
}

// Enabled, WithAttrs and WithGroup make it a slog.Handler.
func (s *screen) Enabled(context.Context, slog.Level) bool { return true }
func (s *screen) WithAttrs([]slog.Attr) slog.Handler       { return s }
func (s *screen) WithGroup(string) slog.Handler            { return s }
