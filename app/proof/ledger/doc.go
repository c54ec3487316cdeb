// Command ledger shows that the till's log and the gateway's ledger say the
// same after a thousand practice sales on bad days:
//
//	go run ./app/proof/ledger -sales 1000 [-seed 1]
//
// It has package play's test play the script, prints what log and ledger say
// about every order, and ends with the line
//
//	ledger: sales N, lost L, doubled D, false paid F
//
// Then it shows that the play would have noticed: each plant in testdata/ is
// one bug that a till could well have. Copies of the files get it and are laid
// over the program with go test -overlay, so that the tree and the shipped
// program know nothing of it (package plant); the same script must then raise
// the figure that the plant names in its first line.
//
//	main ─► go test ./app/proof/ledger/play              ─► report ─► table, last line
//	  └───► go test -overlay … (once for each plant)     ─► report ─► did its figure rise?
//
// Exit codes: 0 all of it holds, 1 it does not, 2 wrong usage, 3 it could not be
// played. The words lost, doubled and false paid are defined in package play.
package main
