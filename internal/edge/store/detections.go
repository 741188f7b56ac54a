package store

import (
	"context"
	"database/sql"
	"maps"
	"strings"

	"caseweave/internal/core/casefile"
	"caseweave/internal/core/detection"
	"caseweave/internal/core/listing"
	"caseweave/internal/core/query"
)

// detectionList is how detections are listed.
var detectionList = list[casefile.Filed]{
	from: "detections d", where: "d.tenant = $1", id: "d.arrival", content: "d.document, d.fingerprint, NULL",
	raw: rawColumn{
		join:    " JOIN detection_raws r ON r.tenant = d.tenant AND r.arrival = d.arrival",
		content: "d.document, d.fingerprint, r.raw",
	},
	sorts: map[string]column{
		"arrival": {name: "d.arrival"}, "created_at": {name: "d.created_at"}, "received_at": {name: "d.received_at"},
		"severity": {name: "d.severity"}, "source": {name: "d.source", kind: foreignText}, "type": {name: "d.type", kind: foreignText},
	},
	filter: func(e query.Expr) (func(*casefile.Filed) bool, query.Expr, error) {
		keeps, err := query.Compile(e, detection.Fields)
		return func(f *casefile.Filed) bool { return keeps(&f.Detection) }, query.Simplify(query.Plain(e, detection.Fields)), err
	},
	tests: detectionTests(),
	item: func(r row) (casefile.Filed, error) {
		d, err := detectionOf(r.document, r.fingerprint)
		d.Raw = r.raw
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

func detectionTests() tests {
	known := tests{
		"id": oneOf("d.arrival", func(v query.Value) (any, bool) {
			arrival, ok := detection.ArrivalOf(v.Text)
			return int64(arrival), ok
		}),
		"arrival": numeric("d.arrival", 1), "severity": numeric("d.severity", 1000),
		"created_at": temporal("d.created_at"), "received_at": temporal("d.received_at"),
		"status": words("d.status", detection.Statuses),
		"source": foldedText("d.source"), "type": foldedText("d.type"),
		"entities": mentions(), "@hash": mentions(detection.HashKinds...),
	}
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
		if page, err = detectionList.page(ctx, tx, r, tenant); err != nil {
			return err
		}
		return file(ctx, tx, tenant, page.Items)
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
		if page, err = memberList.page(ctx, tx, r, tenant, int64(number)); err != nil {
			return err
		}
		return file(ctx, tx, tenant, page.Items)
	})
	return page, err
}

const oneDetection = `SELECT d.document, d.fingerprint, r.raw
	FROM detections d JOIN detection_raws r ON r.tenant = d.tenant AND r.arrival = d.arrival
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
		if err := tx.QueryRowContext(ctx, oneDetection, tenant, arrival).Scan(&r.document, &r.fingerprint, &r.raw); err != nil {
			return missing(err, "There is no detection %q.", id)
		}
		if found, err = detectionList.item(r); err != nil {
			return err
		}
		one := []casefile.Filed{found}
		err = file(ctx, tx, tenant, one)
		found.Cases = one[0].Cases
		return err
	})
	return found, err
}

// file sets the cases of listed detections, and leaves out Raw, which lists do not show.
func file(ctx context.Context, tx *sql.Tx, tenant int64, detections []casefile.Filed) error {
	if len(detections) == 0 {
		return nil
	}
	a := arguments{tenant}
	var arrivals []any
	at := map[int64]*casefile.Filed{}
	for i := range detections {
		arrival := int64(detections[i].Arrival)
		at[arrival] = &detections[i]
		arrivals = append(arrivals, arrival)
		detections[i].Raw = nil
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
