package store

import (
	"context"
	"database/sql"
	"maps"
	"slices"
	"strings"

	"caseweave/internal/core/casefile"
	"caseweave/internal/core/change"
	"caseweave/internal/core/detection"
	"caseweave/internal/core/listing"
	"caseweave/internal/core/query"
)

// detectionList is how detections are listed.
var detectionList = list[casefile.Filed]{
	from: "detections d", where: "d.tenant = $1", id: "d.arrival",
	content: content{currentColumns, func(r *row) []any { return r.current.columns() }},
	raw: rawColumn{
		join:    " LEFT JOIN detection_raws r ON r.tenant = d.tenant AND r.arrival = d.arrival",
		content: content{currentColumns + ", r.raw", func(r *row) []any { return r.current.withRaw() }},
	},
	sorts: map[string]column{
		"arrival": {name: "d.arrival"}, "created_at": {name: "d.created_at"}, "received_at": {name: "d.received_at"},
		"severity": {name: "d.severity"}, "source": {name: "d.source", kind: foreignText}, "type": {name: "d.type", kind: foreignText},
	},
	filter: func(e query.Expr) (func(*casefile.Filed) bool, query.Expr, error) {
		keeps, err := query.Compile(e, detection.Fields)
		return func(f *casefile.Filed) bool { return keeps(&f.Detection) }, query.Simplify(query.Plain(e, detection.Fields)), err
	},
	tests: tests{
		"id": oneOf("d.arrival", func(v query.Value) (any, bool) {
			arrival, ok := detection.ArrivalOf(v.Text)
			return int64(arrival), ok
		}),
		"arrival": numeric("d.arrival", 1), "severity": numeric("d.severity", 1000),
		"created_at": temporal("d.created_at"), "received_at": temporal("d.received_at"),
		"count": numeric("d.count", 1), "last_seen_at": temporal("d.last_seen_at"),
		"status": words("d.status", detection.Statuses),
		"source": foldedText("d.source"), "type": foldedText("d.type"),
	},
	marks: detectionMarks(),
	item: func(r row) (casefile.Filed, error) {
		d, err := r.current.detection()
		return casefile.Filed{Detection: d}, err
	},
}

// memberList is how a case's members are listed: by the key of case_members,
// which is in order of arrival.
var memberList = func() list[casefile.Filed] {
	l := detectionList
	l.from = "case_members m JOIN detections d ON d.tenant = m.tenant AND d.arrival = m.arrival"
	l.where, l.id = "m.tenant = $1 AND m.number = $2", "m.arrival"
	l.sorts = maps.Clone(detectionList.sorts)
	l.sorts["arrival"] = column{name: "m.arrival"}
	return l
}()

func detectionMarks() marksOf {
	known := marksOf{"entities": mentions(), "@hash": mentions(detection.HashKinds...)}
	for _, f := range detection.Fields.Fields() {
		if kind, ok := strings.CutPrefix(f.Name, "@"); ok && known[f.Name] == nil {
			known[f.Name] = mentions(kind)
		}
	}
	return known
}

// Detections lists the tenant's detections, without Raw. Sorts are detection.Sorts.
func (s *Store) Detections(ctx context.Context, tenantID string, r listing.Request) (page listing.Page[casefile.Filed], err error) {
	if err := r.Check(detection.Sorts); err != nil {
		return page, err
	}
	tenant, err := s.tenant(ctx, tenantID)
	if err != nil {
		return page, err
	}
	err = s.read(ctx, "list the detections", func(tx *sql.Tx) error {
		if page, err = detectionList.page(ctx, tx, s.index(tenant), r, tenant); err != nil {
			return err
		}
		return fileBare(ctx, tx, tenant, page.Items)
	})
	return page, err
}

// CaseDetections lists the members of a case as Detections does.
func (s *Store) CaseDetections(ctx context.Context, tenantID string, number uint64, r listing.Request) (page listing.Page[casefile.Filed], err error) {
	if err := r.Check(detection.Sorts); err != nil {
		return page, err
	}
	tenant, err := s.tenant(ctx, tenantID)
	if err != nil {
		return page, err
	}
	err = s.read(ctx, "list the case's detections", func(tx *sql.Tx) error {
		if err := hasCase(ctx, tx, tenant, number); err != nil {
			return err
		}
		if page, err = memberList.page(ctx, tx, s.index(tenant), r, tenant, int64(number)); err != nil {
			return err
		}
		return fileBare(ctx, tx, tenant, page.Items)
	})
	return page, err
}

