// Package fold gives texts the one form in which they are compared.
//
// Two texts are equal for Caseweave when their folded forms are: Unicode simple
// case folding, rune by rune, the same in memory and in every database, because
// only this package does it.
package fold

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// String is s in its folded form. It allocates only when s changes.
func String(s string) string {
	for i := 0; i < len(s); i++ {
		if c := s[i]; c >= utf8.RuneSelf || 'A' <= c && c <= 'Z' {
			return strings.Map(Rune, s)
		}
	}
	return s
}

// Append adds the folded form of s to b.
func Append(b []byte, s string) []byte {
	for i := 0; i < len(s); {
		c := s[i]
		if c < utf8.RuneSelf {
			b = append(b, lower(c))
			i++
			continue
		}
		r, width := utf8.DecodeRuneInString(s[i:])
		b = utf8.AppendRune(b, Rune(r))
		i += width
	}
	return b
}

func lower(c byte) byte {
	if 'A' <= c && c <= 'Z' {
		return c + ('a' - 'A')
	}
	return c
}

// Rune is the representative of r's simple folding orbit: its lower-case
// member where the orbit has one, else its smallest.
func Rune(r rune) rune {
	if r < utf8.RuneSelf {
		return rune(lower(byte(r)))
	}
	least := r
	for n := unicode.SimpleFold(r); n != r; n = unicode.SimpleFold(n) {
		least = min(least, n)
	}
	lower := unicode.ToLower(least)
	for n := unicode.SimpleFold(least); n != least; n = unicode.SimpleFold(n) {
		if n == lower {
			return lower
		}
	}
	return least
}
