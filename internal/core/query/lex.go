package query

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"caseweave/internal/core/fold"
)

// tokenKind is what the parser tells apart before it looks at a token's text.
type tokenKind int

const (
	endToken tokenKind = iota
	wordToken
	textToken
	numberToken
	symbolToken
)

// token is one piece of a text. For a word, text is its canonical name; for a
// literal, the text it means; source is what was written.
type token struct {
	kind   tokenKind
	text   string
	number float64
	source string
	at     Position
}

// is says whether t is the keyword or symbol given, which is in upper case.
func (t token) is(word string) bool {
	return t.kind == symbolToken && t.text == word || t.kind == wordToken && strings.EqualFold(t.text, word)
}

// reserved are the words that name no field.
var reserved = map[string]bool{
	"and": true, "or": true, "not": true, "is": true, "null": true, "true": true, "false": true, "in": true, "in_cidr": true,
	"contains": true, "starts_with": true, "ends_with": true, "matches_regex": true, "earliest": true, "latest": true,
}

// lexer cuts a text into tokens. It stops at the first mistake.
type lexer struct {
	text    string
	offset  int // where the next token is looked for
	place   Position
	placed  int // the offset that place speaks of
	mistake error
}

// next is the next token; after a mistake, the end.
func (l *lexer) next() token {
	l.offset += len(l.text[l.offset:]) - len(strings.TrimLeftFunc(l.text[l.offset:], unicode.IsSpace))
	start := l.offset
	l.locate(start)
	if l.mistake != nil || start == len(l.text) {
		return token{kind: endToken, at: l.place}
	}
	t := l.piece()
	t.at, t.source = l.place, l.text[start:l.offset]
	return t
}

// locate moves place forward to offset.
func (l *lexer) locate(offset int) {
	for _, r := range l.text[l.placed:offset] {
		l.place.Column++
		if r == '\n' {
			l.place = Position{l.place.Line + 1, 1}
		}
	}
	l.placed = offset
}

func (l *lexer) piece() token {
	rest := l.text[l.offset:]
	first, width := utf8.DecodeRuneInString(rest)
	switch {
	case first == '\'':
		return token{kind: textToken, text: l.plainText()}
	case (first == 'e' || first == 'E') && strings.HasPrefix(rest[1:], "'"):
		l.offset++
		return token{kind: textToken, text: l.escapedText()}
	case startsWord(first):
		return token{kind: wordToken, text: l.name()}
	case isDigit(first) || first == '-' && len(rest) > 1 && isDigit(rune(rest[1])):
		return l.numeric()
	}
	for _, symbol := range []string{"!=", "<=", ">=", "=", "<", ">", "(", ")", ",", "!"} {
		if strings.HasPrefix(rest, symbol) {
			l.offset += len(symbol)
			return token{kind: symbolToken, text: symbol}
		}
	}
	l.refuse(strange(first), "%s has no meaning here.", rest[:width])
	return token{}
}

// strange is what the writer of a character unknown to the language may have meant.
func strange(r rune) string {
	switch r {
	case '"', '“', '”', '‘', '’', '`':
		return "'…'"
	case '&':
		return "AND"
	case '|':
		return "OR"
	case '~':
		return string(Matches)
	}
	return ""
}

// plainText reads 'x”y', where only the quote itself is doubled.
func (l *lexer) plainText() string {
	var b strings.Builder
	for i := l.offset + 1; i < len(l.text); i++ {
		switch {
		case l.text[i] != '\'':
			b.WriteByte(l.text[i])
		case strings.HasPrefix(l.text[i:], "''"):
			b.WriteByte('\'')
			i++
		default:
			l.offset = i + 1
			return b.String()
		}
	}
	l.refuse("", "This text has no closing quote.")
	return ""
}

// escapedText reads e'…' from its quote on.
func (l *lexer) escapedText() string {
	var b strings.Builder
	for i := l.offset + 1; i < len(l.text); {
		switch l.text[i] {
		case '\'':
			l.offset = i + 1
			return b.String()
		case '\\':
			r, width := escape(l.text[i:])
			if width == 0 {
				l.refuse(`\\`, `A backslash in e'…' begins one of \n \t \r \\ \' \uXXXX.`)
				return ""
			}
			b.WriteRune(r)
			i += width
		default:
			b.WriteByte(l.text[i])
			i++
		}
	}
	l.refuse("", "This text has no closing quote.")
	return ""
}

