package httpapi

import (
	"bufio"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"regexp"
	"strings"
	"testing"
	"testing/synctest"

	"caseweave/internal/core/access"
	"caseweave/internal/core/admin"
	"caseweave/internal/core/casefile"
	"caseweave/internal/core/change"
	"caseweave/internal/core/detection"
	"caseweave/internal/core/rule"
	"caseweave/internal/edge/httpapi/credential"
)

var fenced = regexp.MustCompile("(?s)```(http|json|problem|text)\n(.*?)```")

// example is a request of docs/api.md with the answer that it promises, if any.
type example struct{ request, kind, answer string }

func documented(t testing.TB) []example {
	text, err := os.ReadFile("../../../docs/api.md")
	if err != nil {
		t.Fatal(err)
	}
	var all []example
	for _, block := range fenced.FindAllStringSubmatch(string(text), -1) {
		if block[1] == "http" {
			all = append(all, example{request: block[2]})
		} else {
			all[len(all)-1].kind, all[len(all)-1].answer = block[1], block[2]
		}
	}
	if len(all) < 10 {
		t.Fatalf("docs/api.md has %d examples", len(all))
	}
	return all
}

func TestTheGuidesExamplesHold(t *testing.T) {
	for i, e := range documented(t) {
		line, _, _ := strings.Cut(e.request, "\n")
		t.Run(fmt.Sprint(i, " ", line), func(t *testing.T) {
			w := guided(t)
			if e.kind == "text" {
				flows(t, e)
				return
			}
			answer := httptest.NewRecorder()
			w.ServeHTTP(answer, w.parse(e.request))
			if failed := answer.Code/100 != 2; failed != (e.kind == "problem") {
				t.Fatalf("answered %d %s", answer.Code, answer.Body)
			}
			if e.answer == "" {
				return
			}
			var want, got any
			if err := json.Unmarshal([]byte(e.answer), &want); err != nil {
				t.Fatal(err)
			}
			if err := json.Unmarshal(answer.Body.Bytes(), &got); err != nil {
				t.Fatal(err)
			}
			holds(t, "answer", want, got)
		})
	}
}

// guided is the world that the guide speaks of.
func guided(t testing.TB) *world {
	w := newWorld(t)
	w.stock()
	w.desk.shared = rule.Book{}
	text, token := credential.MintToken("siem", access.Analyst, access.Reach{TenantID: "default"})
	w.people.must(admin.Deed{}.CreateToken(token))
	w.token["siem"] = text
	w.people.enrol(t, "ada", "correct horse battery", false)
	return w
}

// parse reads a request as the guide writes it.
func (w *world) parse(text string) *http.Request {
	text = strings.ReplaceAll(text, "$TOKEN", w.token["siem"])
	text = strings.ReplaceAll(text, "$ADMIN", w.token["acme's admin"])
	if strings.Contains(text, "$SESSION") {
		text = strings.ReplaceAll(text, "$SESSION", w.sit("bea", access.Admin, access.Reach{TenantID: "default"}).Value)
	}
	head, body, _ := strings.Cut(text, "\n\n")
	lines := strings.Split(strings.TrimSpace(head), "\n")
	lines[0] += " HTTP/1.1"
	lines = append(lines, fmt.Sprint("Content-Length: ", len(body)), "Host: caseweave.example", "", body)
	r, err := http.ReadRequest(bufio.NewReader(strings.NewReader(strings.Join(lines, "\r\n"))))
	if err != nil {
		w.t.Fatal(err)
	}
	r.RemoteAddr = "192.0.2.1:1"
	return r
}

// holds says that got has everything that want has.
func holds(t *testing.T, place string, want, got any) {
	t.Helper()
	switch want := want.(type) {
	case map[string]any:
		fields, _ := got.(map[string]any)
		for name, value := range want {
			holds(t, place+"."+name, value, fields[name])
		}
	case []any:
		items, _ := got.([]any)
		if len(items) != len(want) {
			t.Errorf("%s is %v, want %v", place, got, want)
			return
		}
		for i := range want {
			holds(t, fmt.Sprint(place, "[", i, "]"), want[i], items[i])
		}
	default:
		if want != got {
			t.Errorf("%s is %v, want %v", place, got, want)
		}
	}
}

// flows says that a stream tells what the guide shows; … stands for anything.
func flows(t *testing.T, e example) {
	synctest.Test(t, func(t *testing.T) {
		w, tap := guided(t), newTap()
		leave, _ := w.follow("siem", tap)
		defer leave()
		w.live.Announce(&change.Set{
			TenantID: "default", After: change.Head{Sequence: 43},
			Arrived: []detection.Detection{{Arrival: 43}}, Cases: []casefile.Case{exampleOpened},
		})
		synctest.Wait()
		told := tap.read()
		for line := range strings.Lines(e.answer) {
			if line, _, _ = strings.Cut(strings.TrimSpace(line), "…"); !strings.Contains(told, line) {
				t.Errorf("%q is not told in %s", line, told)
			}
		}
	})
}
