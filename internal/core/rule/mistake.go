package rule

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/operators"

	"caseweave/internal/core/fault"
)

// mistakesOf are CEL's complaints as sentences, each with its place.
func (l dialect) mistakesOf(text string, issues *cel.Issues) []fault.Detail {
	var details []fault.Detail
	for _, e := range issues.Errors() {
		line, column := max(1, e.Location.Line()), max(0, e.Location.Column())
		details = append(details, fault.Detail{
			Line: line, Column: nameAt(text, line, column, unknown(e.Message)) + 1,
			Message: sentence(e.Message), Suggestion: l.suggestName(e.Message),
		})
	}
	return details
}

// nameAt is where a name begins that CEL places at the ( behind it or the . before
// it; columns count from 0.
func nameAt(text string, line, column int, name string) int {
	lines := strings.Split(text, "\n")
	if name == "" || line > len(lines) {
		return column
	}
	runes := []rune(lines[line-1])
	for _, begin := range []int{column - utf8.RuneCountInString(name), column + 1, column + 2} {
		if column < len(runes) && strings.ContainsRune("(.", runes[column]) && begin >= 0 && begin < len(runes) &&
			strings.HasPrefix(string(runes[begin:]), name) {
			return begin
		}
	}
	return column
}

// celTerms are CEL's words for what users of rules never see.
var celTerms = strings.NewReplacer(
	" (in container '')", "", ", Detection)'", ")'", "Syntax error: ", "", "ERROR: <input>:", "",
	"wrapper(double)", "number or null", "optional_type(", "optional(",
)

// sentence makes a message of CEL one for people: a capital and a full stop.
func sentence(message string) string {
	message, _, _ = strings.Cut(celTerms.Replace(message), "\n")
	message = plainly(message)
	first, size := utf8.DecodeRuneInString(message)
	if !strings.HasSuffix(message, ".") {
		message += "."
	}
	return string(unicode.ToUpper(first)) + message[size:]
}

// What CEL says in the words of its parser and its checker.
var (
	endsEarly  = regexp.MustCompile(`^(?i:mismatched input|no viable alternative at input|extraneous input) '[^']*<EOF>'`)
	notHere    = regexp.MustCompile(`^(?i:mismatched input|no viable alternative at input|extraneous input) '(.*?)'(?: expecting .*)?$`)
	tooDeep    = regexp.MustCompile(`(?i)recursion (depth|limit) exceeded`)
	noOverload = regexp.MustCompile(`(?i)^found no matching overload for '(.+?)' applied to '(?:\((.*)\)|(.*)\.\((.*)\))'$`)
)

// plainly is a complaint of CEL in our words where we have any.
func plainly(message string) string {
	if endsEarly.MatchString(message) {
		return "The expression ends too early."
	}
	if found := notHere.FindStringSubmatch(message); found != nil {
		return "This is not understood at “" + strings.TrimSpace(found[1]) + "”."
	}
	if tooDeep.MatchString(message) {
		return "The expression is nested too deeply."
	}
	if found := noOverload.FindStringSubmatch(message); found != nil {
		return misused(found[1], strings.Join(slices.DeleteFunc(found[2:], func(s string) bool { return s == "" }), ", "))
	}
	return message
}

// signs are the operators that stand around what they are applied to.
var signs = map[string]string{operators.Conditional: "? :", operators.Index: "[ ]", operators.OptIndex: "[? ]", operators.OptSelect: ".?"}

// misused says that an operator or function is applied to what it does not take.
func misused(name, kinds string) string {
	if sign, known := operators.FindReverse(name); known {
		name = or(sign, signs[name])
	}
	if kinds == "" {
		return "“" + name + "” needs something to be used with."
	}
	return "“" + name + "” can't be used with " + celTypes.Replace(mapType.ReplaceAllString(kinds, "map")) + "."
}

var (
	mapType  = regexp.MustCompile(`map\([^()]*(\([^()]*\)[^()]*)*\)`)
	celTypes = strings.NewReplacer(
		"list(", "list of ", "optional(", "optional ", "type(", "type ", ")", "", "null_type", "null", "string", "text", "uint", "whole number",
		"int", "whole number", "double", "number", "bool", "truth value", "timestamp", "time", "dyn", "anything", "Detection", "detection",
		"Rule", "rule", "Tenant", "tenant", "Case", "case",
	)
)

var unknownName = regexp.MustCompile(`undeclared reference to '([^']+)'|undefined field '([^']+)'`)

// unknown is the name that CEL does not know; empty where it complains of something else.
func unknown(message string) string {
	found := unknownName.FindStringSubmatch(message)
	if found == nil {
		return ""
	}
	return found[1] + found[2]
}

// suggestName is the known name nearest to an unknown one.
func (l dialect) suggestName(message string) string {
	wrong := unknown(message)
	if wrong == "" {
		return ""
	}
	if _, isCollection := collections[wrong]; isCollection {
		return wrong + "()"
	}
	names := slices.Concat(l.records, []string{"values()", "day()", "hour()"})
	for name := range attributes {
		names = append(names, name)
	}
	for name := range collections {
		names = append(names, name+"()")
	}
	return nearest(wrong, names)
}

// suggestRows shows how a result of the wrong type becomes one that can be a row.
func suggestRows(text string, t *cel.Type) string {
	switch t.Kind() {
	case cel.OpaqueKind, cel.DurationKind, cel.BytesKind:
		return "string(" + text + ")"
	case cel.MapKind:
		return "(" + text + ").map(k, k)"
	}
	return ""
}

// suggestText shows how a list becomes text.
func suggestText(text string, t *cel.Type) string {
	if t.Kind() == cel.ListKind {
		return "(" + text + ").join(', ')"
	}
	return suggestRows(text, t)
}

// describe names a type for people.
func describe(t *cel.Type) string {
	switch t.Kind() {
	case cel.MapKind:
		return "a map"
	case cel.StructKind:
		return "a whole " + strings.ToLower(t.TypeName())
	case cel.DurationKind:
		return "a duration"
	case cel.BytesKind:
		return "bytes"
	case cel.NullTypeKind:
		return "null"
	case cel.TypeKind:
		return "a type"
	case cel.ListKind:
		return "a list of " + strings.TrimPrefix(describe(t.Parameters()[0]), "a ")
	}
	return cel.FormatCELType(t)
}

// nearest is the name that is spelled most like the wrong one, and empty where
// none is close.
func nearest(wrong string, names []string) string {
	best, least := "", len(wrong)/3+2
	for _, name := range names {
		d := distance(strings.ToLower(wrong), strings.ToLower(strings.TrimSuffix(name, "()")))
		if d < least || d == least && best != "" && name < best {
			best, least = name, d
		}
	}
	return best
}

// distance is Levenshtein's, in bytes.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			change := diagonal
			if a[i] != b[j] {
				change++
			}
			diagonal = row[j+1]
			row[j+1] = min(change, row[j]+1, diagonal+1)
		}
	}
	return row[len(b)]
}
