package match

import (
	"regexp/syntax"

	"caseweave/internal/core/fold"
)

// literalsOf are folded texts of which one at least is in the folded form of any
// text that the regular expression matches; known is false where there are none.
// A letter matches those that fold equally, and no others, whatever (?i) says.
func literalsOf(pattern string) (literals []string, known bool) {
	re, err := syntax.Parse(pattern, syntax.Perl|syntax.FoldCase)
	if err != nil {
		return nil, false
	}
	literals = required(re)
	return literals, len(literals) > 0
}

// required does literalsOf for a part of a regular expression; nil where there are none.
func required(re *syntax.Regexp) []string {
	switch re.Op {
	case syntax.OpLiteral:
		return []string{fold.String(string(re.Rune))}
	case syntax.OpCapture, syntax.OpPlus:
		return required(re.Sub[0])
	case syntax.OpRepeat:
		if re.Min > 0 {
			return required(re.Sub[0])
		}
	case syntax.OpConcat:
		return longest(re.Sub)
	case syntax.OpAlternate:
		return together(re.Sub)
	}
	return nil
}

// longest are the literals of the part whose shortest is longest.
func longest(parts []*syntax.Regexp) (best []string) {
	for _, part := range parts {
		if found := required(part); shortest(found) > shortest(best) {
			best = found
		}
	}
	return best
}

func shortest(literals []string) int {
	if len(literals) == 0 {
		return 0
	}
	least := len(literals[0])
	for _, l := range literals[1:] {
		least = min(least, len(l))
	}
	return least
}

// together are the literals of all parts, if each has some.
func together(parts []*syntax.Regexp) (all []string) {
	for _, part := range parts {
		found := required(part)
		if len(found) == 0 {
			return nil
		}
		all = append(all, found...)
	}
	return all
}
