package httpapi

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"reflect"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"caseweave/internal/core/access"
	"caseweave/internal/core/activity"
	"caseweave/internal/core/fault"
	"caseweave/internal/core/rule"
)

const (
	maxRules  = 10 << 20
	mediaYAML = "application/yaml"
)

// RuleList is all of a tenant's rules, in order of creation.
type RuleList struct {
	Version uint64      `json:"version,omitempty" doc:"That of the rule set. When replacing: the one that was changed; missing or 0 replaces any."`
	Items   []rule.Rule `json:"items"`
}

// TemplateList is all of a tenant's templates, in order of creation.
type TemplateList struct {
	Version uint64          `json:"version,omitempty" doc:"That of the rule set. When replacing: the one that was changed; missing or 0 replaces any."`
	Items   []rule.Template `json:"items"`
}

// shelf is the part of a tenant's book that a path stands for.
type shelf[L any] struct {
	name string
	// of is the shelf of a book, and book a book with nothing else.
	of      func(rule.Book, uint64) L
	book    func(L) rule.Book
	version func(L) uint64
	replace func(context.Context, access.Organisation, activity.Actor, L, uint64) (rule.Book, uint64, error)
}

func (s *Server) registerRules() {
	registerShelf(s, shelf[RuleList]{
		name:    "rules",
		of:      func(b rule.Book, version uint64) RuleList { return RuleList{version, b.Rules} },
		book:    func(l RuleList) rule.Book { return rule.Book{Rules: l.Items} },
		version: func(l RuleList) uint64 { return l.Version },
		replace: func(ctx context.Context, t access.Organisation, by activity.Actor, l RuleList, v uint64) (rule.Book, uint64, error) {
			return s.engine.ReplaceRules(ctx, t, by, l.Items, v)
		},
	}, exampleRules)
	registerShelf(s, shelf[TemplateList]{
		name:    "templates",
		of:      func(b rule.Book, version uint64) TemplateList { return TemplateList{version, b.Templates} },
		book:    func(l TemplateList) rule.Book { return rule.Book{Templates: l.Items} },
		version: func(l TemplateList) uint64 { return l.Version },
		replace: func(ctx context.Context, t access.Organisation, by activity.Actor, l TemplateList, v uint64) (rule.Book, uint64, error) {
			return s.engine.ReplaceTemplates(ctx, t, by, l.Items, v)
		},
	}, exampleTemplates)
}

func registerShelf[L any](s *Server, sh shelf[L], example L) {
	asYAML := map[string]*huma.MediaType{mediaYAML: {Schema: &huma.Schema{Type: huma.TypeString}, Example: string(rule.WriteYAML(sh.book(example)))}}
	s.raw(operation{
		method: "GET", path: tenantPath + "/" + sh.name, id: "list-" + sh.name, summary: "Read all " + sh.name,
		needs: needs(access.ReadRules), gives: example, answers: asYAML, params: []*huma.Param{tenantParam()},
	}, func(v visit) error { return readShelf(s, v, sh) })
	s.raw(operation{
		method: "PUT", path: tenantPath + "/" + sh.name, id: "replace-" + sh.name, summary: "Replace all " + sh.name,
		about: "All or nothing. Mistakes are all told at once, each with its place.",
		needs: needs(access.WriteRules), gives: example, answers: asYAML,
		params: []*huma.Param{tenantParam(), {
			Name: "If-Match", In: "header", Schema: &huma.Schema{Type: huma.TypeString},
			Description: "The version that was changed, as its ETag gave it; another one in the meantime is a conflict.",
		}},
		body: &huma.RequestBody{Required: true, Content: map[string]*huma.MediaType{
			"application/json": {Schema: s.schemaOf(example), Example: example}, mediaYAML: asYAML[mediaYAML],
		}},
	}, func(v visit) error { return replaceShelf(s, v, sh) })
}

func readShelf[L any](s *Server, v visit, sh shelf[L]) error {
	book, version, err := s.engine.Book(v.r.Context(), v.tenant)
	if err == nil {
		writeShelf(v, sh, book, version)
	}
	return err
}

