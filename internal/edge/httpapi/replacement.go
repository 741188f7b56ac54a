package httpapi

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"mime"
	"net/http"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"caseweave/internal/core/fault"
	"caseweave/internal/core/rule"
)

// maxRules is the longest body that holds rules or templates.
const maxRules = 10 << 20

// Replacement is all that is to stand from now on.
type Replacement[I any] struct {
	Version *uint64 `json:"version,omitempty" doc:"The version that was changed; another one in the meantime is a conflict. Missing replaces any."`
	Items   []I     `json:"items"`
	// What was read can be written: these are its other fields.
	PartnerItems any `json:"partner_items,omitempty" doc:"Not looked at."`
	Lint         any `json:"lint,omitempty" doc:"Not looked at."`
	LintPending  any `json:"lint_pending,omitempty" doc:"Not looked at."`
}

// readAll reads a whole body.
func readAll(v visit) ([]byte, error) {
	body, err := io.ReadAll(http.MaxBytesReader(v.w, v.r.Body, maxRules))
	var tooLarge *http.MaxBytesError
	if errors.As(err, &tooLarge) {
		return nil, fault.New(fault.TooLarge, "The body is longer than 10 MB.")
	}
	if err != nil {
		return nil, newProblem(http.StatusBadRequest, "The body broke off.")
	}
	return body, nil
}

// isYAML says whether a body is YAML rather than JSON.
func isYAML(v visit) (bool, error) {
	switch media, _, _ := mime.ParseMediaType(v.r.Header.Get("Content-Type")); media {
	case "", "application/json":
		return false, nil
	case mediaYAML, "application/x-yaml", "text/yaml":
		return true, nil
	}
	return false, newProblem(http.StatusUnsupportedMediaType, "Send application/json or application/yaml.")
}

// readList reads what is to stand from now on, and the version that it says the sender saw.
func readList[T, I any](s *Server, v visit, sh shelf[T, I]) ([]T, *uint64, error) {
	body, err := readAll(v)
	if err != nil {
		return nil, nil, err
	}
	yaml, err := isYAML(v)
	if err != nil {
		return nil, nil, err
	}
	if !yaml {
		items, seen, err := readItems[I](s, sh.name, body)
		return each(items, sh.written), seen, err
	}
	book, err := rule.ReadYAML(body)
	if err == nil {
		err = onlyThis(book, sh.alone(*sh.of(&book)), sh.name)
	}
	return *sh.of(&book), nil, err
}

// readWritten reads one item as people write it. Places in it are told without
// anything before them, such as group_by[0].
func readWritten[T, I any](s *Server, v visit, sh shelf[T, I]) (T, error) {
	item, err := readJSON[I](s, v)
	return sh.written(item), err
}

// readJSON reads a body as its description says.
func readJSON[I any](s *Server, v visit) (I, error) {
	var out I
	body, err := readAll(v)
	if err != nil {
		return out, err
	}
	if yaml, err := isYAML(v); err != nil || yaml {
		return out, newProblem(http.StatusUnsupportedMediaType, "Send application/json.")
	}
	if err := validated[I](s, body, ""); err != nil {
		return out, err
	}
	return out, readItem(body, "", &out)
}

// validated checks a JSON body against the description of I. Places in items[3]
// are told as in a book: list[3].
func validated[I any](s *Server, body []byte, list string) error {
	var parsed any
	if err := json.Unmarshal(body, &parsed); err != nil {
		return newProblem(http.StatusBadRequest, noJSON(err))
	}
	path, result := huma.NewPathBuffer([]byte("body"), 4), &huma.ValidateResult{}
	registry := s.api.OpenAPI().Components.Schemas
	schema := registry.Schema(reflect.TypeFor[I](), true, "")
	huma.Validate(registry, schema, path, huma.ModeWriteToServer, parsed, result)
	if len(result.Errors) == 0 {
		return nil
	}
	for _, err := range result.Errors {
		inBook(err, list)
	}
	return refusal(http.StatusUnprocessableEntity, "", result.Errors)
}

// onlyThis refuses a file that holds what its path does not stand for, or nothing.
func onlyThis(all, shown rule.Book, name string) error {
	switch {
	case len(all.Rules)+len(all.Templates) == 0:
		return fault.New(fault.Invalid, `This body holds no %s. To remove them all, send {"items": []} as JSON.`, name)
	case len(all.Rules) != len(shown.Rules) || len(all.Templates) != len(shown.Templates):
		return fault.New(fault.Invalid, "Here the file may hold %s only. POST …/rules/import takes rules and templates; GET …/rules/export?what=%s writes a file for here.", name, name)
	}
	return nil
}

// readItems checks a JSON body against its description and reads it. Places
// are told as everywhere in a book, such as rules[3].order.
func readItems[I any](s *Server, name string, body []byte) ([]I, *uint64, error) {
	if err := validated[Replacement[I]](s, body, name); err != nil {
		return nil, nil, err
	}
	var texts Replacement[json.RawMessage]
	if err := json.Unmarshal(body, &texts); err != nil {
		return nil, nil, wrongField("body.version", misfit(err))
	}
	items := make([]I, len(texts.Items))
	for i, text := range texts.Items {
		if err := readItem(text, fmt.Sprintf("%s[%d]", name, i), &items[i]); err != nil {
			return nil, nil, err
		}
	}
	return items, texts.Version, nil
}

// inBook lets a place that huma found be told as one in a book, or in the one item of a body.
func inBook(err error, list string) {
	var d *huma.ErrorDetail
	if !errors.As(err, &d) {
		return
	}
	if rest, in := strings.CutPrefix(d.Location, "body.items["); in && list != "" {
		d.Location = list + "[" + rest
	} else if list == "" {
		d.Location = strings.TrimPrefix(d.Location, "body.")
	}
}

// readItem reads the item that stands at place, or finds the field that doesn't fit.
func readItem[I any](text json.RawMessage, place string, into *I) error {
	err := json.Unmarshal(text, into)
	if err == nil {
		return nil
	}
	var fields map[string]json.RawMessage
	_ = json.Unmarshal(text, &fields) // it is an object, by its description
	for _, name := range slices.Sorted(maps.Keys(fields)) {
		alone, _ := json.Marshal(map[string]json.RawMessage{name: fields[name]})
		if err := json.Unmarshal(alone, new(I)); err != nil {
			return wrongField(strings.TrimPrefix(place+"."+name, "."), misfit(err))
		}
	}
	return wrongField(place, misfit(err))
}

// misfit is the sentence for a value that fits the description and still can't be read.
func misfit(err error) string {
	var kind *json.UnmarshalTypeError
	var moment *time.ParseError
	switch {
	case errors.As(err, &moment):
		return "This is no time as RFC 3339 writes it."
	case !errors.As(err, &kind):
		return sentenceOf(err.Error())
	case kind.Type.Kind() >= reflect.Int && kind.Type.Kind() <= reflect.Uint64:
		return "This is no whole number that can be kept; write it without a point."
	}
	return "This is not what belongs here."
}

// noJSON is the sentence for a body that is no JSON.
func noJSON(err error) string {
	var syntax *json.SyntaxError
	if errors.As(err, &syntax) {
		return fmt.Sprintf("The body is no JSON: it goes wrong at byte %d.", syntax.Offset)
	}
	return "The body is no JSON."
}
