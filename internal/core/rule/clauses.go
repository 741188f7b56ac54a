package rule

import (
	"caseweave/internal/core/detection"
	"caseweave/internal/core/query"
)

// Clauses tells of each clause of the filter and of the append filter whether it
// holds on d; nil for an append filter that is not there. It reads both anew, and
// is for explaining, not for deciding.
func (c *Compiled) Clauses(d *detection.Detection) (filter, appends []query.Clause) {
	return clauses(c.Rule.Filter, d), clauses(c.Rule.AppendFilter, d)
}

func clauses(filter string, d *detection.Detection) []query.Clause {
	if filter == "" {
		return nil
	}
	tree, err := query.ParseFilter(filter)
	if err != nil {
		return nil
	}
	explain, err := query.Explain(tree, detection.Fields)
	if err != nil {
		return nil
	}
	return explain(d)
}
