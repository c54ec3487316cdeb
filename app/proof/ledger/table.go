package main

import (
	"cmp"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"qrtill/app/proof/ledger/play"
)

// most is how many findings of one kind are printed.
const most = 20

func printReport(r play.Report, took time.Duration) {
	fmt.Printf("%d sales of seed %d: %d orders in the log (%d events), %d at the gateway; %d payments and cancellations, %d restarts of the till, %d network failures; %s of trading and waiting in %s\n\n",
		r.Sales, r.Seed, r.Orders, r.Events, r.AtGateway, r.Taps, r.Restarts, r.Outages, r.Virtual.Round(time.Minute), took.Round(time.Second))
	table := tabwriter.NewWriter(os.Stdout, 0, 0, 3, ' ', 0)
	fmt.Fprintln(table, "the log says\tthe gateway says\torders\tthat is")
	for _, row := range r.Rows {
		fmt.Fprintf(table, "%s\t%s\t%d\t%s\n", row.Log, cmp.Or(row.Gateway, "no such order"), row.Orders, row.Meaning)
	}
	_ = table.Flush() // standard output has no error worth a line
	var faults []string
	for _, name := range slices.Sorted(maps.Keys(r.Faults)) {
		faults = append(faults, fmt.Sprintf("%s %d", name, r.Faults[name]))
	}
	fmt.Printf("\nfaults on the way: %s\n", strings.Join(faults, ", "))
	for _, f := range figures {
		printFindings(f.name, f.of(r))
	}
	fmt.Println()
}

func printFindings(name string, findings []string) {
	fmt.Printf("%s: %d\n", name, len(findings))
	for _, finding := range findings[:min(len(findings), most)] {
		fmt.Println("  -", finding)
	}
	if len(findings) > most {
		fmt.Println("  - and more")
	}
}

// figure is one of the counts that a planted bug can raise.
type figure struct {
	name string // as in the first line of a plant
	of   func(play.Report) []string
}

var figures = []figure{
	{"lost", func(r play.Report) []string { return r.Lost }},
	{"doubled", func(r play.Report) []string { return r.Doubled }},
	{"false paid", func(r play.Report) []string { return r.FalsePaid }},
	{"sent twice", func(r play.Report) []string { return r.SentTwice }},
	{"unexplained", func(r play.Report) []string { return r.Unexplained }},
}
