package cli

import (
	"bufio"
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/skip2/go-qrcode"

	"qrtill/app"
	"qrtill/app/order"
	"qrtill/app/probe"
	"qrtill/payments"
	"qrtill/storage/secrets"
)

// probeFlags are the flags of probe. The secret is never among them.
type probeFlags struct {
	gateway, merchant, currency, till string
	amount, method, out               string
	wait                              time.Duration
}

func (f *probeFlags) register(fs *flag.FlagSet) {
	fs.StringVar(&f.gateway, "gateway", "", "the gateway's address, instead of the till's settings; with -merchant, and client_secret on standard input")
	fs.StringVar(&f.merchant, "merchant", "", "merchant number (uid), with -gateway")
	fs.StringVar(&f.currency, "currency", "HKD", "currency of the order, with -gateway")
	fs.StringVar(&f.till, "till", "T1", "till's code, with which the ids begin, with -gateway")
	fs.StringVar(&f.amount, "order", "", "make one order of this amount without asking (default: ask, and make the smallest)")
	fs.StringVar(&f.method, "method", "", "way to pay it, such as wechat (default: the till's first)")
	fs.DurationVar(&f.wait, "wait", 15*time.Minute, "how long the order may take to be paid or closed")
	fs.StringVar(&f.out, "out", "", "file for the report (default probe-DATE.txt in this folder); one that is there is not touched")
}

// shopToProbe is whose credentials are tried.
type shopToProbe struct {
	settings order.Settings
	secret   string
	hide     string // the key of the shop's notifications
}

func firstContact(fs *flag.FlagSet) work {
	data := dataFolderFlags(fs)
	var f probeFlags
	f.register(fs)
	return func(ctx context.Context, env Env, _ []string) int {
		switch {
		case data.practice:
			return misused(env, fs, "the practice till has its gateway inside it; one that can be probed is started with %s gateway", Program)
		case (f.gateway == "") != (f.merchant == ""):
			return misused(env, fs, "-gateway and -merchant are given together, or neither")
		case f.gateway != "" && !order.ValidTill(f.till):
			return misused(env, fs, "-till must be 1 to 6 of A–Z and 0–9, not beginning with X")
		case f.wait <= 0:
			return misused(env, fs, "-wait must be above zero, such as 15m")
		}
		from := newSecretReader(env)
		shop, code := f.shop(ctx, env, data, from)
		if code != Done {
			return code
		}
		amount, method, wrong := f.order(shop.settings)
		if wrong != "" {
			return misused(env, fs, "nothing was done, because %s", wrong)
		}
		client, err := connect(env.Version)(shop.settings.Account, shop.secret)
		if err != nil {
			return fail(env, err)
		}
		defer client.CloseIdle()
		client.Hide(shop.hide)
		return f.run(ctx, env, client, probe.Config{
			Account: shop.settings.Account, Settlement: shop.settings.Settlement, Till: shop.settings.Till, Shop: shop.settings.Shop, Method: method, Amount: amount,
			Yes: func(ctx context.Context, question string) bool { return yes(ctx, env, question, from.lines) },
		})
	}
}

// shop is that of the flags, or else that of the data folder.
func (f *probeFlags) shop(ctx context.Context, env Env, data *dataFolder, from *secretReader) (shop shopToProbe, code int) {
	if f.gateway != "" {
		shop.settings = order.Defaults(f.currency)
		shop.settings.Account.Gateway, shop.settings.Account.Merchant = strings.TrimRight(order.Pasted(f.gateway), "/"), order.Pasted(f.merchant)
		shop.settings.Till, shop.settings.Shop = f.till, "QR Till"
		typed, err := from.read(ctx, "client_secret")
		if err == nil {
			shop.secret, err = order.PastedSecret(typed)
		}
		if err == nil && shop.secret == "" {
			err = app.ErrSecretMissing
		}
		if err != nil {
			return shop, fail(env, err)
		}
		return shop, Done
	}
	log, path, err := data.read()
	if err != nil {
		return shop, data.fail(env, path, err)
	}
	defer log.Close() // a till may be opened meanwhile
	known := false
	if shop.settings, known = log.Settings(); !known {
		fmt.Fprintf(env.Err, "%s: %s: This till has no settings yet. Nothing was sent. Set it up first, or name -gateway and -merchant.\n", Program, path)
		return shop, Undone
	}
	keyring, done := newSecrets(env, log.DatabaseID())
	defer done()
	if shop.secret, err = keyring.Get(ctx, shop.settings.Account, secrets.ClientSecret); err != nil {
		return shop, fail(env, err)
	}
	shop.hide, _ = keyring.Get(ctx, shop.settings.Account, secrets.NotifyKey) // most shops have none
	return shop, Done
}

