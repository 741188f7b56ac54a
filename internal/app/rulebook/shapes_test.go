package rulebook_test

import (
	"compress/gzip"
	"encoding/csv"
	"fmt"
	"io"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"caseweave/internal/app/rulebook"
	"caseweave/internal/core/access"
	"caseweave/internal/core/activity"
	"caseweave/internal/core/admin"
	"caseweave/internal/core/casefile"
	"caseweave/internal/core/detection"
	"caseweave/internal/core/listing"
	"caseweave/internal/core/rule"
	"caseweave/internal/edge/intake"
	"caseweave/internal/edge/store/memory"
	"caseweave/internal/engine"
)

// shapes are the five that a user needs (automatic-cases §5), each by the story
// that promises it, with the cases and members that it gives of real files.
var shapes = map[string]map[string]outcome{
	"any-shared-user-joins": {
		"ocsf/findings.ndjson":     {11, 0, 1, 1, 1},
		"otrf/recorded.tsv.gz":     {717, 4422, 44, 300, 69},
		"wazuh/insect.alerts.json": {22, 475, 2, 2, 1},
	},
	"the-same-users-join": {
		"ocsf/findings.ndjson":     {11, 0, 1, 1, 1},
		"otrf/recorded.tsv.gz":     {717, 4422, 44, 300, 69},
		"wazuh/insect.alerts.json": {22, 475, 2, 2, 1},
	},
	"addresses-that-everybody-has-join-nothing": {
		"ocsf/findings.ndjson":     {11, 0, 2, 2, 1},
		"otrf/recorded.tsv.gz":     {717, 4422, 6, 12, 4},
		"wazuh/insect.alerts.json": {22, 475, 1, 5, 5},
	},
	"several-attributes-in-one-row": {
		"ocsf/findings.ndjson":     {11, 0, 4, 4, 1},
		"otrf/recorded.tsv.gz":     {717, 4422, 287, 381, 8},
		"wazuh/insect.alerts.json": {22, 475, 4, 7, 4},
	},
	"a-rule-keeps-to-its-own-cases": {
		"ocsf/findings.ndjson":     {11, 0, 4, 4, 1},
		"otrf/recorded.tsv.gz":     {717, 4422, 237, 381, 10},
		"wazuh/insect.alerts.json": {22, 475, 4, 7, 4},
	},
}

// outcome counts what became of a file.
type outcome struct{ accepted, folded, cases, members, largest int }

// realFiles stand beside the repository.
var realFiles = map[string]func(t *testing.T, file string) iter.Seq[engine.Record]{
	"wazuh/insect.alerts.json": vendor("wazuh"),
	"ocsf/findings.ndjson":     vendor("ocsf"),
	"otrf/recorded.tsv.gz":     hits,
}

func TestTheFiveShapesGiveCasesOfRealFiles(t *testing.T) {
	for story, want := range shapes {
		for file, records := range realFiles {
			t.Run(story+" "+file, func(t *testing.T) {
				path := filepath.Join(root, "..", "shared", "data", file)
				if _, err := os.Stat(path); err != nil {
					t.Skip("NOT TESTED: ../shared/data is absent")
				}
				if got := lived(t, story, records(t, path)); got != want[file] {
					t.Errorf("%q: {%d, %d, %d, %d, %d},", file, got.accepted, got.folded, got.cases, got.members, got.largest)
				}
			})
		}
	}
}

