// Package query is the language of filters: what a rule's filter, a list's
// search box and the API's q parameter say.
//
//	severity >= 'high' AND (@ip IN_CIDR '10.0.0.0/8' OR title !CONTAINS 'health check')
//
// A text becomes a tree (ParseFilter, ParseSearch), the tree is held against the
// fields of a record (Check), and turned into one function (Compile), or into a
// Filter that shows its parts (Prepare). The same tree serves the terms of the rule
// index and the statements of the store, which walk it (Walk, Rewrite, Plain): they
// may select more than it means, never less, and the compiled function decides. String prints a tree so that parsing
// gives it back; Simplify gives the form in which equal filters look equal; Covers
// proves that one filter holds wherever another does. For people there are Explain,
// which tells of each clause whether it holds, and Complete, which tells an editor
// what may stand at a place.
//
// What it promises:
//   - Two-valued logic. A positive test of null, or of an empty list, is false; a
//     list satisfies a test if any of its elements does; each !op, and !=, is the
//     exact negation of its positive; NOT never turns < into >=.
//   - Empty text, a missing number and the zero time are null.
//   - Texts compare folded (package fold), so that memory and every database
//     mean the same. Regular expressions are RE2, unanchored, regardless of case,
//     and see the text as it was sent.
//   - Errors are fault.Invalid, or fault.TooLarge beyond a limit, with line,
//     column and, where there is a guess, what was meant. Check tells all
//     mistakes, the parser the first.
//
// What it refuses: to know a clock (Search and Anchor take the moment), to know
// any field (a Schema does), and to search without naming a field.
package query
