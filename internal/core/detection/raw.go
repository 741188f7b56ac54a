package detection

import (
	"bytes"
	"encoding/json"
)

// someRaw says whether holds is true of anything that path leads to in d's raw
// JSON. A path goes through objects by their keys, as they are written, and
// through arrays to each of their elements. A number, true and false are texts
// as they are written, an object is its JSON; null and "" are nothing.
func (d *Detection) someRaw(path []string, holds func(string) bool) bool {
	r := rawReader{left: d.Raw, holds: holds}
	return r.value(path)
}

// rawReader reads JSON that intake has found well-formed. Of anything else it
// makes less, but ends.
type rawReader struct {
	left  []byte
	holds func(string) bool
}

// value reads one value and says whether holds is true of what path leads to;
// if so, what follows it stays unread.
func (r *rawReader) value(path []string) bool {
	switch r.peek() {
	case '{':
		if len(path) > 0 {
			return r.object(path)
		}
	case '[':
		return r.array(path)
	}
	text := r.skip()
	return len(path) == 0 && r.leaf(text)
}

func (r *rawReader) object(path []string) bool {
	r.left = r.left[1:]
	for r.peek() == '"' {
		key := r.skip()
		r.take(':')
		if !says(key, path[0]) {
			r.skip()
		} else if r.value(path[1:]) {
			return true
		}
		r.take(',')
	}
	r.take('}')
	return false
}

func (r *rawReader) array(path []string) bool {
	r.left = r.left[1:]
	for next := r.peek(); next != ']' && next != 0; next = r.peek() {
		if r.value(path) {
			return true
		}
		r.take(',')
	}
	r.take(']')
	return false
}

func (r *rawReader) leaf(text []byte) bool {
	s, ok := leafText(text)
	return ok && r.holds(s)
}

// leafText is what a value says that is no array; ok is false where that is nothing.
func leafText(text []byte) (s string, ok bool) {
	switch {
	case len(text) == 0 || string(text) == "null" || string(text) == `""`:
		return "", false
	case text[0] == '"':
		return unquoted(text), true
	}
	return string(text), true
}

// peek is the next byte that is no space, and 0 at the end.
func (r *rawReader) peek() byte {
	for i, b := range r.left {
		if b != ' ' && b != '\n' && b != '\t' && b != '\r' {
			r.left = r.left[i:]
			return b
		}
	}
	r.left = nil
	return 0
}

// take moves past c, if it is next.
func (r *rawReader) take(c byte) {
	if r.peek() == c {
		r.left = r.left[1:]
	}
}

// skip reads one value, whatever it is, and gives its text.
func (r *rawReader) skip() []byte {
	r.peek()
	depth, i := 0, 0
	for i < len(r.left) {
		switch r.left[i] {
		case '"':
			i += quotedLength(r.left[i:])
		case '{', '[':
			depth++
			i++
		case '}', ']':
			depth--
			i++
		case ',', ':', ' ', '\t', '\r', '\n':
			i++
		default:
			i += bareLength(r.left[i:])
		}
		if depth <= 0 {
			break
		}
	}
	text := r.left[:i]
	r.left = r.left[i:]
	return text
}

// quotedLength is the length of the string that b begins with.
func quotedLength(b []byte) int {
	for i := 1; i < len(b); {
		end := bytes.IndexByte(b[i:], '"')
		if end < 0 {
			break
		}
		escape := bytes.IndexByte(b[i:i+end], '\\')
		if escape < 0 {
			return i + end + 1
		}
		i += escape + 2
	}
	return len(b)
}

// bareLength is the length of the number or word that b begins with.
func bareLength(b []byte) int {
	if end := bytes.IndexAny(b, ",:]} \t\r\n\"[{"); end > 0 {
		return end
	}
	return len(b)
}

// says compares a JSON string with a text.
func says(b []byte, text string) bool {
	if bytes.IndexByte(b, '\\') >= 0 {
		return unquoted(b) == text
	}
	return len(b) >= 2 && string(b[1:len(b)-1]) == text
}

// unquoted is what a JSON string says.
func unquoted(b []byte) string {
	if len(b) < 2 || b[0] != '"' {
		return string(b)
	}
	if bytes.IndexByte(b, '\\') < 0 {
		return string(b[1 : len(b)-1])
	}
	var s string
	_ = json.Unmarshal(b, &s)
	return s
}
