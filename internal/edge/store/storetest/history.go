package storetest

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"caseweave/internal/core/access"
	"caseweave/internal/core/activity"
	"caseweave/internal/core/admin"
	"caseweave/internal/core/casefile"
	"caseweave/internal/core/change"
	"caseweave/internal/core/detection"
)

// tester is what a test and a property have in common.
type tester interface {
	Helper()
	Fatal(args ...any)
	Fatalf(format string, args ...any)
}

// start is the one time that tests count from.
var start = time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)

// history writes to a tenant of some stores alike.
type history struct {
	tester
	tenant string
	stores []Store
	head   change.Head
	set    change.Set
}

// begin makes a tenant in every store and claims it.
func begin(t tester, tenant string, stores ...Store) *history {
	t.Helper()
	h := &history{tester: t, tenant: tenant, stores: stores}
	for _, s := range stores {
		if err := s.Administer(context.Background(), admin.Deed{At: start}.CreateTenant(access.Organisation{ID: tenant, Name: tenant, TimeZone: "UTC", CreatedAt: start})); err != nil {
			t.Fatal(err)
		}
		head, err := s.Claim(context.Background(), tenant)
		if err != nil {
			t.Fatal(err)
		}
		h.head = head
	}
	h.next()
	return h
}

func (h *history) next() {
	h.set = change.Set{TenantID: h.tenant, Before: h.head, After: h.head, At: start}
}

// sequence is the next sequence number.
func (h *history) sequence() uint64 {
	h.set.After.Sequence++
	return h.set.After.Sequence
}

// arrives adds a plain detection, which change may alter, to the set.
func (h *history) arrives(change func(*detection.Detection)) detection.Detection {
	n := h.sequence()
	d := detection.Detection{
		ID: detection.ID(n), TenantID: h.tenant, Source: "ocsf", UID: fmt.Sprint("uid-", n), Title: fmt.Sprint("title ", n), Type: "type",
		Severity: 500, Status: detection.Open, Count: 1, Arrival: n, Version: 1,
		CreatedAt: start.Add(time.Duration(n) * time.Second), FirstSeenAt: start, LastSeenAt: start, ReceivedAt: start,
	}
	if change != nil {
		change(&d)
	}
	if d.Raw == nil {
		d.Raw = json.RawMessage(fmt.Sprintf(`{"n": %d, "title": "raw"}`, n))
	}
	d.Fingerprint = detection.Fingerprint(d.Raw)
	h.set.Arrived = append(h.set.Arrived, d)
	return d
}

// opens adds a case, which change may alter, with members to the set.
func (h *history) opens(change func(*casefile.Case), members ...detection.Detection) casefile.Case {
	h.set.After.Case++
	c := casefile.Case{
		TenantID: h.tenant, Number: h.set.After.Case, Version: 1, Title: fmt.Sprint("case ", h.set.After.Case), Type: "security incident",
		Severity: casefile.Medium, Priority: "P3", Status: casefile.New, Score: 50, ManagedBy: casefile.Self,
		OpenedBy: casefile.RuleRef{ID: "rule", Title: "A rule", SetVersion: 1}, DetectionCount: len(members),
		CreatedAt: start, UpdatedAt: start.Add(time.Duration(h.set.After.Case) * time.Second),
	}
	if change != nil {
		change(&c)
	}
	h.set.Cases = append(h.set.Cases, c)
	for _, d := range members {
		h.joins(c.Number, d)
	}
	h.tells(activity.Fact{Kind: activity.CaseOpened, Case: c.Number, Actor: activity.Automatic, New: c.Title})
	return c
}

func (h *history) joins(number uint64, d detection.Detection) {
	h.set.Members = append(h.set.Members, change.Member{Case: number, DetectionID: d.ID, Arrival: d.Arrival, By: casefile.RuleRef{ID: "rule", SetVersion: 1}})
	h.set.Keys = append(h.set.Keys, change.Key{Case: number, Row: "row of " + d.ID, DetectionID: d.ID, RuleID: "rule"})
}

func (h *history) tells(f activity.Fact) {
	h.set.After.Entry++
	h.set.Activities = append(h.set.Activities, activity.Activity{
		TenantID: h.tenant, Entry: h.set.After.Entry, Sequence: h.set.After.Sequence, At: h.set.At, Fact: f,
	})
}

// commit writes the set to every store and begins the next.
func (h *history) commit() {
	h.Helper()
	for i, s := range h.stores {
		if err := s.Commit(context.Background(), &h.set); err != nil {
			h.Fatalf("store %d does not commit: %v", i, err)
		}
	}
	h.head = h.set.After
	h.next()
}

// factOf is something that happened to a case.
func (h *history) factOf(number uint64) activity.Fact {
	return activity.Fact{Kind: activity.DetectionRemoved, Case: number, Actor: activity.Automatic}
}
