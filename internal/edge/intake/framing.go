package intake

import (
	"bufio"
	"bytes"
	"io"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"caseweave/internal/core/fault"
)

// lines yields a record a line.
func (f *framer) lines() {
	for !f.stopped {
		line, tooLong, err := f.readLine()
		switch {
		case err != nil && err != io.EOF:
		case tooLong:
			f.tooLong(f.line)
		case len(line) > 0:
			f.emit(Record{Line: f.line, Bytes: line})
		}
		if err != nil {
			f.end(err)
		}
		f.line++
	}
}

// readLine is the next line without the white space around it, in bytes of
// its own. Of a line beyond the limit nothing is kept.
func (f *framer) readLine() (line []byte, tooLong bool, err error) {
	var long []byte
	for {
		part, err := f.in.ReadSlice('\n')
		if !tooLong && len(long)+len(part) > f.limit+len("\r\n") {
			tooLong, long = true, nil
		}
		if err == nil && long == nil && !tooLong {
			return f.fit(bytes.Clone(trim(part)))
		}
		if !tooLong {
			long = append(long, part...)
		}
		if err != bufio.ErrBufferFull {
			line, over, _ := f.fit(trim(long))
			return line, over || tooLong, err
		}
	}
}

func (f *framer) fit(line []byte) ([]byte, bool, error) {
	if len(line) > f.limit {
		return nil, true, nil
	}
	return line, false, nil
}

func (f *framer) tooLong(line int) {
	f.reject(line, fault.TooLarge, "the record is longer than %s", size(int64(f.limit)))
}

// values yields objects one after another, and the elements of lists.
func (f *framer) values() {
	for !f.stopped {
		c, ok := f.skipSpace()
		switch {
		case !ok:
			return
		case c == '[':
			f.list(f.line)
		case c == '{':
			f.unread()
			f.value()
		default:
			f.unread()
			f.reject(f.line, fault.Invalid, "text between two records that belongs to neither")
			f.readLine()
			f.line++
		}
	}
}

// list yields the elements of a list whose bracket is read. It is lenient
// about commas: what stands between them counts.
func (f *framer) list(opened int) {
	for !f.stopped {
		c, err := f.next()
		switch {
		case err == io.EOF:
			f.unfinished("list", opened)
		case err != nil:
			f.end(err)
		case c == ']':
			return
		case c == ',' || isSpace(c):
		default:
			f.unread()
			f.value()
		}
	}
}

// value yields the value that begins here: up to its closing bracket, or, if
// it is neither object nor list, up to the next comma, bracket or line.
func (f *framer) value() {
	var (
		kept    []byte
		tooLong bool
		at      = f.line
		n       nesting
	)
	for done := false; !done; {
		chunk, err := f.chunk()
		if err == io.EOF && n.depth == 0 {
			break
		}
		if err == io.EOF {
			f.unfinished("record", at)
			return
		}
		if err != nil {
			f.end(err)
			return
		}
		var taken int
		taken, done = n.scan(chunk)
		if tooLong = tooLong || len(kept)+taken > f.limit; tooLong {
			kept = nil
		} else {
			kept = append(kept, chunk[:taken]...)
		}
		f.line += bytes.Count(chunk[:taken], []byte("\n"))
		f.in.Discard(taken)
	}
	if tooLong {
		f.tooLong(at)
		return
	}
	f.emit(Record{Line: at, Bytes: trim(kept)})
}

// unfinished ends the body within something that began in line at.
func (f *framer) unfinished(what string, at int) {
	f.emit(Record{Line: at, Final: true, Err: fault.New(fault.Invalid, "the %s that begins in line %d never ends", what, at)})
	f.stopped = true
}

// chunk is what is buffered, at least one byte, without reading it.
func (f *framer) chunk() ([]byte, error) {
	if _, err := f.in.Peek(1); err != nil {
		return nil, err
	}
	return f.in.Peek(f.in.Buffered())
}

// next reads a byte and counts lines.
func (f *framer) next() (byte, error) {
	c, err := f.in.ReadByte()
	if c == '\n' && err == nil {
		f.line++
	}
	return c, err
}

// unread takes back the byte that was read last, which is no line's end.
func (f *framer) unread() { f.in.UnreadByte() }

// skipSpace reads up to the first byte that is no white space; ok is false at the end.
func (f *framer) skipSpace() (byte, bool) {
	for {
		c, err := f.next()
		if err != nil {
			f.end(err)
			return 0, false
		}
		if !isSpace(c) {
			return c, true
		}
	}
}

// space is what JSON knows as white space: anything else that looks empty is a mistake
// of the sender's, who is told.
const space = " \t\n\r"

func isSpace(c byte) bool { return strings.IndexByte(space, c) >= 0 }

func trim(b []byte) []byte { return bytes.Trim(b, space) }

// opensObject says whether an object begins in line and does not end there.
func opensObject(line []byte) bool {
	var n nesting
	for _, c := range line {
		n.step(c)
	}
	return n.depth > 0 && !n.inText
}

// wholeObject says whether line is an object by itself, or begins one where
// its end is out of sight.
func wholeObject(line []byte, ended bool) bool {
	line = trim(line)
	if len(line) == 0 || line[0] != '{' {
		return false
	}
	return !ended || jsontext.Value(line).IsValid()
}