// escape reads one escape; its width is 0 where it is none.
func escape(s string) (r rune, width int) {
	if len(s) < 2 {
		return 0, 0
	}
	if i := strings.IndexByte(`ntr\'`, s[1]); i >= 0 {
		return rune("\n\t\r\\'"[i]), 2
	}
	if s[1] != 'u' || len(s) < 6 {
		return 0, 0
	}
	n, err := strconv.ParseUint(s[2:6], 16, 16)
	if err != nil || n == 0 || !utf8.ValidRune(rune(n)) {
		return 0, 0
	}
	return rune(n), 6
}

// numeric reads a number, or a time before now such as -4h.
func (l *lexer) numeric() token {
	rest := l.text[l.offset:]
	end := strings.IndexFunc(rest, func(r rune) bool { return !continuesWord(r) && r != '.' && r != '+' && r != ':' })
	if end < 0 {
		end = len(rest)
	}
	source := rest[:end]
	ago := strings.ToLower(source)
	if needsNoQuotes(ago) {
		l.offset += end
		return token{kind: textToken, text: ago}
	}
	n, ok := ParseNumber(source)
	switch {
	case ok:
	case needsNoQuotes("-" + ago):
		l.refuse("-"+ago, "A time before now begins with a minus.")
		return token{}
	default:
		l.refuse(quoted(shortened(source)), "%s is neither a number nor a time such as -4h.", shortened(source))
		return token{}
	}
	l.offset += end
	return token{kind: numberToken, number: n}
}

// ParseNumber reads a finite decimal number, as JSON writes it: what a text below
// a Path field counts as beside a number.
func ParseNumber(s string) (float64, bool) {
	digits := strings.TrimPrefix(s, "-")
	if digits == "" || !isDigit(rune(digits[0])) || strings.Trim(digits, "0123456789.eE+-") != "" {
		return 0, false
	}
	n, err := strconv.ParseFloat(s, 64)
	return n, err == nil
}

// name reads a word or a path of them and gives its canonical form: the first
// word folded, metadata.x as x, a segment that is no plain word in quotes.
func (l *lexer) name() string {
	segments := []string{fold.String(l.segment())}
	for l.segmentFollows() {
		l.offset++
		segments = append(segments, l.segment())
	}
	for segments[0] == "metadata" && len(segments) > 1 && namesField(segments[1]) {
		segments = segments[1:]
		segments[0] = fold.String(segments[0])
	}
	for i, s := range segments[1:] {
		if !isWord(s) {
			segments[i+1] = quoted(s)
		}
	}
	return strings.Join(segments, ".")
}

func (l *lexer) segment() string {
	rest := l.text[l.offset:]
	if strings.HasPrefix(rest, "'") {
		return l.plainText()
	}
	end := strings.IndexFunc(rest, func(r rune) bool { return !continuesWord(r) })
	if end < 0 {
		end = len(rest)
	}
	l.offset += end
	return rest[:end]
}

func (l *lexer) segmentFollows() bool {
	rest, dotted := strings.CutPrefix(l.text[l.offset:], ".")
	r, _ := utf8.DecodeRuneInString(rest)
	return l.mistake == nil && dotted && (r == '\'' || continuesWord(r))
}

// namesField says whether a path's segment could be a field by itself.
func namesField(segment string) bool {
	r, _ := utf8.DecodeRuneInString(segment)
	return startsWord(r) && isWord(segment) && !reserved[fold.String(segment)]
}

// isWord says whether a path's segment needs no quotes.
func isWord(segment string) bool {
	return segment != "" && !strings.ContainsFunc(segment, func(r rune) bool { return !continuesWord(r) })
}

// segments are the parts of a canonical name, without their quotes.
func segments(name string) []string {
	l := lexer{text: name}
	parts := []string{l.segment()}
	for l.segmentFollows() {
		l.offset++
		parts = append(parts, l.segment())
	}
	return parts
}

func isDigit(r rune) bool    { return '0' <= r && r <= '9' }
func startsWord(r rune) bool { return unicode.IsLetter(r) || r == '_' || r == '@' }

func continuesWord(r rune) bool {
	return startsWord(r) || unicode.IsDigit(r) || unicode.IsMark(r) || r == '-'
}
