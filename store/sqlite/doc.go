// Package sqlite keeps everything Vigie remembers in one SQLite file,
// vigie.db, in a data folder: it is a store.Archive, a store.Ledger and a
// store.Backup at once, and the only place with SQL in it.
//
// One goroutine writes. Calls that wait for it together are committed together
// (group commit) and each returns once its commit is on the disk. Readers have
// connections of their own and see the last commit. A lock file keeps a second
// process out of the folder.
//
// How a mention is laid out is told in migrations/; roll-ups are kept under
// change in the transaction that changes what they count, and Recount proves
// it. Days are those of the workspace's zone.
package sqlite
