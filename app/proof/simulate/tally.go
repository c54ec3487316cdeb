package main

import (
	"fmt"
	"os"
	"text/tabwriter"

	"qrtill/app/order"
)

// ledgerSays is what the gateway says about an order in the end.
type ledgerSays uint8

const (
	notThere ledgerSays = iota
	closedThere
	paidThere
)

var ledgerWords = [...]string{"no such order", cancelled, succeeded}

// tally counts what log and gateway say about all orders of all histories.
type tally struct {
	rows [order.StateRefused + 1][len(ledgerWords)][2]int64 // the last: 1 is disputed
}

func (t *tally) add(o *order.Order, says ledgerSays) {
	disputed := 0
	if o.Marks.Has(order.MarkMismatch) {
		disputed = 1
	}
	t.rows[o.State][says][disputed]++
}

func (t *tally) merge(u *tally) {
	for state := range t.rows {
		for says := range t.rows[state] {
			for disputed := range t.rows[state][says] {
				t.rows[state][says][disputed] += u.rows[state][says][disputed]
			}
		}
	}
}

// meaning names what a difference, or an agreement, between the two is.
func meaning(state order.State, says ledgerSays, disputed bool) string {
	switch {
	case disputed && state == order.StatePaid:
		return "paid; an answer disagreed, staff were told"
	case disputed:
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
			for disputed := range 2 {
				if n := t.rows[state][says][disputed]; n > 0 {
					fmt.Fprintf(table, "%s\t%s\t%d\t%s\n", state, word, n, meaning(state, ledgerSays(says), disputed == 1))
				}
			}
		}
	}
	_ = table.Flush() // standard output has no error worth a line
	fmt.Println()
}
