package store

import (
	"context"
	"database/sql"

	"caseweave/internal/core/casefile"
	"caseweave/internal/core/detection"
)

const firstMembers = `SELECT d.document FROM case_members m
	JOIN detections d ON d.tenant = m.tenant AND d.arrival = m.arrival
	WHERE m.tenant = $1 AND m.number = $2 ORDER BY m.arrival LIMIT $3`

// EachMember tells of the members of a case as their source sent them last, without
// Raw, by arrival, most of them at most. What is told is the listener's.
func (s *Store) EachMember(ctx context.Context, tenantID string, viewer casefile.Viewer, number uint64, most int, tell func(*detection.Detection)) error {
	return s.look(ctx, "read the case's members", tenantID, viewer, func(eyes *sight) error {
		if err := eyes.hasCase(number); err != nil {
			return err
		}
		rows, err := eyes.tx.QueryContext(ctx, firstMembers, eyes.tenant, int64(number), most)
		if err != nil {
			return err
		}
		return each(rows, func() error {
			var text sql.RawBytes
			if err := rows.Scan(&text); err != nil {
				return err
			}
			d, err := detectionOf(text, "")
			if err == nil {
				tell(&d)
			}
			return err
		})
	})
}
