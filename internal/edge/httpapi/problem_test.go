package httpapi

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"

	"caseweave/internal/core/fault"
)

func TestFaultsBecomeProblems(t *testing.T) {
	for kind, status := range map[fault.Kind]int{
		fault.Invalid: 422, fault.NotFound: 404, fault.Conflict: 409, fault.Denied: 403,
		fault.TooLarge: 413, fault.Unavailable: 503, fault.Busy: 429, fault.Internal: 500,
	} {
		w := newWorld(t)
		w.shelf.fails = fault.Because(errors.New("the cause"), kind, "A sentence.").With(fault.Detail{Location: "x", Line: 1, Column: 2, Message: "M", Suggestion: "s"})
		answer := w.ask("admin", "GET", "/api/v1/tenants/default/cases", "")
		p := w.problem(answer, status)
		if strings.Contains(answer.Body.String(), "the cause") {
			t.Errorf("%s tells its cause: %s", kind, answer.Body)
		}
		if kind != fault.Internal && p.Detail != "A sentence." {
			t.Errorf("%s: detail is %q", kind, p.Detail)
		}
		if status < 500 && (len(p.Errors) != 1 || p.Errors[0] != fault.DetailsOf(w.shelf.fails)[0]) {
			t.Errorf("%s: errors are %v", kind, p.Errors)
		}
		if (status == 503 || status == 429) != (answer.Header().Get("Retry-After") != "") {
			t.Errorf("%s: Retry-After is %q", kind, answer.Header().Get("Retry-After"))
		}
		if logged := strings.Count(w.log.String(), "the cause"); logged != btoi(status >= 500) {
			t.Errorf("%s is logged %d times", kind, logged)
		}
	}
}

func TestWhatAFaultSaysBeginsWithACapital(t *testing.T) {
	for said, want := range map[string]string{
		"the body broke off": "The body broke off.", "élan.": "Élan.", "created_at is no text.": "created_at is no text.",
		"group_by[0] fails": "group_by[0] fails.", `"x" is no duration`: `"x" is no duration.`, "\xff": "\ufffd.",
	} {
		w := newWorld(t)
		w.shelf.fails = fault.New(fault.Invalid, "%s", said).With(fault.Detail{Message: "it is wrong."})
		if p := w.problem(w.ask("admin", "GET", cases, ""), 422); p.Detail != want || p.Errors[0].Message != "It is wrong." {
			t.Errorf("%q is told as %+v", said, p)
		}
	}
}

func TestRefusalsAreSentencesForPeople(t *testing.T) {
	w := newWorld(t)
	for _, c := range [][3]string{
		{"POST", "/api/v1/login", `{"user":1}`},
		{"POST", "/api/v1/login", `{"user":"a"}`},
		{"POST", "/api/v1/login", `{"usr":"a"}`},
		{"POST", "/api/v1/login", `[]`},
		{"POST", "/api/v1/login", `{`},
		{"POST", "/api/v1/login", `x`},
		{"POST", "/api/v1/login", ``},
		{"GET", cases + "?limit=x", ""},
		{"GET", cases + "?limit=0", ""},
		{"GET", cases + "?sort=x", ""},
		{"GET", cases + "?page=1", ""},
	} {
		text := w.ask("admin", c[0], c[1], c[2]).Body.String()
		for _, foreign := range []string{"xpected", "propert", "json:", "nvalid", "Go ", "character '"} {
			if strings.Contains(text, foreign) {
				t.Errorf("%v: %s", c, text)
			}
		}
	}
}

func TestADefectIsFoundInTheLogByItsReference(t *testing.T) {
	w := newWorld(t)
	w.shelf.fails = errors.New("disk on fire\nlevel=ERROR msg=forged")
	p := w.problem(w.ask("admin", "GET", "/api/v1/tenants/default/cases", ""), 500)
	if p.Reference == "" || !strings.Contains(p.Detail, p.Reference) || !strings.Contains(w.log.String(), p.Reference) {
		t.Errorf("reference %q, detail %q, log %s", p.Reference, p.Detail, w.log)
	}
	if strings.Count(w.log.String(), "\n") != 1 {
		t.Errorf("hostile text broke the line: %s", w.log)
	}
}

func TestAPanicIsAProblemAndALine(t *testing.T) {
	w := newWorld(t)
	w.desk.panics = "boom"
	p := w.problem(w.ask("admin", "POST", "/api/v1/tenants/default/detections?source=ocsf", "x"), 500)
	if !strings.Contains(w.log.String(), "boom") || !strings.Contains(w.log.String(), p.Reference) || strings.Count(w.log.String(), "\n") != 1 {
		t.Errorf("log: %s", w.log)
	}
}

