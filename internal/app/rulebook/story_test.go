package rulebook_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"caseweave/internal/app/rulebook"
)

var root = filepath.Join("..", "..", "..")

func book() fs.FS { return os.DirFS(filepath.Join(root, "rulebook")) }

const aRule = `apiVersion: caseweave/v1
kind: Rule
title: By host
filter: severity >= 0.4
group_by: ['hostnames()']
`

func TestWhatIsUnknownIsToldWithItsPlace(t *testing.T) {
	for name, one := range map[string]struct{ rules, steps, expect, says string }{
		"a step":               {aRule, "- sent: {uid: a}", "", "steps.yaml: line 1: sent is nothing"},
		"two in one":           {aRule, "- send: {uid: a}\n  delete_rule: x", "", "line 1: a step does one thing"},
		"a field of an event":  {aRule, "- send:\n    - {uid: a}\n    - {uid: b, host: c}", "", "line 3: host is nothing"},
		"a field of one event": {aRule, "\n- send: {uid: b, host: c}", "", "line 2: host is nothing"},
		"a time":               {aRule, "- send: {uid: b, at: soon}", "", "is no time"},
		"a rule's field":       {aRule, "- new_rule:\n    title: x\n    group: [title]", "", "line 3: group: A rule has no field group"},
		"a rule's value":       {aRule, "- change_rule:\n    title: x\n    order: last", "", "line 3: order: This is a whole number"},
		"a setting":            {aRule, "- settings: {severity: 1}", "", `unknown field "severity"`},
		"a setting's value":    {aRule, "- settings: {repeat_window: 2h}", "", "repeat_window"},
		"a side":               {aRule, "- manual_case: {detections: [a], by: nobody}", "", "a case is opened by"},
		"an expectation":       {aRule, "[]", "cases: []\nopened: [a]", "expect.yaml: line 2: opened is nothing"},
		"a trait":              {aRule, "[]", "case:\n  a: {name: x}", "line 2: name is nothing that can be said of a case"},
		"a kind":               {aRule, "[]", "never: [done]", `no kind "done"`},
		"a line":               {aRule, "[]", "log:\n  - {kind: created, uid: x}", "line 2: uid is nothing"},
		"a rule file":          {aRule + "groups: 1\n", "[]", "", "rules.yaml"},
	} {
		files := fstest.MapFS{
			"x/rules.yaml": {Data: []byte(one.rules)}, "x/steps.yaml": {Data: []byte(one.steps)}, "x/expect.yaml": {Data: []byte(one.expect)},
		}
		if _, err := rulebook.Folder(files, "x"); err == nil || !strings.Contains(err.Error(), one.says) {
			t.Errorf("%s: %v, want %s", name, err, one.says)
		}
	}
}

func TestFoldersAreFoundAtAnyDepth(t *testing.T) {
	empty := &fstest.MapFile{}
	dirs, err := rulebook.Folders(fstest.MapFS{
		"README.md": empty, "a/steps.yaml": empty, "a/rules.yaml": empty, "b/c/expect.yaml": empty, "b/notes/x.yaml": empty,
	})
	if err != nil || strings.Join(dirs, " ") != "a b/c" {
		t.Errorf("%q %v", dirs, err)
	}
}
