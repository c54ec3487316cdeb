// Command tamper shows that nobody changes a shop's log unseen, and that no
// damage to its file ends the till:
//
//	go run ./app/proof/tamper -orders 10000 -flips 10000 [-seed 1]
//
// It makes a log of that many orders and does three things to it:
//
//	bytes       every byte of every event record, one at a time: storage's own
//	            check of that record and of the next must object
//	structural  every record removed, every pair swapped, renumbered or not; and,
//	            on whole files, by a forger who knows this program and makes all
//	            else fit: the end cut off, the past rewritten, yesterday's copy
//	            put back. These only the head finds that the keyring keeps
//	flips       single bits of the file itself, in child processes with limits on
//	            time and memory: storage.Verify objects, or every order and total
//	            is as it was. After that a till opens the file, reads and sells
//
// Flips beyond the first few hundred are made to a smaller log, so that the
// whole file can be verified after each.
//
// Every check that must find all is shown beside a weaker one that does not: a
// record's check without its hash, Verify without the keyring's head, and a
// reader that trusts bbolt, which flips end. It ends with the line
//
//	tamper: bytes B, structural S, flips F, undetected U, ended E, seconds T
//
// Exit codes: 0 all of it holds, 1 it does not, 2 wrong usage, 3 it could not be
// tried.
package main
