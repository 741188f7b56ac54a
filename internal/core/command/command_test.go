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
		"a status":          {Kind: SetStatus, Case: 1, Status: casefile.OnHold},
	} {
		if err := c.Check(); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}
