package command

import (
	"strings"
	"testing"

	"caseweave/internal/core/casefile"
	"caseweave/internal/core/fault"
)

func TestWhatNoOrderCanBeIsRefused(t *testing.T) {
	for name, c := range map[string]Command{
		"a case of nothing":        {Kind: OpenCase, Title: " "},
		"a title of two lines":     {Kind: OpenCase, Title: "a\nb"},
		"a NUL":                    {Kind: OpenCase, Title: "a\x00b"},
		"bytes that are no text":   {Kind: OpenCase, Title: "a\xff"},
		"a longer title":           {Kind: OpenCase, Title: strings.Repeat("x", MaxTitle+1)},
		"a status that is none":    {Kind: SetStatus, Case: 1, Status: "draft"},
		"an edit of nothing":       {Kind: EditCase, Case: 1},
		"a severity that is none":  {Kind: EditCase, Case: 1, Edit: &casefile.Edit{Severity: new(casefile.Severity("dire"))}},
		"a priority that is none":  {Kind: EditCase, Case: 1, Edit: &casefile.Edit{Priority: new(casefile.Priority(""))}},
		"a fate that is none":      {Kind: EditCase, Case: 1, Edit: &casefile.Edit{Members: "open"}},
		"no type":                  {Kind: EditCase, Case: 1, Edit: &casefile.Edit{Type: new(" ")}},
		"a tag with a comma":       {Kind: EditCase, Case: 1, Edit: &casefile.Edit{AddTags: []string{"a,b"}}},
		"an empty tag":             {Kind: EditCase, Case: 1, Edit: &casefile.Edit{AddTags: []string{""}}},
		"a description with a NUL": {Kind: EditCase, Case: 1, Edit: &casefile.Edit{Description: new("a\x00")}},
		"an endless description":   {Kind: EditCase, Case: 1, Edit: &casefile.Edit{Description: new(strings.Repeat("x", MaxDescription+1))}},
		"more than may be at once": {Kind: AddDetections, Case: 1, Detections: make([]string, MaxDetections+1)},
	} {
		if kind := fault.KindOf(c.Check()); c.Check() == nil || kind != fault.Invalid && kind != fault.TooLarge {
			t.Errorf("%s: %v", name, c.Check())
		}
	}
	for name, c := range map[string]Command{
		"the longest title": {Kind: OpenCase, Title: strings.Repeat("x", MaxTitle)},
		"a hostile one":     {Kind: OpenCase, Title: "<script>\u202e"},
		"detections alone":  {Kind: OpenCase, Detections: []string{"d000000000001"}},
		"as many as may be": {Kind: AddDetections, Case: 1, Detections: make([]string, MaxDetections)},
		"an edit":           {Kind: EditCase, Case: 1, Edit: &casefile.Edit{Severity: new(casefile.Severity("")), Description: new("two\nlines"), Title: new("")}},
		"a status":          {Kind: SetStatus, Case: 1, Status: casefile.OnHold},
	} {
		if err := c.Check(); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}
