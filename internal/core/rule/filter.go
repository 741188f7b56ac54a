package rule

import (
	"caseweave/internal/core/detection"
	"caseweave/internal/core/fault"
	"caseweave/internal/core/query"
)

// compileFilter prepares a filter of package query over the fields of a detection.
func compileFilter(text string) (func(*detection.Detection) bool, []fault.Detail) {
	tree, err := query.ParseFilter(text)
	if err != nil {
		return nil, detailsOf(err)
	}
	if err := query.Check(tree, detection.Fields); err != nil {
		return nil, detailsOf(err)
	}
	holds, err := query.Compile(tree, detection.Fields)
	if err != nil {
		return nil, detailsOf(err)
	}
	return holds, nil
}

// detailsOf are the places that an error points at, or one that bears its sentence.
func detailsOf(err error) []fault.Detail {
	if details := fault.DetailsOf(err); len(details) > 0 {
		return append([]fault.Detail(nil), details...)
	}
	return at(1, 1, err.Error(), "")
}
