package proof

import (
	"bufio"
	"errors"
	"io"
)

// maxLine bounds a line: the longest record is a fraction of it.
const maxLine = 64 << 20

// lines reads a file line by line, each with its end.
type lines struct {
	r *bufio.Reader
	// line is the number of the line that was read last, ended that of the last
	// line that there was when the file ended.
	line, ended int
	long        []byte
}

func newLines(r io.Reader) *lines { return &lines{r: bufio.NewReaderSize(r, 1<<18)} }

// read is the next line; it may be changed when the next one is read.
func (l *lines) read() ([]byte, error) {
	l.ended = l.line
	text, err := l.r.ReadSlice('\n')
	for l.long = l.long[:0]; errors.Is(err, bufio.ErrBufferFull) && len(l.long) < maxLine; text, err = l.r.ReadSlice('\n') {
		l.long = append(l.long, text...)
	}
	if len(l.long) > 0 {
		l.long = append(l.long, text...)
		text = l.long
	}
	switch {
	case err == nil:
		l.line++
		return text, nil
	case errors.Is(err, bufio.ErrBufferFull):
		l.line++
		return nil, l.flaw(Form, 0, "The line is longer than any line of an export.")
	case !errors.Is(err, io.EOF):
		return nil, err
	case len(text) > 0:
		l.line++
	}
	return nil, l.flaw(Truncated, 0, "The file was cut off: its end is missing.")
}

func (l *lines) flaw(kind FlawKind, entry uint64, why string) *Flaw {
	return &Flaw{Kind: kind, Entry: entry, Line: l.line, Why: why}
}
