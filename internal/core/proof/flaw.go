package proof

import "fmt"

// FlawKind says what is wrong with an export. The list is closed.
type FlawKind string

const (
	// Changed: a record is not what was written.
	Changed FlawKind = "changed"
	// Missing: a record was left out.
	Missing FlawKind = "missing"
	// Inserted: there is a record that was not written there.
	Inserted FlawKind = "inserted"
	// Swapped: another record stands in the place of one.
	Swapped FlawKind = "swapped"
	// Unproven: hashes do not lead to the checkpoint.
	Unproven FlawKind = "unproven"
	// Signature: something is not signed by the key.
	Signature FlawKind = "signature"
	// Truncated: the file ends before its end.
	Truncated FlawKind = "truncated"
	// Form: a line is not as exports have it.
	Form FlawKind = "form"
)

// FlawKinds are all kinds.
var FlawKinds = []FlawKind{Changed, Missing, Inserted, Swapped, Unproven, Signature, Truncated, Form}

// Flaw is the first thing that is wrong with an export.
type Flaw struct {
	Kind FlawKind
	// Entry is the first entry that is wrong; 0 where none can be named.
	Entry uint64
	// Line is where it shows, from 1.
	Line int
	// Why is a sentence for people, without the number and the line.
	Why string
}

// Error names entry and line.
func (f *Flaw) Error() string {
	if f.Entry == 0 {
		return fmt.Sprintf("line %d, %s: %s", f.Line, f.Kind, f.Why)
	}
	return fmt.Sprintf("entry %d, line %d, %s: %s", f.Entry, f.Line, f.Kind, f.Why)
}
