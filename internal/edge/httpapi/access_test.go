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
	body, media             string
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
			op := spoken{method: strings.ToUpper(method), path: path, id: o.OperationID, needs: o.Needs, body: string(o.RequestBody.Content["application/json"].Example), media: "application/json"}
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

func TestEveryOperationAsksForItsPermission(t *testing.T) {
	for _, op := range operations(t) {
		t.Run(op.id, func(t *testing.T) {
			if op.id == "login" || op.id == "logout" || op.id == "change-password" {
				t.Skip("it is for people: see the tests of login")
			}
			if op.needs == "anybody" {
				t.Skip("it is for anybody")
			}
			w := newWorld(t)
			method := op.method
			if op.id == "follow-live" {
				method = "HEAD"
			}
			w.problem(w.ask("", op.method, op.path, op.body), 401)
			atPartner := strings.Contains(op.path, "/partners/")
			for _, role := range access.Roles {
				w.stock()
				who := string(role)
				if atPartner {
					who = "acme's " + who
				}
				answer := w.ask(who, method, op.path, op.body, "Content-Type", op.media)
				if strings.Contains(op.path, "/views/") { // it is for people, whatever a token may
					answer = w.with(w.sit(who, role, access.Reach{TenantID: "default"}), method, op.path, op.body)
				}
				if mayDo(op.needs, role) {
					if answer.Code/100 != 2 {
						t.Errorf("%s as %s: %d %s", op.id, role, answer.Code, answer.Body)
					}
				} else {
					w.problem(answer, 403)
				}
			}
			if !atPartner && !strings.Contains(op.path, "/tenants/") && !strings.Contains(op.path, "/places/") {
				return
			}
			notTheirs := w.ask("stranger", op.method, op.path, op.body)
			elsewhere := strings.NewReplacer("/default/", "/nowhere/", "/tenant:default/", "/tenant:nowhere/", "/acme/", "/nowhere/").Replace(op.path)
			notThere := w.ask("stranger", op.method, elsewhere, op.body)
			w.problem(notTheirs, 404)
			if !same(notTheirs, notThere) {
				t.Errorf("a tenant out of reach answers %s, one that is not there %s", notTheirs.Body, notThere.Body)
			}
		})
	}
}

// stock puts the examples into the desk's books.
func (w *world) stock() {
	plain := exampleRuleWritten
	plain.Template = ""
	w.desk.version = exampleRules.Version
	w.desk.bounds.Apart = []settings.Apart{{Entity: "host:proxy-1"}}
	w.desk.book = rule.Book{Rules: []rule.Rule{plain}, Templates: []rule.Template{exampleTemplateWritten}}.Identified()
	w.desk.shared = w.desk.book
	w.views.stock = savedview.Views{{ID: exampleView.ID, Name: "In stock", Version: 1}}
}

func mayDo(needs string, r access.Role) bool {
	if needs == "signed in" {
		return true
	}
	p := access.Principal{Role: r, Reach: access.Reach{TenantID: "default"}}
	return access.May(p, access.Action(needs), access.Tenant{ID: "default"})
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
