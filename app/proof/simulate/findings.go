package main

import (
	"cmp"
	"fmt"
	"os"
	"slices"
	"text/tabwriter"
	"time"

	"qrtill/app/order"
)

// violation is a history in which a rule of money was broken.
type violation struct {
	crowd      bool
	exhaustive bool
	history    uint64 // its number, or its seed
	what       string
}

func (v violation) String() string {
	flag := "-replay"
	switch {
	case v.crowd:
		return "-crowd: " + v.what
	case v.exhaustive:
		flag = "-history"
	}
	return fmt.Sprintf("%s %d: %s", flag, v.history, v.what)
}

// most is how many violations of one worker are kept.
const most = 20

// findings are what one worker has seen.
type findings struct {
	exhaustive int64 // scripts
	distinct   int64 // histories that were played for them
	random     int64
	steps      int64
	days       float64 // of virtual time
	count      int64   // violations
	violations []violation
	tally      tally
	stop       func() // called at the first violation; nil goes on
}

func (f *findings) violation(v violation) {
	f.count++
	if len(f.violations) < most {
		f.violations = append(f.violations, v)
	}
	if f.stop != nil {
		f.stop()
	}
}

func (f *findings) merge(g *findings) {
	f.exhaustive += g.exhaustive
	f.distinct += g.distinct
	f.random += g.random
	f.steps += g.steps
	f.days += g.days
	f.count += g.count
	f.violations = append(f.violations, g.violations...)
	f.tally.merge(&g.tally)
}

// print says what was played and found.
func (f *findings) print(seed uint64, took time.Duration) {
	slices.SortFunc(f.violations, func(a, b violation) int { return cmp.Compare(a.String(), b.String()) })
	for _, v := range f.violations[:min(len(f.violations), most)] {
		fmt.Println("VIOLATION", v)
	}
	if f.exhaustive > 0 {
		fmt.Printf("exhaustively: %d histories; %d of them differ\n", f.exhaustive, f.distinct)
		for i := range parts {
			p := &parts[i]
			fmt.Printf("  %s: %d answers of the gateway to each of %d calls x %d moments to be killed at, or none x %d moments to pay at, or none x %d actions of staff x %d ends of the showing x %d ways of the world\n",
				p.name, p.ways, p.depth, len(p.points)-1, max(len(p.customers)-1, 1), len(p.staffs), len(p.endings), len(p.special))
		}
	}
	if f.random > 0 {
		fmt.Printf("random: %d histories, seeds %d to %d\n", f.random, seed, seed+uint64(f.random)-1)
	}
	fmt.Printf("%d steps, %.0f years of trading and waiting in %v: %.0f simulated seconds in a real one\n\n",
		f.steps, f.days/365, took.Round(time.Second), f.days*86400/took.Seconds())
	f.tally.print()
}

// ledgerSays is what the gateway says about an order in the end.
type ledgerSays uint8

const (
	notThere ledgerSays = iota
	closedThere
	paidThere
)

var ledgerWords = [...]string{"no such order", cancelled, succeeded}

// standing is what else the log says about an order.
type standing uint8

const (
	plain standing = iota
	disputed
	byHand
	standings
)

// tally counts what log and gateway say about all orders of all histories.
type tally struct {
	rows [order.StateRefused + 1][len(ledgerWords)][standings]int64
}

func (t *tally) add(o *order.Order, says ledgerSays) {
	stands := plain
	switch {
	case o.Hand != nil:
		stands = byHand
	case o.Marks.Has(order.MarkMismatch):
		stands = disputed
	}
	t.rows[o.State][says][stands]++
}

func (t *tally) merge(u *tally) {
	for state := range t.rows {
		for says := range t.rows[state] {
			for stands := range t.rows[state][says] {
				t.rows[state][says][stands] += u.rows[state][says][stands]
			}
		}
	}
}

// meaning names what a difference, or an agreement, between the two is.
func meaning(state order.State, stands standing) string {
	switch {
	case stands == byHand:
		return "a manager recorded what the gateway's portal says"
	case stands == disputed && state == order.StatePaid:
		return "paid; an answer disagreed, staff were told"
	case stands == disputed:
		return "disputed, staff were told: for a person to decide"
	case state == order.StatePaid:
		return "paid"
	case state == order.StateCancelled:
		return "closed unpaid, and asked about for a day after"
	case state == order.StateRefused:
		return "never became payable"
	}
	return "sent perhaps, not found: its code was never known, and it is watched"
}

func (t *tally) print() {
	table := tabwriter.NewWriter(os.Stdout, 0, 0, 3, ' ', 0)
	fmt.Fprintln(table, "the log says\tthe gateway says\torders\tthat is")
	for state := order.StateCreated; state <= order.StateRefused; state++ {
		for says, word := range ledgerWords {
			for stands := range standings {
				if n := t.rows[state][says][stands]; n > 0 {
					fmt.Fprintf(table, "%s\t%s\t%d\t%s\n", state, word, n, meaning(state, stands))
				}
			}
		}
	}
	_ = table.Flush() // standard output has no error worth a line
	fmt.Println()
}
