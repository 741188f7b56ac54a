package store

import (
	"context"
	"slices"

	"caseweave/internal/core/casefile"
	"caseweave/internal/core/listing"
	"caseweave/internal/core/query"
	"caseweave/internal/edge/store/compact"
)

var intoCases = insertion(
	"cases", `tenant, number, version, open, severity, status, priority, score, detection_count,
		created_at, updated_at, assignee, named, document`,
	`ON CONFLICT (tenant, number) DO UPDATE SET version = excluded.version, open = excluded.open,
		severity = excluded.severity, status = excluded.status, priority = excluded.priority, score = excluded.score,
		detection_count = excluded.detection_count, created_at = excluded.created_at, updated_at = excluded.updated_at,
		assignee = excluded.assignee, named = excluded.named, document = excluded.document`,
)

// cases writes the cases touched, as they are now.
func (c *commit) cases(ctx context.Context) error {
	values := make([]any, 0, intoCases.width*len(c.set.Cases))
	for i := range c.set.Cases {
		k := &c.set.Cases[i]
		values = append(values, c.tenant, int64(k.Number), int64(k.Version), k.Open(), severityRank(k.Severity), statusRank(k.Status),
			string(k.Priority), k.Score, k.DetectionCount, k.CreatedAt.UnixMicro(), k.UpdatedAt.UnixMicro(),
			[]byte(k.AssigneeOrder()), len(k.NeedToKnow) > 0, compact.CaseBytes(k))
	}
	return c.insert(ctx, intoCases, values)
}

func severityRank(s casefile.Severity) int { return slices.Index(casefile.Severities, s) }

func statusRank(s casefile.Status) int { return slices.Index(casefile.Statuses, s) }

// caseList is how cases are listed.
var caseList = list[casefile.Case]{
	from: "cases c", where: "c.tenant = $1", id: "c.number", content: documentOf("c.document"),
	sorts: map[string]column{
		"updated_at": {name: "c.updated_at"}, "created_at": {name: "c.created_at"}, "number": {name: "c.number"},
		"severity": {name: "c.severity"}, "score": {name: "c.score"}, "status": {name: "c.status"},
		"priority": {name: "c.priority", kind: plainText}, "assignee": {name: "c.assignee", kind: foreignText}, "detection_count": {name: "c.detection_count"},
	},
	usual: func(c *casefile.Case) bool { return c.MergedInto == 0 },
	filter: func(e query.Expr) (func(*casefile.Case) bool, query.Expr, error) {
		keeps, err := casefile.Keeps(e)
		return keeps, query.Simplify(query.Plain(e, casefile.Fields)), err
	},
	tests: tests{
		"number": counted("c.number"), "score": numeric("c.score", 1), "detection_count": numeric("c.detection_count", 1),
		"severity": rising("c.severity", casefile.Severities), "status": ranks("c.status", casefile.Statuses),
		"priority": words("c.priority", casefile.Priorities), "created_at": temporal("c.created_at"), "updated_at": temporal("c.updated_at"),
	},
	item: func(r row) (casefile.Case, error) { return caseOf(r.document) },
}

// Cases lists the tenant's cases that the viewer may know of. Sorts are casefile.Sorts.
func (s *Store) Cases(ctx context.Context, tenantID string, viewer casefile.Viewer, r listing.Request) (page listing.Page[casefile.Case], err error) {
	if err := r.Check(casefile.Sorts); err != nil {
		return page, err
	}
	err = s.look(ctx, "list the cases", tenantID, viewer, func(eyes *sight) error {
		l, args := casesSeen(eyes)
		page, err = l.page(ctx, eyes.tx, nil, r, args...)
		return err
	})
	return page, err
}

// casesSeen is how cases are listed for somebody.
func casesSeen(eyes *sight) (list[casefile.Case], []any) {
	l, a := caseList, arguments{eyes.tenant}
	l.where += sees(eyes.viewer, &a)
	l.veil = eyes.casefile
	return l, a
}

const oneCase = `SELECT c.document FROM cases c WHERE c.tenant = $1 AND c.number = $2`

// Case is the tenant's case of that number; fault.NotFound where the viewer may know of none.
func (s *Store) Case(ctx context.Context, tenantID string, viewer casefile.Viewer, number uint64) (found casefile.Case, err error) {
	if viewer.SeesAll() {
		return s.wholeCase(ctx, tenantID, number)
	}
	err = s.look(ctx, "read the case", tenantID, viewer, func(eyes *sight) error {
		a := arguments{eyes.tenant, int64(number)}
		var text []byte
		if err := eyes.tx.QueryRowContext(ctx, oneCase+sees(viewer, &a), a...).Scan(&text); err != nil {
			return missing(err, "There is no such case.")
		}
		found, err = caseOf(text)
		eyes.casefile(&found)
		return err
	})
	return found, err
}

// wholeCase is any case, by one statement: the engine asks for it while others wait.
func (s *Store) wholeCase(ctx context.Context, tenantID string, number uint64) (casefile.Case, error) {
	tenant, err := s.tenant(ctx, tenantID)
	if err != nil {
		return casefile.Case{}, err
	}
	var text []byte
	if err := s.reader.QueryRowContext(ctx, oneCase, tenant, int64(number)).Scan(&text); err != nil {
		return casefile.Case{}, s.refusal("read the case", missing(err, "There is no such case."))
	}
	c, err := caseOf(text)
	return c, s.refusal("read the case", err)
}

// casefile is what the viewer may know of a case.
func (s *sight) casefile(c *casefile.Case) bool {
	*c = c.Veiled(s.hides)
	return true
}
