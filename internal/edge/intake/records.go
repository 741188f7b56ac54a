package intake

import (
	"bufio"
	"bytes"
	"io"
	"iter"

	"caseweave/internal/core/fault"
)

// Limits bound a body. Both count decompressed bytes.
type Limits struct {
	// Record is the longest record taken, in bytes; longer ones are rejected and skipped unread.
	Record int
	// Body is the longest body taken; what came before the limit stays good.
	Body int64
}

// Usual are the limits of the product: 1 MB a record, 2 GB a body, in powers of two.
var Usual = Limits{Record: 1 << 20, Body: 2 << 30}

// Record is one record of a body, or the reason why there is none.
type Record struct {
	// Line is where the record begins, from 1.
	Line int
	// Bytes belong to the receiver. They are framed, not yet parsed.
	Bytes []byte
	// Err says why this record cannot be taken; the next one may be good.
	Err error
	// Final: nothing of the body can be read after this; Err says why.
	Final bool
}

// Records yields the records of a body in their order.
//
// Three shapes are told apart by how the body begins. A "[" opens a list: each
// element is a record, and a broken element harms only itself. A first line that
// opens an object without closing it begins objects printed over many lines, one
// after another — unless the second line is a whole object, for then the
// first is a broken line of NDJSON. Everything else is NDJSON: a record a line,
// whatever the line holds. Empty lines and a byte order mark are passed over,
// and gzip, also of many members, is known by its first bytes.
func Records(body io.Reader, limits Limits) iter.Seq[Record] {
	return func(yield func(Record) bool) {
		b := open(body, limits)
		f := &framer{body: b, in: bufio.NewReaderSize(b, 64<<10), limit: limits.Record, line: 1, yield: yield}
		f.run()
	}
}

// framer cuts a body into records. It stops for good once stopped is set.
type framer struct {
	body    *body
	in      *bufio.Reader
	limit   int
	line    int // the line of the next byte, from 1
	yield   func(Record) bool
	stopped bool
}

func (f *framer) run() {
	if mark, _ := f.in.Peek(3); string(mark) == "\xef\xbb\xbf" {
		f.in.Discard(3)
	}
	c, ok := f.skipSpace()
	if !ok {
		return
	}
	f.unread()
	switch {
	case c == '[':
		f.values()
	case c == '{' && f.opensOverLines():
		f.values()
	default:
		f.lines()
	}
}

// opensOverLines says whether the body is objects printed over many lines.
func (f *framer) opensOverLines() bool {
	first, ended := f.peekLine(0)
	if !ended || !opensObject(first) {
		return false
	}
	for from := len(first) + 1; ; {
		next, ended := f.peekLine(from)
		if len(trim(next)) > 0 || !ended || len(next) == 0 && f.atEnd(from) {
			return !wholeObject(next, ended)
		}
		from += len(next) + 1
	}
}

// peekLine is the line that begins from bytes ahead, without reading it. Its
// end may lie beyond what can be looked at: then ended is false.
func (f *framer) peekLine(from int) (line []byte, ended bool) {
	for {
		seen, _ := f.in.Peek(f.in.Buffered())
		ahead := seen[min(from, len(seen)):]
		if i := bytes.IndexByte(ahead, '\n'); i >= 0 {
			return ahead[:i], true
		}
		if _, err := f.in.Peek(len(seen) + 1); err != nil {
			return ahead, err == io.EOF
		}
	}
}

// atEnd says whether the body ends within from bytes from here.
func (f *framer) atEnd(from int) bool {
	_, err := f.in.Peek(from + 1)
	return err != nil
}

func (f *framer) emit(r Record) {
	if !f.stopped && !f.yield(r) {
		f.stopped = true
	}
}

func (f *framer) reject(line int, kind fault.Kind, format string, args ...any) {
	f.emit(Record{Line: line, Err: fault.New(kind, format, args...)})
}

// end reports why the body could not be read to its end, if it could not.
func (f *framer) end(err error) {
	if err != io.EOF {
		f.emit(Record{Line: f.line, Err: f.body.reason(err, f.line-1), Final: true})
	}
	f.stopped = true
}
