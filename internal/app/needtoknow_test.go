package app

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"caseweave/internal/core/access"
	"caseweave/internal/edge/httpapi/credential"
)

// secrets are all that tells of the hidden cases in the walk below: their numbers, a
// title, and a comment.
var secrets = []string{"SECC0000001", "SECC0000003", "The insider affair", "Nobody may hear of it"}

// guests are an installation and who comes to it, by the header that lets them in.
type guests struct {
	*testing.T
	*App
	headers map[string][2]string
}

func (g guests) ask(ctx context.Context, who, method, path, body string) *httptest.ResponseRecorder {
	r := httptest.NewRequestWithContext(ctx, method, path, strings.NewReader(body))
	if h := g.headers[who]; h[0] != "" {
		r.Header.Set(h[0], h[1])
	}
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	w := httptest.NewRecorder()
	g.server.ServeHTTP(w, r)
	return w
}

// must is the answer to a request of who, read as JSON.
func (g guests) must(who, method, path, body string) (told map[string]any) {
	g.Helper()
	a := g.ask(g.Context(), who, method, "/api/v1/tenants/default"+path, body)
	if a.Code/100 != 2 {
		g.Fatalf("%s %s %s: %d %s", who, method, path, a.Code, a.Body)
	}
	_ = json.Unmarshal(a.Body.Bytes(), &told)
	return told
}

func (g guests) enrol(name string, role access.Role) {
	g.Helper()
	hash, err := credential.HashPassword(g.Context(), "a long enough password")
	if err == nil {
		err = g.store.Administer(g.Context(), deed().CreateUser(access.User{ID: "u-" + name, Name: name, PasswordHash: hash, Role: role, Reach: access.Reach{TenantID: DefaultTenant}}))
	}
	if err != nil {
		g.Fatal(err)
	}
	a := g.ask(g.Context(), "", "POST", "/api/v1/login", `{"user":"`+name+`","password":"a long enough password"}`)
	if a.Code != http.StatusOK || len(a.Result().Cookies()) == 0 {
		g.Fatalf("%s can't log in: %d %s", name, a.Code, a.Body)
	}
	g.headers[name] = [2]string{"Cookie", a.Result().Cookies()[0].String()}
}

func finding(uid, host string) string {
	now := time.Now().UnixMilli()
	return fmt.Sprintf(`{"class_uid":2004,"activity_id":1,"category_uid":2,"severity_id":4,"time":%d,"metadata":{"version":"1.3.0","product":{"name":"P","vendor_name":"V"}},
		"finding_info":{"uid":%q,"title":"finding %s","created_time":%d},"device":{"hostname":%q,"type_id":1}}`, now, uid, uid, now, host)
}

// hiding is an installation in which ada alone may know of case 1, into which 3 was
// merged by order, and which 2 is tied to. comment is one of case 1.
func hiding(t *testing.T) (g guests, order, comment int) {
	g = guests{t, opened(t, Config{Storage: Storage{Data: t.TempDir()}}), map[string][2]string{}}
	t.Cleanup(func() { shut(t, g.App) })
	g.enrol("ada", access.Admin)
	g.enrol("eve", access.Analyst)
	g.enrol("root", access.Admin)
	text, token := credential.MintToken("a program", access.Admin, access.Reach{Root: true})
	if err := g.store.Administer(t.Context(), deed().CreateToken(token)); err != nil {
		t.Fatal(err)
	}
	g.headers["program"] = [2]string{"Authorization", "Bearer " + text}
	for i, host := range []string{"hidden-host", "shown-host", "third-host"} {
		g.must("ada", "POST", "/detections?source=ocsf", finding(fmt.Sprint("f-", i), host))
	}
	g.must("ada", "POST", "/cases/SECC0000002/detections", `{"detections":["`+g.member("SECC0000001")+`"]}`)
	g.must("ada", "POST", "/cases/SECC0000002/ties", `{"case":"SECC0000001","kind":"related","why":"Nobody may hear of it"}`)
	said := g.must("ada", "POST", "/cases/SECC0000001/comments", `{"text":"Nobody may hear of it"}`)
	merged := g.must("ada", "POST", "/cases/SECC0000001/merge", `{"cases":["SECC0000003"]}`)
	g.must("ada", "PATCH", "/cases/SECC0000001", `{"title":"The insider affair","need_to_know":["u-ada"],"note":"It is about one of us."}`)
	return g, int(merged["order"].(float64)), int(said["id"].(float64))
}

// member is the id of a detection of a case.
func (g guests) member(number string) string {
	items := g.must("ada", "GET", "/cases/"+number+"/detections", "")["items"].([]any)
	return items[0].(map[string]any)["id"].(string)
}

// spoken is an operation as openapi.json tells it.
type spoken struct{ id, method, path, body string }

