package storetest

import (
	"context"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"

	"caseweave/internal/core/access"
	"caseweave/internal/core/activity"
	"caseweave/internal/core/admin"
	"caseweave/internal/core/casefile"
	"caseweave/internal/core/fault"
	"caseweave/internal/core/proof"

	"golang.org/x/mod/sumdb/tlog"
	"pgregory.net/rapid"
)

// evidentHistories holds that the tree of a history is always that of its records.
func evidentHistories(t *testing.T, place Place) {
	s := opened(t, place)
	var tenants atomic.Int64
	rapid.Check(t, func(rt *rapid.T) {
		h := begin(rt, fmt.Sprint("evident-", tenants.Add(1)), s)
		for range rapid.IntRange(1, 6).Draw(rt, "commits") {
			h.tellsMany(rapid.OneOf(rapid.IntRange(0, 3), rapid.IntRange(250, 600)).Draw(rt, "activities"))
			h.commit()
			if rapid.Bool().Draw(rt, "claimed anew") {
				head, err := s.Claim(context.Background(), h.tenant)
				if err != nil {
					rt.Fatal(err)
				}
				h.head = head
				h.next()
			}
			treeIsThatOfRecords(h, s)
		}
	})
}

// evidentAnew holds the same over restarts, and after commits that failed.
func evidentAnew(t *testing.T, place Place) {
	s := opened(t, place)
	h := begin(t, "acme", s)
	for _, n := range []int{1, 254, 1, 1, 700} {
		h.tellsMany(n)
		stale := h.set
		stale.Before.Sequence++
		if err := s.Commit(t.Context(), &stale); fault.KindOf(err) != fault.Conflict {
			t.Fatal(err)
		}
		h.commit()
		s = opened(t, place)
		h.stores = []Store{s}
		treeIsThatOfRecords(h, s)
	}
	c := h.opens(func(c *casefile.Case) { c.Title = "nul\x00 \u2028" })
	h.commit()
	treeIsThatOfRecords(h, s)
	records := must(s.CaseRecords(t.Context(), "acme", c.Number, 0, 10))(t)
	if len(records) != 1 || records[0].Entry != h.head.Entry || !strings.Contains(string(records[0].Text), "nul") {
		t.Errorf("the case's records are %+v", records)
	}
	same(t, "of another case", 0, len(must(s.CaseRecords(t.Context(), "acme", 77, 0, 10))(t)))
	for _, log := range []string{proof.History("nobody"), "nothing", ""} {
		if _, err := s.Records(t.Context(), log, 0, 1); fault.KindOf(err) != fault.NotFound {
			t.Errorf("the records of %q: %v", log, err)
		}
	}
	if _, err := s.CaseRecords(t.Context(), "nobody", 1, 0, 1); fault.KindOf(err) != fault.NotFound {
		t.Errorf("a stranger's records: %v", err)
	}
}

func (h *history) tellsMany(n int) {
	for i := range n {
		h.tells(activity.Fact{Kind: activity.Commented, Actor: activity.Automatic, Note: fmt.Sprint("note ", i)})
	}
}

func treeIsThatOfRecords(h *history, s Store) {
	h.Helper()
	if size := treeOf(h, s, proof.History(h.tenant)); size != h.head.Entry {
		h.Fatalf("the history has %d entries, not %d", size, h.head.Entry)
	}
}

// treeOf holds a log's tree against its records, and answers how many there are.
func treeOf(t tester, s Store, log string) uint64 {
	t.Helper()
	ctx := context.Background()
	var leaves []proof.Hash
	for more := true; more; {
		records, err := s.Records(ctx, log, uint64(len(leaves)), 400)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range records {
			if leaves = append(leaves, proof.Leaf(r.Text)); r.Entry != uint64(len(leaves)) {
				t.Fatalf("entry %d is at %d", r.Entry, len(leaves))
			}
		}
		more = len(records) == 400
	}
	size, err := s.LogSize(ctx, log)
	if err != nil || size != uint64(len(leaves)) {
		t.Fatalf("the tree has %d entries, the log %d: %v", size, len(leaves), err)
	}
	tree, err := proof.Grown(size, func(tiles []proof.Tile) ([][]byte, error) { return s.Tiles(ctx, log, tiles) })
	if err != nil || size > 0 && tree.Root() != rootOf(leaves) {
		t.Fatalf("the tree of %d entries is not that of the records: %v", size, err)
	}
	return size
}

// evidentActs holds the same of what administrators did.
func evidentActs(t *testing.T, place Place) {
	s := opened(t, place)
	deed := admin.Deed{By: activity.Actor{Kind: activity.System, Name: "test"}, At: start}
	same(t, "the logs of nothing", 0, len(must(s.Logs(t.Context()))(t)))
	for n := range 3 {
		id := fmt.Sprint("t", n)
		for _, c := range []admin.Change{
			deed.CreateTenant(access.Organisation{ID: id, Name: id, TimeZone: "UTC"}),
			deed.CreateUser(access.User{ID: id, Name: id, Role: access.Admin, Reach: access.Reach{TenantID: "t0"}}),
		} {
			if err := s.Administer(t.Context(), c); err != nil {
				t.Fatal(err)
			}
		}
		s = opened(t, place)
		for log, want := range map[string]int{"acts/root": n + 1, "acts/tenant:t0": n + 1, "acts/tenant:t1": 0} {
			same(t, "the size of "+log, uint64(want), treeOf(t, s, log))
		}
	}
	same(t, "the logs", []string{"acts/root", "acts/tenant:t0", "tenant/t0", "tenant/t1", "tenant/t2"}, must(s.Logs(t.Context()))(t))
}

// rootOf is that of a tree by its definition in RFC 6962, section 2.1.
func rootOf(leaves []proof.Hash) proof.Hash {
	if len(leaves) == 1 {
		return leaves[0]
	}
	k := 1
	for 2*k < len(leaves) {
		k *= 2
	}
	return tlog.NodeHash(rootOf(leaves[:k]), rootOf(leaves[k:]))
}

// checkpointsAreKept holds what a server signs, and what it signs with.
func checkpointsAreKept(t *testing.T, place Place) {
	s := opened(t, place)
	ctx := t.Context()
	if _, err := s.LastCheckpoint(ctx, "tenant/a"); fault.KindOf(err) != fault.NotFound {
		t.Errorf("a checkpoint of nothing: %v", err)
	}
	for _, c := range []struct {
		size uint64
		note string
	}{{9, "nine\n"}, {10, "ten\n"}, {10, "another\n"}, {2, "two\n"}} {
		if err := s.KeepCheckpoint(ctx, "tenant/a", c.size, c.note, start); err != nil {
			t.Fatal(err)
		}
	}
	same(t, "the keys before there are any", 0, len(must(s.SigningKeys(ctx))(t)))
	keys := []proof.SealedKey{{Public: "first", Secret: []byte{0, 1}}, {Public: "second", Secret: []byte{2}}}
	for after, key := range keys {
		if err := s.AddSigningKey(ctx, after, key, start); err != nil {
			t.Fatal(err)
		}
		if err := s.AddSigningKey(ctx, after, key, start); fault.KindOf(err) != fault.Conflict {
			t.Errorf("another key in its place: %v", err)
		}
	}
	s = opened(t, place)
	same(t, "the last checkpoint", "ten\n", must(s.LastCheckpoint(ctx, "tenant/a"))(t))
	same(t, "the keys", keys, must(s.SigningKeys(ctx))(t))
}
