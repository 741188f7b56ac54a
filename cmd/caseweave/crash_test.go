package main

import (
	"fmt"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"testing"
)

// TestWhatWasAcknowledgedSurvivesKill kills the server again and again while
// several senders are at it, and holds what is stored against what was answered.
func TestWhatWasAcknowledgedSurvivesKill(t *testing.T) {
	const rounds, senders, requests, perRequest = 4, 3, 40, 25
	s := newServer(t)
	var acknowledged []string
	for round := range rounds {
		var mu sync.Mutex
		var group sync.WaitGroup
		enough := make(chan struct{})
		killAt := 20 + 15*round
		for sender := range senders {
			group.Go(func() {
				for n := range requests {
					uids := uidsOf(round, sender, n, perRequest)
					if a, err := s.send(strings.NewReader(bodyOf(uids))); err != nil || a.Status != 200 {
						return
					}
					mu.Lock()
					acknowledged = append(acknowledged, uids...)
					if len(acknowledged) >= (round*60+killAt)*perRequest {
						select {
						case <-enough:
						default:
							close(enough)
						}
					}
					mu.Unlock()
				}
			})
		}
		<-enough
		s.kill()
		group.Wait()
		s.start()
		checkStored(t, s, acknowledged)
	}
	// Everything once more: what was stored without an answer is unchanged, too.
	for round := range rounds {
		for sender := range senders {
			for n := range requests {
				if _, err := s.send(strings.NewReader(bodyOf(uidsOf(round, sender, n, perRequest)))); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
	if stored := checkStored(t, s, acknowledged); stored != rounds*senders*requests*perRequest {
		t.Errorf("%d detections are stored, %d were sent", stored, rounds*senders*requests*perRequest)
	}
	if told, err := exec.Command("caseweave", "replay", "--data", s.data).CombinedOutput(); err != nil {
		t.Errorf("what outlived the crashes does not replay: %v\n%.2000s", err, told)
	}
}

func uidsOf(round, sender, n, perRequest int) []string {
	uids := make([]string, perRequest)
	for i := range uids {
		uids[i] = fmt.Sprintf("r%d-s%d-n%d-%d", round, sender, n, i)
	}
	return uids
}

func bodyOf(uids []string) string {
	var b strings.Builder
	for i, uid := range uids {
		b.WriteString(finding(uid, fmt.Sprintf("host-%d", i)))
	}
	return b.String()
}

// checkStored holds the store against itself and against what was answered.
func checkStored(t *testing.T, s *server, acknowledged []string) int {
	t.Helper()
	type stored struct {
		UID   string   `json:"uid"`
		Cases []string `json:"cases"`
	}
	seen, members := map[string]int{}, map[string]int{}
	for _, d := range all[stored](s, "detections", "") {
		seen[d.UID]++
		for _, number := range d.Cases {
			members[number]++
		}
		if len(d.Cases) != 1 {
			t.Errorf("%s is in %d cases", d.UID, len(d.Cases))
		}
	}
	for uid, n := range seen {
		if n != 1 {
			t.Errorf("%s is stored %d times", uid, n)
		}
	}
	for _, uid := range acknowledged {
		if seen[uid] == 0 {
			t.Errorf("%s was acknowledged and is lost", uid)
		}
	}
	type opened struct {
		Number string `json:"number"`
		Count  int    `json:"detection_count"`
	}
	cases := all[opened](s, "cases", "")
	for _, c := range cases {
		if c.Count != members[c.Number] {
			t.Errorf("%s says %d detections and has %d", c.Number, c.Count, members[c.Number])
		}
		checkHistory(t, s, c.Number, c.Count)
	}
	if len(cases) != len(members) {
		t.Errorf("%d cases are listed, detections name %d", len(cases), len(members))
	}
	return len(seen)
}

// checkHistory finds a case opened once and each member added once.
func checkHistory(t *testing.T, s *server, number string, members int) {
	t.Helper()
	type fact struct {
		Kind      string `json:"kind"`
		Detection *struct {
			ID string `json:"id"`
		} `json:"detection"`
	}
	opened := 0
	var added []string
	for _, f := range all[fact](s, "cases/"+number+"/activity", "") {
		switch f.Kind {
		case "case_opened":
			opened++
		case "detection_added":
			added = append(added, f.Detection.ID)
		}
	}
	slices.Sort(added)
	if opened != 1 || len(added) != members || len(slices.Compact(added)) != members {
		t.Errorf("%s was opened %d times and tells of %d of its %d members", number, opened, len(added), members)
	}
}
