package query

import (
	"cmp"
	"unicode/utf8"

	"caseweave/internal/core/fold"
)

// The functions below compare a text as it is with one that is folded, without
// folding the first into memory. They agree with comparing fold.String of it.

// foldedPrefix says whether s begins with folded, and what follows it.
func foldedPrefix(s, folded string) (rest string, ok bool) {
	for len(folded) > 0 {
		if s == "" {
			return "", false
		}
		if c := s[0]; c < utf8.RuneSelf {
			if lower(c) != folded[0] {
				return "", false
			}
			s, folded = s[1:], folded[1:]
			continue
		}
		r, width := utf8.DecodeRuneInString(s)
		f, foldedWidth := utf8.DecodeRuneInString(folded)
		if fold.Rune(r) != f {
			return "", false
		}
		s, folded = s[width:], folded[foldedWidth:]
	}
	return s, true
}

func foldedEqual(s, folded string) bool {
	rest, ok := foldedPrefix(s, folded)
	return ok && rest == ""
}

func foldedSuffix(s, folded string) bool {
	for len(folded) > 0 {
		r, width := utf8.DecodeLastRuneInString(s)
		f, foldedWidth := utf8.DecodeLastRuneInString(folded)
		if width == 0 || fold.Rune(r) != f {
			return false
		}
		s, folded = s[:len(s)-width], folded[:len(folded)-foldedWidth]
	}
	return true
}

func foldedContains(s, folded string) bool {
	if folded == "" {
		return true
	}
	for i := 0; i < len(s); {
		c, width := s[i], 1
		if c >= utf8.RuneSelf {
			_, width = utf8.DecodeRuneInString(s[i:])
		}
		if c >= utf8.RuneSelf || lower(c) == folded[0] {
			if _, ok := foldedPrefix(s[i:], folded); ok {
				return true
			}
		}
		i += width
	}
	return false
}

// foldedCompare orders s against folded by the code points of the folded texts.
func foldedCompare(s, folded string) int {
	for s != "" && folded != "" {
		r, width := utf8.DecodeRuneInString(s)
		f, foldedWidth := utf8.DecodeRuneInString(folded)
		if c := cmp.Compare(fold.Rune(r), f); c != 0 {
			return c
		}
		s, folded = s[width:], folded[foldedWidth:]
	}
	return cmp.Compare(len(s), len(folded))
}

func lower(c byte) byte {
	if 'A' <= c && c <= 'Z' {
		return c + ('a' - 'A')
	}
	return c
}
