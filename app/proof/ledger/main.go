package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"

	"qrtill/app/proof/ledger/play"
	"qrtill/app/proof/plant"
)

const (
	playPackage = "qrtill/app/proof/ledger/play"
	plants      = "app/proof/ledger/testdata"
)

// options are the command line's.
type options struct {
	sales, planted int
	seed           uint64
}

func main() {
	var o options
	flag.IntVar(&o.sales, "sales", 1000, "how many sales are played")
	flag.IntVar(&o.planted, "planted", 200, "how many of them, from the first on, are played with each planted bug; 0 plants none")
	flag.Uint64Var(&o.seed, "seed", 1, "seed of the script and of the faults")
	flag.Parse()
	if flag.NArg() > 0 || o.sales < 1 || o.planted < 0 {
		flag.Usage()
		os.Exit(2)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	ok, err := run(ctx, o)
	stop()
	switch {
	case err != nil:
		fmt.Fprintln(os.Stderr, "the ledger could not be played:", err)
		os.Exit(3)
	case !ok:
		os.Exit(1)
	}
}

func run(ctx context.Context, o options) (ok bool, err error) {
	root, err := plant.Root(ctx)
	if err != nil {
		return false, err
	}
	temp, err := os.MkdirTemp("", "ledger-")
	if err != nil {
		return false, err
	}
	defer os.RemoveAll(temp)

	began := time.Now()
	clean, err := playOnce(ctx, root, filepath.Join(temp, "report.json"), "", o.sales, o.seed)
	if err != nil {
		return false, err
	}
	printReport(clean, time.Since(began))
	ok = clean.Clean()
	if o.planted > 0 {
		found, err := plantAll(ctx, root, temp, min(o.planted, o.sales), clean)
		if err != nil {
			return false, err
		}
		ok = ok && found
	}
	fmt.Printf("ledger: sales %d, lost %d, doubled %d, false paid %d\n", clean.Sales, len(clean.Lost), len(clean.Doubled), len(clean.FalsePaid))
	return ok, nil
}

// playOnce plays the script in a process of its own, with an overlay if one is
// given, and reads the report that it leaves.
func playOnce(ctx context.Context, root, report, overlay string, sales int, seed uint64) (r play.Report, err error) {
	arguments := []string{"test", "-count=1", "-vet=off", "-timeout=20m", "-run=^TestLedger$"}
	if overlay != "" {
		arguments = append(arguments, "-overlay="+overlay)
	}
	arguments = append(arguments, playPackage, "-args",
		"-sales", strconv.Itoa(sales), "-seed", strconv.FormatUint(seed, 10), "-report", report)
	command := exec.CommandContext(ctx, "go", arguments...)
	command.Dir = root
	if said, err := command.CombinedOutput(); err != nil {
		return r, fmt.Errorf("go %s: %w\n%s", strings.Join(arguments, " "), err, said)
	}
	raw, err := os.ReadFile(report)
	if err == nil {
		err = json.Unmarshal(raw, &r)
	}
	return r, err
}
