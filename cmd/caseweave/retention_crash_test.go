package main

import (
	"database/sql"
	"fmt"
	"net/http"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	_ "modernc.org/sqlite" // to let detections be older than they are

	"caseweave/internal/edge/store/block"
)

// TestARemovalThatIsKilledIsWholeOrNotAtAll kills the server while it removes
// what it kept long enough, again and again until all of it is gone.
func TestARemovalThatIsKilledIsWholeOrNotAtAll(t *testing.T) {
	const old = 3000
	s := newServer(t)
	var body strings.Builder
	for n := range old {
		body.WriteString(strings.Replace(finding(fmt.Sprint("old-", n), fmt.Sprint("host-", n)), `"severity_id":4`, `"severity_id":1`, 1))
	}
	for n := range 50 {
		body.WriteString(finding(fmt.Sprint("in-a-case-", n), fmt.Sprint("host-", n)))
	}
	if a, err := s.send(strings.NewReader(body.String())); err != nil || a.Accepted != old+50 {
		t.Fatalf("%+v %v", a, err)
	}
	s.kill()
	age(t, s.data)
	s.start()
	if _, err := s.send(strings.NewReader(strings.Replace(finding("of today", "host"), `"severity_id":4`, `"severity_id":1`, 1))); err != nil {
		t.Fatal(err)
	}
	keepOpen(t, s, "1d")
	s.kill()
	s.start()
	for left := old; left > 0; {
		now := expired(s)
		for ; now == left && left > 0; now = expired(s) {
		}
		s.kill()
		left = checkRemoved(t, s.data, old)
		s.start()
	}
	if n := len(all[struct{}](s, "detections", "")); n != 51 {
		t.Errorf("%d detections are left, want the 50 in cases and the one of today", n)
	}
	if told, err := exec.Command("caseweave", "replay", "--data", s.data).CombinedOutput(); err != nil {
		t.Errorf("what outlived the crashes does not replay: %v\n%.2000s", err, told)
	}
}

// expired is how many detections are still to be removed.
func expired(s *server) int {
	var forecast struct {
		Retired []struct{ Count int }
	}
	s.get("retention", &forecast)
	return forecast.Retired[0].Count
}

// checkRemoved holds what is left of old detections against what the history says
// was removed, and answers it.
func checkRemoved(t *testing.T, data string, old int) (left int) {
	t.Helper()
	db, err := sql.Open("sqlite", filepath.Join(data, "caseweave.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	var all, told int
	for query, into := range map[string]*int{
		`SELECT count(*) FROM detections WHERE status = 'open' AND severity < 400`:                                    &left,
		`SELECT count(*) FROM detections`:                                                                             &all,
		`SELECT coalesce(sum(json_extract(canonical, '$.new')), 0) FROM activities WHERE kind = 'detections_retired'`: &told,
	} {
		if err := db.QueryRow(query).Scan(into); err != nil {
			t.Fatal(err)
		}
	}
	left-- // the one of today
	raws := events(t, db)
	if told != old-left || raws != all {
		t.Fatalf("%d are left of %d, the history tells of %d; %d raw events of %d detections", left, old, told, raws, all)
	}
	return left
}

// events counts what the blocks of raw events hold.
func events(t *testing.T, db *sql.DB) (n int) {
	t.Helper()
	rows, err := db.Query(`SELECT events FROM raw_blocks`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var text []byte
		if err := rows.Scan(&text); err != nil {
			t.Fatal(err)
		}
		some, err := block.Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		n += len(some)
	}
	return n
}

// age lets all detections be received three days earlier than they were.
func age(t *testing.T, data string) {
	t.Helper()
	db, err := sql.Open("sqlite", filepath.Join(data, "caseweave.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec(`UPDATE detections SET received_at = received_at - 3 * 86400000000`); err != nil {
		t.Fatal(err)
	}
}

func keepOpen(t *testing.T, s *server, kept string) {
	t.Helper()
	request, err := http.NewRequest(http.MethodPatch, "http://"+s.address+"/api/v1/tenants/default/settings", strings.NewReader(`{"keep_open":"`+kept+`"}`))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Authorization", "Bearer "+s.token)
	request.Header.Set("Content-Type", "application/json")
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	response.Body.Close()
	if response.StatusCode != http.StatusOK {
		t.Fatalf("the settings answer %s", response.Status)
	}
}
