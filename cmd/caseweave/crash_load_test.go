package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"os/exec"
	"strings"
	"sync"
)

// said is what was asked of a life and what was answered, by all who ask at once.
type said struct {
	mu sync.Mutex
	// detections, titles of cases opened by hand, of rules and tenants: true once acknowledged.
	detections, cases, rules, tenants map[string]bool
	// ordersSent and editsSent count what people asked for, acknowledged or not.
	ordersSent, editsSent int
	// window is the last repeat window that was acknowledged; asked came after it.
	window, asked string
	tally
}

// tally is how much was acknowledged.
type tally struct{ detections, orders, edits, tenants int }

func (c *tally) add(d tally) {
	c.detections += d.detections
	c.orders += d.orders
	c.edits += d.edits
	c.tenants += d.tenants
}

func (s *said) init() {
	s.detections, s.cases, s.rules, s.tenants = map[string]bool{}, map[string]bool{}, map[string]bool{}, map[string]bool{}
}

// note does what do does while nobody else notes.
func (s *said) note(do func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	do()
}

// load lets senders, people and an administrator loose, until the server is gone.
func (l *life) load() *sync.WaitGroup {
	var all sync.WaitGroup
	own := func() *rand.Rand { return rand.New(rand.NewPCG(l.chance.Uint64(), l.chance.Uint64())) }
	for n := range 3 {
		chance := own()
		all.Go(func() { l.sends(n, chance) })
	}
	for n := range 4 {
		chance := own()
		all.Go(func() { l.works(n, chance) })
	}
	if !l.forgets { // such a disk is one process's
		all.Go(l.administers)
	}
	return &all
}

// sends sends bodies, now and then one that it sent before.
func (l *life) sends(sender int, chance *rand.Rand) {
	for n := 0; ; {
		which, again := n, n > 0 && chance.IntN(4) == 0
		if again {
			which = chance.IntN(n)
		} else {
			n++
		}
		uids := uidsOf(l.round, sender, which, 20)
		a, err := l.send(strings.NewReader(bodyOf(uids)))
		if err != nil {
			return
		}
		if a.Status != 200 || a.Accepted+a.Unchanged != len(uids) || again && a.Accepted > 0 {
			l.t.Errorf("sent again %t: %+v", again, a)
			return
		}
		l.said.note(func() {
			for _, uid := range uids {
				l.said.detections[uid] = true
			}
			l.said.tally.detections += a.Accepted
		})
		l.began()
	}
}

// works is a person: cases by hand, members in and out, statuses, rules, and
// the first person's settings.
func (l *life) works(person int, chance *rand.Rand) {
	for n := 0; ; n++ {
		name := fmt.Sprintf("r%d-p%d-%d", l.round, person, n)
		var gone bool
		switch chance.IntN(8) {
		case 0:
			gone = l.edits(name)
		case 1:
			gone = person == 0 && l.sets(chance)
		default:
			gone = l.orders(name, chance)
		}
		if gone {
			return
		}
	}
}

// orders gives one order about cases, and says whether the server is gone.
func (l *life) orders(name string, chance *rand.Rand) (gone bool) {
	detections, cases, err := l.sees()
	if err != nil || len(detections) < 3 {
		return err != nil
	}
	some := detections[:1+chance.IntN(3)]
	if len(cases) < 2 || chance.IntN(3) == 0 {
		l.said.note(func() { l.said.cases[name] = false })
		return l.ordered("POST", "cases", map[string]any{"title": name, "detections": some}, func() { l.said.cases[name] = true })
	}
	a, b := cases[chance.IntN(len(cases))], cases[chance.IntN(len(cases))]
	switch chance.IntN(4) {
	case 0:
		return l.ordered("POST", "cases/"+a+"/detections", map[string]any{"detections": some}, nil)
	case 1:
		return l.ordered("DELETE", "cases/"+a+"/detections", map[string]any{"detections": l.someOf(a)}, nil)
	case 2:
		return l.ordered("POST", "cases/"+b+"/detections", map[string]any{"detections": l.someOf(a), "from": a}, nil)
	}
	status := []string{"in_progress", "on_hold", "resolved", "action_required"}[chance.IntN(4)]
	return l.ordered("PATCH", "cases/"+a, map[string]any{"status": status}, nil)
}

