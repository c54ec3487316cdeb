package main

import (
	"bufio"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"sync/atomic"

	"qrtill/app"
	"qrtill/app/cli"
	"qrtill/app/core"
	"qrtill/app/order"
	"qrtill/payments"
	"qrtill/storage"
	"qrtill/storage/secrets"
)

// asChild does what this program was started again for: the till without a
// window, one of the real commands, or the naive client.
func asChild(args []string) (code int, ours bool) {
	if len(args) == 0 {
		return 0, false
	}
	in := bufio.NewReader(os.Stdin)
	var err error
	switch {
	case args[0] == "till":
		err = till(args[1], in, os.Stdout)
	case args[0] == "naive":
		err = naive(args[1:])
	case cli.Has(args[0]):
		var store *secrets.Store
		if store, err = unlock(in); err == nil {
			env := cli.Env{In: in, Out: os.Stdout, Err: os.Stderr, Version: "canary", Secrets: store}
			return cli.Run(context.Background(), env, args), true
		}
	default:
		return 0, false
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "canary:", err)
		return cli.Undone, true
	}
	return cli.Done, true
}

// keyring is what the keyring holds: the first line to every child.
type keyring struct {
	Account                   order.Account
	Secret, NotifyKey, Pepper string // empty is not there
}

func unlock(in *bufio.Reader) (*secrets.Store, error) {
	line, err := in.ReadBytes('\n')
	if err != nil {
		return nil, err
	}
	var k keyring
	if json.Unmarshal(line, &k) != nil {
		return nil, errors.New("the keyring's line can't be read")
	}
	store := secrets.InMemory()
	for _, item := range []struct {
		account order.Account
		purpose secrets.Purpose
		value   string
	}{{k.Account, secrets.ClientSecret, k.Secret}, {k.Account, secrets.NotifyKey, k.NotifyKey}, {order.Account{}, secrets.PINPepper, k.Pepper}} {
		if item.value != "" {
			err = cmp.Or(err, store.Set(context.Background(), item.account, item.purpose, item.value))
		}
	}
	return store, err
}

// press is one key of the staff's, or several.
type press struct {
	Typing, Dismiss, AskNow, Next, Crash bool
	Charge                               *core.Charge
	Acknowledge                          *core.Acknowledge
	SetUp                                *app.SetUp
	UseSecret                            *app.UseSecret
	MoveIn                               *app.MoveIn
	Refund                               *core.Refund
}

func (p press) send(t *app.Till, seen core.Seen) {
	switch {
	case p.Typing:
		t.Send(core.Typing{})
	case p.Dismiss:
		t.Send(core.Dismiss{Seen: seen})
	case p.AskNow:
		t.Send(core.AskNow{})
	case p.Next:
		t.Send(core.Next{Seen: seen})
	case p.Charge != nil:
		t.Send(*p.Charge)
	case p.Acknowledge != nil:
		t.Send(*p.Acknowledge)
	case p.SetUp != nil:
		t.Send(*p.SetUp)
	case p.UseSecret != nil:
		t.Send(*p.UseSecret)
	case p.MoveIn != nil:
		t.Send(*p.MoveIn)
	case p.Refund != nil:
		t.Send(*p.Refund)
	case p.Crash:
		go panic("a planted crash")
	}
}

// till is the program's till, wired as house.go does it. What the screens would
// show it says on standard output, a View a line. It ends when standard input
// does.
func till(dir string, in *bufio.Reader, out io.Writer) (err error) {
	folder, err := storage.Claim(dir)
	if err != nil {
		return err
	}
	defer folder.Close()
	diary, err := storage.OpenDiary(dir)
	if err != nil {
		return err
	}
	defer diary.Close()
	log, err := storage.Open(dir, storage.Options{})
	if err != nil {
		return err
	}
	defer log.Close()
	store, err := unlock(in)
	if err != nil {
		return err
	}
	defer store.Close()
	connect := func(a order.Account, secret string) (*payments.Client, error) {
		return payments.New(payments.Config{BaseURL: a.Gateway, UID: a.Merchant, Secret: secret, UserAgent: "qrtill/canary", Log: diary.Logger})
	}
	till := app.New(app.Config{Log: log, Secrets: store, Connect: connect, Diary: diary.Logger})
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- till.Run(ctx) }()
	var sale atomic.Pointer[core.SaleView] // that the screens show
	go func() {
		defer stop()
		for keys := json.NewDecoder(in); ; {
			var p press
			if keys.Decode(&p) != nil {
				return
			}
			p.send(till, sale.Load().Seen())
		}
	}()
	screen := json.NewEncoder(out)
	for v := range till.Views() {
		sale.Store(v.Sale)
		err = cmp.Or(err, screen.Encode(v))
	}
	return errors.Join(err, <-ended)
}
