package engine_test

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"caseweave/internal/core/casefile"
	"caseweave/internal/core/detection"
	"caseweave/internal/core/listing"
	"caseweave/internal/core/rule"
	"caseweave/internal/core/rulelog"
)

// Rules change without a pause while detections stream in from several senders.
func TestEachDetectionIsDecidedByTheVersionInForceAtItsPlace(t *testing.T) {
	h := newHouse(t, plain)
	const senders, requests, size = 4, 25, 50
	var sending sync.WaitGroup
	for s := range senders {
		sending.Go(func() {
			for r := range requests {
				var batch []*detection.Detection
				for i := range size {
					uid := fmt.Sprint(s, "-", r, "-", i)
					d := seen(uid, 700, uid, 0)
					d.CreatedAt = noon.Add(time.Duration(i) * time.Minute)
					batch = append(batch, d)
				}
				if _, err := h.Receive(t.Context(), home, records(batch)); err != nil {
					t.Error(err)
				}
			}
		})
	}
	done := make(chan struct{})
	go func() { sending.Wait(); close(done) }()
	edits := 0
	for sending := true; sending; edits++ {
		groups := []string{"hostnames()", "title", "usernames()"}
		b := rule.Book{Rules: []rule.Rule{{ID: "r", Title: fmt.Sprint("Edition ", edits), Filter: "severity >= 0.1", GroupBy: groups[edits%3 : edits%3+1]}}}
		if _, _, err := h.EditBook(t.Context(), home, author, nil, wholly(b)); err != nil {
			t.Fatal(err)
		}
		select {
		case <-done:
			sending = false
		default:
		}
	}
	decided := h.holdsTheVersions()
	if decided != senders*requests*size {
		t.Errorf("%d decisions are logged, not %d", decided, senders*requests*size)
	}
	t.Logf("%d editions while %d detections arrived", edits, decided)
}

// holdsTheVersions checks each line of the rule log and counts the decisions.
func (h house) holdsTheVersions() (decided int) {
	inForce := map[uint64]uint64{}
	r := listing.Request{Sort: "entry", Limit: listing.MaxLimit}
	for {
		page, err := h.keeper.RuleLogs(h.Context(), home.ID, casefile.AllSeeing, rulelog.Filter{}, r)
		if err != nil {
			h.Fatal(err)
		}
		for _, e := range page.Items {
			if e.Detection == nil {
				continue
			}
			if _, known := inForce[e.Sequence]; !known {
				then, err := h.keeper.Then(h.Context(), home.ID, e.Sequence)
				if err != nil {
					h.Fatal(err)
				}
				inForce[e.Sequence] = then.RuleSet
				decided++
			}
			if e.SetVersion != inForce[e.Sequence] {
				h.Errorf("entry %d at %d says version %d; in force was %d", e.Entry, e.Sequence, e.SetVersion, inForce[e.Sequence])
			}
		}
		if page.Next == nil {
			return decided
		}
		r.After = page.Next
	}
}
