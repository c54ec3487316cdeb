// Command anew writes a planted bug down out of a change that was made by hand:
//
//	go run ./app/proof/plant/anew app/proof/simulate/testdata/NAME.plant
//
// The bug is whatever the program's Go files have that is not committed, so
// commit your own work first. The plant keeps its first line; a new one begins
// as a file with that line alone.
//
// Exit codes: 0 it is written, 1 it can't be, 2 wrong usage.
package main
