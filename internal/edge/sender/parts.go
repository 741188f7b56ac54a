package sender

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"io"
	"iter"

	"caseweave/internal/core/fault"
)

const (
	// partSize is where a part ends, at the next line end.
	partSize = 4 << 20
	// keptLine is how much of a line is kept: more than the server takes, so that
	// the server says that it is too long.
	keptLine = 2 << 20
)

// part is a request's worth of lines.
type part struct {
	body      []byte
	lines     int
	mediaType string
}

// parts cuts NDJSON, plain or gzip, at line ends. One array or one object over
// many lines stays one part.
func parts(r io.Reader) iter.Seq2[part, error] {
	return func(yield func(part, error) bool) {
		in, err := unpacked(r)
		if err != nil {
			yield(part{}, err)
			return
		}
		if whole(in) {
			body, err := io.ReadAll(in)
			yield(part{body: body, lines: bytes.Count(body, []byte("\n")), mediaType: "application/json"}, readError(err, 0))
			return
		}
		cut(in, yield)
	}
}

func cut(in *bufio.Reader, yield func(part, error) bool) {
	sent := 0
	for {
		p, err := nextPart(in)
		sent += p.lines
		if len(p.body) > 0 && !yield(p, nil) {
			return
		}
		if err != nil {
			if !errors.Is(err, io.EOF) {
				yield(part{}, readError(err, sent))
			}
			return
		}
	}
}

func nextPart(in *bufio.Reader) (part, error) {
	p := part{mediaType: "application/x-ndjson"}
	for len(p.body) < partSize {
		start, err := len(p.body), error(nil)
		p.body, err = appendLine(p.body, in)
		if len(p.body) > start {
			p.lines++
		}
		if err != nil {
			if !errors.Is(err, io.EOF) {
				// Half a line is nobody's record.
				p.body, p.lines = p.body[:start], p.lines-min(1, len(p.body)-start)
			}
			return p, err
		}
	}
	return p, nil
}

// appendLine adds the next line with its end; what lies beyond keptLine is left out.
func appendLine(to []byte, in *bufio.Reader) ([]byte, error) {
	start := len(to)
	for {
		piece, err := in.ReadSlice('\n')
		if room := keptLine - (len(to) - start); len(piece) <= room {
			to = append(to, piece...)
		} else if room > 0 {
			to = append(to, piece[:room]...)
		}
		if errors.Is(err, bufio.ErrBufferFull) {
			continue
		}
		if err == nil && to[len(to)-1] != '\n' {
			to = append(to, '\n')
		}
		return to, err
	}
}

// whole says that in is one JSON value over many lines, or an array.
func whole(in *bufio.Reader) bool {
	head, _ := in.Peek(64 << 10)
	head = bytes.TrimLeft(bytes.TrimPrefix(head, []byte("\xef\xbb\xbf")), " \t\r\n")
	if len(head) == 0 || head[0] == '[' {
		return true
	}
	line, rest, ended := bytes.Cut(head, []byte("\n"))
	if !ended || json.Valid(line) {
		return false
	}
	next := bytes.TrimLeft(rest, " \t\r\n")
	return len(next) > 0 && next[0] != '{'
}

func unpacked(r io.Reader) (*bufio.Reader, error) {
	in := bufio.NewReaderSize(r, 64<<10)
	if magic, _ := in.Peek(2); !bytes.Equal(magic, []byte{0x1f, 0x8b}) {
		return in, nil
	}
	z, err := gzip.NewReader(in)
	if err != nil {
		return nil, readError(err, 0)
	}
	return bufio.NewReaderSize(z, 64<<10), nil
}

func readError(err error, lines int) error {
	if err == nil {
		return nil
	}
	return fault.Because(err, fault.Invalid, "The input can't be read beyond line %d; the lines before were sent", lines)
}