const oneDetection = `SELECT ` + currentColumns + `, r.raw
	FROM detections d LEFT JOIN detection_raws r ON r.tenant = d.tenant AND r.arrival = d.arrival
	WHERE d.tenant = $1 AND d.arrival = $2`

// Detection is the tenant's detection of that id, with Raw; fault.NotFound where there is none.
func (s *Store) Detection(ctx context.Context, tenantID, id string) (found casefile.Filed, err error) {
	tenant, err := s.tenant(ctx, tenantID)
	if err != nil {
		return found, err
	}
	arrival, err := arrivalOf(id)
	if err != nil {
		return found, err
	}
	err = s.read(ctx, "read the detection", func(tx *sql.Tx) error {
		var r row
		if err := tx.QueryRowContext(ctx, oneDetection, tenant, arrival).Scan(r.withRaw()...); err != nil {
			return missing(err, "There is no detection %q.", id)
		}
		if err := (&blocks{tx: tx, tenant: tenant}).fill(ctx, arrival, &r.current.raw); err != nil {
			return err
		}
		if found, err = detectionList.item(r); err != nil {
			return err
		}
		one := []casefile.Filed{found}
		err = fileSome(ctx, tx, tenant, one)
		found.Cases = one[0].Cases
		return err
	})
	return found, err
}

// fileBare sets the cases of listed detections, and leaves out Raw, which lists do not show.
func fileBare(ctx context.Context, tx *sql.Tx, tenant int64, detections []casefile.Filed) error {
	for i := range detections {
		detections[i].Raw = nil
	}
	return file(ctx, tx, tenant, detections)
}

// file sets the cases of detections.
func file(ctx context.Context, tx *sql.Tx, tenant int64, detections []casefile.Filed) error {
	for some := range slices.Chunk(detections, maxValues) {
		if err := fileSome(ctx, tx, tenant, some); err != nil {
			return err
		}
	}
	return nil
}

// fileSome sets the cases of as many detections as one statement asks for.
func fileSome(ctx context.Context, tx *sql.Tx, tenant int64, detections []casefile.Filed) error {
	a := arguments{tenant}
	var arrivals []any
	at := map[int64]*casefile.Filed{}
	for i := range detections {
		arrival := int64(detections[i].Arrival)
		at[arrival] = &detections[i]
		arrivals = append(arrivals, arrival)
	}
	rows, err := tx.QueryContext(ctx, `SELECT arrival, number FROM case_members
		WHERE tenant = $1 AND arrival IN `+a.in(arrivals)+` ORDER BY arrival, number`, a...)
	if err != nil {
		return err
	}
	return each(rows, func() error {
		var arrival, number int64
		err := rows.Scan(&arrival, &number)
		if d := at[arrival]; d != nil {
			d.Cases = append(d.Cases, uint64(number))
		}
		return err
	})
}

// detectionsAt are the current versions of the detections that arrived as the
// given numbers, with Raw.
func detectionsAt(ctx context.Context, tx *sql.Tx, tenant int64, arrivals []any) ([]casefile.Filed, error) {
	found, err := currentAt(ctx, tx, tenant, arrivals)
	if err != nil {
		return nil, err
	}
	return found, withRaws(ctx, tx, tenant, found)
}

// currentAt is detectionsAt where Raw plays no part: it is there or not.
func currentAt(ctx context.Context, tx *sql.Tx, tenant int64, arrivals []any) (found []casefile.Filed, err error) {
	for some := range slices.Chunk(arrivals, maxValues) {
		a := arguments{tenant}
		rows, err := tx.QueryContext(ctx, `SELECT `+currentColumns+`, r.raw FROM detections d
			LEFT JOIN detection_raws r ON r.tenant = d.tenant AND r.arrival = d.arrival
			WHERE d.tenant = $1 AND d.arrival IN `+a.in(some)+` ORDER BY d.arrival`, a...)
		if err != nil {
			return nil, err
		}
		if found, err = appendDetections(rows, found); err != nil {
			return nil, err
		}
	}
	return found, nil
}

