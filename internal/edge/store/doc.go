// Package store keeps everything: the statements of both databases, once.
//
// A Store is engine.Ledger with all that it reads back, the accounts beside it,
// the sessions, and the lists that the API reads. Its packages sqlite and
// postgres open it on a database; package memory is the same surface written
// plainly, and package storetest is the one suite that all three pass.
//
// What it promises:
//   - Commit writes a change.Set in one transaction or not at all, and only where
//     the ledger stands at the head that the set was decided on.
//   - What is read comes from one moment. Every read names its tenant; another
//     tenant's objects answer as objects that do not exist: fault.NotFound.
//   - A list's statement selects at least what its filter means; the compiled
//     filter decides. So folding, networks and regular expressions mean the same
//     on every database.
//   - Texts come back as they were given, U+0000 included, as long as they are
//     UTF-8; times come back to the microsecond, the years 1601 and 9999 included.
//
// How it is laid out: a tenant has a number, and every key begins with it. A
// detection is found by its arrival, a case by its number, and both are kept as
// one document that SQL never looks into, detections in package compact's form;
// beside it stand the columns that lists sort and search by. Where a detection
// stands is told by columns, and its documents stay as they were sent. What the
// source sent lies apart, so that lists do not read it, and compressed: package
// block. What is found by a hash is found by marks: package marks. A rule set is
// kept item by item. See docs/decisions/0003-store-keys.md,
// 0004-store-lists.md, 0006-store-automatic-cases.md and 0009-leaner-store.md.
//
// It refuses to decide anything: no rule of the trade is written in SQL.
package store
