package httpapi

import (
	"cmp"
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

// maxRules is the longest body that replaces rules or templates.
const maxRules = 10 << 20

// Replacement is all that is to stand from now on.
type Replacement[I any] struct {
	Version *uint64 `json:"version,omitempty" doc:"The version that was changed; another one in the meantime is a conflict. Missing replaces any."`
	Items   []I     `json:"items"`
}

// NewRule is a rule as people write it: what docs/rules.md says where nothing
// is said holds here too.
type NewRule struct {
	rule.Rule
	State rule.State `json:"state,omitempty" doc:"Enabled where nothing is said."`
	Order *int       `json:"order,omitempty" doc:"100 where nothing is said."`
}

func (n NewRule) rule() rule.Rule {
	r := n.Rule
	r.State, r.Order = cmp.Or(n.State, rule.Enabled), rule.DefaultOrder
	if n.Order != nil {
		r.Order = *n.Order
	}
	return r
}

// readBody reads what is to stand from now on, and the version that it says the sender saw.
func readBody[L, I any](s *Server, v visit, sh shelf[L, I]) (rule.Book, *uint64, error) {
	body, err := io.ReadAll(http.MaxBytesReader(v.w, v.r.Body, maxRules))
	var tooLarge *http.MaxBytesError
	if errors.As(err, &tooLarge) {
		return rule.Book{}, nil, fault.New(fault.TooLarge, "The body is longer than 10 MB.")
	}
	if err != nil {
		return rule.Book{}, nil, newProblem(http.StatusBadRequest, "The body broke off.")
	}
	switch media, _, _ := mime.ParseMediaType(v.r.Header.Get("Content-Type")); media {
	case "", "application/json":
		items, seen, err := readItems[I](s, sh.name, body)
		return sh.written(items), seen, err
	case mediaYAML, "application/x-yaml", "text/yaml":
		book, err := rule.ReadYAML(body)
		if err == nil {
			err = onlyThis(book, sh.book(sh.of(book, 0)), sh.name)
		}
		return book, nil, err
	default:
		return rule.Book{}, nil, newProblem(http.StatusUnsupportedMediaType, "Send application/json or application/yaml.")
	}
}

// onlyThis refuses a file that holds what its path does not stand for, or nothing.
func onlyThis(all, shown rule.Book, name string) error {
	switch {
	case len(all.Rules)+len(all.Templates) == 0:
		return fault.New(fault.Invalid, `This body holds no %s. To remove them all, send {"items": []} as JSON.`, name)
	case len(all.Rules) != len(shown.Rules) || len(all.Templates) != len(shown.Templates):
		return fault.New(fault.Invalid, "Here the file may hold %s only.", name)
	}
	return nil
}

// readItems checks a JSON body against its description and reads it. Places
// are told as everywhere in a book, such as rules[3].order.
func readItems[I any](s *Server, name string, body []byte) ([]I, *uint64, error) {
	var parsed any
	if err := json.Unmarshal(body, &parsed); err != nil {
		return nil, nil, newProblem(http.StatusBadRequest, noJSON(err))
	}
	path, result := huma.NewPathBuffer([]byte("body"), 4), &huma.ValidateResult{}
	registry := s.api.OpenAPI().Components.Schemas
	schema := registry.Schema(reflect.TypeFor[Replacement[I]](), true, "")
	huma.Validate(registry, schema, path, huma.ModeWriteToServer, parsed, result)
	if len(result.Errors) > 0 {
		for _, err := range result.Errors {
			inBook(err, name)
		}
		return nil, nil, refusal(http.StatusUnprocessableEntity, "", result.Errors)
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

// inBook lets a place that huma found be told as one in a book.
func inBook(err error, name string) {
	var d *huma.ErrorDetail
	if errors.As(err, &d) {
		if rest, in := strings.CutPrefix(d.Location, "body.items["); in {
			d.Location = name + "[" + rest
		}
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
			return wrongField(place+"."+name, misfit(err))
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
