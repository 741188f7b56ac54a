package store

import (
	"context"
	"maps"
	"slices"
	"time"

	"caseweave/internal/core/feed"
)

var intoHours = insertion("source_hours", "tenant, source, hour, count, first_at, last_at, pause", `ON CONFLICT (tenant, source, hour) DO UPDATE SET
	count = source_hours.count + excluded.count,
	pause = CASE WHEN excluded.last_at - source_hours.last_at > source_hours.pause THEN excluded.last_at - source_hours.last_at ELSE source_hours.pause END,
	last_at = CASE WHEN excluded.last_at > source_hours.last_at THEN excluded.last_at ELSE source_hours.last_at END`)

const forgetHours = `DELETE FROM source_hours WHERE tenant = $1 AND source = $2 AND hour < $3`

// hours counts what sources sent, a row for each, as feed.Hour.Then does, and
// removes in the first commit of an hour what is kept no longer.
func (c *commit) hours(ctx context.Context) error {
	sent := c.set.Sent()
	var values []any
	for _, source := range slices.Sorted(maps.Keys(sent)) {
		h := feed.HourOf(sent[source], c.set.At)
		values = append(values, c.tenant, []byte(source), h.From.Unix(), h.Count, h.FirstAt.UnixMicro(), h.LastAt.UnixMicro(), int64(0))
		if last, _ := c.swept.Swap(swept{c.tenant, source}, h.From.Unix()); last == h.From.Unix() {
			continue
		}
		if _, err := c.run(ctx, forgetHours, c.tenant, []byte(source), h.From.Add(-feed.Kept).Unix()); err != nil {
			return err
		}
	}
	return c.insert(ctx, intoHours, values)
}

// swept is a source of a tenant, of which old hours were removed.
type swept struct {
	tenant int64
	source string
}

// Feeds are what the tenant's sources sent, by source.
func (s *Store) Feeds(ctx context.Context, tenantID string) (feeds []feed.Feed, err error) {
	tenant, err := s.tenant(ctx, tenantID)
	if err != nil {
		return nil, err
	}
	rows, err := s.reader.QueryContext(ctx, `SELECT source, count, hour, first_at, last_at, pause FROM source_hours
		WHERE tenant = $1 ORDER BY source, hour`, tenant)
	if err != nil {
		return nil, s.refusal("tell what sources sent", err)
	}
	err = each(rows, func() error {
		var source []byte
		var h feed.Hour
		var from, first, last, pause int64
		err := rows.Scan(&source, &h.Count, &from, &first, &last, &pause)
		h.From, h.FirstAt, h.LastAt = time.Unix(from, 0).UTC(), moment(first), moment(last)
		h.Pause = time.Duration(pause) * time.Microsecond
		if len(feeds) == 0 || feeds[len(feeds)-1].Source != string(source) {
			feeds = append(feeds, feed.Feed{Source: string(source)})
		}
		f := &feeds[len(feeds)-1]
		f.Hours = append(f.Hours, h)
		return err
	})
	return feeds, s.refusal("tell what sources sent", err)
}
