package rulelog

import (
	"slices"

	"caseweave/internal/core/fault"
)

// Filter selects entries of a rule log. What is empty selects all; several mean
// AND (T53).
type Filter struct {
	// Rule, Template and Detection are ids.
	Rule, Template, Detection string
	// Case is a number.
	Case uint64
	// Kinds are those wanted, any of them.
	Kinds []Kind
}

// Sorts are the orders of a rule log: there is one.
var Sorts = []string{"entry"}

// Check refuses kinds that are none.
func (f Filter) Check() error {
	for _, k := range f.Kinds {
		if !slices.Contains(Kinds, k) {
			return fault.New(fault.Invalid, "A rule log has no entries of kind %q.", k)
		}
	}
	return nil
}

// Holds says whether the filter selects e.
func (f Filter) Holds(e *Entry) bool {
	named := func(id string, r *Ref) bool { return id == "" || r != nil && r.ID == id }
	return named(f.Rule, e.Rule) && named(f.Template, e.Template) && named(f.Detection, e.Detection) &&
		(f.Case == 0 || e.Case == f.Case) && (len(f.Kinds) == 0 || slices.Contains(f.Kinds, e.Kind))
}
