package rule

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"cel.dev/cel-go/cel"

	"caseweave/internal/core/fault"
)

// mistakesOf are CEL's complaints as sentences, each with its place.
func (l dialect) mistakesOf(issues *cel.Issues) []fault.Detail {
	var details []fault.Detail
	for _, e := range issues.Errors() {
		details = append(details, fault.Detail{
			Line: max(1, e.Location.Line()), Column: max(0, e.Location.Column()) + 1,
			Message: sentence(e.Message), Suggestion: l.suggestName(e.Message),
		})
	}
	return details
}

// celTerms are CEL's words for what users of rules never see.
var celTerms = strings.NewReplacer(
	" (in container '')", "", ", Detection)'", ")'", "Syntax error: ", "", "ERROR: <input>:", "",
	"wrapper(double)", "number or null", "optional_type(", "optional(",
)

// sentence makes a message of CEL one for people: a capital and a full stop.
func sentence(message string) string {
	message, _, _ = strings.Cut(celTerms.Replace(message), "\n")
	first, size := utf8.DecodeRuneInString(message)
	if !strings.HasSuffix(message, ".") {
		message += "."
	}
	return string(unicode.ToUpper(first)) + message[size:]
}

var unknownName = regexp.MustCompile(`undeclared reference to '([^']+)'|undefined field '([^']+)'`)

// suggestName is the known name nearest to an unknown one.
func (l dialect) suggestName(message string) string {
	found := unknownName.FindStringSubmatch(message)
	if found == nil {
		return ""
	}
	wrong := found[1] + found[2]
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