func replaceShelf[L any](s *Server, v visit, sh shelf[L]) error {
	wanted, err := readBody(s, v, sh)
	if err != nil {
		return err
	}
	ifVersion, err := expected(v.r.Header.Get("If-Match"), sh.version(wanted))
	if err != nil {
		return err
	}
	book, version, err := sh.replace(v.r.Context(), v.tenant, actorOf(v.principal), wanted, ifVersion)
	if err == nil {
		writeShelf(v, sh, book, version)
	}
	return err
}

func writeShelf[L any](v visit, sh shelf[L], book rule.Book, version uint64) {
	v.w.Header().Set("ETag", strconv.Quote(strconv.FormatUint(version, 10)))
	v.w.Header().Add("Vary", "Accept")
	shown := sh.of(book, version)
	if !strings.Contains(v.r.Header.Get("Accept"), mediaYAML) {
		writeJSON(v.w, shown)
		return
	}
	v.w.Header().Set("Content-Type", mediaYAML)
	_, _ = v.w.Write(rule.WriteYAML(sh.book(shown)))
}

// readBody reads the list that is to stand from now on.
func readBody[L any](s *Server, v visit, sh shelf[L]) (L, error) {
	var wanted L
	body, err := io.ReadAll(http.MaxBytesReader(v.w, v.r.Body, maxRules))
	var tooLarge *http.MaxBytesError
	if errors.As(err, &tooLarge) {
		return wanted, fault.New(fault.TooLarge, "The body is longer than 10 MB.")
	}
	if err != nil {
		return wanted, newProblem(http.StatusBadRequest, "The body broke off.")
	}
	switch media, _, _ := mime.ParseMediaType(v.r.Header.Get("Content-Type")); media {
	case "", "application/json":
		err = s.decode(body, &wanted)
		return wanted, err
	case mediaYAML, "application/x-yaml", "text/yaml":
		book, err := rule.ReadYAML(body)
		if err != nil {
			return wanted, err
		}
		wanted = sh.of(book, 0)
		return wanted, onlyThis(book, sh.book(wanted), sh.name)
	default:
		return wanted, newProblem(http.StatusUnsupportedMediaType, "Send application/json or application/yaml.")
	}
}

// onlyThis refuses a file that holds what its path does not stand for.
func onlyThis(all, shown rule.Book, name string) error {
	if len(all.Rules) != len(shown.Rules) || len(all.Templates) != len(shown.Templates) {
		return fault.New(fault.Invalid, "Here the file may hold %s only.", name)
	}
	return nil
}

// decode checks a JSON body against its description and reads it.
func (s *Server) decode(body []byte, into any) error {
	var parsed any
	if err := json.Unmarshal(body, &parsed); err != nil {
		return newProblem(http.StatusBadRequest, "The body is no JSON: "+err.Error()+".")
	}
	path, result := huma.NewPathBuffer([]byte("body"), 4), &huma.ValidateResult{}
	registry := s.api.OpenAPI().Components.Schemas
	huma.Validate(registry, registry.Schema(reflect.TypeOf(into).Elem(), true, ""), path, huma.ModeWriteToServer, parsed, result)
	if len(result.Errors) > 0 {
		return refusal(http.StatusUnprocessableEntity, "", result.Errors)
	}
	if err := json.NewDecoder(bytes.NewReader(body)).Decode(into); err != nil {
		return wrongField("body", sentenceOf(err.Error()))
	}
	return nil
}

// expected is the version that the sender saw, by header or by body; 0 for any.
func expected(header string, inBody uint64) (uint64, error) {
	header = strings.TrimPrefix(header, "W/")
	if header == "" || header == "*" {
		return inBody, nil
	}
	version, err := strconv.ParseUint(strings.Trim(header, `"`), 10, 63)
	if err != nil || inBody != 0 && inBody != version {
		return 0, wrongField("header.If-Match", "If-Match is the ETag of the list that was changed, and agrees with the body's version.")
	}
	return version, nil
}

func actorOf(p access.Principal) activity.Actor {
	kind := activity.User
	if p.Token {
		kind = activity.Token
	}
	return activity.Actor{Kind: kind, ID: p.ID, Name: p.Name}
}
