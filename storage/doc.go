// Package storage keeps what must not be lost: the order log and the
// claim on the data folder. It imports the rules (package order) and
// nothing else of this program; it decides nothing about money.
//
// The log ([Log]) is one bbolt file, orders.db:
//
//	meta    form, database id, practice, head (hash of the newest record),
//	        the settings and PIN of their newest events, wrong PINs in a row, what
//	        gateways say for "not found", and
//	        how much of the journal the log knows
//	events  sequence, 8 bytes big-endian → record {"seq":…,"prev":…,"event":…}
//	orders  order id → snapshot of the order            ┐
//	open    business day, time, id → id, wanting work   │ derived: can be
//	days    business day, time, id → id, all orders     │ made again from
//	sales   sale, attempt → id, all but sales' first    │
//	refunds refund's id → id of its order               │
//	totals  business day, account, method → sums        ┘ events alone
//
// A record is canonical JSON and is never rewritten. It carries the SHA-256 of
// the record before it; the first carries that of the database's id. Everything
// derived is made by one piece of code (derive.go), used by [Log.Append], by
// the rebuild after a change of form and, over tables in memory, by [Verify].
// What is derived, and how, is part of the log's form (form.go): it has one
// version, and testdata a golden log of each that must open for good.
//
// A sale: Append(created) checks the free space, adds a line to orders.journal
// and makes one bbolt commit with event, snapshot, indexes and totals. When a
// write fails the log takes no more of them until [Log.Reopen]: what reached the
// disk is only known after reading it again.
//
// Around the file: [Log.Backup] copies it into backups/ while sales go on and
// verifies the copy; [Restore] puts one in its place and sets the old file
// aside. [Log.Missing] then names what orders.journal has and the log has not,
// so that it can be asked for. Whoever opens the log for writing first walks all
// of its pages: bbolt trusts them. While it is open there is a file named open:
// found at the next start, it says that the till did not end well, and bbolt's
// own check of the whole structure comes before the log is used.
//
// Another program may have one of these files open, and Windows lets it keep us out:
// files.go waits for it for some seconds, and then names the file ([Held]). A disk
// may be full: what is only useful (log files, crash.txt, the address for a second
// start) is then done without, so that the till opens and shows what was sold.
//
// [Claim] makes sure that one till at a time uses a data folder. A later start calls the
// first one's window to the front ([Raise]), or hears that it is leaving ([ErrLeaving]) and
// waits: none ends without a window to look at. Complaints that come again and again are
// counted ([Diary]), so that nobody outside can push the rest out of the log files. Secrets are no
// part of it: package secrets keeps them in the operating system's keyring.
package storage
