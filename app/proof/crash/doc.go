// Command crash shows that nothing is lost when the till dies. `make crash` runs
// it on a virtual screen; its last line reads
//
//	crash: kills K, power cuts P, lost L, doubled D, false paid F
//
// Three parts, each with planted cases that it must find in the same run:
//
//	kill -9 without windows  a small program (child) that runs the real till over the real log and client,
//	                         hundreds of times, in shops side by side (bench.go, world.go, life.go)
//	kill -9 with windows     the program itself, on a screen, with a real keyring (windowed.go)
//	power cuts               on the folder as a system-call trace says it can be (record.go, package powercut)
//
//	staff (seeded) ──keys──► till ──HTTP──► package proxy ──► practice gateway, with faults
//	       ▲                  │  ▲            cuts, resets,               ▲       │
//	       └──what it shows───┘  └─ kill -9    delays, slices             │       │
//	customers pay only codes that were shown, whether the till lives or not       │
//	what was shown, the log ◄──────────────── compared ──────────────── ledger ◄──┘
//
// What the till has shown or said to be written is acknowledged. After every
// kill the log must verify, go on from where it was, and hold all of it
// (acknowledged.go). At the end of a shop the till runs undisturbed until it has
// asked about everything that is open; then package play's Audit compares log
// and ledger, and refunds.go their refunds:
//
//	lost        acknowledged and not in the log, or money moved that the log does not know of
//	doubled     a sale paid twice, an order sent twice, more refunded than was paid
//	false paid  paid, or refunded, in the log or on a screen, and not at the gateway
//
// watch.go measures how soon after a start the till asks again about everything
// that may still be paid, by what arrives at the gateway. All orders share a
// budget of two questions a second, so in the first second it has room for
// three; what is open beyond that is measured from its turn. Starts with a fault
// on the way in that second are counted and not judged: there a question may be
// lost, or wait for a token; so are those of tills that a busy machine did not
// let run. Orders that the gateway has closed are no longer payable and come
// last.
//
// Exit codes: 0 all of it holds, 1 it does not, 2 wrong usage, 3 it could not be
// tried.
package main
