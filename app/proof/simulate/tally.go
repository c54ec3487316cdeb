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
