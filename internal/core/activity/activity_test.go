package activity

import (
	"testing"
	"time"
)

func TestTheCanonicalEncodingIsFixed(t *testing.T) {
	a := Activity{
		TenantID: "acme", Entry: 7, Sequence: 5,
		At: time.Date(2026, 5, 1, 14, 0, 0, 123456789, time.FixedZone("", 7200)),
		Fact: Fact{
			Kind: DetectionAdded, Case: 3, Actor: Automatic,
			Detection: &Subject{ID: "d00000000002a", Title: "<script>\u202e & é"},
			Rule:      &Rule{ID: "r", Title: "Rule", SetVersion: 2},
		},
	}
	const want = `{"actor":{"kind":"engine","name":"Automatic cases"},"at":"2026-05-01T12:00:00.123456Z","case":3,` +
		"\"detection\":{\"id\":\"d00000000002a\",\"title\":\"<script>\u202e & é\"},\"entry\":7,\"kind\":\"detection_added\"," +
		`"rule":{"id":"r","set_version":2,"title":"Rule"},"sequence":5,"tenant_id":"acme"}`
	if got := string(a.Canonical()); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestEveryChangeOfAnActivityShows(t *testing.T) {
	base := Activity{TenantID: "t", Entry: 1, Sequence: 1, Fact: Fact{Kind: CaseOpened, Case: 1, Actor: Automatic}}
	seen := map[string]bool{string(base.Canonical()): true}
	for _, change := range []func(*Activity){
		func(a *Activity) { a.TenantID = "u" },
		func(a *Activity) { a.Entry = 2 },
		func(a *Activity) { a.Sequence = 2 },
		func(a *Activity) { a.At = time.Unix(1, 0) },
		func(a *Activity) { a.Kind = TitleChanged },
		func(a *Activity) { a.Case = 2 },
		func(a *Activity) { a.Actor = Actor{Kind: User, ID: "u", Name: "U"} },
		func(a *Activity) { a.Detection = &Subject{ID: "d"} },
		func(a *Activity) { a.Rule = &Rule{ID: "r"} },
		func(a *Activity) { a.Old = "x" },
		func(a *Activity) { a.New = "x" },
		func(a *Activity) { a.Note = "x" },
	} {
		a := base
		change(&a)
		if text := string(a.Canonical()); seen[text] {
			t.Errorf("a change is not to be seen in %s", text)
		} else {
			seen[text] = true
		}
	}
}
