// Command demo sells on a real window and proves what happened. `make demo`
// runs it on a virtual screen with a real D-Bus and a real keyring:
//
//	practice gateway  a process of its own; its ledger is the truth about money
//	the till          set up with `qrtill setup`, worked with key events alone
//	the customer      reads the code off the screen's pixels with zbar, and pays
//	                  on the page that the code leads to
//	the books         `qrtill orders` and `qrtill verify`, against the ledger
//
// The day: first sales, late money, kill -9 while a customer pays (steps.go,
// sales.go, late.go); every key of the till and no pointer at all (keyboard.go,
// focus.go, refunds.go, rates.go); what the till says while it does not know, to
// refunds in doubt, silence of the gateway and proofs at a bad moment (doubt.go,
// silence.go, seen.go), read off the pixels with tesseract (reading.go); three languages and both looks (looks.go);
// other screens (sizes.go) and a phone's view of the code (phone.go); the
// practice till and its drills (practice.go); what keyboards and
// scanners send, by package keys, and monitors plugged in and out, by package
// monitors (proofs.go). How long an answer takes to the screen is
// measured (moments.go). Nothing is taken from inside the till but its diary's
// times: what is not on the screen or printed by a command is not known here.
//
// The harness is one goroutine that works through a list of steps by way of the
// desktop (package desk), the till (till.go) and the gateway (gateway.go). It
// waits by looking again until a limit, never by sleeping for a time that ought
// to do. The first step that fails ends the run; the steps after it count as
// failed too. It leaves numbered screenshots and report.json, makes the README's
// pictures when asked to (pictures.go), and its last line reads
// "demo: N passed, M failed". It uses the standard library only.
//
// Looking can be wrong in both directions, so the eyes are tested as well: what a
// window comes to say it must not have said before, a comparison with a wrong text must fail, a planted secret must be found, and a
// code of which half is covered must not be read.
package main
