// Command keys sends what keyboards and scanners send to the till's real window,
// and proves that the amount is what was meant. `make keys` runs it.
//
//	bursts   a scanner's: how long a key is down, how quickly the next one comes,
//	         which prefix and suffix it has (bursts.go), at every page, sheet,
//	         question, strip and phase (scenes.go), chosen so that every pair of
//	         values meets (pairwise.go)
//	amounts  as people type them: keys overlap, in the row and on the number
//	         block, with every decimal mark, on three layouts (amounts.go)
//	Enter    held down at every page, and while questions and phases come (held.go)
//
// A lane is a till on a desktop of its own with a practice gateway (shop.go,
// lane.go); lanes run side by side as processes (run.go). A key event comes from
// X's test extension with the time that is asked for (package desk). What the
// computer was too late for is sent again and not judged: a scanner's key that was
// held for longer than a scanner holds it, and a person's that repeated.
//
// The till is looked at when it has read all keys, which it is asked by a message that
// comes after them (package desk), and has had the pause that ends a scan.
//
// What has become of the keys is judged (judge.go) by what cannot be mistaken: the
// gateway's ledger, and what the till wrote into its log (log.go). The rest is seen
// on the window (eyes.go): that the same page or question still stands there, and
// that one more figure, typed by hand, stands where it would without the burst: so
// nothing is left of it in the amount, in the rates or in the way keys are taken.
// Nothing is taken from inside the till.
//
// Each fault that was ever seen has keys that are aimed at it (faults.go). With
// -expect-faults they alone are sent, and the faults that a till has are named.
// Each plant in testdata (see package plant) raises one of these faults, and must be
// found by its keys.
//
// The last line reads "keys: bursts B, typed T, wrong W, planted P, caught C". Exit
// code 1: something went wrong, or a planted bug was not found.
package main
