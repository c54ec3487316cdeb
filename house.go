package main

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"qrtill/app"
	"qrtill/app/book"
	"qrtill/app/cli"
	"qrtill/app/core"
	"qrtill/app/order"
	"qrtill/app/sound"
	"qrtill/app/ui"
	"qrtill/payments"
	"qrtill/payments/practice"
	"qrtill/storage"
	"qrtill/storage/secrets"
)

// house is everything behind the windows, wired.
type house struct {
	config  ui.Config
	diary   *storage.Diary
	hurry   func() // has the closing take seconds at most
	closers []func()
}

// close ends everything in the reverse order of its opening.
func (h *house) close() {
	for i := len(h.closers) - 1; i >= 0; i-- {
		h.closers[i]()
	}
}

// open wires log, keyring, gateway, till and windows.
func open(ctx context.Context, dir string, practising bool, diary *storage.Diary) (_ *house, err error) {
	h := &house{diary: diary}
	defer func() {
		if err != nil {
			h.close()
		}
	}()
	log, err := storage.Open(dir, storage.Options{Create: true, Practice: practising})
	if err != nil {
		return nil, err
	}
	h.closers = append(h.closers, func() { log.Close() })
	if _, err := log.OpenOrders(); err != nil {
		return nil, err // said now: behind a window it would be too late
	}
	keyring, connect := secrets.Open(log.DatabaseID()), connector(diary, "", nil)
	if practising {
		keyring.Close()
		keyring = secrets.InMemory()
		gateway, base, err := h.practise(ctx, dir, log, keyring)
		if err != nil {
			return nil, err
		}
		cable := &practice.Cable{}
		connect = connector(diary, base, cable.DialContext)
		h.config.SetNetwork, h.config.SetGateway = cable.Plug, func(up bool) { gateway.SetDown(!up) }
		h.config.PayNow = func(id order.ID) { _ = gateway.Pay(string(id)) } // an order that can't be paid stays as it is
	} else {
		h.config.StartPractice = startPractice
	}
	h.closers = append(h.closers, keyring.Close)

	config := app.Config{Log: log, Secrets: keyring, Connect: connect, Diary: diary.Logger}
	config.Notice = notice(log, diary)
	till := app.New(config)
	h.hurry = till.Hurry
	h.config.Till, h.config.Book = till, book.New(log)
	player := sound.New()
	h.config.Sound, h.closers = player, append(h.closers, player.Close)
	h.runTill(ctx, till) // last, so that it ends first: a session's end leaves it few seconds
	return h, nil
}

// notice is what to say at the start: what keeps sales from starting comes first,
// but for a log that can't be written, of which the till itself speaks.
func notice(log *storage.Log, diary *storage.Diary) core.Text {
	full := errors.Is(log.Room(), storage.ErrLowSpace)
	switch {
	case full && diary.Crash != "": // which is named once, and never again
		return core.Text{Key: "notice.crash_low_space", Values: map[string]any{"File": diary.Crash}}
	case full:
		return core.Text{Key: "notice.low_space"}
	case diary.Crash != "":
		return core.Text{Key: "notice.crash", Values: map[string]any{"File": diary.Crash}}
	}
	return core.Text{}
}

// runTill starts the loop; closing the house waits for it, so that the log is
// not closed under it.
func (h *house) runTill(ctx context.Context, till *app.Till) {
	ctx, stop := context.WithCancel(ctx)
	done := make(chan struct{})
	go func() {
		defer close(done)
		if err := till.Run(ctx); err != nil {
			h.diary.Error("the till has stopped", "error", err)
		}
	}()
	h.closers = append(h.closers, func() { stop(); <-done })
}

// connector makes gateway clients. Practice accounts go to the built-in
// gateway, wherever it listens in this run, over a cable that a drill can pull;
// others never do.
func connector(diary *storage.Diary, practiceBase string, cable payments.Dialer) app.Connect {
	return func(a order.Account, secret string) (*payments.Client, error) {
		base := a.Gateway
		if (base == order.PracticeGateway) != (practiceBase != "") {
			return nil, app.ErrPracticeGateway
		}
		if practiceBase != "" {
			base = practiceBase
		}
		return payments.New(payments.Config{
			BaseURL: base, UID: a.Merchant, Secret: secret, UserAgent: "qrtill/" + cli.Version(), Log: diary.Logger, Dial: cable,
		})
	}
}

// practise starts the built-in gateway and, the first time, the practice shop.
func (h *house) practise(ctx context.Context, dir string, log *storage.Log, keyring *secrets.Store) (*practice.Gateway, string, error) {
	gateway, err := practice.New(practice.Config{Ledger: filepath.Join(dir, "gateway.jsonl")})
	if err != nil {
		return nil, "", err
	}
	h.closers = append(h.closers, func() { gateway.Close() })
	ctx, stop := context.WithCancel(ctx)
	base, done, err := gateway.Serve(ctx, "127.0.0.1:0")
	if err != nil {
		stop()
		return nil, "", err
	}
	h.closers = append(h.closers, func() {
		stop()
		if err := <-done; err != nil {
			h.diary.Warn("the practice gateway has ended badly", "error", err)
		}
	})
	credentials := gateway.Credentials()
	account := order.Account{Gateway: order.PracticeGateway, Merchant: credentials.UID, Currency: "HKD"}
	if err := keyring.Set(ctx, account, secrets.ClientSecret, credentials.Secret); err != nil {
		return nil, "", err
	}
	return gateway, base, practiceShop(ctx, log, keyring, account)
}

// practicePIN is the manager's of every practice till. The keyring of a practice
// till ends with the program, so its pepper is made anew at every start.
const (
	practicePIN    = "0000"
	practicePepper = "practice"
)

// practiceShop writes the practice shop's settings and PIN, the first time.
func practiceShop(ctx context.Context, log *storage.Log, keyring *secrets.Store, account order.Account) error {
	if err := keyring.Set(ctx, order.Account{}, secrets.PINPepper, practicePepper); err != nil {
		return err
	}
	settings, known := log.Settings()
	set, _ := log.PIN()
	if known && log.WrongPINs() == 0 && secrets.CheckPIN(set, practicePIN, []byte(practicePepper)) {
		return nil // else it is made 0000 again: a practice till never stays locked
	}
	if !known {
		settings = order.Defaults(account.Currency)
		settings.Account, settings.Shop = account, "Practice shop"
	}
	pin, err := secrets.NewPIN(practicePIN, []byte(practicePepper))
	if err != nil {
		return err
	}
	for _, e := range app.SettingsEvents(settings, &pin, time.Now()) {
		if _, err := log.Append(e); err != nil {
			return err
		}
	}
	return nil
}

// startPractice starts the practice till beside this one.
func startPractice() error {
	self, err := os.Executable()
	if err != nil {
		return err
	}
	command := exec.Command(self, "-practice")
	for _, v := range os.Environ() { // its data is not where this till's is
		if !strings.HasPrefix(v, "QRTILL_DATA=") {
			command.Env = append(command.Env, v)
		}
	}
	if err := command.Start(); err != nil {
		return errors.Join(errors.New("the practice till could not be started"), err)
	}
	return command.Process.Release()
}
