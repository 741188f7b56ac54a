package match

import (
	"cmp"
	"slices"
	"strings"

	"caseweave/internal/core/detection"
	"caseweave/internal/core/query"
)

// index finds the filters that may hold on a detection: those that need a term
// which it has, and those of which no need is known.
type index struct {
	fields []*field
	raw    raw
	terms  [][]int32 // the filters that need a term, by its number
	always []int32
}

// newIndex makes the index of filters by their needs.
func newIndex(needs []need) index {
	var ix index
	filters := map[term][]int32{}
	for i, n := range needs {
		if !n.known {
			ix.always = append(ix.always, int32(i))
		}
		for _, t := range n.terms {
			filters[t] = append(filters[t], int32(i))
		}
	}
	terms := make([]term, 0, len(filters))
	for t := range filters {
		terms = append(terms, t)
	}
	slices.SortFunc(terms, compareTerms)
	for from := 0; from < len(terms); {
		to := from + 1
		for to < len(terms) && terms[to].field == terms[from].field {
			to++
		}
		ix.add(terms[from].field, newField(terms[from].field, terms[from:to], int32(from)))
		from = to
	}
	ix.raw.prepare()
	for _, t := range terms {
		ix.terms = append(ix.terms, filters[t])
	}
	return ix
}

func (ix *index) add(name string, f *field) {
	if schema, path, _ := detection.Fields.Field(name); schema.Kind == query.Path {
		ix.raw.add(path, f)
		return
	}
	ix.fields = append(ix.fields, f)
}

func compareTerms(a, b term) int {
	return cmp.Or(strings.Compare(a.field, b.field), cmp.Compare(a.kind, b.kind),
		strings.Compare(a.text, b.text), cmp.Compare(a.number, b.number))
}

// look gives p its candidates.
func (ix *index) look(p *pass) {
	p.candidates = append(p.candidates, ix.always...)
	for _, f := range ix.fields {
		f.look(p)
	}
	ix.raw.look(p)
}
