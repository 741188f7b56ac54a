package rule

import (
	"caseweave/internal/core/detection"
	"caseweave/internal/core/fault"
	"caseweave/internal/core/query"
)

// Filter is a filter of package query over the fields of a detection, prepared.
type Filter = query.Filter[detection.Detection]

func compileFilter(text string) (*Filter, []fault.Detail) {
	tree, err := query.ParseFilter(text)
	if err != nil {
		return nil, detailsOf(err)
	}
	filter, err := query.Prepare(tree, detection.Fields)
	if err != nil {
		return nil, detailsOf(err)
	}
	return filter, nil
}

// detailsOf are the places that an error points at, or one that bears its sentence.
func detailsOf(err error) []fault.Detail {
	if details := fault.DetailsOf(err); len(details) > 0 {
		return append([]fault.Detail(nil), details...)
	}
	return at(1, 1, err.Error(), "")
}
