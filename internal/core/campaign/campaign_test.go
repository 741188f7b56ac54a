package campaign

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

var start = time.Date(2026, 5, 4, 8, 0, 0, 0, time.UTC)

// said is what the tests read of an event.
type said struct {
	ClassUID    int `json:"class_uid"`
	SeverityID  int `json:"severity_id"`
	FindingInfo struct {
		UID           string
		Title         string
		CreatedTimeDT time.Time `json:"created_time_dt"`
		CreatedTime   int64     `json:"created_time"`
		Attacks       []struct{ Tactic, Technique struct{ UID, Name string } }
	} `json:"finding_info"`
	Device      struct{ Hostname string }
	Observables []struct{ Value string }
}

func read(t *testing.T, e Event) (s said) {
	t.Helper()
	if err := json.Unmarshal(e.JSON, &s); err != nil {
		t.Fatalf("%v\n%s", err, e.JSON)
	}
	return s
}

// two is a story of two intrusions.
var two = Options{Campaigns: 2}

func TestTheSameSeedTellsTheSameStory(t *testing.T) {
	a, b, other := New(7, start, two), New(7, start, two), New(8, start, two)
	differs := false
	for range 2000 {
		x, y, z := a.Next(), b.Next(), other.Next()
		if !bytes.Equal(x.JSON, y.JSON) || !x.At.Equal(y.At) || x.Campaign != y.Campaign {
			t.Fatalf("%s\n%s", x.JSON, y.JSON)
		}
		differs = differs || !bytes.Equal(x.JSON, z.JSON)
	}
	if !differs {
		t.Error("another seed tells the same")
	}
}

func TestEveryEventIsAFindingOfItsOwn(t *testing.T) {
	uids := map[string]bool{}
	var at time.Time
	total := 0
	for _, s := range []*Story{New(1, start, two), New(2, start, two), New(1, start.Add(time.Hour), two)} {
		at = time.Time{}
		for range 5000 {
			e := s.Next()
			f := read(t, e)
			if f.ClassUID != 2004 || f.FindingInfo.Title == "" || f.Device.Hostname == "" || uids[f.FindingInfo.UID] {
				t.Fatalf("%s", e.JSON)
			}
			if e.At.Before(at) || !f.FindingInfo.CreatedTimeDT.Equal(e.At) || f.FindingInfo.CreatedTime != e.At.UnixMilli() {
				t.Fatalf("at %v after %v: %s", e.At, at, e.JSON)
			}
			if bytes.Contains(e.JSON, []byte("\n")) || bytes.Contains(e.JSON, []byte(`:""`)) {
				t.Fatalf("a line's end or an empty text in %s", e.JSON)
			}
			uids[f.FindingInfo.UID], at = true, e.At
			total += len(e.JSON)
		}
	}
	if mean := total / len(uids); mean < 1200 || mean > 1700 {
		t.Errorf("%d bytes an event", mean)
	}
}

func TestTwoCampaignsAreWovenIntoNoiseThatKeepsTricklingIn(t *testing.T) {
	s := New(42, start, two)
	steps := map[int]int{}
	grave, last := 0, 0
	for n := range 3000 {
		e := s.Next()
		f := read(t, e)
		if steps[e.Campaign]++; e.Campaign != 0 {
			last = n
		} else if f.SeverityID >= 3 {
			grave++
		}
	}
	if len(steps) != 3 || steps[1] != len(plots[0].steps) || steps[2] != len(plots[1].steps) {
		t.Errorf("steps by campaign: %v", steps)
	}
	if last > 1500 {
		t.Errorf("the last step came as event %d", last)
	}
	if grave < 30 || grave > 300 {
		t.Errorf("%d of 3000 everyday events trigger rules", grave)
	}
}

func TestACampaignHangsTogether(t *testing.T) {
	s := New(3, start, Options{})
	var links []string // what the steps so far spoke of, of campaign 1
	begun := time.Time{}
	for range 2000 {
		e := s.Next()
		if e.Campaign != 1 {
			continue
		}
		var now []string
		for _, o := range read(t, e).Observables {
			now = append(now, o.Value)
		}
		shared := slices.ContainsFunc(now, func(v string) bool { return slices.Contains(links, v) })
		if begun.IsZero() {
			begun = e.At
		} else if !shared {
			t.Errorf("%v shares nothing with %v", now, links)
		}
		if e.At.Sub(begun) > 4*time.Hour {
			t.Errorf("a step comes %v after the first", e.At.Sub(begun))
		}
		links = append(links, now...)
	}
}

func TestHowManyCampaignsThereAreIsAnOption(t *testing.T) {
	for campaigns, want := range map[int]int{-1: 0, 1: 1, 3: 3} {
		if got := begun(New(1, start, Options{Campaigns: campaigns}), 6000); got != want {
			t.Errorf("%d campaigns of %d", got, campaigns)
		}
	}
	if got := begun(New(1, start, Options{NoisePerStep: 5}), 6000); got < 20 {
		t.Errorf("%d campaigns without end", got)
	}
}

func begun(s *Story, events int) (most int) {
	for range events {
		most = max(most, s.Next().Campaign)
	}
	return most
}

func TestASmallCompanyWillDo(t *testing.T) {
	s := New(1, start, Options{Hosts: 1, Users: 1, Pace: time.Nanosecond, NoisePerStep: 1})
	for range 500 {
		read(t, s.Next())
	}
}

// TestTechniquesAreThoseOfTheMatrix compares ids and names with the real ones.
func TestTechniquesAreThoseOfTheMatrix(t *testing.T) {
	text, err := os.ReadFile(filepath.Join("..", "attack", "techniques.tsv"))
	if err != nil {
		t.Fatal(err)
	}
	patterns := slices.Clone(draw)
	for _, plot := range plots {
		for _, s := range plot.steps {
			patterns = append(patterns, s.pattern)
		}
	}
	for _, p := range patterns {
		if !strings.Contains("\n"+string(text), "\n"+p.technique+"\t"+p.means+"\t") || tactics[p.tactic] == "" {
			t.Errorf("%s: %s %s (%s)", p.id, p.technique, p.means, p.tactic)
		}
	}
}

func BenchmarkNext(b *testing.B) {
	s := New(1, start, Options{})
	b.ReportAllocs()
	for b.Loop() {
		b.SetBytes(int64(len(s.Next().JSON)))
	}
}