// order is what to order, and how it can be paid; wrong says what is wrong with it.
func (f *probeFlags) order(s order.Settings) (amount order.Amount, method order.Method, wrong string) {
	currency := s.Account.Currency
	typed := f.amount
	if typed == "" {
		typed = smallest(currency)
	}
	amount, err := order.ParseTyped(typed, currency)
	if err != nil {
		return amount, "", fmt.Sprintf("%q is no amount in %s", typed, currency)
	}
	method = order.Method(f.method)
	if method == "" {
		method = slices.Concat(s.Methods, order.Methods(currency))[0]
	}
	if all := order.Methods(currency); !slices.Contains(all, method) {
		return amount, method, fmt.Sprintf("-method must be one of %v in %s, not %q", all, currency, method)
	}
	return amount, method, ""
}

// smallest is the smallest amount that staff can type.
func smallest(currency string) string {
	digits, _ := order.TypedDigits(currency)
	if digits == 0 {
		return "1"
	}
	return "0." + strings.Repeat("0", digits-1) + "1"
}

// run probes a gateway for whoever is in config, and writes the report.
func (f *probeFlags) run(ctx context.Context, env Env, gateway probe.Gateway, config probe.Config) int {
	path := f.out
	if path == "" {
		path = "probe-" + time.Now().Format("2006-01-02-1504") + ".txt"
	}
	file, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_RDWR, 0o600)
	if err != nil {
		return failOn(env, path, err)
	}
	fmt.Fprintf(env.Out, "Without an order this takes half a minute, with one until it is paid or closed. The report is written to %s\n", path)
	config.Gateway, config.Paper, config.Version = gateway, file, env.Version
	config.Agreed, config.Wait = f.amount != "", f.wait
	config.Show = func(code string) { show(env, code) }
	config.Say = func(line string) { fmt.Fprintln(env.Out, line) }
	result, err := probe.Run(ctx, config)
	if closed := file.Close(); err == nil {
		err = closed
	}
	tell(env, result, path)
	return probed(env, path, err)
}

// tell says what matters of a probe that has ended.
func tell(env Env, result probe.Result, path string) {
	fmt.Fprintf(env.Out, "\n%d differ from what the till assumes, %d were learned.\n", len(result.Differences), len(result.Learned))
	for _, one := range result.Differences {
		fmt.Fprintln(env.Out, " -", one)
	}
	fmt.Fprintf(env.Out, "\nThe report is %s\n", path)
	for _, one := range result.Money {
		fmt.Fprintln(env.Out, one)
	}
}

// probed says why it could not be done, if so.
func probed(env Env, path string, err error) int {
	failure := (*payments.Error)(nil)
	switch {
	case err == nil:
		return Done
	case errors.Is(err, probe.ErrStopped):
		fmt.Fprintf(env.Err, "%s: The probe was stopped. What it found so far, and where the money is, stands in %s.\n", Program, path)
		return Undone
	case errors.As(err, &failure):
		return fail(env, err)
	}
	return failOn(env, path, err)
}

// yes asks a person. Only "yes" is one. Nothing can call a read from a terminal off, so
// when the program is told to end it is left behind.
func yes(ctx context.Context, env Env, question string, typed *bufio.Reader) bool {
	fmt.Fprintf(env.Err, "\n%s Type yes: ", question)
	answer := make(chan string, 1)
	go func() {
		line, _ := readLine(typed) // none is no yes
		answer <- line
	}()
	select {
	case line := <-answer:
		return strings.EqualFold(order.Pasted(line), "yes")
	case <-ctx.Done():
		fmt.Fprintln(env.Err)
		return false
	}
}

// show draws a code, for a wallet to pay it.
func show(env Env, code string) {
	fmt.Fprintf(env.Out, "\nThe code's text: %s\n", code)
	if drawn, err := qrcode.New(code, qrcode.Medium); err == nil {
		fmt.Fprintln(env.Out, drawn.ToSmallString(false))
	}
	fmt.Fprintln(env.Out, "Pay it now with a wallet, or leave it and see when the gateway closes it. No wallet reads it? It takes a dark terminal.")
}
