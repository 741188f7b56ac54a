// Package savedview is how a person keeps a list: what it selects, in which order, and
// which columns it shows, under a name of their own.
//
// A View is checked when it is written. What fields a filter may ask for changes
// over the years, so one that could be read once is kept when it no longer can:
// Mistakes says so, and whoever keeps the view mends it. Package savedview knows no
// columns: which there are is the page's affair.
package savedview

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"caseweave/internal/core/casefile"
	"caseweave/internal/core/detection"
	"caseweave/internal/core/fault"
	"caseweave/internal/core/query"
)

// List is one of the lists that views are kept of.
type List string

const (
	// Cases is the list of a tenant's cases.
	Cases List = "cases"
	// Detections is the list of a tenant's detections.
	Detections List = "detections"
)

// Lists are all there are.
var Lists = []List{Cases, Detections}

const (
	// MaxName is the longest name, in bytes.
	MaxName = 100
	// MaxFilter is the longest filter, in bytes: it still fits into an address.
	MaxFilter = 8 << 10
	// MaxColumns is how many columns a view names at most.
	MaxColumns = 50
)

// View is one way to look at a list.
type View struct {
	// ID is random; it stays when everything else changes.
	ID string
	// Name is one line, unlike those of the person's other views of the list in any letter case.
	Name string
	// Filter is a search in the query language; empty selects everything.
	Filter string
	// Sort is a field of the list, with "-" before it for the descending order; empty is the usual one.
	Sort string
	// Columns are those shown, in order; none means the usual ones.
	Columns []string
	// Version counts from 1, and rises with each replacement.
	Version uint64
}

var columnName = regexp.MustCompile(`^[a-z][a-z_]{0,39}$`)

// Check refuses a view that can't be kept of list.
func (v View) Check(list List) error {
	if err := v.checkShape(list); err != nil {
		return err
	}
	return v.checkFilter(list)
}

// checkShape checks everything but what the filter says.
func (v View) checkShape(list List) error {
	odd := func(r rune) bool { return !unicode.IsPrint(r) }
	field, seen := strings.TrimPrefix(v.Sort, "-"), map[string]bool{}
	switch {
	case v.Name != strings.TrimSpace(v.Name) || v.Name == "" || len(v.Name) > MaxName || !utf8.ValidString(v.Name) || strings.ContainsFunc(v.Name, odd):
		return wrong("name", "A name is one line of 1 to 100 bytes of printable text, with no blank around it.")
	case len(v.Filter) > MaxFilter || strings.ContainsRune(v.Filter, 0):
		return wrong("q", "The filter of a view has at most 8192 bytes, and no character NUL.")
	case v.Sort != "" && !slices.Contains(sorts[list], field):
		return wrong("sort", "This list can be sorted by "+strings.Join(sorts[list], ", ")+".")
	case len(v.Columns) > MaxColumns:
		return wrong("columns", "A view has at most 50 columns.")
	}
	for _, c := range v.Columns {
		if !columnName.MatchString(c) || seen[c] {
			return wrong("columns", "The columns are names in small letters, each once.")
		}
		seen[c] = true
	}
	return nil
}

var sorts = map[List][]string{Cases: casefile.Sorts, Detections: detection.Sorts}

func wrong(place, sentence string) error {
	return fault.New(fault.Invalid, "%s", sentence).With(fault.Detail{Location: place, Message: sentence})
}

// Mistakes are what keeps the filter from being read as one of list, each in "q";
// none where it can be.
func (v View) Mistakes(list List) []fault.Detail {
	return fault.DetailsOf(v.checkFilter(list))
}

func (v View) checkFilter(list List) error {
	search, err := query.ParseSearch(v.Filter)
	switch {
	case err != nil:
	case list == Cases:
		err = query.Check(search.Filter, casefile.Fields)
	default:
		err = query.Check(search.Filter, detection.Fields)
	}
	if err == nil {
		return nil
	}
	refusal := fault.New(fault.KindOf(err), "%s", err.Error())
	for _, d := range fault.DetailsOf(err) {
		d.Location = "q"
		refusal = refusal.With(d)
	}
	return refusal
}
