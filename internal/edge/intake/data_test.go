package intake

import (
	"compress/gzip"
	"io"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// sharedData is a file of the data that lies beside the repository; the test
// is skipped where it is not there.
func sharedData(t testing.TB, name string) []byte {
	t.Helper()
	path := filepath.Join("..", "..", "..", "..", "shared", "data", filepath.FromSlash(name))
	f, err := os.Open(path)
	if err != nil {
		t.Skipf("%s is not there: the data lies beside the repository", name)
	}
	defer f.Close()
	var r io.Reader = f
	if strings.HasSuffix(name, ".gz") {
		if r, err = gzip.NewReader(f); err != nil {
			t.Fatal(err)
		}
	}
	b, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// lines are the records of an NDJSON text; a record at fault fails the test.
func lines(t testing.TB, text []byte) [][]byte {
	t.Helper()
	var all [][]byte
	for r := range Records(strings.NewReader(string(text)), Usual) {
		if r.Err != nil {
			t.Fatalf("line %d: %v", r.Line, r.Err)
		}
		all = append(all, r.Bytes)
	}
	return all
}

// tally is what a source makes of a whole body.
type tally struct {
	accepted, distinct, skipped, rejected, triggering int
}

func count(t *testing.T, s Source, body []byte) (n tally, reasons map[string]int) {
	t.Helper()
	uids := map[string]bool{}
	reasons = map[string]int{}
	for _, raw := range lines(t, body) {
		switch o := s.Read(raw, now); {
		case o.Err != nil:
			n.rejected++
			reasons[o.Err.Error()]++
		case o.Detection == nil:
			n.skipped++
			reasons[o.Skipped]++
		default:
			checkInvariants(t, o.Detection, now)
			n.accepted++
			uids[o.Detection.UID] = true
			if o.Detection.Severity >= 400 {
				n.triggering++
			}
		}
	}
	n.distinct = len(uids)
	return n, reasons
}

func source(t testing.TB, name string) Source {
	t.Helper()
	s, err := Sources().Source(name)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestRealWazuhAlertsAreTaken(t *testing.T) {
	n, _ := count(t, source(t, "wazuh"), sharedData(t, "wazuh/insect.alerts.json"))
	if want := (tally{accepted: 497, distinct: 497, triggering: 29}); n != want {
		t.Errorf("%+v, want %+v", n, want)
	}
	n, _ = count(t, source(t, "wazuh"), sharedData(t, "wazuh/wazuh_attack_lines.jsonl"))
	if n.accepted != 50 {
		t.Errorf("of the indexer's lines: %+v", n)
	}
}

func TestRealSuricataAlertsAreTaken(t *testing.T) {
	n, _ := count(t, source(t, "suricata"), sharedData(t, "suricata/eve_alerts.jsonl.gz"))
	if n.accepted != 3246 || n.distinct != 3222 {
		t.Errorf("%+v, want 3246 accepted and 3222 distinct", n)
	}
}

func TestRealFindingsAreTakenByTheirClass(t *testing.T) {
	n, reasons := count(t, source(t, "ocsf"), sharedData(t, "ocsf/findings.ndjson"))
	if n.accepted != 19 || n.distinct != 11 || n.rejected != 6 {
		t.Errorf("%+v, want 19 accepted, 11 distinct, 6 rejected", n)
	}
	if want := map[string]int{
		"class 2002 (Vulnerability Finding) is not taken; send 2004 (Detection Finding) or 2001 (Security Finding)": 3,
		"class 2003 (Compliance Finding) is not taken; send 2004 (Detection Finding) or 2001 (Security Finding)":    3,
	}; !maps.Equal(reasons, want) {
		t.Errorf("%v", reasons)
	}
}
