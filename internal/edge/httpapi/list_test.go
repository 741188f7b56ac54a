package httpapi

import (
	"encoding/json"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"caseweave/internal/core/access"
	"caseweave/internal/core/casefile"
	"caseweave/internal/core/detection"
	"caseweave/internal/core/listing"
)

const cases = "/api/v1/tenants/default/cases"

func TestAListIsAskedForAsTheSenderSays(t *testing.T) {
	w := newWorld(t)
	cursor := listing.Cursor{Sort: "-score", Number: 70, ID: 7}
	answered[CaseList](t, w.ask("admin", "GET", cases+"?limit=7&sort=-score&cursor="+mark(cases, "severity >= 'high'")+cursor.String()+"&q="+url.QueryEscape("severity >= 'high'"), ""))
	a := w.shelf.asked
	if a.Limit != 7 || a.Sort != "score" || !a.Descending || *a.After != cursor || a.Filter.String() != "severity >= 'high'" {
		t.Errorf("asked %+v %v", a, a.Filter)
	}
}

func TestAListIsAskedForWithItsDefaults(t *testing.T) {
	w := newWorld(t)
	for path, sort := range map[string]string{
		cases: "updated_at", "/api/v1/tenants/default/detections": "arrival", cases + "/SECC0000042/detections": "arrival", cases + "/42/activity": "entry",
	} {
		if a := w.ask("admin", "GET", path, ""); a.Code != 200 {
			t.Fatalf("%s: %d %s", path, a.Code, a.Body)
		}
		if a := w.shelf.asked; a.Limit != listing.DefaultLimit || a.Sort != sort || !a.Descending || a.After != nil {
			t.Errorf("%s asked %+v", path, a)
		}
	}
	if w.ask("admin", "GET", cases+"?limit=500", ""); w.shelf.asked.Limit != listing.MaxLimit {
		t.Errorf("the description's longest page is not listing.MaxLimit")
	}
}

func TestEarliestAndLatestBoundCreatedAt(t *testing.T) {
	w := newWorld(t)
	before := time.Now()
	w.ask("admin", "GET", cases+"?q="+url.QueryEscape("score > 5 EARLIEST=-4h LATEST='2026-05-01T12:00:00Z'"), "")
	text := w.shelf.asked.Filter.String()
	for _, part := range []string{"score > 5", "created_at >= '" + before.Add(-4*time.Hour).UTC().Format("2006-01-02T15"), "created_at <= '2026-05-01T12:00:00Z'"} {
		if !strings.Contains(text, part) {
			t.Errorf("%s lacks %s", text, part)
		}
	}
}

func TestAMistakeInAFilterIsLocated(t *testing.T) {
	w := newWorld(t)
	p := w.problem(w.ask("admin", "GET", cases+"?q="+url.QueryEscape("severity >= 'high' AND scroe > 5"), ""), 422)
	if len(p.Errors) == 0 || p.Errors[0].Line != 1 || p.Errors[0].Column != 24 || !strings.Contains(p.Errors[0].Suggestion, "score") {
		t.Errorf("errors: %+v", p.Errors)
	}
}

func TestACursorOfAnotherOrderIsRefused(t *testing.T) {
	w := newWorld(t)
	c := mark(cases, "") + listing.Cursor{Sort: "score"}.String()
	p := w.problem(w.ask("admin", "GET", cases+"?sort=-score&cursor="+c, ""), 422)
	if !strings.Contains(p.Detail, "sorted by") {
		t.Errorf("%+v", p)
	}
}

func TestACursorContinuesNoListButItsOwn(t *testing.T) {
	w := newWorld(t)
	w.token["root"] = w.people.mint(access.Admin, access.Reach{Root: true})
	given := answered[CaseList](t, w.ask("root", "GET", cases+"?sort=-score&q=score+%3E+5", "")).NextCursor
	at := func(path, more string) *httptest.ResponseRecorder {
		return w.ask("root", "GET", path+"?sort=-score&cursor="+given+more, "")
	}
	answered[CaseList](t, at(cases, "&q=score+%3E+5"))
	for _, other := range []*httptest.ResponseRecorder{
		at(cases, ""), at(cases, "&q=score+%3E+6"), at(strings.Replace(cases, "default", "other", 1), "&q=score+%3E+5"),
		w.ask("root", "GET", cases+"?cursor="+mark(cases, ""), ""), w.ask("root", "GET", cases+"?sort=-score&cursor="+given[8:], ""),
	} {
		if p := w.problem(other, 422); p.Errors[0].Location != "query.cursor" || p.Detail != "This cursor is not one that this list gave." {
			t.Errorf("%+v", p)
		}
	}
}

func TestNULInAFilterIsToldAsSuch(t *testing.T) {
	w := newWorld(t)
	if p := w.problem(w.ask("admin", "GET", cases+"?q=a%00", ""), 422); !strings.Contains(p.Detail, "NUL") || p.Errors[0].Location != "query.q" {
		t.Errorf("%+v", p)
	}
}

func TestEverySortOfCoreIsDescribed(t *testing.T) {
	w := newWorld(t)
	for path, fields := range map[string][]string{cases: casefile.Sorts, "/api/v1/tenants/default/detections": detection.Sorts} {
		for _, f := range fields {
			if a := w.ask("admin", "GET", path+"?sort="+f, ""); a.Code != 200 {
				t.Errorf("%s by %s: %d", path, f, a.Code)
			}
		}
	}
}

func TestNothingIsNullThatTheDescriptionCallsAList(t *testing.T) {
	for _, v := range []any{exampleTelling.caseOf(casefile.Case{}), exampleTelling.detectionOf(casefile.Filed{}), exampleTelling.receiptOf(exampleEmptyAnswer)} {
		b, _ := json.Marshal(v)
		var fields map[string]any
		_ = json.Unmarshal(b, &fields)
		for name, value := range fields {
			if value == nil && !slices.Contains([]string{"assignee", "assignee_name", "rule", "template", "continues", "merged_into"}, name) {
				t.Errorf("%s is null", name)
			}
		}
	}
}

func TestListsLeaveTheRawEventOut(t *testing.T) {
	w := newWorld(t)
	if a := w.ask("admin", "GET", "/api/v1/tenants/default/detections", ""); strings.Contains(a.Body.String(), `"raw"`) {
		t.Error("the list tells raw events")
	}
	if d := answered[Detection](t, w.ask("admin", "GET", "/api/v1/tenants/default/detections/d1", "")); string(d.Raw) != string(exampleEvent) {
		t.Errorf("raw is %s", d.Raw)
	}
}

func TestACaseTellsItsHostsAndUsers(t *testing.T) {
	w := newWorld(t)
	c := answered[CaseDetail](t, w.ask("admin", "GET", cases+"/secc0000042", ""))
	if c.Number != "SECC0000042" || c.HostCount != 1 || c.Hosts[0] != "web-1" || c.Users[0] != "www-data" || c.KillChain[1].Detections != 1 {
		t.Errorf("%+v", c)
	}
	for _, number := range []string{"SECC0000041", "0", "x", "-1", "99999999999999999999"} {
		w.problem(w.ask("admin", "GET", cases+"/"+number, ""), 404)
	}
}
