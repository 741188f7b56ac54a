package store

import (
	"cmp"
	"context"
	"slices"

	"caseweave/internal/core/change"
	"caseweave/internal/core/detection"
	"caseweave/internal/core/fault"
)

var (
	intoDetections = insertion(`detections (tenant, arrival, sequence, identity, source, type, severity, status,
		created_at, received_at, fingerprint, document, count, last_seen_at)`, 14, "")
	intoRaws     = insertion("detection_raws (tenant, arrival, raw)", 3, "")
	intoEntities = insertion("detection_entities (tenant, entity, arrival)", 3, "ON CONFLICT DO NOTHING")
	intoVersions = insertion("detection_versions (tenant, arrival, sequence, applied, fingerprint, document, raw)", 7, "")
)

// arrived writes the new detections.
func (c *commit) arrived(ctx context.Context) error {
	arrived, originals := c.set.Arrived, c.set.Originals()
	repeats, later := make([]repeat, 0, len(arrived)), c.later()
	rows := make([]any, 0, intoDetections.width*len(arrived))
	raws := make([]any, 0, intoRaws.width*len(arrived))
	for i := range arrived {
		d := &arrived[i]
		if d.ID != detection.ID(d.Arrival) {
			return fault.New(fault.Internal, "Detection %q arrived as %d, which its id does not say.", d.ID, d.Arrival)
		}
		text, err := detectionDocument(&originals[i])
		if err != nil {
			return err
		}
		now, ok := later[d.Arrival]
		if !ok {
			now = change.Standing{Status: d.Status, Count: d.Count, LastSeenAt: d.LastSeenAt}
		}
		repeats = append(repeats, repeat{bucketOf(now.LastSeenAt), int64(detection.RepeatKey(d)), int64(d.Arrival)})
		rows = append(rows, c.tenant, int64(d.Arrival), int64(d.Arrival), identityKey(d.Identity()), folded(d.Source), folded(d.Type),
			int64(d.Severity), string(now.Status), d.CreatedAt.UnixMicro(), d.ReceivedAt.UnixMicro(), d.Fingerprint, text,
			now.Count, now.LastSeenAt.UnixMicro())
		raws = append(raws, c.tenant, int64(d.Arrival), bytesOf(d.Raw))
	}
	if err := c.insert(ctx, intoDetections, rows); err != nil {
		return err
	}
	if err := c.insert(ctx, intoRaws, raws); err != nil {
		return err
	}
	if err := c.index(ctx, repeats); err != nil {
		return err
	}
	return c.mentions(ctx, arrived)
}

// later are the standings of the set by arrival: who arrives with one is written with it at once.
func (c *commit) later() map[uint64]change.Standing {
	later := make(map[uint64]change.Standing, len(c.set.Standings))
	for _, s := range c.set.Standings {
		later[s.Arrival] = s
	}
	return later
}

// mention says that a detection speaks of an entity.
type mention struct{ entity, arrival int64 }

// mentions writes which entities the detections speak of, in the order of the
// index: neighbours in a page are written together.
func (c *commit) mentions(ctx context.Context, detections []detection.Detection) error {
	var all []mention
	for i := range detections {
		for _, e := range detections[i].Entities {
			all = append(all, mention{entityKey(e), int64(detections[i].Arrival)})
		}
	}
	slices.SortFunc(all, func(a, b mention) int {
		return cmp.Or(cmp.Compare(a.entity, b.entity), cmp.Compare(a.arrival, b.arrival))
	})
	values := make([]any, 0, intoEntities.width*len(all))
	for _, m := range all {
		values = append(values, c.tenant, m.entity, m.arrival)
	}
	return c.insert(ctx, intoEntities, values)
}

// updated writes new versions, in order.
func (c *commit) updated(ctx context.Context) error {
	for i := range c.set.Updated {
		u := &c.set.Updated[i]
		step := c.keep
		if u.Applied {
			step = c.supersede
		}
		if err := step(ctx, u); err != nil {
			return err
		}
	}
	return nil
}

// keep puts a version beside the current one.
func (c *commit) keep(ctx context.Context, u *change.Update) error {
	text, err := detectionDocument(&u.Version)
	if err != nil {
		return err
	}
	return c.insert(ctx, intoVersions, []any{
		c.tenant, int64(u.Version.Arrival), int64(u.Sequence), false, u.Version.Fingerprint, text, bytesOf(u.Version.Raw),
	})
}

const (
	keepCurrent = `INSERT INTO detection_versions (tenant, arrival, sequence, applied, fingerprint, document, raw)
		SELECT d.tenant, d.arrival, d.sequence, true, d.fingerprint, d.document, r.raw
		FROM detections d JOIN detection_raws r ON r.tenant = d.tenant AND r.arrival = d.arrival
		WHERE d.tenant = $1 AND d.arrival = $2`

	replaceCurrent = `UPDATE detections SET sequence = $1, source = $2, type = $3, severity = $4, status = $5,
		created_at = $6, received_at = $7, fingerprint = $8, document = $9, count = $10, last_seen_at = $11
		WHERE tenant = $12 AND arrival = $13`

	replaceRaw = `UPDATE detection_raws SET raw = $1 WHERE tenant = $2 AND arrival = $3`
)

// supersede makes a version the current one and keeps the one before. What only
// that one spoke of stays in the index, where lists leave it out again.
func (c *commit) supersede(ctx context.Context, u *change.Update) error {
	d := &u.Version
	kept, err := c.run(ctx, keepCurrent, c.tenant, int64(d.Arrival))
	if err == nil && kept == 0 {
		err = noDetection(d.ID)
	}
	if err != nil {
		return err
	}
	text, err := detectionDocument(d)
	if err != nil {
		return err
	}
	if _, err := c.run(ctx, replaceCurrent, int64(u.Sequence), folded(d.Source), folded(d.Type), int64(d.Severity), string(d.Status),
		d.CreatedAt.UnixMicro(), d.ReceivedAt.UnixMicro(), d.Fingerprint, text, d.Count, d.LastSeenAt.UnixMicro(), c.tenant, int64(d.Arrival)); err != nil {
		return err
	}
	if _, err := c.run(ctx, replaceRaw, bytesOf(d.Raw), c.tenant, int64(d.Arrival)); err != nil {
		return err
	}
	if err := c.index(ctx, []repeat{repeatOf(d)}); err != nil {
		return err
	}
	return c.mentions(ctx, []detection.Detection{*d})
}

// arrivalOf is the key of the detection that has the id.
func arrivalOf(id string) (int64, error) {
	arrival, ok := detection.ArrivalOf(id)
	if !ok {
		return 0, noDetection(id)
	}
	return int64(arrival), nil
}

func noDetection(id string) error {
	return fault.New(fault.NotFound, "There is no detection %q.", id)
}

// bytesOf is b as a value that is not null.
func bytesOf(b []byte) []byte {
	if b == nil {
		return []byte{}
	}
	return b
}
