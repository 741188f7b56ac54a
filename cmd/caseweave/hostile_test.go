package main

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"strings"
	"testing"
)

// TestBadInputIsAnsweredAndHarmsNothing sends what no product should send, and
// finds a clear answer, the good lines stored and the server well.
func TestBadInputIsAnsweredAndHarmsNothing(t *testing.T) {
	s := newServer(t)
	for _, c := range []struct{ name, bad, reason string }{
		{"a line of 20 MB", `{"class_uid":2004,"finding_info":{"uid":"` + strings.Repeat("x", 20<<20) + `"}}` + "\n", "1 MB"},
		{"invalid UTF-8", `{"class_uid":2004,"finding_info":{"uid":"u","title":"` + "\xff\xfe" + `"}}` + "\n", "UTF-8"},
		{"10,000 levels", `{"class_uid":2004,"a":` + strings.Repeat("[", 10000) + strings.Repeat("]", 10000) + "}\n", "deep"},
		{"a duplicate key", `{"class_uid":2004,"class_uid":2001}` + "\n", "class_uid"},
		{"half an object", `{"class_uid":2004,` + "\n", ""},
		{"a number", "42\n", "object"},
		{"no finding", `{"class_uid":2004,"finding_info":{"uid":["a"],"title":"x"}}` + "\n", "uid"},
	} {
		t.Run(c.name, func(t *testing.T) {
			before, after := finding("before "+c.name, "h"), finding("after "+c.name, "h")
			a, err := s.send(strings.NewReader(before + c.bad + after))
			if err != nil || a.Status != 200 || a.Accepted != 2 || len(a.Rejected) != 1 {
				t.Fatalf("%+v %v", a, err)
			}
			if r := a.Rejected[0]; r.Line != 2 || !strings.Contains(r.Reason, c.reason) {
				t.Errorf("line %d: %s", r.Line, r.Reason)
			}
		})
	}
	oddButGood(t, s)
	brokenGzip(t, s)
	longLines(t, s)
	hugeBodies(t, s)
}

func oddButGood(t *testing.T, s *server) {
	for uid, line := range map[string]string{
		"9007199254740993": `{"class_uid":2004,"severity_id":3,"time":1772000000000,"finding_info":{"uid":9007199254740993,"title":"a big integer"}}`,
		"filetime-zero":    `{"class_uid":2004,"severity_id":3,"time_dt":"1601-01-01T00:00:00Z","finding_info":{"uid":"filetime-zero","title":"1601"}}`,
		"end-of-days":      `{"class_uid":2004,"severity_id":3,"time_dt":"9999-12-31T23:59:59Z","finding_info":{"uid":"end-of-days","title":"9999"}}`,
	} {
		if a, err := s.send(strings.NewReader(line)); err != nil || a.Accepted != 1 {
			t.Errorf("%s: %+v %v", uid, a, err)
		}
		found := all[struct {
			CreatedAt  string `json:"created_at"`
			ReceivedAt string `json:"received_at"`
		}](s, "detections", "uid = '"+uid+"'")
		if len(found) != 1 {
			t.Fatalf("%s is stored %d times", uid, len(found))
		}
		if uid == "filetime-zero" && found[0].CreatedAt != "1601-01-01T00:00:00Z" {
			t.Errorf("1601 became %s", found[0].CreatedAt)
		}
		if uid == "end-of-days" && found[0].CreatedAt != found[0].ReceivedAt {
			t.Errorf("9999 became %s, received at %s", found[0].CreatedAt, found[0].ReceivedAt)
		}
	}
}

func brokenGzip(t *testing.T, s *server) {
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	_, _ = io.WriteString(z, finding("in-gzip", "h"))
	_ = z.Flush()
	_, _ = io.WriteString(z, finding("cut-off", "h"))
	_ = z.Close()
	a, err := s.send(bytes.NewReader(packed.Bytes()[:packed.Len()-12]), "Content-Encoding", "gzip")
	if err != nil || a.Status != 422 || a.Stored == nil || a.Stored.Accepted < 1 {
		t.Errorf("broken gzip: %+v %v", a, err)
	}
	if len(all[any](s, "detections", "uid = 'in-gzip'")) != 1 {
		t.Error("the good line before the break is not stored")
	}
}

// longLines sends many good lines that are each nearly as long as a line may be.
func longLines(t *testing.T, s *server) {
	const lines, long = 300, 950 << 10
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	for i := range lines {
		line := finding(fmt.Sprint("long-", i), "h")
		_, _ = io.WriteString(z, strings.Replace(line, "{", `{"message":"`+strings.Repeat("x", long)+`",`, 1))
	}
	_ = z.Close()
	before := s.memory()
	a, err := s.send(&packed, "Content-Encoding", "gzip")
	if err != nil || a.Accepted != lines {
		t.Errorf("%d of %d long lines were taken: %v", a.Accepted, lines, err)
	}
	if grown := s.peak() - before; grown > 250<<20 {
		t.Errorf("%d MB of long lines took %d MB of memory", lines*long>>20, grown>>20)
	}
}

// hugeBodies sends 2 GB, which is taken, and a byte more, which is not.
func hugeBodies(t *testing.T, s *server) {
	if testing.Short() {
		t.Skip("4 GB take a while")
	}
	const limit = 2 << 30
	before := s.memory()
	for _, c := range []struct {
		uid    string
		size   int64
		status int
	}{{"exactly-2-gb", limit, 200}, {"a-byte-more", limit + 1, 413}} {
		first := finding(c.uid, "h")
		blank := io.LimitReader(blankLines{}, c.size-int64(len(first)))
		a, err := s.send(io.MultiReader(strings.NewReader(first), blank))
		if err != nil || a.Status != c.status {
			t.Errorf("%s: %+v %v", c.uid, a, err)
		}
		if len(all[any](s, "detections", "uid = '"+c.uid+"'")) != 1 {
			t.Errorf("%s: the good line is not stored", c.uid)
		}
	}
	if grown := s.memory() - before; grown > 200<<20 {
		t.Errorf("memory grew by %d MB", grown>>20)
	}
}

// blankLines are lines of spaces without end.
type blankLines struct{}

var blank = []byte(strings.Repeat(" ", 4095) + "\n")

func (blankLines) Read(p []byte) (n int, err error) {
	for n < len(p) {
		n += copy(p[n:], blank)
	}
	return n, nil
}
