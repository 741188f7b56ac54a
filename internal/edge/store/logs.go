package store

import (
	"context"
	"slices"
	"time"

	"caseweave/internal/core/casefile"
	"caseweave/internal/core/detection"
	"caseweave/internal/core/fault"
	"caseweave/internal/core/listing"
	"caseweave/internal/core/rulelog"
)

var (
	intoLogs   = insertion("rule_logs", "tenant, entry, kind, rule, template, number, arrival, document", "")
	intoCounts = insertion("rule_counts", "tenant, hour, rule, kind, count",
		"ON CONFLICT (tenant, hour, rule, kind) DO UPDATE SET count = rule_counts.count + excluded.count")
)

// logs writes lines of the rule log. What a line does not name is null.
func (c *commit) logs(ctx context.Context) error {
	values := make([]any, 0, intoLogs.width*len(c.set.Logs))
	for i := range c.set.Logs {
		e := &c.set.Logs[i]
		text, err := document(e)
		if err != nil {
			return err
		}
		values = append(values, c.tenant, int64(e.Entry), string(e.Kind), idOf(e.Rule), idOf(e.Template), nil, nil, text)
		places := values[len(values)-3:]
		if e.Case != 0 {
			places[0] = int64(e.Case)
		}
		if e.Detection != nil {
			if places[1], err = arrivalOf(e.Detection.ID); err != nil {
				return err
			}
		}
	}
	return c.insert(ctx, intoLogs, values)
}

func idOf(r *rulelog.Ref) any {
	if r == nil {
		return nil
	}
	return []byte(r.ID)
}

// tally is what one counter counts.
type tally struct {
	hour int64
	rule string
	kind rulelog.Kind
}

// counts keeps how often each rule did what in each hour.
func (c *commit) counts(ctx context.Context) error {
	counts := map[tally]int{}
	for i := range c.set.Logs {
		if e := &c.set.Logs[i]; e.Rule != nil {
			counts[tally{hourOf(e.At), e.Rule.ID, e.Kind}]++
		}
	}
	var values []any
	for t, n := range counts {
		values = append(values, c.tenant, t.hour, []byte(t.rule), string(t.kind), n)
	}
	return c.insert(ctx, intoCounts, values)
}

// hourOf is the hour that t lies in, by the seconds at which it begins.
func hourOf(t time.Time) int64 { return t.Truncate(time.Hour).Unix() }

// RuleCounts are how often each rule, by its id, did what, from the hour in
// which since lies.
func (s *Store) RuleCounts(ctx context.Context, tenantID string, since time.Time) (map[string]map[rulelog.Kind]int, error) {
	tenant, err := s.tenant(ctx, tenantID)
	if err != nil {
		return nil, err
	}
	rows, err := s.reader.QueryContext(ctx, `SELECT rule, kind, CAST(SUM(count) AS BIGINT) FROM rule_counts
		WHERE tenant = $1 AND hour >= $2 GROUP BY rule, kind`, tenant, hourOf(since))
	if err != nil {
		return nil, s.refusal("count what rules did", err)
	}
	counts := map[string]map[rulelog.Kind]int{}
	err = each(rows, func() error {
		var rule []byte
		var kind rulelog.Kind
		var n int
		err := rows.Scan(&rule, &kind, &n)
		if counts[string(rule)] == nil {
			counts[string(rule)] = map[rulelog.Kind]int{}
		}
		counts[string(rule)][kind] = n
		return err
	})
	return counts, s.refusal("count what rules did", err)
}

// RuleLogs lists the rule log, without the numbers of cases of which the viewer may
// not know; a filter by such a number selects nothing. The sort is "entry"; what
// selects is the filter, and the request has none of its own.
func (s *Store) RuleLogs(ctx context.Context, tenantID string, viewer casefile.Viewer, f rulelog.Filter, r listing.Request) (page listing.Page[rulelog.Entry], err error) {
	if err := r.Check(rulelog.Sorts); err != nil {
		return page, err
	}
	if r.Filter != nil {
		return page, fault.New(fault.Invalid, "The rule log takes no filter of this sort.")
	}
	if err := f.Check(); err != nil {
		return page, err
	}
	err = s.look(ctx, "list the rule log", tenantID, viewer, func(eyes *sight) error {
		l, args, some := logList(f, eyes.tenant)
		if !some || f.Case != 0 && eyes.hides(f.Case) {
			return nil
		}
		l.veil = eyes.line
		page, err = l.page(ctx, eyes.tx, nil, r, args...)
		return err
	})
	return page, err
}

// logList is how the part of the log that a filter selects is listed; false where nothing is in it.
func logList(f rulelog.Filter, tenant int64) (l list[rulelog.Entry], args []any, some bool) {
	a, where := arguments{tenant}, "l.tenant = $1"
	add := func(column string, value any) { where += " AND " + column + " = " + a.add(value) }
	if f.Rule != "" {
		add("l.rule", []byte(f.Rule))
	}
	if f.Template != "" {
		add("l.template", []byte(f.Template))
	}
	if f.Case != 0 {
		add("l.number", int64(f.Case))
	}
	if f.Detection != "" {
		arrival, ok := detection.ArrivalOf(f.Detection)
		if !ok {
			return l, nil, false
		}
		add("l.arrival", int64(arrival))
	}
	if len(f.Kinds) > 0 {
		var kinds []any
		for _, k := range slices.Compact(slices.Sorted(slices.Values(f.Kinds))) {
			kinds = append(kinds, string(k))
		}
		where += " AND l.kind IN " + a.in(kinds)
	}
	return list[rulelog.Entry]{
		from: "rule_logs l", where: where, id: "l.entry", content: documentOf("l.document"),
		sorts: map[string]column{"entry": {name: "l.entry"}},
		item:  func(r row) (rulelog.Entry, error) { return entryOf(r.document) },
	}, a, true
}

func entryOf(text []byte) (e rulelog.Entry, err error) {
	err = fromDocument(text, &e)
	return e, err
}
