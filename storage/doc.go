// Package storage keeps what must not be lost: the order log, the secrets and
// the claim on the data folder. It imports the rules (package order) and
// nothing else of this program; it decides nothing about money.
//
// The log ([Log]) is one bbolt file, orders.db:
//
//	meta    schema, database id, practice, head (hash of the newest record),
//	        and the settings and PIN of their newest events
//	events  sequence, 8 bytes big-endian → record {"seq":…,"prev":…,"event":…}
//	orders  order id → snapshot of the order            ┐
//	open    business day, time, id → id, wanting work   │ derived: can be
//	days    business day, time, id → id, all orders     │ made again from
//	totals  business day, account, method → sums        ┘ events alone
//
// A record is canonical JSON and is never rewritten. It carries the SHA-256 of
// the record before it; the first carries that of the database's id. Everything
// derived is made by one piece of code (derive.go), used by [Log.Append], by
// the rebuild after a change of schema and, over tables in memory, by [Verify].
//
// A sale: Append(created) checks the free space, adds a line to orders.journal
// and makes one bbolt commit with event, snapshot, indexes and totals. When a
// write fails the log takes no more of them until [Log.Reopen]: what reached the
// disk is only known after reading it again.
//
// Secrets ([Secrets]) live in the operating system's keyring and nowhere else.
// [Claim] makes sure that one till at a time uses a data folder.
package storage
