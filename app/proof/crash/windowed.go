package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"time"

	"qrtill/app/order"
	"qrtill/app/proof/crash/talk"
	"qrtill/app/proof/desk"
	"qrtill/app/proof/ledger/play"
)

// counter is a shop whose till has windows, on a real screen and with a real
// keyring. What is on the screen is read from its pixels.
type counter struct {
	*world
	desk.Processes
	screen  desk.Desktop
	program string
	till    desk.Till
	code    talk.Said // that was read last
}

// killWindowed kills the windowed till so often, lets it settle, and compares.
// It must be called on the main goroutine: the system ends a till when the
// thread that started it ends.
func killWindowed(ctx context.Context, program, temp string, kills int, seed uint64) (t *tally, err error) {
	t = newTally()
	if err := desk.Missing(); err != nil {
		return t, err
	}
	dir := filepath.Join(temp, "windowed")
	w, err := makeWorld(dir, "", usual, seed)
	if err != nil {
		return t, err
	}
	c := &counter{world: w, screen: desk.Desktop{Folder: temp}, program: program, till: desk.Till{Dir: dir}}
	defer func() {
		c.StopAll()
		err = errors.Join(err, w.close())
	}()
	if err := c.setUp(ctx); err != nil {
		return t, err
	}
	for range kills {
		if err := c.liveAndDie(ctx); err != nil {
			return t, err
		}
		w.kills++
	}
	books, err := c.settle(ctx)
	if err != nil {
		return t, err
	}
	w.refunds(books)
	t.add(w, play.Audit(books))
	return t, nil
}

func (c *counter) setUp(ctx context.Context) error {
	account := c.settings().Account
	_, err := desk.Command(ctx, c.secret+"\n"+pin+"\n", c.program, "setup", "-data", c.dir,
		"-gateway", account.Gateway, "-merchant", account.Merchant, "-shop", "Noodle Corner", "-currency", account.Currency, "-pin")
	return err
}

// liveAndDie starts the till, types a sale and kills it at a random moment:
// while it opens, as Enter goes down, while the code is on its way or shown, or
// while the customer's money is.
func (c *counter) liveAndDie(ctx context.Context) error {
	end := time.Now().Add(time.Duration(c.random.IntN(400)) * time.Millisecond) // of a till that is killed as it opens
	opens := c.random.IntN(5) == 0
	if opens {
		p, err := c.Start(c.program, "-data", c.dir)
		if err != nil {
			return err
		}
		c.till.Process = p
		return c.killAt(ctx, end)
	}
	if err := c.till.Open(ctx, &c.Processes, c.screen, c.program); err != nil {
		return err
	}
	if err := c.till.Front(ctx, c.screen); err != nil {
		return err
	}
	// An order may still be on the screen; a key then goes on to the next.
	if err := c.look(ctx); err != nil {
		return err
	}
	amount := order.Amount{Minor: 100 + c.random.Int64N(50_000), Currency: currency}
	c.shown.typed[amount] = true
	if err := c.screen.Press(ctx, "Return"); err != nil {
		return err
	}
	if err := c.screen.Write(ctx, fmt.Sprintf("%d.%02d", amount.Minor/100, amount.Minor%100)); err != nil {
		return err
	}
	if err := c.screen.Press(ctx, "Return"); err != nil {
		return err
	}
	most := 150 * time.Millisecond // while the order is made
	if c.random.IntN(3) > 0 {
		most = 6 * time.Second
	}
	return c.killAt(ctx, time.Now().Add(time.Duration(c.random.Int64N(int64(most)))))
}

// killAt looks at the screen until the time has come, and kills the till.
func (c *counter) killAt(ctx context.Context, end time.Time) error {
	for c.till.Customer.ID != "" && time.Until(end) > 300*time.Millisecond {
		if err := c.look(ctx); err != nil {
			return err
		}
	}
	select {
	case <-time.After(time.Until(end)):
	case <-ctx.Done():
	}
	err := c.till.Kill()
	c.till.Customer, c.till.Main = desk.Window{}, desk.Window{}
	wrong := c.diary()
	if wrong == nil {
		_, wrong = c.check()
	}
	return errors.Join(err, wrong, ctx.Err())
}

// look sees what customers and staff can see.
func (c *counter) look(ctx context.Context) error {
	p, err := c.screen.Look(ctx)
	if err != nil {
		return err
	}
	if c.till.Paid(p) && c.code.Order != "" {
		// Only an order whose code was read can be paid, and only the last is on the screen.
		c.shown.note(talk.Said{What: talk.Tick, Order: c.code.Order})
		return nil
	}
	text, err := c.till.Code(ctx, c.screen, p)
	if err != nil || text == "" || text == c.code.QR {
		return err
	}
	for _, e := range c.gateway.Ledger() {
		if e.QR == text {
			amount, err := order.ParseTyped(e.Amount, e.Currency)
			c.code = talk.Said{What: talk.Code, Order: order.ID(e.MerchantOrderID), QR: text, Amount: amount}
			if c.shown.note(c.code) {
				c.customer(c.code)
			}
			return err
		}
	}
	return fmt.Errorf("the code on the screen is not the gateway's: %q", text)
}

// diary takes the events that the till says, in its diary, to be on disk as
// acknowledged.
func (c *counter) diary() error {
	file, err := os.Open(filepath.Join(c.dir, "logs", "qrtill.log"))
	if errors.Is(err, os.ErrNotExist) {
		return nil // killed before it began
	}
	if err != nil {
		return err
	}
	defer file.Close()
	clear(c.shown.events)
	for lines := bufio.NewScanner(file); lines.Scan(); {
		var l struct{ Msg, Kind, Order string }
		if json.Unmarshal(lines.Bytes(), &l) == nil && l.Msg == "event" { // a line that the kill cut off says nothing
			c.shown.note(talk.Said{What: talk.Event, Kind: l.Kind, Order: order.ID(l.Order)})
		}
	}
	return nil
}

// settle lets the last customers pay and the till find out.
func (c *counter) settle(ctx context.Context) (books play.Books, err error) {
	c.customers.Wait()
	if err := c.quiet(); err != nil {
		return books, err
	}
	c.letExpire()
	r := &restart{secret: time.Now(), first: map[string]question{}}
	c.mu.Lock()
	c.watch = r
	c.mu.Unlock()
	if err := c.till.Open(ctx, &c.Processes, c.screen, c.program); err != nil {
		return books, err
	}
	// The till asks about everything that is open, two a second, and then is still.
	err = desk.Until(ctx, time.Minute, "the till has asked about all that is open", func(context.Context) (bool, error) {
		c.mu.Lock()
		defer c.mu.Unlock()
		return r.asked > 0 && time.Since(r.last) > 3*time.Second, nil
	})
	if err != nil {
		return books, err
	}
	if err := c.till.Kill(); err != nil {
		return books, err
	}
	if books, err = c.check(); err != nil {
		return books, err
	}
	books.Ledger, books.Codes, books.Ticks = c.gateway.Ledger(), slices.Collect(maps.Values(c.shown.codes)), c.shown.ticks
	books.Arrived, _ = c.front.Counts()
	return books, nil
}

// findProgram says where the windowed till is.
func findProgram(program string) (string, error) {
	program, err := filepath.Abs(program)
	if err == nil {
		_, err = os.Stat(program)
	}
	if err != nil {
		return "", fmt.Errorf("there is no till to run, `make build` makes it: %w", err)
	}
	return program, nil
}