// withRaws fills in what the sources of detections sent.
func withRaws(ctx context.Context, tx *sql.Tx, tenant int64, found []casefile.Filed) error {
	b := blocks{tx: tx, tenant: tenant}
	for i := range found {
		if err := b.fill(ctx, int64(found[i].Arrival), (*[]byte)(&found[i].Raw)); err != nil {
			return err
		}
	}
	return nil
}

// appendDetections reads rows of currentColumns and raw.
func appendDetections(rows *sql.Rows, found []casefile.Filed) ([]casefile.Filed, error) {
	err := each(rows, func() error {
		var c current
		if err := rows.Scan(c.withRaw()...); err != nil {
			return err
		}
		d, err := c.detection()
		found = append(found, casefile.Filed{Detection: d})
		return err
	})
	return found, err
}

// WithRaw are those of the ids that there are, in their order, with Raw and the
// cases that they are in.
func (s *Store) WithRaw(ctx context.Context, tenantID string, ids []string) (filed []casefile.Filed, err error) {
	tenant, err := s.tenant(ctx, tenantID)
	if err != nil {
		return nil, err
	}
	var arrivals []any
	for _, id := range ids {
		if arrival, ok := detection.ArrivalOf(id); ok {
			arrivals = append(arrivals, int64(arrival))
		}
	}
	err = s.read(ctx, "read the detections", func(tx *sql.Tx) error {
		found, err := detectionsAt(ctx, tx, tenant, arrivals)
		if err != nil {
			return err
		}
		if err := file(ctx, tx, tenant, found); err != nil {
			return err
		}
		filed = inOrder(ids, found)
		return nil
	})
	return filed, err
}

// inOrder are the found detections in the order of ids.
func inOrder(ids []string, found []casefile.Filed) (filed []casefile.Filed) {
	byID := map[string]casefile.Filed{}
	for _, f := range found {
		byID[f.ID] = f
	}
	for _, id := range ids {
		if f, ok := byID[id]; ok {
			filed = append(filed, f)
		}
	}
	return filed
}

const members = `SELECT ` + currentColumns + `, NULL FROM case_members m
	JOIN detections d ON d.tenant = m.tenant AND d.arrival = m.arrival
	WHERE m.tenant = $1 AND m.number = $2 ORDER BY m.arrival`

// Members are the detections of a case, without Raw, by arrival.
func (s *Store) Members(ctx context.Context, tenantID string, number uint64) (detections []detection.Detection, err error) {
	tenant, err := s.tenant(ctx, tenantID)
	if err != nil {
		return nil, err
	}
	err = s.read(ctx, "read the case's detections", func(tx *sql.Tx) error {
		if err := hasCase(ctx, tx, tenant, number); err != nil {
			return err
		}
		rows, err := tx.QueryContext(ctx, members, tenant, int64(number))
		if err != nil {
			return err
		}
		filed, err := appendDetections(rows, nil)
		for _, f := range filed {
			detections = append(detections, f.Detection)
		}
		return err
	})
	return detections, err
}

const memberships = `SELECT number, rule, rule_set FROM case_members WHERE tenant = $1 AND arrival = $2 ORDER BY number`

// Memberships say in which cases the detection is, by number, and by which rule;
// of the rule, its id and the set version are known.
func (s *Store) Memberships(ctx context.Context, tenantID, detectionID string) (all []change.Member, err error) {
	tenant, err := s.tenant(ctx, tenantID)
	if err != nil {
		return nil, err
	}
	arrival, ok := detection.ArrivalOf(detectionID)
	if !ok {
		return nil, nil
	}
	rows, err := s.reader.QueryContext(ctx, memberships, tenant, int64(arrival))
	if err != nil {
		return nil, s.refusal("read the detection's cases", err)
	}
	err = each(rows, func() error {
		m := change.Member{DetectionID: detectionID, Arrival: arrival}
		err := rows.Scan(&m.Case, &m.By.ID, &m.By.SetVersion)
		all = append(all, m)
		return err
	})
	return all, s.refusal("read the detection's cases", err)
}
