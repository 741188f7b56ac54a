package intake

import (
	"errors"
	"fmt"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
)

// broken is the outcome of a record that is no JSON object, or nests too
// deep; nil where it may be one.
func broken(raw []byte) *Outcome {
	kind := jsontext.Kind(0)
	if len(raw) > 0 {
		kind = jsontext.Kind(raw[0])
	}
	var o Outcome
	switch {
	case kind == 0:
		o = rejected("", "this is not JSON: the record is empty")
	case kind != '{' && jsontext.Value(raw).IsValid():
		o = rejected("", "a record must be a JSON object; this is %s", kindWord(kind))
	case tooDeep(raw):
		o = rejected("", "the record nests deeper than %d levels", MaxDepth)
	default:
		return nil
	}
	return &o
}

func kindWord(k jsontext.Kind) string {
	switch k {
	case 'n':
		return "null"
	case '"':
		return "a text"
	case '[':
		return "a list"
	case 't', 'f':
		return "true or false"
	}
	return "a number"
}

// notJSON is the outcome of a record that the parser refused, in words.
func notJSON(err error) Outcome {
	var s *jsontext.SyntacticError
	if !errors.As(err, &s) {
		return rejected("", "the record cannot be read: %v", err)
	}
	path := fieldPath(s.JSONPointer)
	switch {
	case errors.Is(err, jsontext.ErrDuplicateName):
		return rejected(path, "the key %q occurs twice%s", s.JSONPointer.LastToken(), within(s.JSONPointer))
	case strings.Contains(s.Err.Error(), "UTF-8"):
		return rejected(path, "a text is not valid UTF-8, at byte %d%s", s.ByteOffset+1, inField(path))
	}
	return rejected(path, "this is not JSON: %v, at byte %d%s", s.Err, s.ByteOffset+1, inField(path))
}

func inField(path string) string {
	if path == "" {
		return ""
	}
	return fmt.Sprintf(" (%s)", path)
}

func within(p jsontext.Pointer) string {
	if parent := fieldPath(p.Parent()); parent != "" {
		return " in " + parent
	}
	return ""
}

// fieldPath writes "/observables/3/value" as observables[3].value. Keys are
// the sender's, so a long path is cut.
func fieldPath(p jsontext.Pointer) string {
	var b strings.Builder
	for token := range p.Tokens() {
		switch {
		case strings.Trim(token, "0123456789") == "" && token != "" && b.Len() > 0:
			fmt.Fprintf(&b, "[%s]", token)
		case b.Len() > 0:
			b.WriteString("." + token)
		default:
			b.WriteString(token)
		}
		if b.Len() > 200 {
			return strings.ToValidUTF8(b.String()[:200], "") + "…"
		}
	}
	return b.String()
}
