package backtest

import (
	"context"
	"maps"
	"slices"
	"time"

	"caseweave/internal/core/access"
	"caseweave/internal/core/activity"
	"caseweave/internal/core/admin"
	"caseweave/internal/core/backtest"
	"caseweave/internal/core/casefile"
	"caseweave/internal/core/change"
	"caseweave/internal/core/command"
	"caseweave/internal/core/detection"
	"caseweave/internal/core/listing"
	"caseweave/internal/core/rule"
	"caseweave/internal/core/rulelog"
	"caseweave/internal/edge/store/memory"
	"caseweave/internal/engine"
)

// world is one of the two: an engine over a store in memory, and what it did.
type world struct {
	tenant  access.Organisation
	store   *memory.Store
	engine  *engine.Engine
	outcome backtest.Outcome
}

// begin is a world with the rules of a book and without open cases. What the
// partner wrote stands in the book.
func begin(ctx context.Context, tenant access.Organisation, book rule.Book) (*world, error) {
	tenant.PartnerID = ""
	w := &world{tenant: tenant, store: memory.Scratch(), outcome: backtest.NewOutcome(book.InOrder())}
	if err := w.store.Administer(ctx, admin.Deed{}.CreateTenant(tenant)); err != nil {
		return nil, err
	}
	w.engine = engine.New(engine.Config{Ledger: w.store, Announcer: w})
	if err := w.engine.Relive(ctx, tenant, []change.Past{{Sequence: 1, Book: &book}}); err != nil {
		w.engine.Close()
		return nil, err
	}
	return w, nil
}

// Announce keeps what a commit did.
func (w *world) Announce(set *change.Set) {
	o := &w.outcome
	for i := range set.Arrived {
		o.Filed[set.Arrived[i].Arrival] = backtest.Filing{}
	}
	for i := range set.Folded {
		o.Folded[set.Folded[i].Sequence] = set.Folded[i].Into
	}
	for _, m := range set.Members {
		o.Filed[m.Arrival] = backtest.Filing{Case: m.Case, Rule: m.By.ID}
	}
	for i := range set.Cases {
		o.Titles[set.Cases[i].Number] = set.Cases[i].Title
	}
	for i := range set.Logs {
		w.count(&set.Logs[i])
	}
}

func (w *world) count(e *rulelog.Entry) {
	if e.Rule == nil {
		return
	}
	switch e.Kind {
	case rulelog.Created, rulelog.Continued:
		w.outcome.Created[e.Rule.ID]++
	case rulelog.Appended, rulelog.RelatedAppended:
		w.outcome.Appended[e.Rule.ID]++
	}
}

// live lets a stretch of the past happen in the world. Of what people did, cases
// that changed status carry the members of then: see scene.
func (w *world) live(ctx context.Context, past []scene) error {
	var some []change.Past
	for _, s := range past {
		p := s.Past
		if p.Command != nil {
			// Where the members are now is known only once what came before has happened.
			if err := w.engine.Relive(ctx, w.tenant, some); err != nil {
				return err
			}
			some = nil
			number := w.most(s.members)
			if number == 0 {
				continue
			}
			p.Command = &command.Command{Kind: command.SetStatus, By: p.Command.By, Case: number, Status: *p.Command.Changes().Status}
		}
		some = append(some, p)
	}
	return w.engine.Relive(ctx, w.tenant, some)
}

// most is the case that holds most of the members, of several the lower number;
// 0 where none holds any.
func (w *world) most(members []uint64) (number uint64) {
	held := map[uint64]int{}
	for _, arrival := range members {
		if c := w.outcome.Filed[arrival].Case; c != 0 {
			held[c]++
		}
	}
	for c, n := range held {
		if number == 0 || n > held[number] || n == held[number] && c < number {
			number = c
		}
	}
	return number
}

// subject answers for a detection of the world.
func (w *world) subject(ctx context.Context, arrival uint64) (backtest.Subject, bool) {
	d, err := w.store.Detection(ctx, w.tenant.ID, casefile.AllSeeing, detection.ID(arrival))
	if err != nil {
		return backtest.Subject{}, false
	}
	return backtest.Subject{ID: d.ID, Title: d.Title, Severity: d.Severity, CreatedAt: d.CreatedAt}, true
}

// scene is a piece of the past that both worlds live through.
type scene struct {
	change.Past
	// members are the arrivals of the detections of the case of a command.
	members []uint64
}

// stage chooses, of the past, what both worlds live through.
type stage struct {
	store    Store
	tenantID string
	from, to time.Time
	// withRaw says that some rule may read what sources sent.
	withRaw bool
	// seen are the arrivals that lie in the range.
	seen map[uint64]bool
}

// setsStatus says whether a command changes the status of a case.
func setsStatus(c *command.Command) bool {
	e := c.Changes()
	return e != nil && e.Status != nil
}

// scenes are those of a page: detections that lie in the range with their updates
// and repeats, settings, and changes of status.
func (s *stage) scenes(ctx context.Context, past []change.Past) ([]scene, error) {
	var chosen []scene
	for _, p := range past {
		one := scene{Past: p}
		s.lighten(&p)
		switch {
		case p.Arrived != nil && !s.admits(p.Arrived), p.Updated != nil && !s.seen[p.Updated.Version.Arrival],
			p.Folded != nil && !s.seen[p.Folded.Into], p.Book != nil, p.Command != nil && !setsStatus(p.Command):
			continue
		case p.Command != nil:
			var err error
			if one.members, err = s.members(ctx, p); err != nil {
				return nil, err
			}
		}
		chosen = append(chosen, one)
	}
	return chosen, nil
}

// admits says whether a detection lies in the range, and takes note of it.
func (s *stage) admits(d *detection.Detection) bool {
	if d.CreatedAt.Before(s.from) || !d.CreatedAt.Before(s.to) {
		return false
	}
	s.seen[d.Arrival] = true
	return true
}

// lighten leaves out what sources sent where no rule reads it.
func (s *stage) lighten(p *change.Past) {
	switch {
	case s.withRaw:
	case p.Arrived != nil:
		p.Arrived.Raw = nil
	case p.Updated != nil:
		p.Updated.Version.Raw = nil
	}
}

// members are the arrivals of what the case of a command held when it was given,
// as the case's history tells. A detection may have left and come again.
func (s *stage) members(ctx context.Context, p change.Past) ([]uint64, error) {
	held := map[uint64]bool{}
	for r := (listing.Request{Sort: "entry", Limit: listing.MaxLimit}); ; {
		page, err := s.store.Activities(ctx, s.tenantID, casefile.AllSeeing, p.Command.Case, r)
		if err != nil {
			return nil, err
		}
		for _, a := range page.Items {
			if a.Sequence > p.Sequence {
				return slices.Sorted(maps.Keys(held)), nil
			}
			holds(held, a.Fact)
		}
		if r.After = page.Next; r.After == nil {
			return slices.Sorted(maps.Keys(held)), nil
		}
	}
}

// holds lets held follow what a fact tells of a case's members.
func holds(held map[uint64]bool, f activity.Fact) {
	if f.Detection == nil {
		return
	}
	arrival, _ := detection.ArrivalOf(f.Detection.ID)
	switch f.Kind {
	case activity.DetectionAdded, activity.DetectionMovedIn:
		held[arrival] = true
	case activity.DetectionRemoved, activity.DetectionMovedOut:
		delete(held, arrival)
	}
}
