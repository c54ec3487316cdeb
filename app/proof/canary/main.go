package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"syscall"
	_ "time/tzdata"
)

func main() {
	if code, ours := asChild(os.Args[1:]); ours {
		os.Exit(code)
	}
	var p plan
	flag.IntVar(&p.sales, "sales", 1000, "how many sales")
	flag.IntVar(&p.lanes, "lanes", 10, "how many tills are open side by side")
	flag.Uint64Var(&p.seed, "seed", 1, "seed of staff, customers and faults")
	flag.Parse()
	if flag.NArg() > 0 || p.sales < 1 || p.lanes < 1 {
		flag.Usage()
		os.Exit(2)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	ok, err := run(ctx, p)
	stop()
	switch {
	case err != nil:
		fmt.Fprintln(os.Stderr, "canary:", err)
		os.Exit(3)
	case !ok:
		os.Exit(1)
	}
}

// run prints what was found, and says whether it is as it should be. Shops in
// which something was found are kept.
func run(ctx context.Context, p plan) (ok bool, err error) {
	p.dir, err = os.MkdirTemp("", "qrtill-canary-")
	if err != nil {
		return false, err
	}
	r, err := play(ctx, p)
	if err != nil {
		return false, errors.Join(err, os.RemoveAll(p.dir))
	}
	problems := r.wrong(p)
	r.print(os.Stdout, problems)
	if len(problems) > 0 {
		return false, nil
	}
	return true, os.RemoveAll(p.dir)
}
