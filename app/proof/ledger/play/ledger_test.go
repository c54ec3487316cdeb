package play_test

import (
	"encoding/json"
	"flag"
	"log/slog"
	"os"
	"testing"
	"testing/synctest"

	"qrtill/app/proof/ledger/play"
)

var (
	sales  = flag.Int("sales", 60, "how many sales are played")
	seed   = flag.Uint64("seed", 1, "seed of the script")
	report = flag.String("report", "", "file for the report as JSON; the test then leaves the judging to its reader")
	trace  = flag.String("trace", "", "file for all that till and client say")
)

// TestLedger plays a script; `make ledger` plays a long one.
func TestLedger(t *testing.T) {
	o := play.Options{Dir: t.TempDir(), Seed: *seed, Sales: *sales}
	if *trace != "" {
		file, err := os.Create(*trace)
		if err != nil {
			t.Fatal(err)
		}
		defer file.Close()
		o.Trace = slog.New(slog.NewTextHandler(file, &slog.HandlerOptions{Level: slog.LevelDebug}))
	}
	var r play.Report
	var err error
	synctest.Test(t, func(*testing.T) { r, err = play.Run(o) })
	if err != nil {
		t.Fatal(err)
	}
	if *report != "" {
		raw, err := json.MarshalIndent(r, "", "\t")
		if err == nil {
			err = os.WriteFile(*report, raw, 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
		return
	}
	for _, row := range r.Rows {
		t.Logf("%-30s %-10s %5d  %s", row.Log, row.Gateway, row.Orders, row.Meaning)
	}
	t.Logf("%d sales, %d orders, %d events, %d restarts, %v virtual; faults %v", r.Sales, r.Orders, r.Events, r.Restarts, r.Virtual, r.Faults)
	for _, list := range [][]string{r.Lost, r.Doubled, r.FalsePaid, r.SentTwice, r.Unexplained} {
		for _, finding := range list {
			t.Error(finding)
		}
	}
}
