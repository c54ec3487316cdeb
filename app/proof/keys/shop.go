package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"time"

	"qrtill/app/order"
	"qrtill/app/proof/desk"
	"qrtill/storage"
)

const pin = "482913"

// shop is a till on a screen: its gateway, its log, its window, its keyboard.
type shop struct {
	desk.Processes
	desktop  desk.Desktop
	keyboard *desk.Keyboard
	gateway  *desk.Gateway
	till     desk.Till
	program  string
	work     string
}

// newShop is a till that is not open yet.
func newShop(program, work string) *shop {
	return &shop{
		desktop: desk.Desktop{Folder: work, Memory: desk.Memory()},
		program: program, work: work, till: desk.Till{Dir: filepath.Join(work, "data")},
	}
}

// begin sets the till up, with discounts and tips, and opens it. It must be called
// on the main goroutine.
func (s *shop) begin(ctx context.Context) (err error) {
	if s.gateway, err = desk.StartGateway(ctx, &s.Processes, s.program, filepath.Join(s.work, "gateway.jsonl")); err != nil {
		return err
	}
	_, err = desk.Command(ctx, s.gateway.Secret+"\n"+pin+"\n", s.program, "setup", "-data", s.till.Dir,
		"-gateway", s.gateway.URL, "-merchant", s.gateway.Merchant, "-shop", "Tea & Co", "-currency", "HKD", "-pin")
	if err := errors.Join(err, s.offerRates(), s.prefer(), s.desktop.Park(ctx)); err != nil {
		return err
	}
	if s.keyboard, err = desk.OpenKeyboard(); err != nil {
		return err
	}
	_, slow := desk.Command(ctx, "", "xset", "r", "rate", "500", "40") // as a counter's keyboard is often set
	if err := errors.Join(slow, s.layout(ctx, "us"), s.keyboard.NumLock(true)); err != nil {
		return err
	}
	return s.open(ctx)
}

func (s *shop) close() {
	s.StopAll()
	if s.keyboard != nil {
		s.keyboard.Close()
	}
}

// open opens the till and puts its windows beside one another.
func (s *shop) open(ctx context.Context) error {
	if err := s.till.Open(ctx, &s.Processes, s.desktop, s.program); err != nil {
		return err
	}
	if err := s.till.Arrange(ctx, s.desktop); err != nil {
		return err
	}
	_, err := s.rest(ctx)
	return err
}

// again opens the till anew, whatever has become of it.
func (s *shop) again(ctx context.Context) error {
	if s.till.Running() {
		if err := s.till.Kill(); err != nil {
			return err
		}
	}
	return s.open(ctx)
}

// offerRates writes into the log what a manager would switch on in Settings.
func (s *shop) offerRates() error {
	claim, err := storage.Claim(s.till.Dir)
	if err != nil {
		return err
	}
	log, err := storage.Open(s.till.Dir, storage.Options{})
	if err != nil {
		return errors.Join(err, claim.Close())
	}
	settings, _ := log.Settings()
	settings.Discounts, settings.Tips = []int{10}, []int{5}
	now := time.Now().UTC()
	day, err := settings.BusinessDay(now)
	if err == nil {
		_, err = log.Append(order.Event{Version: order.Version, Kind: order.SettingsChanged, At: now, Day: day, Settings: &settings})
	}
	return errors.Join(err, log.Close(), claim.Close())
}

// prefer has the till begin in English, in the light look, and silent: a virtual
// computer has no loudspeaker, and the till would say so on every page.
func (s *shop) prefer() error {
	folder, err := os.UserConfigDir()
	if err != nil {
		return err
	}
	folder = filepath.Join(folder, "fyne", "app.qrtill.till")
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return err
	}
	const looks = `{"look":"light","language":"en","customer.language":"zh-Hant-HK","customer.second":"en","sound.on":false}`
	return os.WriteFile(filepath.Join(folder, "preferences.json"), []byte(looks), 0o600)
}

// exotic are the characters that an input method types, and some that none does.
const exotic = "。．，｡٫、；／·０１２３４５６７８９٠١٢٣٤٥٦٧٨٩"

// layout puts a country's characters on the keys, and the others beside them.
func (s *shop) layout(ctx context.Context, name string) error {
	return errors.Join(s.keyboard.Layout(ctx, name), s.keyboard.Provide(exotic+"0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.,;/+-:$%' ]?=&@"))
}

// press presses keys as a person does who lifts one before the next.
func (s *shop) press(ctx context.Context, keys ...string) error {
	person := desk.Person{HoldLeast: 65 * time.Millisecond, GapLeast: 95 * time.Millisecond}
	_, err := s.keyboard.Play(ctx, person.Strokes("", keys...))
	return err
}

// write types a text as a person does.
func (s *shop) write(ctx context.Context, text string) error {
	_, err := s.keyboard.Play(ctx, desk.Clerk.Strokes(text))
	return err
}

// pending is the newest order that the gateway waits for, if it waits for any.
func pending(ledger []desk.Entry) (desk.Entry, bool) {
	i := slices.IndexFunc(ledger, func(e desk.Entry) bool { return e.Status == "PENDING" })
	if i < 0 {
		return desk.Entry{}, false
	}
	return ledger[len(ledger)-1], ledger[len(ledger)-1].Status == "PENDING"
}

// ordered waits until the gateway has more orders than before, and returns the last.
func (s *shop) ordered(ctx context.Context, before int, limit time.Duration) (e desk.Entry, err error) {
	err = desk.Until(ctx, limit, fmt.Sprintf("the gateway has more than %d orders", before), func(ctx context.Context) (bool, error) {
		ledger, err := s.gateway.Ledger(ctx)
		if err != nil || len(ledger) <= before {
			return false, err
		}
		e = ledger[len(ledger)-1]
		return true, nil
	})
	return e, err
}
