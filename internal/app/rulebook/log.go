package rulebook

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"caseweave/internal/core/casefile"
	"caseweave/internal/core/listing"
	"caseweave/internal/core/rulelog"
)

// logged holds the rule log against what is expected of it.
func (c comparison) logged() error {
	if c.want.Log == nil && c.want.Never == nil && c.want.Logged == nil {
		return nil
	}
	entries, err := c.log()
	if err != nil {
		return err
	}
	for _, want := range c.want.Log {
		if !slices.ContainsFunc(entries, func(e rulelog.Entry) bool { return c.holds(want, e) }) {
			c.differ("%sthe rule log has no line %+v", c.when, want)
		}
	}
	count := map[Kind]int{}
	for _, e := range entries {
		count[Kind(e.Kind)]++
	}
	for _, kind := range c.want.Never {
		c.equal(c.when+"lines of the rule log "+string(kind), "0", fmt.Sprint(count[kind]))
	}
	for _, kind := range slices.Sorted(maps.Keys(c.want.Logged)) {
		c.equal(c.when+"lines of the rule log "+string(kind), fmt.Sprint(c.want.Logged[kind]), fmt.Sprint(count[kind]))
	}
	return nil
}

func (c comparison) log() ([]rulelog.Entry, error) {
	var all []rulelog.Entry
	r := listing.Request{Sort: "entry", Limit: listing.MaxLimit}
	for {
		page, err := c.keeper.RuleLogs(c.ctx, c.tenant.ID, casefile.AllSeeing, rulelog.Filter{}, r)
		if err != nil {
			return nil, err
		}
		all = append(all, page.Items...)
		if r.After = page.Next; r.After == nil {
			return all, nil
		}
	}
}

// holds says whether a line says all that is wanted.
func (c comparison) holds(want Line, e rulelog.Entry) bool {
	titled := func(title string, r *rulelog.Ref) bool { return title == "" || r != nil && r.Title == title }
	return rulelog.Kind(want.Kind) == e.Kind && titled(want.Rule, e.Rule) && titled(want.Template, e.Template) &&
		(want.Detection == "" || e.Detection != nil && c.isOf(e.Detection.ID, want.Detection)) &&
		(want.CaseOf == "" || c.in(want.CaseOf, e.Case)) &&
		(want.Imagined == 0 || want.Imagined == e.Imagined) &&
		(want.SetVersion == 0 || want.SetVersion == e.SetVersion) &&
		(want.Rows == nil || slices.Equal(want.Rows, e.Rows)) && strings.Contains(e.Note, want.Note)
}

func (c comparison) isOf(id, uid string) bool {
	return slices.ContainsFunc(c.all, func(d casefile.Filed) bool { return d.ID == id && d.UID == uid })
}

func (c comparison) in(uid string, number uint64) bool {
	return slices.ContainsFunc(c.all, func(d casefile.Filed) bool { return d.UID == uid && slices.Contains(d.Cases, number) })
}
