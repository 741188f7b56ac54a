package intake

import (
	"bytes"
	"slices"
)

// MaxDepth is how deep a record may nest, the record itself counted.
const MaxDepth = 64

// nesting follows the brackets of one JSON value, byte by byte, in a few bytes
// of memory. It is forgiving: a bracket that closes what was not opened is
// passed over, and a text ends with its line, so that a broken value is left
// as soon as possible.
type nesting struct {
	depth   int
	bare    bool // what was seen so far is neither object nor list
	inText  bool
	escaped bool
	// opened holds the brackets of the outer levels; deeper ones are only
	// counted, for such a value is refused anyway.
	opened [2 * MaxDepth]byte
}

// scan takes bytes of the value from chunk until the value is done. A value
// that is neither object nor list is done before the byte that ends it.
func (n *nesting) scan(chunk []byte) (taken int, done bool) {
	for i := 0; i < len(chunk); i++ {
		if n.inText && !n.escaped {
			i += plainText(chunk[i:])
			if i == len(chunk) {
				break
			}
		}
		if n.depth == 0 && n.bare && n.endsBare(chunk[i]) {
			return i, true
		}
		if n.step(chunk[i]); n.depth == 0 && !n.bare {
			return i + 1, true
		}
	}
	return len(chunk), false
}

func (n *nesting) endsBare(c byte) bool {
	return c == '\n' || !n.inText && (c == ',' || c == ']')
}

// plainText counts the bytes up to the next one that may end a text.
func plainText(b []byte) int {
	for i, c := range b {
		if c == '"' || c == '\\' || c == '\n' {
			return i
		}
	}
	return len(b)
}

// step takes the next byte of the value.
func (n *nesting) step(c byte) {
	switch {
	case n.inText:
		n.text(c)
	case c == '"':
		n.inText = true
		n.bare = n.depth == 0
	case c == '{' || c == '[':
		n.open(c)
	case c == '}' || c == ']':
		n.close(c)
	default:
		n.bare = n.depth == 0
	}
}

func (n *nesting) text(c byte) {
	switch {
	case n.escaped:
		n.escaped = false
	case c == '\\':
		n.escaped = true
	case c == '"' || c == '\n':
		n.inText = false
	}
}

func (n *nesting) open(c byte) {
	if n.depth < len(n.opened) {
		n.opened[n.depth] = c
	}
	n.depth++
	n.bare = false
}

func (n *nesting) close(c byte) {
	if n.depth == 0 || n.depth <= len(n.opened) && !pairs(n.opened[n.depth-1], c) {
		return
	}
	n.depth--
}

func pairs(open, close byte) bool { return open == '{' && close == '}' || open == '[' && close == ']' }

// tooDeep says whether raw nests deeper than MaxDepth.
func tooDeep(raw []byte) bool {
	if bytes.Count(raw, []byte("{"))+bytes.Count(raw, []byte("[")) <= MaxDepth {
		return false
	}
	var n nesting
	return slices.ContainsFunc(raw, func(c byte) bool {
		n.step(c)
		return n.depth > MaxDepth
	})
}
