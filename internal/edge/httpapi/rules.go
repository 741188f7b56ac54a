package httpapi

import (
	"context"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"caseweave/internal/core/access"
	"caseweave/internal/core/activity"
	"caseweave/internal/core/fault"
	"caseweave/internal/core/rule"
)

const mediaYAML = "application/yaml"

// RuleList is all of a tenant's rules, in order of creation.
type RuleList struct {
	Version uint64      `json:"version" doc:"That of the rule set; 0 where there never was one."`
	Items   []rule.Rule `json:"items"`
}

// TemplateList is all of a tenant's templates, in order of creation.
type TemplateList struct {
	Version uint64          `json:"version" doc:"That of the rule set; 0 where there never was one."`
	Items   []rule.Template `json:"items"`
}

// shelf is the part of a tenant's book that a path stands for: a list L, which
// is replaced by what people write as items I.
type shelf[L, I any] struct {
	name string
	// of is the shelf of a book, book a book with nothing else, and written the
	// book that people wrote as items.
	of      func(rule.Book, uint64) L
	book    func(L) rule.Book
	written func([]I) rule.Book
	replace func(ctx context.Context, t access.Organisation, by activity.Actor, wanted rule.Book, ifVersion uint64) (rule.Book, uint64, error)
}

func (s *Server) registerRules() {
	registerShelf(s, shelf[RuleList, NewRule]{
		name: "rules",
		of: func(b rule.Book, version uint64) RuleList {
			return RuleList{version, append([]rule.Rule{}, b.Rules...)}
		},
		book:    func(l RuleList) rule.Book { return rule.Book{Rules: l.Items} },
		written: func(items []NewRule) rule.Book { return rule.Book{Rules: each(items, NewRule.rule)} },
		replace: func(ctx context.Context, t access.Organisation, by activity.Actor, b rule.Book, v uint64) (rule.Book, uint64, error) {
			return s.engine.ReplaceRules(ctx, t, by, b.Rules, v)
		},
	}, exampleRules)
	registerShelf(s, shelf[TemplateList, rule.Template]{
		name: "templates",
		of: func(b rule.Book, version uint64) TemplateList {
			return TemplateList{version, append([]rule.Template{}, b.Templates...)}
		},
		book:    func(l TemplateList) rule.Book { return rule.Book{Templates: l.Items} },
		written: func(items []rule.Template) rule.Book { return rule.Book{Templates: items} },
		replace: func(ctx context.Context, t access.Organisation, by activity.Actor, b rule.Book, v uint64) (rule.Book, uint64, error) {
			return s.engine.ReplaceTemplates(ctx, t, by, b.Templates, v)
		},
	}, exampleTemplates)
}

func registerShelf[L, I any](s *Server, sh shelf[L, I], example L) {
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
			"application/json": {Schema: s.schemaOf(Replacement[I]{}), Example: example}, mediaYAML: asYAML[mediaYAML],
		}},
	}, func(v visit) error { return replaceShelf(s, v, sh) })
}

func readShelf[L, I any](s *Server, v visit, sh shelf[L, I]) error {
	book, version, err := s.engine.Book(v.r.Context(), v.tenant)
	if err == nil {
		writeShelf(v, sh, book, version)
	}
	return err
}

func replaceShelf[L, I any](s *Server, v visit, sh shelf[L, I]) error {
	wanted, seen, err := readBody(s, v, sh)
	if err != nil {
		return err
	}
	if seen, err = expected(v.r.Header.Values("If-Match"), seen); err != nil {
		return err
	}
	if err := s.untouched(v, seen); err != nil {
		return err
	}
	var ifVersion uint64
	if seen != nil {
		ifVersion = *seen
	}
	book, version, err := sh.replace(v.r.Context(), v.tenant, actorOf(v.principal), wanted, ifVersion)
	if err == nil {
		writeShelf(v, sh, book, version)
	}
	return err
}

func writeShelf[L, I any](v visit, sh shelf[L, I], book rule.Book, version uint64) {
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

// expected is the version that the sender saw, by header or by body; nil for any.
func expected(header []string, inBody *uint64) (*uint64, error) {
	text := strings.TrimPrefix(strings.TrimSpace(strings.Join(header, ",")), "W/")
	if len(header) == 0 || text == "*" {
		return inBody, nil
	}
	version, err := strconv.ParseUint(strings.Trim(text, `"`), 10, 64)
	if err != nil {
		return nil, changed("If-Match is no version that was ever given; send the ETag of the list that was changed.")
	}
	if inBody != nil && *inBody != version {
		return nil, wrongField("header.If-Match", "If-Match and the version in the body don't agree.")
	}
	return &version, nil
}

// untouched is a conflict where the sender saw no rules yet and by now there are
// some. The engine compares all other versions: to it 0 is any.
func (s *Server) untouched(v visit, seen *uint64) error {
	if seen == nil || *seen != 0 {
		return nil
	}
	_, version, err := s.engine.Book(v.r.Context(), v.tenant)
	if err == nil && version != 0 {
		err = changed("The rules have changed since you looked: they are at version " + strconv.FormatUint(version, 10) + ", you saw none.")
	}
	return err
}

func changed(sentence string) error { return fault.New(fault.Conflict, "%s", sentence) }

func actorOf(p access.Principal) activity.Actor {
	kind := activity.User
	if p.Token {
		kind = activity.Token
	}
	return activity.Actor{Kind: kind, ID: p.ID, Name: p.Name}
}
