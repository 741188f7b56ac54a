package intake

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"runtime"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"caseweave/internal/core/fault"
)

// shown is what Records makes of a text, a line each: "2: {…}" or "2! reason".
func shown(body io.Reader, limits Limits) []string {
	var all []string
	for r := range Records(body, limits) {
		if r.Err != nil {
			all = append(all, fmt.Sprintf("%d! %v", r.Line, r.Err))
		} else {
			all = append(all, fmt.Sprintf("%d: %s", r.Line, r.Bytes))
		}
	}
	return all
}

func TestABodyIsCutIntoItsRecords(t *testing.T) {
	for _, c := range []struct {
		name, body string
		want       []string
	}{
		{"nothing", "", nil},
		{"blank", " \r\n\n\t", nil},
		{"what only looks blank", "\v\n{\"a\":1}\u00a0\n", []string{"1: \v", "2: {\"a\":1}\u00a0"}},
		{"what only looks blank, in a list", "[\v]", []string{"1: \v"}},
		{"one object", `{"a":1}`, []string{`1: {"a":1}`}},
		{"lines", "{\"a\":1}\r\n\n {\"b\":2} \n", []string{`1: {"a":1}`, `3: {"b":2}`}},
		{"byte order mark", "\xef\xbb\xbf{\"a\":1}\n", []string{`1: {"a":1}`}},
		{"leading blank lines", "\n\n{\"a\":1}\n", []string{`3: {"a":1}`}},
		{"broken line", "{\"a\":1}\n{\"b\":\n{\"c\":3}", []string{`1: {"a":1}`, `2: {"b":`, `3: {"c":3}`}},
		{"broken first line", "{\"a\":\n{\"b\":2}\n", []string{`1: {"a":`, `2: {"b":2}`}},
		{"broken first line within a text", "{\"a\":\"x\n{\"b\":2}\n", []string{`1: {"a":"x`, `2: {"b":2}`}},
		{"no object", "null\n7\n\"x\"", []string{`1: null`, `2: 7`, `3: "x"`}},
		{"two in a line", `{"a":1} {"b":2}`, []string{`1: {"a":1} {"b":2}`}},
		{"pretty", "{\n  \"a\": [\n {\"b\": \"}\\\"\"}\n]\n}\n", []string{"1: {\n  \"a\": [\n {\"b\": \"}\\\"\"}\n]\n}"}},
		{"pretty, many", "{\n\"a\":1\n}\n{\n\"b\":2\n}", []string{"1: {\n\"a\":1\n}", "4: {\n\"b\":2\n}"}},
		{"pretty, then text", "{\n\"a\":1\n} x\n{\"b\":2}", []string{
			"1: {\n\"a\":1\n}", "3! text between two records that belongs to neither", `4: {"b":2}`,
		}},
		{"pretty without end", "{\n\"a\":1\n", []string{"1! the record that begins in line 1 never ends"}},
		{"one open line", `{"a":`, []string{"1! the record that begins in line 1 never ends"}},
		{"list", "[{\"a\":1},\n {\"b\":[2]} , {\"c\":3}]", []string{`1: {"a":1}`, `2: {"b":[2]}`, `2: {"c":3}`}},
		{"empty list", "[]", nil},
		{"list of no objects", `[1,"a,]",null,[{"x":1}]]`, []string{`1: 1`, `1: "a,]"`, `1: null`, `1: [{"x":1}]`}},
		{"broken element", "[{\"a\":1]},\n{\"b\":nope},{\"c\":3}]", []string{`1: {"a":1]}`, `2: {"b":nope}`, `2: {"c":3}`}},
		{"element broken within a text", "[{\"a\":\"x\n},\n{\"b\":2}]", []string{"1: {\"a\":\"x\n}", `3: {"b":2}`}},
		{"list without end", "\n[{\"a\":1},\n", []string{`2: {"a":1}`, "2! the list that begins in line 2 never ends"}},
		{"element without end", "[{\"a\":1},\n{\"b\":", []string{`1: {"a":1}`, "2! the record that begins in line 2 never ends"}},
		{"lists, one after another", "[{\"a\":1}]\n[{\"b\":2}]", []string{`1: {"a":1}`, `2: {"b":2}`}},
	} {
		t.Run(c.name, func(t *testing.T) {
			if d := cmp.Diff(c.want, shown(strings.NewReader(c.body), Usual)); d != "" {
				t.Error(d)
			}
			if d := cmp.Diff(c.want, shown(iotest{strings.NewReader(c.body)}, Usual)); d != "" {
				t.Error("byte by byte:", d)
			}
		})
	}
}

