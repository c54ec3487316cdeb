package play

import "time"

// Report is what a play came to. The lists hold one sentence for each finding.
type Report struct {
	Seed      uint64
	Sales     int // with an order of their own in the log
	Orders    int // in the log
	AtGateway int // in the ledger
	Events    int // in the log

	Lost, Doubled, FalsePaid, SentTwice, Unexplained []string

	Rows []Row // every order is in one

	Restarts, Outages, Taps int            // Taps: payments and cancellations that the gateway took
	Faults                  map[string]int // played, by name; those inside an answer are not counted
	Virtual                 time.Duration
}

// Row counts the orders about which log and ledger say the same two things.
type Row struct {
	Log     string // state and marks
	Gateway string // status; "" for no such order
	Meaning string
	Orders  int
}

// Clean says that the books agree and nobody lost money.
func (r Report) Clean() bool {
	return len(r.Lost)+len(r.Doubled)+len(r.FalsePaid)+len(r.SentTwice)+len(r.Unexplained) == 0
}
