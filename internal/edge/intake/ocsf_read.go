package intake

import (
	"bytes"
	"fmt"
	"sync"

	"github.com/go-json-experiment/json/jsontext"
)

// The reading of findings is written out by hand, member by member, because
// every detection passes here: reflection took three times as long.

// member reads itself from any value.
type member interface {
	read(d *decoder) error
}

// members is an object that knows where a member of that name goes; nil where it is passed over.
type members interface {
	member(name []byte) member
}

// decoder reads a record; cut says that it passed over what a list has too much of.
type decoder struct {
	jsontext.Decoder
	cut bool
}

// decoders are used again for what they remember of keys seen.
var decoders = sync.Pool{New: func() any { return new(decoder) }}

// findings are used again for their room, which is much more than what is found in a record.
var findings = sync.Pool{New: func() any { return new(finding) }}

// release gives f's room away.
func (f *finding) release() {
	*f = finding{Observables: emptied(f.Observables), Evidences: emptied(f.Evidences)}
	findings.Put(f)
}

// usualLength is how long the lists of a finding mostly are at most.
const usualLength = 32

// emptied is the room of a list that is no longer than usual.
func emptied[T any](l list[T]) list[T] {
	if cap(l) > usualLength {
		return nil
	}
	clear(l)
	return l[:0]
}

// readAll reads a whole record.
func (f *finding) readAll(raw []byte) error {
	d := decoders.Get().(*decoder)
	defer decoders.Put(d)
	d.Reset(bytes.NewBuffer(raw))
	d.cut = false
	if err := f.read(d); err != nil {
		return err
	}
	f.cut = d.cut
	if rest := bytes.TrimLeft(raw[d.InputOffset():], " \t\r\n"); len(rest) > 0 {
		return &jsontext.SyntacticError{
			ByteOffset: int64(len(raw) - len(rest)), Err: fmt.Errorf("invalid character %q after top-level value", rest[0]),
		}
	}
	return nil
}

// readObject reads the members of an object and passes over everything else.
func readObject(d *decoder, m members) error {
	if d.PeekKind() != '{' {
		return d.SkipValue()
	}
	if _, err := d.ReadToken(); err != nil {
		return err
	}
	for d.PeekKind() != '}' {
		if err := readMember(d, m); err != nil {
			return err
		}
	}
	_, err := d.ReadToken()
	return err
}

func readMember(d *decoder, m members) error {
	quoted, err := d.ReadValue()
	if err != nil {
		return err
	}
	name := quoted[1 : len(quoted)-1]
	if bytes.IndexByte(name, '\\') >= 0 {
		if name, err = jsontext.AppendUnquote(nil, quoted); err != nil {
			return err
		}
	}
	if to := m.member(name); to != nil {
		return to.read(d)
	}
	return d.SkipValue()
}

// text is a JSON string or, digit by digit as sent, a number; also true and
// false. Other types leave it empty, and all but null mark it as wrong.
type text struct {
	string
	wrong bool
}

func (t *text) read(d *decoder) error {
	switch d.PeekKind() {
	case '"', 't', 'f':
		token, err := d.ReadToken()
		if err == nil {
			t.string = token.String()
		}
		return err
	case '0':
		number, err := d.ReadValue()
		t.string = string(number)
		return err
	}
	t.wrong = d.PeekKind() != 'n'
	return d.SkipValue()
}

// list reads the elements of a list, of which it takes the first maxElements;
// anything else is a list of one.
type list[T any] []T

// maxElements bounds what a list is read of: "[{},{}," is short, and what it is read into is not.
const maxElements = 1000

func (l *list[T]) read(d *decoder) error {
	switch d.PeekKind() {
	case 'n':
		return d.SkipValue()
	case '[':
		return l.elements(d)
	}
	return l.element(d)
}

func (l *list[T]) elements(d *decoder) error {
	if _, err := d.ReadToken(); err != nil {
		return err
	}
	for d.PeekKind() != ']' {
		if err := l.element(d); err != nil {
			return err
		}
	}
	_, err := d.ReadToken()
	return err
}

// element reads one T, which must be a member.
func (l *list[T]) element(d *decoder) error {
	if len(*l) == maxElements {
		d.cut = true
		return d.SkipValue()
	}
	var v T
	*l = append(*l, v)
	return any(&(*l)[len(*l)-1]).(member).read(d)
}
