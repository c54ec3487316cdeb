// Command simulate plays the till's core through histories on virtual time, and
// looks whether a rule of money was ever broken:
//
//	go run ./app/proof/simulate [-random 10000000] [-seed 1]
//	go run ./app/proof/simulate -replay SEED      one random history, printed
//	go run ./app/proof/simulate -history NUMBER   one exhaustive history, printed
//	go run ./app/proof/simulate -crowd            the history of a busy shop, printed
//
// The core ([qrtill/app/core.Core]) and the rules (package order) are the real ones.
// Everything around them is a model: the log (disk.go: what was fsynced
// survives), the gateway (gateway.go, written from its documentation alone), its
// answers (answers.go), the clock, customers, staff, and the moments at which
// the till is killed. The world (world.go) takes the place of the shell in
// app/till.go and carries out what the core wants, in its order.
//
//	script, dice ─decide─► world ─Input─► Core.Step ─► effects ─► disk, gateway
//	                         │                                        │
//	                         └────────────► judge ◄───────────────────┘
//
// The exhaustive part (script.go, exhaust.go) tries every answer of the gateway
// to each of a sale's first four calls, with every moment to be killed at, to
// pay at, and both things that staff can do; once in a shop whose codes go before
// the gateway closes their orders, once where it closes them earlier; staff try such
// a sale once more. With the answers that want silence, mean nothing or come late it
// does so to three calls, also where the gateway forgets what it has closed and where
// another program ends the till's tokens; and to the three calls of a refund that is
// done or fails, at once or later. After that the gateway answers honestly until
// everything is settled. Histories that differ only in choices
// that were never asked for are the same one: it is played once and counts for
// all. The random part (dice.go, people.go) plays several sales with refunds,
// dismissals, restarts, older copies of the log, clocks that jump, disks and keyrings
// that fail. Every decision in it comes from the history's seed, so that it replays
// byte for byte. One more history is that of a shop with more to ask than there is room
// for (play.go): it shows in which order things are asked.
//
// The judge knows the rules of money and nothing of the core. It looks at what leaves
// (questions.go, refunds.go, silence.go), at what is written (written.go), at what
// customers and staff see (windows.go, front.go), and when a history is over (verdict.go)
// at book and ledger, which must say the same; the differences that may stay have a name
// and are counted in a table. What it excuses names the line of the design that does.
//
// Then the simulator is built once more with the bugs of testdata/ planted in it, of
// which one at a time is switched on (package plant): each must be caught. A bug that lies
// where no history comes, in the client or in the log, or where few do, names instead of
// violations the unit test that fails for it.
// Last line:
//
//	simulate: exhaustive E, random R, violations V, planted P, caught C, seconds S
//
// Exit codes: 0 all of it holds, 1 it does not, 2 wrong usage, 3 it could not be
// run.
package main
