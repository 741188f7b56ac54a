package store_test

import (
	"context"
	"database/sql"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"caseweave/internal/core/access"
	"caseweave/internal/core/admin"
	"caseweave/internal/core/casefile"
	"caseweave/internal/core/change"
	"caseweave/internal/core/detection"
	"caseweave/internal/core/listing"
	"caseweave/internal/core/query"
	"caseweave/internal/edge/store"
	"caseweave/internal/edge/store/sqlite"
)

// kept is an installation with one tenant, whose ledger a test writes.
type kept struct {
	*testing.T
	*sqlite.Store
	dir  string
	head change.Head
}

func keep(t *testing.T) *kept {
	t.Helper()
	k := &kept{T: t, dir: t.TempDir()}
	s, err := sqlite.Open(t.Context(), k.dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	if k.Store = s; s.Administer(t.Context(), admin.Deed{}.CreateTenant(access.Organisation{ID: "acme"})) != nil {
		t.Fatal("no tenant")
	}
	k.claim()
	return k
}

func (k *kept) claim() {
	k.Helper()
	head, err := k.Claim(k.Context(), "acme")
	if err != nil {
		k.Fatal(err)
	}
	k.head = head
}

// arrive commits detections of hosts, by uids, and perhaps an update of the first of all.
func (k *kept) arrive(hosts map[string]string, order []string, again bool) {
	k.Helper()
	set := change.Set{TenantID: "acme", Before: k.head, After: k.head}
	for _, uid := range order {
		set.After.Sequence++
		a := set.After.Sequence
		set.Arrived = append(set.Arrived, detection.Detection{
			ID: detection.ID(a), Arrival: a, UID: uid, Title: uid, Status: detection.Open, Entities: []detection.Entity{detection.Entity("host:" + hosts[uid])},
		})
	}
	if again {
		set.After.Sequence++
		set.Updated = []change.Update{{Sequence: set.After.Sequence, Applied: true, Version: detection.Detection{
			ID: detection.ID(1), Arrival: 1, UID: "0", Title: "again", Status: detection.Open, Entities: []detection.Entity{"host:h0"},
			LastSeenAt: time.UnixMicro(int64(set.After.Sequence)),
		}}}
	}
	if err := k.Commit(k.Context(), &set); err != nil {
		k.Fatal(err)
	}
	k.head = set.After
}

// Segments overlap where old detections are updated. A list that asks for more of
// them than a request reads goes on all the same.
func TestAListOfManyMarksEnds(t *testing.T) {
	defer store.SealEach(100)()
	defer store.LookAtMost(500)()
	k := keep(t)
	hosts := map[string]string{}
	for part := range 20 {
		var order []string
		for i := range 60 {
			uid := fmt.Sprint(part*60 + i)
			hosts[uid], order = fmt.Sprint("h", (part*60+i)%400), append(order, uid)
		}
		k.arrive(hosts, order, part > 0)
		k.Sealed()
	}
	var names []string
	for i := range 400 {
		names = append(names, fmt.Sprintf("'host:h%d'", i))
	}
	e, err := query.ParseFilter("entities IN (" + strings.Join(names, ", ") + ")")
	if err != nil {
		t.Fatal(err)
	}
	for _, descending := range []bool{false, true} {
		seen := map[string]int{}
		r := listing.Request{Filter: e, Sort: "arrival", Descending: descending, Limit: 50}
		for pages := 0; ; pages++ {
			page, err := k.Detections(t.Context(), "acme", casefile.AllSeeing, r)
			if err != nil || pages > 100 {
				t.Fatalf("after %d pages: %v", pages, err)
			}
			for _, d := range page.Items {
				seen[d.ID]++
			}
			if r.After = page.Next; r.After == nil {
				break
			}
		}
		for id, n := range seen {
			if n > 1 {
				t.Errorf("%s is listed %d times", id, n)
			}
		}
		if len(seen) != 1200 {
			t.Errorf("descending %v: %d of 1,200 are listed", descending, len(seen))
		}
	}
}

// What a database loses after it was committed is forgotten with the next claim.
func TestMarksThatTheDatabaseLostAreForgotten(t *testing.T) {
	k := keep(t)
	k.arrive(nil, []string{"a"}, false)
	k.arrive(nil, []string{"lost"}, false)
	known := func(uid string) int {
		found, err := k.Known(t.Context(), "acme", []detection.Identity{{UID: uid}})
		if err != nil {
			t.Fatal(err)
		}
		return len(found)
	}
	if known("a")+known("lost") != 2 {
		t.Fatal("what was committed is not known")
	}
	db, err := sql.Open("sqlite", filepath.Join(k.dir, sqlite.File))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for _, statement := range []string{
		"DELETE FROM detections WHERE arrival = 2", "DELETE FROM raw_blocks WHERE first = 2", "DELETE FROM mark_tails WHERE place = 2", "UPDATE tenants SET sequence = 1",
	} {
		if _, err := db.Exec(statement); err != nil {
			t.Fatal(err)
		}
	}
	k.claim()
	k.arrive(nil, []string{"b"}, false)
	if known("b") != 1 || known("lost") != 0 {
		t.Errorf("b, which is stored, is known %d times; what was lost %d times", known("b"), known("lost"))
	}
}

// A write that failed for another reason does not say that the disk has room again.
func TestADiskThatIsFullStaysSo(t *testing.T) {
	k := keep(t)
	ctx, gone := context.WithCancel(t.Context())
	gone()
	k.Trouble()
	if _, err := k.Claim(ctx, "acme"); err == nil {
		t.Fatal("it was written for a caller who had gone")
	}
	if !k.Troubled() {
		t.Error("the disk that was full is taken to have room again")
	}
	k.claim()
	if k.Troubled() {
		t.Error("after a write that went well the disk is taken to be full")
	}
}
