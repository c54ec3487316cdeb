package cli

import (
	"context"
	"flag"
	"fmt"
	"log/slog"
	"time"

	"qrtill/payments/practice"
)

// gateway runs the practice gateway until ctx ends.
func gateway(fs *flag.FlagSet) work {
	listen := fs.String("listen", "127.0.0.1:8099", "address to listen on; loopback unless you mean it")
	faults := fs.String("faults", "", "bad days to play, such as lost-after=0.1,5xx=0.05,seed=7")
	ledger := fs.String("ledger", "", "file to keep the ledger in (default: memory only)")
	expiry := fs.Duration("expiry", 5*time.Minute, "how long an order can be paid")
	verbose := fs.Bool("v", false, "say what happens, on standard error")
	usage := fs.Usage
	fs.Usage = func() {
		usage()
		fmt.Fprintln(fs.Output(), "\nfaults, each NAME=PROBABILITY; all=P sets all of them:")
		for _, name := range practice.FaultNames() {
			fmt.Fprintf(fs.Output(), "  %-20s %s\n", name, practice.FaultDoc(name))
		}
	}
	return func(ctx context.Context, env Env, _ []string) int {
		bad, err := practice.ParseFaults(*faults)
		if err != nil {
			return misused(env, fs, "%v", err)
		}
		config := practice.Config{Ledger: *ledger, Expiry: *expiry, Faults: bad}
		if *verbose {
			config.Log = slog.New(slog.NewTextHandler(env.Err, nil))
		}
		return serve(ctx, env, config, *listen)
	}
}

// serve says where the gateway is, and with whose credentials.
func serve(ctx context.Context, env Env, config practice.Config, listen string) int {
	g, err := practice.New(config)
	if err != nil {
		return fail(env, err)
	}
	defer g.Close()
	base, done, err := g.Serve(ctx, listen)
	if err != nil {
		return fail(env, err)
	}
	c := g.Credentials()
	fmt.Fprintf(env.Out, "gateway: %s\nmerchant: %s\nclient_secret: %s\nnotify_key: %s\n", base, c.UID, c.Secret, c.NotifyKey)
	if err := <-done; err != nil {
		return fail(env, err)
	}
	return Done
}
