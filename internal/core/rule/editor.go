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

// Completion is one thing that may stand at a place of an expression.
type Completion struct {
	Label  string `json:"label"`
	Insert string `json:"insert"`
	// Kind is "field", "function", "method" or "record".
	Kind string `json:"kind"`
	// Detail is the type of it.
	Detail string `json:"detail,omitempty"`
	// From and To are what it replaces, in characters from the beginning.
	From int `json:"from"`
	To   int `json:"to"`
}

// CheckExpression tells all mistakes of a grouping expression, or of a text with
// ${…}, and what it gives, such as "text" or "list of text"; empty where there
// are mistakes.
func CheckExpression(text string, script bool) (kind string, mistakes []fault.Detail) {
	if script {
		if _, mistakes = compileScript(text); len(mistakes) > 0 {
			return "", mistakes
		}
		return "text", nil
	}
	if _, mistakes = compileGrouping(text); len(mistakes) > 0 {
		return "", mistakes
	}
	tree, _ := grouping.parse(text)
	return typeName(tree.OutputType()), nil
}

// typeName is a type as editors show it.
func typeName(t *cel.Type) string {
	switch t.Kind() {
	case cel.StringKind:
		return "text"
	case cel.DoubleKind:
		if t.IsAssignableType(cel.NullType) {
			return "number or null"
		}
		return "number"
	case cel.IntKind, cel.UintKind:
		return "number"
	case cel.BoolKind:
		return "truth value"
	case cel.TimestampKind:
		return "time"
	case cel.ListKind:
		return "list of " + typeName(t.Parameters()[0])
	case cel.DynKind, cel.AnyKind, cel.TypeParamKind:
		return "anything"
	}
	return describe(t)
}

// CompleteExpression says what may stand at position, in characters, of a
// grouping expression or of a text with ${…}; nothing within quotes, and nothing
// outside of ${…}. It reads names, not types, so that unfinished text is no obstacle.
func CompleteExpression(text string, position int, script bool) []Completion {
	letters := []rune(text)
	position = max(0, min(position, len(letters)))
	before := string(letters[:position])
	if script {
		at := strings.LastIndex(before, "${")
		if at < 0 || at > 0 && before[at-1] == '$' || expressionLength(before[at+2:]) >= 0 {
			return nil
		}
		before = before[at+2:]
	}
	if len(text) > 4*MaxText || withinQuotes(before) {
		return nil
	}
	head := strings.TrimRightFunc(before, isNameRune)
	typed := before[len(head):]
	to := position
	for to < len(letters) && typed != "" && isNameRune(letters[to]) {
		to++
	}
	return fit(candidates(head, script), typed, position-utf8.RuneCountInString(typed), to)
}

func isNameRune(r rune) bool { return r == '_' || unicode.IsLetter(r) || unicode.IsDigit(r) }

// withinQuotes says whether a text ends before its closing quote.
func withinQuotes(s string) bool {
	quote := byte(0)
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case quote != 0 && c == '\\':
			i++
		case quote != 0 && c == quote:
			quote = 0
		case quote == 0 && (c == '\'' || c == '"'):
			quote = c
		}
	}
	return quote != 0
}

func fit(all []Completion, typed string, from, to int) (fitting []Completion) {
	var inner []Completion
	for _, c := range all {
		c.From, c.To = from, to
		switch label := strings.ToLower(c.Label); {
		case strings.HasPrefix(label, strings.ToLower(typed)):
			fitting = append(fitting, c)
		case strings.Contains(label, strings.ToLower(typed)):
			inner = append(inner, c)
		}
	}
	return append(fitting, inner...)
}

var receiver = regexp.MustCompile(`([\pL_][\pL\pN_]*)\s*\.\s*$`)

// candidates are all that may follow a text, by its last name and full stop.
func candidates(head string, script bool) []Completion {
	if !strings.HasSuffix(strings.TrimRightFunc(head, unicode.IsSpace), ".") {
		return atTopLevel(script)
	}
	found := receiver.FindStringSubmatch(head)
	if found == nil {
		return methodNames
	}
	switch name := found[1]; {
	case name == "detection" || script && loopsOverDetections(head, name):
		return fieldNames(attributes)
	case name == "rule":
		return fieldNames(ruleFields)
	case name == "tenant":
		return fieldNames(tenantFields)
	case name == "case" && script:
		return fieldNames(caseFields)
	}
	return methodNames
}

// loopsOverDetections says whether name stands for each of the case's detections.
func loopsOverDetections(head, name string) bool {
	return regexp.MustCompile(`\bdetections\s*\.\s*\w+\(\s*` + regexp.QuoteMeta(name) + `\s*,`).MatchString(head)
}

func atTopLevel(script bool) []Completion {
	all := fieldNames(attributes)
	for name := range collections {
		all = append(all, Completion{Label: name + "()", Insert: name + "()", Kind: "function", Detail: "list of text"})
	}
	all = append(all,
		Completion{Label: "values('key')", Insert: "values('", Kind: "function", Detail: "list of text"},
		Completion{Label: "day(created_at)", Insert: "day(created_at)", Kind: "function", Detail: "text"},
		Completion{Label: "hour(created_at)", Insert: "hour(created_at)", Kind: "function", Detail: "number"})
	records := grouping.records
	if script {
		records = scripting.records
	}
	for _, name := range records {
		all = append(all, Completion{Label: name, Insert: name, Kind: "record"})
	}
	sortByLabel(all)
	return all
}

func fieldNames(fields map[string]attribute) (all []Completion) {
	for name, a := range fields {
		all = append(all, Completion{Label: name, Insert: name, Kind: "field", Detail: typeName(a.kind)})
	}
	sortByLabel(all)
	return all
}

func sortByLabel(all []Completion) {
	slices.SortFunc(all, func(a, b Completion) int { return strings.Compare(a.Label, b.Label) })
}

// methodNames are what editors offer after a full stop.
var methodNames = func() (all []Completion) {
	for _, name := range []string{
		"all", "charAt", "contains", "distinct", "endsWith", "exists", "exists_one", "filter", "first", "flatten", "indexOf", "join", "last",
		"lastIndexOf", "lowerAscii", "map", "matches", "replace", "reverse", "size", "slice", "sort", "sortBy", "split", "startsWith", "substring",
		"trim", "upperAscii",
	} {
		all = append(all, Completion{Label: name, Insert: name + "(", Kind: "method"})
	}
	return all
}()