func (l *life) ordered(method, path string, body any, acknowledged func()) (gone bool) {
	l.said.note(func() { l.said.ordersSent++ })
	ok, err := l.asks(method, path, body, nil)
	if ok {
		l.said.note(func() {
			l.said.orders++
			if acknowledged != nil {
				acknowledged()
			}
		})
	}
	return err != nil
}

// sees are some of the latest detections and cases.
func (l *life) sees() (detections, cases []string, err error) {
	var ds struct{ Items []struct{ ID string } }
	if _, err := l.asks("GET", "detections?limit=20&sort=-arrival", nil, &ds); err != nil {
		return nil, nil, err
	}
	for _, d := range ds.Items {
		detections = append(detections, d.ID)
	}
	var cs struct{ Items []struct{ Number string } }
	_, err = l.asks("GET", "cases?limit=10&sort=-updated_at", nil, &cs)
	for _, c := range cs.Items {
		cases = append(cases, c.Number)
	}
	return detections, cases, err
}

// someOf are two members of a case, or one.
func (l *life) someOf(number string) []string {
	var ds struct{ Items []struct{ ID string } }
	_, _ = l.asks("GET", "cases/"+number+"/detections?limit=2", nil, &ds)
	ids := []string{}
	for _, d := range ds.Items {
		ids = append(ids, d.ID)
	}
	return ids
}

// edits writes a rule.
func (l *life) edits(name string) (gone bool) {
	l.said.note(func() { l.said.rules[name], l.said.editsSent = false, l.said.editsSent+1 })
	ok, err := l.asks("POST", "rules", map[string]any{"title": name, "filter": "title = '" + name + "'", "group_by": []string{"title"}}, nil)
	if ok {
		l.said.note(func() { l.said.rules[name] = true; l.said.edits++ })
	}
	return err != nil
}

// sets sets another repeat window.
func (l *life) sets(chance *rand.Rand) (gone bool) {
	window := fmt.Sprintf("%dm", 1+chance.IntN(50))
	l.said.note(func() {
		if window != l.said.window {
			l.said.asked, l.said.editsSent = window, l.said.editsSent+1
		}
	})
	ok, err := l.asks("PATCH", "settings", map[string]any{"repeat_window": window}, nil)
	if ok {
		l.said.note(func() {
			if window != l.said.window {
				l.said.edits++
			}
			l.said.window, l.said.asked = window, ""
		})
	}
	return err != nil
}

// administers makes tenants and tokens, replays and backs up beside the server.
func (l *life) administers() {
	name := fmt.Sprintf("tenant-%d", l.round)
	l.said.note(func() { l.said.tenants[name] = false })
	for _, args := range [][]string{
		{"tenant", "create", "--data", l.data, name},
		{"token", "create", "--data", l.data, "--tenant", name, "--role", "admin"},
		{"backup", "--data", l.data, l.t.TempDir()},
		{"replay", "--data", l.data, "--tenant", "default"},
	} {
		if out, err := exec.Command("caseweave", args...).CombinedOutput(); err != nil {
			l.t.Errorf("beside the server: %v: %v\n%s", args, err, out)
			return
		}
		if args[0] == "tenant" {
			l.said.note(func() { l.said.tenants[name] = true; l.said.tally.tenants++ })
		}
	}
}

// asks sends a request below the tenant: whether it succeeded, or an error where no answer came.
func (l *life) asks(method, path string, body, answer any) (ok bool, err error) {
	var sent []byte
	if body != nil {
		if sent, err = json.Marshal(body); err != nil {
			return false, err
		}
	}
	request, err := http.NewRequest(method, "http://"+l.address+"/api/v1/tenants/default/"+path, bytes.NewReader(sent))
	if err != nil {
		return false, err
	}
	request.Header.Set("Authorization", "Bearer "+l.token)
	request.Header.Set("Content-Type", "application/json")
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return false, err
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		return false, err
	}
	if response.StatusCode >= 500 {
		l.t.Errorf("%s %s: %d %s", method, path, response.StatusCode, text)
	}
	ok = response.StatusCode < 300
	if ok && answer != nil {
		err = json.Unmarshal(text, answer)
	}
	return ok, err
}
