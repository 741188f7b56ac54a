package rule

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"caseweave/internal/core/fault"
)

// script is text with ${…} in CEL: texts and expressions take turns, beginning
// and ending with a text.
type script struct {
	texts       []string
	expressions []*expression
}

// compileScript prepares text with ${…}; "$${" stands for "${" itself.
func compileScript(text string) (script, []fault.Detail) {
	var s script
	var mistakes []fault.Detail
	var plain strings.Builder
	for rest := text; ; {
		begin := strings.Index(rest, "${")
		if begin < 0 {
			s.texts = append(s.texts, plain.String()+rest)
			return s, mistakes
		}
		if begin > 0 && rest[begin-1] == '$' {
			plain.WriteString(rest[:begin-1] + "${")
			rest = rest[begin+2:]
			continue
		}
		plain.WriteString(rest[:begin])
		from := len(text) - len(rest) + begin
		length := expressionLength(rest[begin+2:])
		if length < 0 || len(s.expressions) == MaxExpressions {
			return s, append(mistakes, shifted(text, from, unclosed(length))...)
		}
		e, wrong := compileText(rest[begin+2 : begin+2+length])
		mistakes = append(mistakes, shifted(text, from+2, wrong)...)
		s.texts, s.expressions = append(s.texts, plain.String()), append(s.expressions, e)
		plain.Reset()
		rest = rest[begin+2+length+1:]
	}
}

func unclosed(length int) []fault.Detail {
	if length < 0 {
		return at(1, 1, "This ${ has no }.", "")
	}
	return at(1, 1, fmt.Sprintf("There are more than %d expressions.", MaxExpressions), "")
}

// expressionLength is the number of bytes before the } that ends an expression:
// braces within it are counted, those in strings are not. -1 where there is none.
func expressionLength(s string) int {
	depth, quote := 0, byte(0)
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case quote != 0 && c == '\\':
			i++
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '\'' || c == '"':
			quote = c
		case c == '{':
			depth++
		case c == '}' && depth == 0:
			return i
		case c == '}':
			depth--
		}
	}
	return -1
}

// shifted moves places within an expression to places within the text that holds it.
func shifted(text string, from int, details []fault.Detail) []fault.Detail {
	before := text[:from]
	lines := strings.Count(before, "\n")
	columns := utf8.RuneCountInString(before[strings.LastIndexByte(before, '\n')+1:])
	for i := range details {
		if details[i].Line == 1 {
			details[i].Column += columns
		}
		details[i].Line += lines
	}
	return details
}

// text of the script for a subject, as it stands there, or an error where an expression fails.
func (s script) text(of *subject) (string, error) {
	if len(s.texts) == 0 {
		return "", nil
	}
	var out strings.Builder
	for i, e := range s.expressions {
		v, err := e.value(of)
		if err != nil {
			return "", err
		}
		value, err := textOf(v)
		if err != nil {
			return "", err
		}
		out.WriteString(s.texts[i] + value)
	}
	out.WriteString(s.texts[len(s.expressions)])
	return out.String(), nil
}

// oneLine is a text as a title: at most MaxTitle bytes, blanks for line feeds.
func oneLine(s string) string { return cut(strings.Join(strings.Fields(s), " "), MaxTitle) }

// manyLines keeps its lines, MaxText bytes at most.
func manyLines(s string) string { return cut(strings.TrimSpace(s), MaxText) }

func cut(s string, most int) string {
	if len(s) <= most {
		return s
	}
	return begin(s, most-len("…")) + "…"
}

// begin is the first bytes of s, without those that are no whole characters.
func begin(s string, bytes int) string { return strings.ToValidUTF8(s[:bytes], "") }
