package httpapi

import (
	"encoding/json"
	"fmt"
	"net/http/httptest"
	"os"
	"strings"
	"testing"

	"caseweave/internal/core/access"
	"caseweave/internal/core/rule"
	"caseweave/internal/core/savedview"
	"caseweave/internal/core/settings"
)

// spoken is an operation as openapi.json tells it.
type spoken struct {
	method, path, id, needs string
	// place is where it is done, where the path does not say so.
	place       string
	body, media string
}

// operations are all that openapi.json describes, with its examples filled in.
func operations(t testing.TB) []spoken {
	text, err := os.ReadFile("openapi.json")
	if err != nil {
		t.Fatal(err)
	}
	var spec struct {
		Paths map[string]map[string]struct {
			OperationID string `json:"operationId"`
			Needs       string `json:"x-needs"`
			Place       string `json:"x-place"`
			Parameters  []struct {
				Name, In string
				Required bool
				Example  any
				Schema   struct{ Examples []any }
			}
			RequestBody struct {
				Content map[string]struct{ Example json.RawMessage }
			} `json:"requestBody"`
		}
	}
	if err := json.Unmarshal(text, &spec); err != nil {
		t.Fatal(err)
	}
	var all []spoken
	for path, methods := range spec.Paths {
		for method, o := range methods {
			op := spoken{method: strings.ToUpper(method), path: path, id: o.OperationID, needs: o.Needs, place: o.Place, body: string(o.RequestBody.Content["application/json"].Example), media: "application/json"}
			if yaml, only := o.RequestBody.Content["application/yaml"]; only && op.body == "" {
				_ = json.Unmarshal(yaml.Example, &op.body)
				op.media = "application/yaml"
			}
			for _, p := range o.Parameters {
				example, _ := p.Example.(string)
				if example == "" && len(p.Schema.Examples) > 0 {
					example = fmt.Sprint(p.Schema.Examples[0])
				}
				switch {
				case p.In == "path":
					op.path = strings.ReplaceAll(op.path, "{"+p.Name+"}", example)
				case p.In == "query" && p.Required:
					op.path += "?" + p.Name + "=" + example
				}
			}
			all = append(all, op)
		}
	}
	if len(all) < 17 || len(all[0].path) == 0 {
		t.Fatalf("openapi.json describes %d operations only", len(all))
	}
	return all
}

// stock puts the examples into the desk's books.
func (w *world) stock() {
	plain := exampleRuleWritten
	plain.Template = ""
	w.desk.version = exampleRules.Version
	w.desk.bounds.Apart = []settings.Apart{{Entity: "host:proxy-1"}}
	w.desk.book = rule.Book{Rules: []rule.Rule{plain}, Templates: []rule.Template{exampleTemplateWritten}}.Identified()
	w.desk.shared = w.desk.book
	w.people.regroup()
	*w.views = drawers{stock: savedview.Views{{ID: exampleView.ID, Name: "In stock", Version: 1}}}
}

func same(a, b *httptest.ResponseRecorder) bool {
	if a.Code != b.Code || a.Body.String() != b.Body.String() || len(a.Header()) != len(b.Header()) {
		return false
	}
	for name := range a.Header() {
		if strings.Join(a.Header()[name], "|") != strings.Join(b.Header()[name], "|") {
			return false
		}
	}
	return true
}

func TestOddTenantNamesAreNotThere(t *testing.T) {
	w := newWorld(t)
	want := w.ask("stranger", "GET", "/api/v1/tenants/default/cases", "")
	for _, name := range []string{"%00", "..%2fdefault", "DEFAULT", "a%20b", strings.Repeat("x", 500), "%F0%9F%92%A9", "default%0d%0aX:y"} {
		if got := w.ask("stranger", "GET", "/api/v1/tenants/"+name+"/cases", ""); !same(want, got) {
			t.Errorf("%s: %d %s", name, got.Code, got.Body)
		}
	}
}

func TestAPartnersPeopleReachItsTenantsOnly(t *testing.T) {
	w := newWorld(t)
	w.token["partner"] = w.people.mint(access.Analyst, access.Reach{PartnerID: "acme"})
	if a := w.ask("partner", "GET", "/api/v1/tenants/default/cases", ""); a.Code != 200 {
		t.Errorf("its own tenant: %d %s", a.Code, a.Body)
	}
	w.problem(w.ask("partner", "GET", "/api/v1/tenants/other/cases", ""), 404)
	me := answered[Me](t, w.ask("partner", "GET", "/api/v1/me", ""))
	if len(me.Tenants) != 1 || me.Tenants[0].ID != "default" {
		t.Errorf("me tells of %v", me.Tenants)
	}
}

func TestATokenIsGoodForItselfOnly(t *testing.T) {
	w := newWorld(t)
	good := w.token["admin"]
	for name, bad := range map[string]string{
		"another secret": good[:len(good)-1] + string("01"[btoi(good[len(good)-1] == '0')]),
		"no secret":      good[:20], "no mark": good[3:], "nothing": "", "another id": "cw_0000000000000000_" + good[20:],
	} {
		w.token["bad"] = bad
		p := w.problem(w.ask("bad", "GET", "/api/v1/me", ""), 401)
		if strings.Contains(p.Detail, good[20:]) {
			t.Errorf("%s: the answer tells the secret", name)
		}
	}
	a := w.ask("", "GET", "/api/v1/me", "", "Authorization", "Basic YTpi")
	w.problem(a, 401)
	if a.Header().Get("WWW-Authenticate") == "" {
		t.Error("401 does not say how to authenticate")
	}
	if a := w.ask("", "GET", "/api/v1/me", "", "Authorization", "bearer "+good); a.Code != 200 {
		t.Errorf("the scheme's letter case counts: %d", a.Code)
	}
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}