func TestAClientThatLeftIsNoDefect(t *testing.T) {
	w := newWorld(t)
	w.shelf.fails = context.Canceled
	w.problem(w.ask("admin", "GET", "/api/v1/tenants/default/cases", ""), 503)
	if w.log.Len() > 0 {
		t.Errorf("logged: %s", w.log)
	}
}

func TestWhatDoesNotFitTheDescriptionIsTheSameProblem(t *testing.T) {
	w := newWorld(t)
	for _, c := range []struct {
		name, method, path, body, media string
		status                          int
		location                        string
	}{
		{"no JSON", "POST", "/api/v1/login", "{", "", 400, "body"},
		{"no body", "POST", "/api/v1/login", "", "", 400, ""},
		{"unknown field", "POST", "/api/v1/login", `{"user":"a","password":"b","role":"admin"}`, "", 422, "body.role"},
		{"field in other letters", "POST", "/api/v1/login", `{"user":"a","password":"b","Password":"c"}`, "", 422, "body.Password"},
		{"missing field", "POST", "/api/v1/login", `{"user":"a"}`, "", 422, "body"},
		{"wrong type", "POST", "/api/v1/login", `{"user":1,"password":"b"}`, "", 422, "body.user"},
		{"too large", "POST", "/api/v1/login", `{"user":"` + strings.Repeat("a", maxBody) + `"}`, "", 413, ""},
		{"other media", "POST", "/api/v1/login", "user=a", "application/x-www-form-urlencoded", 415, "body"},
		{"deep", "POST", "/api/v1/login", strings.Repeat("[", 100_000), "", 400, "body"},
		{"unknown parameter", "GET", "/api/v1/tenants/default/cases?page=2", "", "", 422, "query.page"},
		{"unknown parameter of a raw one", "POST", "/api/v1/tenants/default/detections?source=ocsf&sauce=x", "", "", 422, "query.sauce"},
		{"broken query", "GET", "/api/v1/tenants/default/cases?q=%zz", "", "", 400, ""},
		{"broken query of a raw one", "POST", "/api/v1/tenants/default/detections?source=ocsf&%zz", "", "", 400, ""},
		{"semicolon in a query", "GET", "/api/v1/tenants/default/cases?q=a;limit=1", "", "", 400, ""},
		{"parameter twice", "GET", "/api/v1/tenants/default/cases?limit=1&limit=2", "", "", 422, "query.limit"},
		{"parameter twice of a raw one", "POST", "/api/v1/tenants/default/detections?source=ocsf&source=ocsf", "", "", 422, "query.source"},
		{"limit 0", "GET", "/api/v1/tenants/default/cases?limit=0", "", "", 422, "query.limit"},
		{"limit 501", "GET", "/api/v1/tenants/default/cases?limit=501", "", "", 422, "query.limit"},
		{"limit x", "GET", "/api/v1/tenants/default/cases?limit=x", "", "", 422, "query.limit"},
		{"unknown sort", "GET", "/api/v1/tenants/default/cases?sort=colour", "", "", 422, "query.sort"},
		{"bad cursor", "GET", "/api/v1/tenants/default/cases?cursor=x", "", "", 422, "query.cursor"},
		{"bad filter", "GET", "/api/v1/tenants/default/cases?q=severty+%3E+%27low%27", "", "", 422, "query.q"},
		{"unknown path", "GET", "/api/v1/tenants/default/nothing", "", "", 404, ""},
		{"unknown path below api", "GET", "/api/", "", "", 404, ""},
		{"other method", "DELETE", "/api/v1/me", "", "", 405, ""},
		{"other method", "PATCH", "/api/v1/tenants/default/rules", "", "", 405, ""},
		{"other method on the page", "POST", "/", "", "", 405, ""},
		{"no file", "GET", "/nothing.js", "", "", 404, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			w.t = t
			answer := w.ask("admin", c.method, c.path, c.body, "Content-Type", c.media)
			p := w.problem(answer, c.status)
			if c.location != "" && (len(p.Errors) == 0 || p.Errors[0].Location != c.location) {
				t.Errorf("errors are %+v, want the first at %s", p.Errors, c.location)
			}
			if c.status == http.StatusMethodNotAllowed && answer.Header().Get("Allow") == "" {
				t.Error("405 does not say what is allowed")
			}
			if len(answer.Body.String()) > 1000 {
				t.Errorf("the answer is %d bytes long", answer.Body.Len())
			}
		})
	}
}
