package store

import (
	"context"
	"sync"

	"caseweave/internal/core/change"
	"caseweave/internal/core/fault"
)

// bulks are all that a commit writes many rows of.
var bulks = []bulk{
	intoCases, leaveCasePeople, intoCasePeople, intoDetections, intoVersions, intoFolds, setStandings, intoTails, intoChunks, intoBlocks,
	leaveMembers, leaveKeys, intoBars, intoMembers, intoKeys, intoActivities, intoLogs, intoCounts, intoCommands,
	intoHours, intoOpenRows, fromOpenRows, intoOpenGaps, intoTiles,
}

var (
	intoMembers = insertion("case_members", "tenant, number, arrival, rule, rule_set", "")
	intoKeys    = insertion("case_keys", `tenant, number, arrival, rule, "row"`, "ON CONFLICT DO NOTHING")
)

const advance = `UPDATE tenants SET sequence = $1, entry = $2, case_number = $3, rule_set = $4, log = $5
	WHERE tenant = $6 AND sequence = $7 AND entry = $8 AND case_number = $9 AND rule_set = $10 AND log = $11 AND epoch = $12`

// Commit writes all of set, or nothing: see engine.Ledger.
func (s *Store) Commit(ctx context.Context, set *change.Set) error {
	if err := set.Check(); err != nil {
		return err
	}
	tenant, err := s.tenant(ctx, set.TenantID)
	if err != nil {
		return err
	}
	if err := hasIDs(set.Arrived); err != nil {
		return err
	}
	c := commit{tenant: tenant, set: set, news: s.encode(tenant, set), swept: &s.swept}
	defer c.news.beside.Wait()
	err = s.write(ctx, "write the decisions", func(tx *transaction) error {
		c.transaction = tx
		for _, step := range []func(context.Context) error{
			c.advance, c.arrived, c.updated, c.folded, c.standings, c.left, c.cases, c.people, c.bars, c.members, c.keys,
			c.activities, c.tree, c.logs, c.counts, c.hours, c.commands, c.book, c.settings, c.gaps, c.unlisted, c.listed, c.retired, c.marked,
		} {
			if err := step(ctx); err != nil {
				return err
			}
		}
		return nil
	})
	if err == nil {
		s.keepEdge(set, c.news.chronicle)
		s.sealLong(tenant, c.recent)
	}
	return err
}

// commit is a set being written.
type commit struct {
	*transaction
	tenant int64
	set    *change.Set
	news   *news
	// borne are the marks that others than new detections bear.
	borne
	// recent is how many marks of intake the tail has.
	recent int64
	swept  *sync.Map
}

// advance moves the ledger's head, and holds the tenant until the commit is over.
func (c *commit) advance(ctx context.Context) error {
	b, a := c.set.Before, c.set.After
	if a.Epoch != b.Epoch {
		return fault.New(fault.Internal, "A commit can't change the epoch; only a claim can.")
	}
	touched, err := c.run(ctx, advance, int64(a.Sequence), int64(a.Entry), int64(a.Case), int64(a.RuleSet), int64(a.Log),
		c.tenant, int64(b.Sequence), int64(b.Entry), int64(b.Case), int64(b.RuleSet), int64(b.Log), int64(b.Epoch))
	if err == nil && touched == 0 {
		return fault.New(fault.Conflict, "The ledger of tenant %q has moved on since this was decided.", c.set.TenantID)
	}
	return err
}

func (c *commit) members(ctx context.Context) error {
	var values []any
	for _, m := range c.set.Members {
		values = append(values, c.tenant, int64(m.Case), int64(m.Arrival), []byte(m.By.ID), int64(m.By.SetVersion))
	}
	return c.insert(ctx, intoMembers, values)
}

// keys writes the rows that cases gained; what a case has already stays as it is.
func (c *commit) keys(ctx context.Context) error {
	var values []any
	for _, k := range c.set.Keys {
		arrival, err := arrivalOf(k.DetectionID)
		if err != nil {
			return err
		}
		values = append(values, c.tenant, int64(k.Case), arrival, []byte(k.RuleID), []byte(k.Row))
	}
	return c.insert(ctx, intoKeys, values)
}