// iotest gives a byte at a time.
type iotest struct{ r io.Reader }

func (i iotest) Read(p []byte) (int, error) { return i.r.Read(p[:min(1, len(p))]) }

func TestARecordTooLongHarmsOnlyItself(t *testing.T) {
	long := `{"a":"` + strings.Repeat("x", 100) + `"}`
	limits := Limits{Record: 50, Body: 1 << 20}
	for _, c := range []struct {
		name, body string
		want       []string
	}{
		{"lines", "{\"a\":1}\n" + long + "\n{\"b\":2}", []string{`1: {"a":1}`, "2! the record is longer than 50 bytes", `3: {"b":2}`}},
		{"list", "[{\"a\":1},\n" + long + ",{\"b\":2}]", []string{`1: {"a":1}`, "2! the record is longer than 50 bytes", `2: {"b":2}`}},
		{"the longest", `{"a":"` + strings.Repeat("x", 42) + `"}`, []string{`1: {"a":"` + strings.Repeat("x", 42) + `"}`}},
		{"a byte more", `{"a":"` + strings.Repeat("x", 43) + `"}`, []string{"1! the record is longer than 50 bytes"}},
		{"the longest of a list", `[{"a":"` + strings.Repeat("x", 42) + `"}]`, []string{`1: {"a":"` + strings.Repeat("x", 42) + `"}`}},
		{"a byte more in a list", `[{"a":"` + strings.Repeat("x", 43) + `"}]`, []string{"1! the record is longer than 50 bytes"}},
	} {
		if d := cmp.Diff(c.want, shown(strings.NewReader(c.body), limits)); d != "" {
			t.Error(c.name, d)
		}
	}
}

func TestALineOfTwentyMegabytesIsSkipped(t *testing.T) {
	body := io.MultiReader(strings.NewReader("{\"a\":1}\n"), &endless{text: "{\"a\":\"", left: 20 << 20}, strings.NewReader("\"}\n{\"b\":2}\n"))
	want := []string{`1: {"a":1}`, "2! the record is longer than 1 MB", `3: {"b":2}`}
	if d := cmp.Diff(want, shown(body, Usual)); d != "" {
		t.Error(d)
	}
}

func TestABodyIsTakenUpToItsLimit(t *testing.T) {
	limits := Limits{Record: 50, Body: 16}
	exact := strings.NewReader("{\"a\":1}\n{\"b\":2}\n")
	if d := cmp.Diff([]string{`1: {"a":1}`, `2: {"b":2}`}, shown(exact, limits)); d != "" {
		t.Error("exactly the limit:", d)
	}
	exact = strings.NewReader(`{"a":1} {"b":23}`)
	if d := cmp.Diff([]string{`1: {"a":1} {"b":23}`}, shown(iotest{exact}, limits)); d != "" {
		t.Error("exactly the limit, byte by byte:", d)
	}
	want := []string{`1: {"a":1}`, `2: {"b":2}`, "3! the body is longer than 16 bytes; it was read up to line 2"}
	if d := cmp.Diff(want, shown(strings.NewReader("{\"a\":1}\n{\"b\":2}\n\n"), limits)); d != "" {
		t.Error("a byte more:", d)
	}
	for r := range Records(strings.NewReader("[{\"a\":1},\n{\"b\":2}]"), limits) {
		if r.Err != nil && (!r.Final || fault.KindOf(r.Err) != fault.TooLarge) {
			t.Errorf("list: %+v", r)
		}
	}
}

func zipped(t testing.TB, texts ...string) []byte {
	var b bytes.Buffer
	for _, s := range texts {
		w := gzip.NewWriter(&b)
		if _, err := io.WriteString(w, s); err != nil {
			t.Fatal(err)
		}
		w.Close()
	}
	return b.Bytes()
}

func TestGzipIsKnownByItsFirstBytes(t *testing.T) {
	want := []string{`1: {"a":1}`, `2: {"b":2}`}
	if d := cmp.Diff(want, shown(bytes.NewReader(zipped(t, "{\"a\":1}\n", "{\"b\":2}\n")), Usual)); d != "" {
		t.Error(d)
	}
	want = []string{`1: {"a":1}`, "2! the body is longer than 8 bytes; it was read up to line 1"}
	if d := cmp.Diff(want, shown(bytes.NewReader(zipped(t, "{\"a\":1}\n{\"b\":2}\n")), Limits{Record: 50, Body: 8})); d != "" {
		t.Error("the limit counts what comes out:", d)
	}
}

