package httpapi

import (
	"slices"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"caseweave/internal/core/access"
	"caseweave/internal/core/activity"
	"caseweave/internal/core/change"
	"caseweave/internal/core/fault"
	"caseweave/internal/core/rule"
)

const mediaYAML = "application/yaml"

// library is where books are kept: at tenants, or at partners.
type library struct {
	// path begins the paths of what it holds, and before the ids of operations.
	path, before string
	param        *huma.Param
	needs        func(access.Action) need
	read         func(visit) (rule.Book, uint64, error)
	edit         func(v visit, seen *uint64, edit func(own rule.Book) (rule.Book, error)) (rule.Book, uint64, error)
	// check refuses what edit would refuse.
	check    bookCheck
	editions func(v visit, kind, id string) ([]change.Edition, error)
}

func (s *Server) libraries() []library {
	ofTenant := s.refusing(func(own, shared rule.Book) error {
		_, err := rule.Compile(0, rule.Tenant{}, rule.Together(own, shared))
		return err
	})
	ofPartner := s.refusing(func(own, _ rule.Book) error { return rule.CheckPartner(own) })
	return []library{{
		path: tenantPath, param: tenantParam(), needs: needs,
		read: func(v visit) (rule.Book, uint64, error) { return s.books.Book(v.r.Context(), v.tenant) },
		edit: func(v visit, seen *uint64, edit func(rule.Book) (rule.Book, error)) (rule.Book, uint64, error) {
			defer s.lints.forget(rule.PartnerPrefix + v.tenant.PartnerID)
			return s.books.EditBook(v.r.Context(), v.tenant, actorOf(v.principal), seen, s.naming(v, ofTenant, edit))
		},
		check: ofTenant,
		editions: func(v visit, kind, id string) ([]change.Edition, error) {
			return s.history.Versions(v.r.Context(), v.tenant.ID, kind, id)
		},
	}, {
		path: partnerPath, before: "partner-", param: partnerParam(), needs: needsAtPartner,
		read: func(v visit) (rule.Book, uint64, error) {
			b, version, err := s.books.PartnerBook(v.r.Context(), v.partner.ID)
			return disowned(b), version, err
		},
		edit: func(v visit, seen *uint64, edit func(rule.Book) (rule.Book, error)) (rule.Book, uint64, error) {
			named := s.naming(v, ofPartner, edit)
			b, version, err := s.books.EditPartnerBook(v.r.Context(), v.partner, actorOf(v.principal), seen, func(own rule.Book) (rule.Book, error) {
				return named(disowned(own))
			})
			return disowned(b), version, err
		},
		check: ofPartner,
		editions: func(v visit, kind, id string) ([]change.Edition, error) {
			return s.history.SharedVersions(v.r.Context(), v.partner.ID, kind, id)
		},
	}}
}

func partnerParam() *huma.Param {
	return &huma.Param{Name: "partner", In: "path", Required: true, Example: "acme", Description: "The partner's id.", Schema: &huma.Schema{Type: huma.TypeString}}
}

// disowned is a partner's book as its own people see it: nothing in it is somebody else's.
func disowned(b rule.Book) rule.Book {
	b.Rules, b.Templates = slices.Clone(b.Rules), slices.Clone(b.Templates)
	for i := range b.Rules {
		b.Rules[i].Owner = rule.TenantOwned
	}
	for i := range b.Templates {
		b.Templates[i].Owner = rule.TenantOwned
	}
	return b
}

func (s *Server) registerBooks() {
	for _, lib := range s.libraries() {
		registerShelf(s, lib, rules, exampleRules, exampleRule, exampleRuleVersions)
		registerShelf(s, lib, templates, exampleTemplates, exampleTemplate, exampleTemplateVersions)
		s.registerFiles(lib)
	}
}

