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

// Detections lists the tenant's detections, without Raw, with those of their cases
// that the viewer may know of. Sorts are detection.Sorts.
func (s *Store) Detections(ctx context.Context, tenantID string, viewer casefile.Viewer, r listing.Request) (page listing.Page[casefile.Filed], err error) {
	if err := r.Check(detection.Sorts); err != nil {
		return page, err
	}
	err = s.look(ctx, "list the detections", tenantID, viewer, func(eyes *sight) error {
		if page, err = detectionList.page(ctx, eyes.tx, s.index(eyes.tenant), r, eyes.tenant); err != nil {
			return err
		}
		return fileBare(eyes, page.Items)
	})
	return page, err
}

// CaseDetections lists the members of a case as Detections does.
func (s *Store) CaseDetections(ctx context.Context, tenantID string, viewer casefile.Viewer, number uint64, r listing.Request) (page listing.Page[casefile.Filed], err error) {
	if err := r.Check(detection.Sorts); err != nil {
		return page, err
	}
	err = s.look(ctx, "list the case's detections", tenantID, viewer, func(eyes *sight) error {
		if err := eyes.hasCase(number); err != nil {
			return err
		}
		if page, err = memberList.page(ctx, eyes.tx, s.index(eyes.tenant), r, eyes.tenant, int64(number)); err != nil {
			return err
		}
		return fileBare(eyes, page.Items)
	})
	return page, err
}

const oneDetection = `SELECT ` + currentColumns + `, r.raw
	FROM detections d LEFT JOIN detection_raws r ON r.tenant = d.tenant AND r.arrival = d.arrival
	WHERE d.tenant = $1 AND d.arrival = $2`

// Detection is the tenant's detection of that id, with Raw; fault.NotFound where there is none.
func (s *Store) Detection(ctx context.Context, tenantID string, viewer casefile.Viewer, id string) (found casefile.Filed, err error) {
	arrival, err := arrivalOf(id)
	if err != nil {
		return found, err
	}
	err = s.look(ctx, "read the detection", tenantID, viewer, func(eyes *sight) error {
		var r row
		if err := eyes.tx.QueryRowContext(ctx, oneDetection, eyes.tenant, arrival).Scan(r.withRaw()...); err != nil {
			return missing(err, "There is no detection %q.", id)
		}
		if err := (&blocks{tx: eyes.tx, tenant: eyes.tenant}).fill(ctx, arrival, &r.current.raw); err != nil {
			return err
		}
		if found, err = detectionList.item(r); err != nil {
			return err
		}
		one := []casefile.Filed{found}
		err = fileSome(eyes, one)
		found.Cases = one[0].Cases
		return err
	})
	return found, err
}

// fileBare sets the cases of listed detections, and leaves out Raw, which lists do not show.
func fileBare(eyes *sight, detections []casefile.Filed) error {
	for i := range detections {
		detections[i].Raw = nil
	}
	return file(eyes, detections)
}

// file sets the cases of detections that the viewer may know of.
func file(eyes *sight, detections []casefile.Filed) error {
	for some := range slices.Chunk(detections, maxValues) {
		if err := fileSome(eyes, some); err != nil {
			return err
		}
	}
	return nil
}

// fileSome sets the cases of as many detections as one statement asks for.
func fileSome(eyes *sight, detections []casefile.Filed) error {
	a := arguments{eyes.tenant}
	var arrivals []any
	at := map[int64]*casefile.Filed{}
	for i := range detections {
		arrival := int64(detections[i].Arrival)
		at[arrival] = &detections[i]
		arrivals = append(arrivals, arrival)
	}
	where := `m.tenant = $1 AND m.arrival IN ` + a.in(arrivals) + notHidden("m.number", eyes.viewer, &a)
	rows, err := eyes.tx.QueryContext(eyes.ctx, `SELECT m.arrival, m.number FROM case_members m WHERE `+where+` ORDER BY m.arrival, m.number`, a...)
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
// cases that they are in, as far as the viewer may know of them.
func (s *Store) WithRaw(ctx context.Context, tenantID string, viewer casefile.Viewer, ids []string) (filed []casefile.Filed, err error) {
	var arrivals []any
	for _, id := range ids {
		if arrival, ok := detection.ArrivalOf(id); ok {
			arrivals = append(arrivals, int64(arrival))
		}
	}
	err = s.look(ctx, "read the detections", tenantID, viewer, func(eyes *sight) error {
		found, err := detectionsAt(ctx, eyes.tx, eyes.tenant, arrivals)
		if err != nil {
			return err
		}
		if err := file(eyes, found); err != nil {
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
	err = s.look(ctx, "read the case's detections", tenantID, casefile.AllSeeing, func(eyes *sight) error {
		if err := eyes.hasCase(number); err != nil {
			return err
		}
		rows, err := eyes.tx.QueryContext(ctx, members, eyes.tenant, int64(number))
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

const memberships = `SELECT m.number, m.rule, m.rule_set FROM case_members m WHERE m.tenant = $1 AND m.arrival = $2`

// Memberships say in which cases that the viewer may know of the detection is, by
// number, and by which rule; of the rule, its id and the set version are known.
func (s *Store) Memberships(ctx context.Context, tenantID string, viewer casefile.Viewer, detectionID string) (all []change.Member, err error) {
	arrival, ok := detection.ArrivalOf(detectionID)
	err = s.look(ctx, "read the detection's cases", tenantID, viewer, func(eyes *sight) error {
		if !ok {
			return nil
		}
		a := arguments{eyes.tenant, int64(arrival)}
		rows, err := eyes.tx.QueryContext(ctx, memberships+notHidden("m.number", viewer, &a)+" ORDER BY m.number", a...)
		if err != nil {
			return err
		}
		return each(rows, func() error {
			m := change.Member{DetectionID: detectionID, Arrival: arrival}
			err := rows.Scan(&m.Case, &m.By.ID, &m.By.SetVersion)
			all = append(all, m)
			return err
		})
	})
	return all, err
}