// lived is what the story's rules make of the records of a file.
func lived(t *testing.T, story string, records iter.Seq[engine.Record]) (o outcome) {
	s, err := rulebook.Folder(book(), story)
	if err != nil {
		t.Fatal(err)
	}
	keeper, home := memory.New(), access.Organisation{ID: "real", Name: "Real", TimeZone: "UTC"}
	if err := keeper.Administer(t.Context(), admin.Deed{}.CreateTenant(home)); err != nil {
		t.Fatal(err)
	}
	e := engine.New(engine.Config{Ledger: keeper, Now: func() time.Time { return received }})
	defer e.Close()
	by := activity.Actor{Kind: activity.System, Name: "test"}
	if _, _, err := e.EditBook(t.Context(), home, by, nil, func(rule.Book) (rule.Book, error) { return s.Book, nil }); err != nil {
		t.Fatal(err)
	}
	answer, err := e.Receive(t.Context(), home, records)
	if err != nil {
		t.Fatal(err)
	}
	r := listing.Request{Sort: "number", Limit: listing.MaxLimit}
	for {
		page, err := keeper.Cases(t.Context(), home.ID, casefile.AllSeeing, r)
		if err != nil {
			t.Fatal(err)
		}
		o.see(page.Items)
		if r.After = page.Next; r.After == nil {
			o.accepted, o.folded = answer.Accepted, answer.Folded
			return o
		}
	}
}

func (o *outcome) see(cases []casefile.Case) {
	for _, c := range cases {
		o.cases++
		o.members += c.DetectionCount
		o.largest = max(o.largest, c.DetectionCount)
	}
}

var received = time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC)

// vendor reads a file as the product's source does.
func vendor(name string) func(*testing.T, string) iter.Seq[engine.Record] {
	return func(t *testing.T, path string) iter.Seq[engine.Record] {
		source, err := intake.Sources().Source(name)
		if err != nil {
			t.Fatal(err)
		}
		return func(yield func(engine.Record) bool) {
			for r := range intake.Records(opened(t, path), intake.Usual) {
				record := engine.Record{Line: r.Line, Err: r.Err}
				if r.Err == nil {
					o := source.Read(slices.Clone(r.Bytes), received)
					record.Detection, record.Skipped, record.Err = o.Detection, o.Skipped != "", o.Err
				}
				if !yield(record) {
					return
				}
			}
		}
	}
}

// hits reads a table of Sigma hits on recorded attacks.
func hits(t *testing.T, path string) iter.Seq[engine.Record] {
	zipped, err := gzip.NewReader(opened(t, path))
	if err != nil {
		t.Fatal(err)
	}
	table := csv.NewReader(zipped)
	table.Comma, table.LazyQuotes, table.FieldsPerRecord = '\t', true, -1
	names, err := table.Read()
	if err != nil {
		t.Fatal(err)
	}
	return func(yield func(engine.Record) bool) {
		for line := 2; ; line++ {
			fields, err := table.Read()
			if err == io.EOF {
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			row := map[string]string{}
			for i, name := range names[:len(fields)] {
				row[name] = fields[i]
			}
			if !yield(engine.Record{Line: line, Detection: hit(t, row)}) {
				return
			}
		}
	}
}

var levels = map[string]detection.Fraction{"informational": 100, "low": 300, "medium": 500, "high": 700, "critical": 900}

func hit(t *testing.T, row map[string]string) *detection.Detection {
	seconds, err := strconv.ParseFloat(row["time"], 64)
	if err != nil {
		t.Fatal(err)
	}
	at := time.UnixMilli(int64(seconds * 1000)).UTC()
	d := &detection.Detection{
		Source: "sigma", UID: row["id"], Title: row["title"], Type: row["title"], Severity: levels[row["level"]], Status: detection.Open,
		Count: 1, Version: 1, CreatedAt: at, FirstSeenAt: at, LastSeenAt: at, ReceivedAt: received, Fingerprint: fmt.Sprint(row),
	}
	for kind, column := range map[string]string{"host": "host", "user": "user", "ip": "ip"} {
		if e, ok := detection.NewEntity(kind, row[column]); ok && strings.TrimSpace(row[column]) != "" {
			d.Entities = append(d.Entities, e)
		}
	}
	slices.Sort(d.Entities)
	return d
}

func opened(t *testing.T, path string) io.Reader {
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return f
}
