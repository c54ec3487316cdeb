// Package powercut shows what a power cut may leave of the order log.
//
// A run of the till is traced: every write, truncation, sync, creation and
// rename of the log's files, and every line in which the till acknowledges an
// event ([Read]). From this the data folder is built again as it can be when
// the power fails ([Run]):
//
//	cut      at every write, with all up to it on disk, and at every acknowledgement
//	         with nothing on disk that was not synced
//	missing  one operation of a sync window never reached the disk, all others did
//	torn     of one write only what lies before a boundary of 512 bytes did; of one
//	         that makes the file longer perhaps nothing but the length
//	subset   a seeded choice of the window's operations did
//
// A sync window holds what was done to a file (or to the folder's names) since
// its last sync. A synced operation is on disk; nothing else is sure. Disks
// that break this promise are what the positive control plays: without syncs,
// acknowledged events must be found missing.
//
// In each such folder the log must open, verify, hold a beginning of the full
// run's chain, and in it every event that was acknowledged before the cut; and
// the journal must have a whole line for every order that was started.
package powercut