func registerShelf[T, I any](s *Server, lib library, sh shelf[T, I], list, one, history any) {
	path, item := lib.path+"/"+sh.name, lib.path+"/"+sh.name+"/{id}"
	reads, writes := lib.needs(access.ReadRules), lib.needs(access.WriteRules)
	asYAML := map[string]*huma.MediaType{mediaYAML: {Schema: &huma.Schema{Type: huma.TypeString}, Example: exampleFile}}
	written := s.jsonBody(new(I), sh.sample)
	s.raw(operation{
		method: "GET", path: path, id: lib.before + "list-" + sh.name, summary: "Read all " + sh.name,
		needs: reads, gives: list, answers: asYAML, params: []*huma.Param{lib.param},
	}, func(v visit) error { return listShelf(s, v, lib, sh) })
	s.raw(operation{
		method: "PUT", path: path, id: lib.before + "replace-" + sh.name, summary: "Replace all " + sh.name + " of one's own",
		about: "All or nothing. Mistakes are all told at once, each with its place.",
		needs: writes, gives: list, answers: asYAML, params: []*huma.Param{lib.param, ifMatch()},
		body: &huma.RequestBody{Required: true, Content: map[string]*huma.MediaType{
			"application/json": {Schema: s.schemaOf(Replacement[I]{}), Example: list}, mediaYAML: asYAML[mediaYAML],
		}},
	}, func(v visit) error { return replaceShelf(s, v, lib, sh) })
	s.raw(operation{
		method: "POST", path: path, id: lib.before + "create-" + sh.kind, summary: "Write a new " + sh.kind, status: 201,
		needs: writes, gives: one, params: []*huma.Param{lib.param, ifMatch()}, body: written,
	}, func(v visit) error { return createItem(s, v, lib, sh) })
	s.raw(operation{
		method: "GET", path: item, id: lib.before + "get-" + sh.kind, summary: "Read a " + sh.kind,
		needs: reads, gives: one, params: []*huma.Param{lib.param, idParam(sh.kind), {
			Name: "set_version", In: "query", Schema: &huma.Schema{Type: huma.TypeInteger, Minimum: new(float64)},
			Description: "Read it as it was, or last was, in this version of the rule set.",
		}},
	}, func(v visit) error { return readItemOf(s, v, lib, sh) })
	s.raw(operation{
		method: "PUT", path: item, id: lib.before + "replace-" + sh.kind, summary: "Change a " + sh.kind,
		about: "The body is all of it: what is not said is as in a new one.",
		needs: writes, gives: one, params: []*huma.Param{lib.param, idParam(sh.kind), ifMatch()}, body: written,
	}, func(v visit) error { return replaceItem(s, v, lib, sh) })
	s.raw(operation{
		method: "DELETE", path: item, id: lib.before + "delete-" + sh.kind, summary: "Remove a " + sh.kind,
		about: "Its versions and what the rule log tells of it stay.",
		needs: writes, gives: Removed{4}, params: []*huma.Param{lib.param, idParam(sh.kind), ifMatch()},
	}, func(v visit) error { return removeItem(s, v, lib, sh) })
	s.raw(operation{
		method: "GET", path: item + "/versions", id: lib.before + "list-" + sh.kind + "-versions", summary: "Read all versions of a " + sh.kind,
		needs: reads, gives: history, params: []*huma.Param{lib.param, idParam(sh.kind)},
	}, func(v visit) error { return listVersions(v, lib, sh) })
}

func idParam(kind string) *huma.Param {
	example := map[string]string{change.RuleItem: exampleRuleID, change.TemplateItem: exampleTemplateID}[kind]
	return &huma.Param{Name: "id", In: "path", Required: true, Example: example, Description: "The " + kind + "'s id.", Schema: &huma.Schema{Type: huma.TypeString}}
}

func ifMatch() *huma.Param {
	return &huma.Param{
		Name: "If-Match", In: "header", Schema: &huma.Schema{Type: huma.TypeString},
		Description: "The version that was changed, as its ETag gave it; another one in the meantime is a conflict.",
	}
}

func (s *Server) jsonBody(shape, example any) *huma.RequestBody {
	return &huma.RequestBody{Required: true, Content: map[string]*huma.MediaType{"application/json": {Schema: s.schemaOf(shape), Example: example}}}
}

func tag(v visit, version uint64) {
	v.w.Header().Set("ETag", strconv.Quote(strconv.FormatUint(version, 10)))
}

// expected is the version that the sender saw, by header or by body; nil for any.
func expected(header []string, inBody *uint64) (*uint64, error) {
	text := strings.TrimPrefix(strings.TrimSpace(strings.Join(header, ",")), "W/")
	if len(header) == 0 || text == "*" {
		return inBody, nil
	}
	version, err := strconv.ParseUint(strings.Trim(text, `"`), 10, 64)
	if err != nil {
		return nil, fault.New(fault.Conflict, "If-Match is no version that was ever given; send the ETag of the list that was changed.")
	}
	if inBody != nil && *inBody != version {
		return nil, wrongField("header.If-Match", "If-Match and the version in the body don't agree.")
	}
	return &version, nil
}

func actorOf(p access.Principal) activity.Actor {
	kind := activity.User
	if p.Token {
		kind = activity.Token
	}
	return activity.Actor{Kind: kind, ID: p.ID, Name: p.Name}
}
