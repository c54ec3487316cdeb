package cli

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"strings"
	"time"

	"qrtill/app"
	"qrtill/app/order"
	"qrtill/payments"
	"qrtill/storage"
	"qrtill/storage/secrets"
)

// notGiven is a secret that a flag announces and that came empty.
type notGiven string

func (name notGiven) Error() string { return fmt.Sprintf("the %s came empty", string(name)) }

// setupFlags are the flags of setup; secrets are never among them.
type setupFlags struct {
	gateway, merchant, shop, currency, till, zone string
	notifyURL, notifyListen                       string
	cutoff                                        int
	pin, notifyKey                                bool
}

func (f *setupFlags) register(fs *flag.FlagSet) {
	fs.StringVar(&f.gateway, "gateway", "", "the gateway's address, https://…")
	fs.StringVar(&f.merchant, "merchant", "", "merchant number (uid)")
	fs.StringVar(&f.shop, "shop", "", "the shop's name, as customers see it")
	fs.StringVar(&f.currency, "currency", "", "currency of all sales, such as HKD")
	fs.StringVar(&f.till, "till", "", "this till's code (default T1)")
	fs.StringVar(&f.zone, "zone", "", "time zone, such as Asia/Hong_Kong")
	fs.IntVar(&f.cutoff, "cutoff", -1, "hour at which the business day changes, 0 to 12 (default 0)")
	fs.StringVar(&f.notifyURL, "notify-url", "", "address the gateway sends notifications to")
	fs.StringVar(&f.notifyListen, "notify-listen", "", "address this till listens on for them")
	fs.BoolVar(&f.notifyKey, "notify-key", false, "read the notification key from standard input, after client_secret")
	fs.BoolVar(&f.pin, "pin", false, "read the manager's PIN from standard input, as the last line")
}

// apply lays the flags that were given over settings.
func (f *setupFlags) apply(s order.Settings) order.Settings {
	if s.Account.Currency == "" || f.currency != "" && f.currency != s.Account.Currency {
		account := s.Account
		s = order.Defaults(f.currency)
		s.Account.Gateway, s.Account.Merchant = account.Gateway, account.Merchant
	}
	over := func(to *string, from string) {
		if from != "" {
			*to = from
		}
	}
	over(&s.Account.Gateway, strings.TrimRight(order.Pasted(f.gateway), "/"))
	over(&s.Account.Merchant, order.Pasted(f.merchant))
	over(&s.Shop, f.shop)
	over(&s.Till, f.till)
	over(&s.Zone, f.zone)
	over(&s.NotifyURL, f.notifyURL)
	over(&s.NotifyAddr, f.notifyListen)
	if f.cutoff >= 0 {
		s.Cutoff = f.cutoff
	}
	return s
}

func setup(fs *flag.FlagSet) work {
	data := dataFolderFlags(fs)
	var f setupFlags
	f.register(fs)
	return func(ctx context.Context, env Env, _ []string) int {
		if data.practice {
			return misused(env, fs, "the practice till sets itself up; start it with %s -practice", Till)
		}
		dir, err := data.dir()
		if err != nil {
			return fail(env, err)
		}
		folder, err := storage.Claim(dir)
		if err != nil {
			return failOn(env, dir, err)
		}
		defer folder.Close()
		log, err := storage.Open(dir, storage.Options{Create: true})
		if err != nil {
			return failOn(env, dir, err)
		}
		defer log.Close()
		var empty notGiven
		switch err = f.save(ctx, env, log); {
		case errors.Is(err, context.Canceled):
			fmt.Fprintf(env.Err, "%s: nothing was saved\n", Program)
			return Undone
		case errors.As(err, &empty):
			return misused(env, fs, "nothing was saved, because %v", empty)
		case err != nil:
			return fail(env, err)
		}
		fmt.Fprintf(env.Out, "Settings saved in %s\n", dir)
		return Done
	}
}

// save reads the secrets, proves and stores them, and writes the settings.
func (f *setupFlags) save(ctx context.Context, env Env, log *storage.Log) error {
	secrets, done := newSecrets(env, log.DatabaseID())
	defer done()
	before, _ := log.Settings()
	cmd := app.SetUp{Settings: f.apply(before)}
	if err := cmd.Settings.Validate(); err != nil { // before secrets are typed for nothing
		return err
	}
	from := newSecretReader(env)
	for _, one := range []struct {
		wanted bool
		name   string
		into   *string
	}{{true, "client_secret", &cmd.Secret}, {f.notifyKey, "notification key", &cmd.NotifyKey}, {f.pin, "manager's PIN", &cmd.PIN}} {
		if !one.wanted {
			continue
		}
		var err error
		if *one.into, err = from.read(ctx, one.name); err != nil {
			return err
		}
		if order.Pasted(*one.into) == "" && one.into != &cmd.Secret { // Prepare knows what to say of that
			return notGiven(one.name)
		}
	}
	// Where there is a manager's PIN, only who can prove the secret of the till's
	// own account may go past it.
	_, guarded := log.PIN()
	if guarded && cmd.Settings.Account != before.Account {
		return app.ErrGuarded
	}
	need := app.Setup{Connect: connect(env.Version), Secrets: secrets, Offline: !guarded}
	_, pin, err := need.Prepare(ctx, cmd)
	if err != nil {
		return err
	}
	for _, e := range app.SettingsEvents(cmd.Settings, pin, time.Now()) {
		if _, err := log.Append(e); err != nil {
			return err
		}
	}
	return nil
}

// newSecrets is the keyring, and what to call when done with it.
func newSecrets(env Env, databaseID string) (*secrets.Store, func()) {
	if env.Secrets != nil {
		return env.Secrets, func() {}
	}
	s := secrets.Open(databaseID)
	return s, s.Close
}

func connect(version string) app.Connect {
	return func(a order.Account, secret string) (*payments.Client, error) {
		return payments.New(payments.Config{BaseURL: a.Gateway, UID: a.Merchant, Secret: secret, UserAgent: "qrtill/" + version})
	}
}
