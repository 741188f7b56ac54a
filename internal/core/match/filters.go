package match

import "caseweave/internal/core/rule"

// filter is a filter, or an append filter, of all rules that have it.
type filter struct {
	clause reference
	// roles are the rules by their places in the set, doubled, and one more where it
	// is the append filter.
	roles []int32
}

// filters adds the filters of rules, each once.
func (b *builder) filters(rules []*rule.Compiled) (filters []filter) {
	places := map[reference]int{}
	add := func(f *rule.Filter, role int) {
		r := b.add(f)
		i, known := places[r]
		if !known {
			i = len(filters)
			places[r] = i
			filters = append(filters, filter{clause: r})
		}
		filters[i].roles = append(filters[i].roles, int32(role))
	}
	for i, c := range rules {
		f, appends := c.Filters()
		add(f, 2*i)
		if appends != nil {
			add(appends, 2*i+1)
		}
	}
	return filters
}
