package compact_test

import (
	"reflect"
	"testing"
	"time"

	"caseweave/internal/core/activity"
	"caseweave/internal/core/casefile"
	"caseweave/internal/edge/store/compact"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"
)

func TestEveryFieldOfACaseIsKept(t *testing.T) {
	var want casefile.Case
	n := 0
	filled(reflect.ValueOf(&want).Elem(), &n)
	got, err := compact.ParseCase(compact.CaseBytes(&want))
	if diff := cmp.Diff(want, got); err != nil || diff != "" {
		t.Errorf("%v, (-want +got):\n%s", err, diff)
	}
}

func TestAnyCaseIsKept(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := rapid.Make[casefile.Case]().Draw(t, "case")
		for _, at := range []*time.Time{&want.AnchorAt, &want.EarliestAt, &want.LatestAt, &want.CreatedAt, &want.UpdatedAt} {
			*at = moment().Draw(t, "time")
		}
		got, err := compact.ParseCase(compact.CaseBytes(&want))
		if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); err != nil || diff != "" {
			t.Fatalf("%v, (-want +got):\n%s", err, diff)
		}
	})
}

// TestACaseThatWasKeptIsRead holds the form, as TestWhatWasKeptIsRead does.
func TestACaseThatWasKeptIsRead(t *testing.T) {
	want := casefile.Case{
		TenantID: "acme", Number: 300, Version: 2, Title: "T", TitleFollows: true, Type: "type", Severity: casefile.High, Priority: "P2",
		Status: casefile.New, Score: 70, ManagedBy: casefile.Self, Tags: []string{"x", "y"},
		OpenedBy: casefile.RuleRef{ID: "r", Title: "R", Version: 1, SetVersion: 3}, Template: casefile.TemplateRef{ID: "t", Title: "U", Version: 4},
		Stages: []casefile.Stage{{Title: "S", Tasks: []casefile.Task{{Title: "do", Instructions: "so"}}}}, Chain: 5,
		Top: casefile.Member{ID: "d", Title: "D", Severity: 700, Arrival: 9}, DetectionCount: 1, TechniqueIDs: []string{"T1059.001"},
		LastArrival: 9, CreatedAt: time.UnixMicro(1_000_000).UTC(),
	}
	const never = "\xff\xff\xdd\xf2\xdf\xff\xdf\xdc\x01"
	const before = "\xac\x02\x02\x04acme\x01T\x01\x04type\x00\x04high\x02P2\x03new\x8c\x01\x04self\x00\x02\x01x\x01y" +
		"\x01r\x01R\x01\x03\x01t\x01U\x04\x00\x01\x01S\x01\x02do\x02so\x00\x05\x01d\x01D\xf8\n\t\x02\x00\x01\tT1059.001" +
		never + never + never + "\t\x80\x89z" + never
	got, err := compact.ParseCase([]byte("\x01" + before))
	if diff := cmp.Diff(want, got); err != nil || diff != "" {
		t.Errorf("of the first form %v, (-want +got):\n%s", err, diff)
	}
	want.SeverityPinned, want.Resolution, want.AssigneeName = true, casefile.Benign, "Ada"
	want.Marks = []casefile.Mark{{Field: "title", Version: 2}}
	const edits = "\x01\x06benign\x03Ada\x01\x05title\x02"
	got, err = compact.ParseCase([]byte("\x02" + before + edits))
	if diff := cmp.Diff(want, got); err != nil || diff != "" {
		t.Errorf("of the second form %v, (-want +got):\n%s", err, diff)
	}
	want.MergedInto = 301
	got, err = compact.ParseCase([]byte("\x03" + before + edits + "\xad\x02"))
	if diff := cmp.Diff(want, got); err != nil || diff != "" {
		t.Errorf("of the third form %v, (-want +got):\n%s", err, diff)
	}
	want.Severe, want.Top.Unsure, want.Assets = 1, 100, []uint64{300}
	const weights = "\x02\xc8\x01\x01\xac\x02"
	got, err = compact.ParseCase([]byte("\x04" + before + edits + "\xad\x02" + weights))
	if diff := cmp.Diff(want, got); err != nil || diff != "" {
		t.Errorf("of the fourth form %v, (-want +got):\n%s", err, diff)
	}
	want.Ties = []casefile.Tie{{Kind: casefile.Apart, To: 7, Chain: 6, Why: "w", By: activity.Actor{Kind: activity.User, ID: "u", Name: "Ada"}, At: time.UnixMicro(1_000_000).UTC()}}
	const ties = "\x01\x05apart\x07\x06\x01w\x04user\x01u\x03Ada\x80\x89z"
	got, err = compact.ParseCase([]byte("\x05" + before + edits + "\xad\x02" + weights + ties))
	if diff := cmp.Diff(want, got); err != nil || diff != "" {
		t.Errorf("of the fifth form %v, (-want +got):\n%s", err, diff)
	}
	want.NeedToKnow = []casefile.Person{{ID: "u", Name: "Ada"}}
	const kept = "\x06" + before + edits + "\xad\x02" + weights + ties + "\x01\x01u\x03Ada"
	if text := string(compact.CaseBytes(&want)); text != kept {
		t.Errorf("it is kept as %q", text)
	}
	got, err = compact.ParseCase([]byte(kept))
	if diff := cmp.Diff(want, got); err != nil || diff != "" {
		t.Errorf("%v, (-want +got):\n%s", err, diff)
	}
}

func FuzzParseCase(f *testing.F) {
	f.Add([]byte{})
	f.Add(compact.CaseBytes(&casefile.Case{Title: "t", Tags: []string{"x"}, Stages: []casefile.Stage{{Tasks: []casefile.Task{{}}}}}))
	f.Add([]byte("\x01\x01\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01"))
	f.Fuzz(func(t *testing.T, text []byte) {
		c, err := compact.ParseCase(text)
		if err != nil {
			return
		}
		again, err := compact.ParseCase(compact.CaseBytes(&c))
		if diff := cmp.Diff(c, again); err != nil || diff != "" {
			t.Fatalf("%v, (-first +again):\n%s", err, diff)
		}
	})
}