// operations are all that openapi.json describes, of a case, a comment of it, an order
// that touched it, and a detection.
func operations(t *testing.T, number string, comment, order int, detection string) (all []spoken) {
	text, err := os.ReadFile("../edge/httpapi/openapi.json")
	if err != nil {
		t.Fatal(err)
	}
	var spec struct {
		Paths map[string]map[string]struct {
			OperationID string `json:"operationId"`
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
	of := map[string]string{"number": number, "other": number, "comment": fmt.Sprint(comment), "order": fmt.Sprint(order)}
	fill := strings.NewReplacer("SECC0000042", number, "SECC0000043", number, "d00000000002a", detection)
	for path, methods := range spec.Paths {
		for method, o := range methods {
			op := spoken{o.OperationID, strings.ToUpper(method), path, fill.Replace(string(o.RequestBody.Content["application/json"].Example))}
			for _, p := range o.Parameters {
				example := p.Example
				if len(p.Schema.Examples) > 0 {
					example = p.Schema.Examples[0]
				}
				value := cmp.Or(of[p.Name], fill.Replace(fmt.Sprint(example)))
				if p.In == "path" {
					op.path = strings.ReplaceAll(op.path, "{"+p.Name+"}", value)
				} else if p.Required {
					op.path += "?" + p.Name + "=" + value
				}
			}
			all = append(all, op)
		}
	}
	slices.SortFunc(all, func(a, b spoken) int { return strings.Compare(a.id, b.id) })
	return all
}

// besides are what no example asks: orders about another case that name the hidden one,
// and lists and filters that could tell of it.
func besides(number, detection string) []spoken {
	in := "/api/v1/tenants/default"
	return []spoken{
		{"merge", "POST", in + "/cases/SECC0000002/merge", `{"cases":["` + number + `"]}`},
		{"tie", "POST", in + "/cases/SECC0000002/ties", `{"case":"` + number + `","kind":"apart"}`},
		{"untie", "DELETE", in + "/cases/SECC0000002/ties/related/" + number, ""},
		{"move", "POST", in + "/cases/SECC0000002/detections", `{"detections":["` + detection + `"],"from":"` + number + `"}`},
		{"assign", "PATCH", in + "/cases/" + number, `{"assignee":"u-eve"}`},
		{"name", "PATCH", in + "/cases/" + number, `{"need_to_know":[]}`},
		{"log of the case", "GET", in + "/rule-logs?case=" + number, ""},
		{"export of its history", "GET", in + "/cases/" + number + "/activity/export?format=json", ""},
		{"the other", "GET", in + "/cases/SECC0000002", ""},
		{"the other's history", "GET", in + "/cases/SECC0000002/activity", ""},
		{"what the other is related to", "GET", in + "/cases/SECC0000002/related", ""},
		{"the other's detections", "GET", in + "/cases/SECC0000002/detections", ""},
		{"what was merged", "GET", in + "/cases?q=merged_into+IS+NOT+NULL", ""},
		{"what was merged into it", "GET", in + "/cases?q=merged_into+%3D+1", ""},
		{"cases by title", "GET", in + "/cases?q=title+CONTAINS+%27insider%27", ""},
		{"cases that name people", "GET", in + "/cases?q=need_to_know+IS+NOT+NULL&sort=assignee", ""},
		{"export as CSV", "GET", in + "/cases/export?format=csv", ""},
		{"words for a filter", "POST", in + "/query/check", `{"text":"title = ","position":8,"of":"cases"}`},
		{"receipt", "POST", in + "/detections?source=ocsf", finding("receipt "+number[9:], "hidden-host")},
	}
}

// TestWhatIsHiddenIsNowhere walks every operation as people who are not named in a case,
// and as a program, and finds nothing of it in any answer; asked for it, they are
// answered as about a case that there never was. The same walk of somebody who is named
// finds it all over.
func TestWhatIsHiddenIsNowhere(t *testing.T) {
	g, order, comment := hiding(t)
	detection := g.member("SECC0000001")
	hidden := append(besides("SECC0000001", detection), operations(t, "SECC0000001", comment, order, detection)...)
	missing := append(besides("SECC0000099", detection), operations(t, "SECC0000099", comment, 987654, detection)...)
	skipped := []string{"login", "logout", "change-password", "change-sign-in", "follow-live"}
	for _, who := range []string{"eve", "root", "program"} {
		for i, op := range hidden {
			if slices.Contains(skipped, op.id) || op.id == "claim-case" && who == "root" { // which is what it is for
				continue
			}
			a := g.ask(t.Context(), who, op.method, op.path, op.body)
			answer := a.Body.String()
			if op != missing[i] {
				b := g.ask(t.Context(), who, missing[i].method, missing[i].path, missing[i].body)
				answer = strings.NewReplacer("SECC0000001", "SECC0000099", fmt.Sprint("orders/", order), "orders/987654").Replace(answer)
				if there := b.Body.String(); op.id != "receipt" && (a.Code != b.Code || answer != there || fmt.Sprint(a.Header()) != fmt.Sprint(b.Header())) {
					t.Errorf("%s, %s of what is hidden: %d %s\nof what is not there: %d %s", who, op.id, a.Code, answer, b.Code, there)
				}
				answer = strings.ReplaceAll(answer, "SECC0000099", "")
			}
			for _, secret := range secrets {
				if strings.Contains(answer, secret) || op.id == "receipt" && strings.Contains(a.Body.String(), secret) {
					t.Errorf("%s, %s %s tells %q: %s", who, op.method, op.path, secret, a.Body)
				}
			}
		}
	}
	told := 0
	for _, op := range hidden {
		if op.method != "GET" && op.id != "receipt" || slices.Contains(skipped, op.id) {
			continue
		}
		if a := g.ask(t.Context(), "ada", op.method, op.path, op.body).Body.String(); slices.ContainsFunc(secrets, func(s string) bool { return strings.Contains(a, s) }) {
			told++
		}
	}
	if told < 24 {
		t.Errorf("%d answers tell ada of the case", told)
	}
	t.Logf("%d operations are asked as three who may not know; %d answers tell one who may", len(hidden)-len(skipped), told)
}
