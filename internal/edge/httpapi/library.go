package httpapi

import (
	"cmp"
	"net/http"
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
	// check refuses what edit would refuse of own, beside a partner's shared half.
	check    func(own, shared rule.Book) error
	editions func(v visit, kind, id string) ([]change.Edition, error)
}

func (s *Server) libraries() []library {
	return []library{{
		path: tenantPath, param: tenantParam(), needs: needs,
		read: func(v visit) (rule.Book, uint64, error) { return s.books.Book(v.r.Context(), v.tenant) },
		edit: func(v visit, seen *uint64, edit func(rule.Book) (rule.Book, error)) (rule.Book, uint64, error) {
			return s.books.EditBook(v.r.Context(), v.tenant, actorOf(v.principal), seen, edit)
		},
		check: func(own, shared rule.Book) error {
			_, err := rule.Compile(0, rule.Tenant{}, rule.Together(own, shared))
			return err
		},
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
			b, version, err := s.books.EditPartnerBook(v.r.Context(), v.partner, actorOf(v.principal), seen, func(own rule.Book) (rule.Book, error) {
				return edit(disowned(own))
			})
			return disowned(b), version, err
		},
		check: func(own, _ rule.Book) error { return rule.CheckPartner(own) },
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

func listShelf[T, I any](s *Server, v visit, lib library, sh shelf[T, I]) error {
	book, version, err := lib.read(v)
	if err != nil {
		return err
	}
	return writeList(s, v, sh, book, version)
}

func replaceShelf[T, I any](s *Server, v visit, lib library, sh shelf[T, I]) error {
	wanted, inBody, err := readList(s, v, sh)
	if err != nil {
		return err
	}
	seen, err := expected(v.r.Header.Values("If-Match"), inBody)
	if err != nil {
		return err
	}
	book, version, err := lib.edit(v, seen, func(own rule.Book) (rule.Book, error) {
		*sh.of(&own) = wanted
		return own, nil
	})
	if err != nil {
		return err
	}
	return writeList(s, v, sh, book, version)
}

func writeList[T, I any](s *Server, v visit, sh shelf[T, I], book rule.Book, version uint64) error {
	tag(v, version)
	v.w.Header().Add("Vary", "Accept")
	own, partners := sh.halves(book)
	if strings.Contains(v.r.Header.Get("Accept"), mediaYAML) {
		v.w.Header().Set("Content-Type", mediaYAML)
		_, _ = v.w.Write(rule.WriteYAML(sh.alone(own))) // the client may be gone
		return nil
	}
	writeJSON(v.w, sh.list(own, partners, version, s.lintStored(v, book, version)))
	return nil
}

func createItem[T, I any](s *Server, v visit, lib library, sh shelf[T, I]) error {
	item, err := readWritten(s, v, sh)
	if err != nil {
		return err
	}
	return editItem(s, v, lib, sh, http.StatusCreated, func(own *[]T) (int, error) {
		id := *sh.id(&item)
		if _, _, taken := sh.find(sh.alone(*own), id); taken && id != "" {
			return 0, wrongField("id", "There is a "+sh.kind+" with this id already.")
		}
		*own = append(*own, item)
		return len(*own) - 1, nil
	})
}

func replaceItem[T, I any](s *Server, v visit, lib library, sh shelf[T, I]) error {
	item, err := readWritten(s, v, sh)
	if err != nil {
		return err
	}
	id := v.r.PathValue("id")
	if given := *sh.id(&item); given != "" && given != id {
		return wrongField("id", "An id does not change; leave it out.")
	}
	*sh.id(&item) = id
	return editItem(s, v, lib, sh, http.StatusOK, func(own *[]T) (int, error) {
		_, place, found := sh.find(sh.alone(*own), id)
		if !found {
			return 0, notOwn(sh.kind, id)
		}
		(*own)[place] = item
		return place, nil
	})
}

// editItem has change made to one's own items, and answers the one at the place
// that it says.
func editItem[T, I any](s *Server, v visit, lib library, sh shelf[T, I], status int, change func(own *[]T) (int, error)) error {
	seen, err := expected(v.r.Header.Values("If-Match"), nil)
	if err != nil {
		return err
	}
	var id string
	var place int
	book, version, err := lib.edit(v, seen, func(own rule.Book) (rule.Book, error) {
		items := slices.Clone(*sh.of(&own))
		var err error
		if place, err = change(&items); err != nil {
			return own, err
		}
		*sh.of(&own) = items
		identified := own.Identified()
		id = *sh.id(&(*sh.of(&identified))[place])
		return own, nil
	})
	if err != nil {
		return alone(err, sh.name+"["+strconv.Itoa(place)+"]")
	}
	item, _, _ := sh.find(book, id)
	tag(v, version)
	if status == http.StatusCreated {
		v.w.Header().Set("Location", v.r.URL.EscapedPath()+"/"+pathEscape(id))
	}
	v.w.Header().Set("Content-Type", "application/json")
	v.w.WriteHeader(status)
	writeJSON(v.w, sh.answer(item, version, s.lintStored(v, book, version)))
	return nil
}

func removeItem[T, I any](s *Server, v visit, lib library, sh shelf[T, I]) error {
	seen, err := expected(v.r.Header.Values("If-Match"), nil)
	if err != nil {
		return err
	}
	id := v.r.PathValue("id")
	_, version, err := lib.edit(v, seen, func(own rule.Book) (rule.Book, error) {
		_, place, found := sh.find(own, id)
		if !found {
			return own, notOwn(sh.kind, id)
		}
		*sh.of(&own) = slices.Delete(slices.Clone(*sh.of(&own)), place, place+1)
		return own, nil
	})
	if err != nil {
		return err
	}
	tag(v, version)
	writeJSON(v.w, Removed{version})
	return nil
}

func readItemOf[T, I any](s *Server, v visit, lib library, sh shelf[T, I]) error {
	id := v.r.PathValue("id")
	if text := v.r.URL.Query().Get("set_version"); text != "" {
		return readEdition(v, lib, sh, id, text)
	}
	book, version, err := lib.read(v)
	if err != nil {
		return err
	}
	item, _, found := sh.find(book, id)
	if !found {
		return notOwn(sh.kind, "")
	}
	tag(v, version)
	writeJSON(v.w, sh.answer(item, version, s.lintStored(v, book, version)))
	return nil
}

// readEdition answers the item as it was in an older rule set.
func readEdition[T, I any](v visit, lib library, sh shelf[T, I], id, text string) error {
	wanted, err := strconv.ParseUint(text, 10, 64)
	if err != nil {
		return wrongParameter("set_version", "This is a whole number.")
	}
	all, err := lib.editions(v, sh.kind, id)
	if err != nil {
		return err
	}
	for _, e := range slices.SortedFunc(slices.Values(all), newestFirst) {
		if e.SetVersion > wanted {
			continue
		}
		var b rule.Book
		if e.Rule != nil {
			b.Rules = []rule.Rule{*e.Rule}
		} else {
			b.Templates = []rule.Template{*e.Template}
		}
		writeJSON(v.w, sh.answer((*sh.of(&b))[0], wanted, []Finding{}))
		return nil
	}
	return fault.New(fault.NotFound, "The %s was not there yet in version %d of the rule set.", sh.kind, wanted)
}

func newestFirst(a, b change.Edition) int { return cmp.Compare(b.SetVersion, a.SetVersion) }

func listVersions[T, I any](v visit, lib library, sh shelf[T, I]) error {
	all, err := lib.editions(v, sh.kind, v.r.PathValue("id"))
	if err == nil {
		writeJSON(v.w, sh.history(slices.SortedFunc(slices.Values(all), newestFirst)))
	}
	return err
}

// notOwn is why an item can't be had, or changed.
func notOwn(kind, id string) error {
	if strings.HasPrefix(id, rule.PartnerPrefix) {
		return fault.New(fault.Denied, "This %s is your partner's; it can't be changed here.", kind)
	}
	return fault.New(fault.NotFound, "There is no such %s.", kind)
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
