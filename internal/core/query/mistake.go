package query

import (
	"errors"
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"caseweave/internal/core/fault"
)

// fail records the first mistake and leaves nothing more to read.
func (l *lexer) fail(kind fault.Kind, d fault.Detail) {
	if l.mistake == nil {
		if text := strings.TrimSpace(l.text); isAddress(text) || d.Suggestion == "" && onlyWords(text) {
			d.Suggestion = plain(shortened(text))
		}
		d.Line, d.Column = l.place.Line, l.place.Column
		l.mistake = refusal(kind, d)
	}
	l.offset = len(l.text)
}

func (l *lexer) refuse(suggestion, format string, args ...any) {
	l.fail(fault.Invalid, fault.Detail{Message: fmt.Sprintf(format, args...), Suggestion: suggestion})
}

// refuse fails at the token that is next.
func (p *parser) refuse(suggestion, format string, args ...any) {
	p.fail(fault.Invalid, fault.Detail{Message: fmt.Sprintf(format, args...), Suggestion: suggestion})
}

func (p *parser) fail(kind fault.Kind, d fault.Detail) {
	if p.mistake == nil {
		p.place = p.token.at
	}
	p.lexer.fail(kind, d)
	p.token = token{kind: endToken, at: p.token.at}
}

// miss fails because something else was expected.
func (p *parser) miss(want expectation) {
	p.refuse(p.meant(want), "Expected %s, found %s.", want, p.token)
}

// meant guesses what the writer of the token that is next had in mind.
func (p *parser) meant(want expectation) string {
	t := p.token
	switch {
	case t.kind == endToken:
		return ""
	case want == expectTest && t.kind == textToken:
		return plain(t.text)
	case want == expectTest && t.kind == numberToken:
		return plain(t.source)
	case want == expectValue && t.is("NULL"):
		return string(Null)
	case want == expectValue && t.kind == wordToken:
		return quoted(shortened(t.source))
	case want == expectJoint && t.kind == wordToken:
		return nearest(t.source, []string{"AND", "OR"})
	}
	return ""
}

// borrowed are operators of other languages and what they are called here.
var borrowed = map[string]string{
	"like": "CONTAINS", "ilike": "CONTAINS", "has": "CONTAINS", "matches": "MATCHES_REGEX", "regex": "MATCHES_REGEX", "rlike": "MATCHES_REGEX",
	"startswith": "STARTS_WITH", "endswith": "ENDS_WITH", "cidr": "IN_CIDR", "cidrmatch": "IN_CIDR", "eq": "=", "ne": "!=", "equals": "=",
	"gt": ">", "gte": ">=", "lt": "<", "lte": "<=", "exists": "IS NOT NULL",
}

// missOperator fails where a field is followed by no operator: a word that is
// near one, or NOT IN for !IN.
func (p *parser) missOperator() {
	t, names := p.token, []string{"IS NULL"}
	for _, op := range words {
		names = append(names, string(op))
	}
	suggestion := ""
	switch {
	case t.is("NOT"):
		p.advance()
		for _, op := range words {
			if p.token.is(string(op)) {
				suggestion = "!" + string(op)
			}
		}
		p.token = t
	case t.kind == wordToken:
		if suggestion = borrowed[strings.ToLower(t.source)]; suggestion == "" {
			suggestion = nearest(t.source, names)
		}
	}
	p.refuse(suggestion, "Expected %s, found %s.", expectOperator, t)
}

// String is t as an error shows it.
func (t token) String() string {
	if t.kind == endToken {
		return "the end"
	}
	return shortened(t.source)
}

// shortened keeps a foreign text from filling an error.
func shortened(text string) string {
	const most = 60
	if letters := []rune(text); len(letters) > most {
		return string(letters[:most]) + "…"
	}
	return text
}

// Fitting is a mistake in a text without suggestions that ask for what s does not have.
func Fitting[T any](mistake error, s *Schema[T]) error {
	var f *fault.Error
	if !errors.As(mistake, &f) {
		return mistake
	}
	details := slices.Clone(f.Details)
	for i, d := range details {
		if suggested, err := ParseFilter(d.Suggestion); err == nil && Check(suggested, s) != nil {
			details[i].Suggestion = ""
		}
	}
	return fault.New(f.Kind, "%s", f.Message).With(details...)
}

// plain gives a text that names no field, but is what somebody wants to find, as a test.
func plain(text string) string {
	if isAddress(text) {
		return "@ip = " + quoted(text)
	}
	return "title CONTAINS " + quoted(text)
}

func isAddress(text string) bool {
	_, err := netip.ParseAddr(text)
	return err == nil
}

// onlyWords says whether a text has words in it, but nothing of the language.
func onlyWords(text string) bool {
	for _, word := range strings.Fields(text) {
		if reserved[strings.ToLower(word)] {
			return false
		}
	}
	return text != "" && !strings.ContainsAny(text, "'\"=<>!(),&|~")
}

// refusal makes the error of one or more mistakes.
func refusal(kind fault.Kind, details ...fault.Detail) error {
	first := details[0]
	message := first.Message
	if first.Line > 0 {
		message = fmt.Sprintf("Line %d, column %d: %s", first.Line, first.Column, message)
	}
	if first.Suggestion != "" {
		message += fmt.Sprintf(" Did you mean %s?", first.Suggestion)
	}
	if more := len(details) - 1; more > 0 {
		message += fmt.Sprintf(" (and %d more)", more)
	}
	return fault.New(kind, "%s", message).With(details...)
}

// nearest is the name that differs least from word, if it differs little.
func nearest(word string, names []string) string {
	best, least := "", len(word)/3+2
	if len(word) > 40 {
		return ""
	}
	for _, name := range names {
		if d := distance(strings.ToLower(word), strings.ToLower(name)); d < least {
			best, least = name, d
		}
	}
	return best
}

// distance counts the letters to add, drop, change or swap with their neighbour
// to make b of a (optimal string alignment).
func distance(a, b string) int {
	x, y := []rune(a), []rune(b)
	before, last, row := make([]int, len(y)+1), make([]int, len(y)+1), make([]int, len(y)+1)
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(x); i++ {
		row[0] = i
		for j := 1; j <= len(y); j++ {
			changed := last[j-1]
			if x[i-1] != y[j-1] {
				changed++
			}
			row[j] = min(changed, last[j]+1, row[j-1]+1)
			if i > 1 && j > 1 && x[i-1] == y[j-2] && x[i-2] == y[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
		before, last, row = last, row, before
	}
	return last[len(y)]
}
