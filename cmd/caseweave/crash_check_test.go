package main

import (
	"encoding/json"
	"maps"
	"os/exec"
	"strings"
)

// checkReplay decides everything again, with the server dead, and finds what was
// acknowledged among it.
func (l *life) checkReplay() {
	l.t.Helper()
	out, err := exec.Command("caseweave", "replay", "--json", "--data", l.data).CombinedOutput()
	if err != nil {
		l.t.Errorf("what outlived the crash does not replay: %v\n%.2000s", err, out)
		return
	}
	seen := map[string]bool{}
	for line := range strings.Lines(string(out)) {
		var r replayJSON
		if err := json.Unmarshal([]byte(line), &r); err != nil {
			l.t.Fatal(err)
		}
		seen[r.Tenant] = true
		if r.Tenant == "default" && (r.Commands < l.said.orders || r.Commands > l.said.ordersSent) {
			l.t.Errorf("%d orders are stored; %d were given, and %d of them acknowledged", r.Commands, l.said.ordersSent, l.said.orders)
		}
	}
	for name, acknowledged := range l.said.tenants {
		if acknowledged && !seen[name] {
			l.t.Errorf("the tenant %s was acknowledged and is lost", name)
		}
	}
}

// check holds what the server shows against what was said, and against itself.
func (l *life) check() {
	l.t.Helper()
	members := l.checkDetections()
	type shown struct {
		Number, Title string
		Count         int `json:"detection_count"`
	}
	cases := all[shown](l.server, "cases", "")
	titles, entries := map[string]int{}, map[uint64]bool{}
	for _, c := range cases {
		titles[c.Title]++
		if c.Count != len(members[c.Number]) {
			l.t.Errorf("%s says %d detections and has %d", c.Number, c.Count, len(members[c.Number]))
		}
		l.checkHistory(c.Number, members[c.Number], entries)
		delete(members, c.Number)
	}
	if len(members) > 0 {
		l.t.Errorf("detections name cases that are not listed: %v", members)
	}
	l.checkEntries(entries)
	l.checkTitles("case", l.said.cases, titles)
	l.checkRules()
	l.checkSettings()
}

// checkDetections finds each acknowledged detection, all of them once, and
// answers the members of each case.
func (l *life) checkDetections() map[string]map[string]bool {
	l.t.Helper()
	seen, members := map[string]int{}, map[string]map[string]bool{}
	for _, d := range all[struct {
		ID, UID string
		Cases   []string
	}](l.server, "detections", "") {
		seen[d.UID]++
		for _, number := range d.Cases {
			if members[number] == nil {
				members[number] = map[string]bool{}
			}
			members[number][d.ID] = true
		}
	}
	l.checkTitles("detection", l.said.detections, seen)
	for uid, n := range seen {
		if n != 1 {
			l.t.Errorf("detection %s is stored %d times", uid, n)
		}
	}
	return members
}

// checkTitles finds what was acknowledged once, and nothing twice.
func (l *life) checkTitles(what string, asked map[string]bool, seen map[string]int) {
	l.t.Helper()
	for title, acknowledged := range asked {
		if n := seen[title]; n > 1 || acknowledged && n == 0 {
			l.t.Errorf("the %s %s, acknowledged %t, is there %d times", what, title, acknowledged, n)
		}
	}
}

// checkHistory lets a case's history happen again: its members must come of it.
// Entries of all cases are gathered; each is one case's.
func (l *life) checkHistory(number string, members map[string]bool, entries map[uint64]bool) {
	l.t.Helper()
	type fact struct {
		Entry     uint64
		Kind      string
		Detection struct{ ID string }
	}
	in, opened := map[string]bool{}, 0
	for _, f := range all[fact](l.server, "cases/"+number+"/activity", "", "sort", "entry") {
		if entries[f.Entry] {
			l.t.Errorf("entry %d is there twice", f.Entry)
		}
		entries[f.Entry] = true
		switch f.Kind {
		case "case_opened":
			opened++
		case "detection_added", "detection_moved_in":
			if in[f.Detection.ID] {
				l.t.Errorf("%s joins %s twice", f.Detection.ID, number)
			}
			in[f.Detection.ID] = true
		case "detection_removed", "detection_moved_out":
			if !in[f.Detection.ID] {
				l.t.Errorf("%s leaves %s and was not in it", f.Detection.ID, number)
			}
			delete(in, f.Detection.ID)
		}
	}
	if opened != 1 || !maps.Equal(in, members) {
		l.t.Errorf("%s was opened %d times; by its history it has %v, and it has %v", number, opened, in, members)
	}
}

// checkEntries finds a history without a gap: what no case has is the tenant's
// own, its first rules and what people edited.
func (l *life) checkEntries(entries map[uint64]bool) {
	l.t.Helper()
	last := uint64(0)
	for n := range entries {
		last = max(last, n)
	}
	own := int(last) - len(entries)
	if own > 1+l.said.editsSent {
		l.t.Errorf("%d of %d entries of the history are missing; %d are edits", own, last, l.said.editsSent)
	}
}

func (l *life) checkRules() {
	l.t.Helper()
	var list struct{ Items []struct{ Title string } }
	l.get("rules", &list)
	titles := map[string]int{}
	for _, r := range list.Items {
		titles[r.Title]++
	}
	l.checkTitles("rule", l.said.rules, titles)
}

// checkSettings finds the window that was acknowledged last, or the one asked for after it.
func (l *life) checkSettings() {
	l.t.Helper()
	var is struct {
		Window string `json:"repeat_window"`
	}
	l.get("settings", &is)
	if l.said.window != "" && is.Window != l.said.window && is.Window != l.said.asked {
		l.t.Errorf("the repeat window is %s; %q was acknowledged, %q asked for", is.Window, l.said.window, l.said.asked)
	}
	l.said.window = is.Window
}