func TestBrokenGzipSaysHowFarItWasRead(t *testing.T) {
	good := zipped(t, strings.Repeat("{\"a\":1}\n", 3))
	flipped := bytes.Clone(good)
	flipped[len(flipped)-6] ^= 1 // within the checksum
	for name, body := range map[string][]byte{"cut": good[:len(good)-4], "checksum": flipped, "header": {0x1f, 0x8b, 9, 9}, "begins only": {0x1f, 0x8b}} {
		var last Record
		n := 0
		for r := range Records(bytes.NewReader(body), Usual) {
			if last = r; r.Err == nil {
				n++
			}
		}
		want := fmt.Sprintf("the gzip stream is broken after line %d", n)
		if !last.Final || fault.KindOf(last.Err) != fault.Invalid || !strings.HasPrefix(last.Err.Error(), want) {
			t.Errorf("%s: %+v after %d records", name, last, n)
		}
	}
}

func TestABrokenConnectionIsNotTheSendersFault(t *testing.T) {
	body := io.MultiReader(strings.NewReader("{\"a\":1}\n{\"b\""), failing{})
	var last Record
	for r := range Records(body, Usual) {
		last = r
	}
	if !last.Final || fault.KindOf(last.Err) != fault.Unavailable || !strings.Contains(last.Err.Error(), "after line 1") {
		t.Errorf("%+v", last)
	}
}

type failing struct{}

func (failing) Read([]byte) (int, error) { return 0, errors.New("connection reset") }

func TestReadingStopsWhenTheReaderDoes(t *testing.T) {
	for _, body := range []string{"{\"a\":1}\n{\"b\":2}\n{\"c\":3}", `[{"a":1},{"b":2},{"c":3}]`} {
		n := 0
		for range Records(strings.NewReader(body), Usual) {
			if n++; n == 2 {
				break
			}
		}
		if n != 2 {
			t.Errorf("%d records of %s", n, body)
		}
	}
}

// endless repeats a text up to a length.
type endless struct {
	text string
	left int64
	at   int
}

func (e *endless) Read(p []byte) (int, error) {
	if e.left == 0 {
		return 0, io.EOF
	}
	p = p[:min(int64(len(p)), e.left)]
	n := 0
	for n < len(p) {
		c := copy(p[n:], e.text[e.at:])
		e.at = (e.at + c) % len(e.text)
		n += c
	}
	e.left -= int64(n)
	return n, nil
}

// live is what is in use; how much lies about until it is collected is the machine's affair.
func live() uint64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

// TestMemoryStaysFlatWhateverComes reads a whole body of 2 GB; -short reads less.
func TestMemoryStaysFlatWhateverComes(t *testing.T) {
	limits := Usual
	if testing.Short() {
		limits.Body = 64 << 20
	}
	line := `{"class_uid":2004,"finding_info":{"uid":"1","title":"` + strings.Repeat("x", 64<<10-64) + "\"}}\n"
	for name, text := range map[string]string{
		"lines": line, "one endless line": "{\"a\":\"" + strings.Repeat("x", 1000), "open brackets": "[[[[[[[[", "blank": "\n", "an open object": "{\n\"a\":",
	} {
		var last Record
		before, peak, n := live(), uint64(0), 0
		limits := limits
		if name != "lines" {
			limits.Body = min(limits.Body, 256<<20)
		}
		for r := range Records(&endless{text: text, left: limits.Body + 1}, limits) {
			if last = r; n%4096 == 0 {
				peak = max(peak, live())
			}
			n++
		}
		peak = max(peak, live())
		if !last.Final || fault.KindOf(last.Err) != fault.TooLarge {
			t.Errorf("%s: a byte beyond the limit ended as %+v", name, last.Err)
		}
		if grown := int64(peak) - int64(before); grown > 4<<20 {
			t.Errorf("%s: %d MB more", name, grown>>20)
		}
	}
	last := Record{}
	for r := range Records(&endless{text: line, left: limits.Body / int64(len(line)) * int64(len(line))}, limits) {
		last = r
	}
	if last.Err != nil {
		t.Errorf("up to the limit: %v", last.Err)
	}
}
