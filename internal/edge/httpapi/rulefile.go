package httpapi

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"caseweave/internal/core/access"
	"caseweave/internal/core/change"
	"caseweave/internal/core/fault"
	"caseweave/internal/core/rule"
)

// Import says what a rule file changes, or changed.
type Import struct {
	Version     uint64         `json:"version" doc:"That of the rule set, afterwards; of a dry run, as it is."`
	DryRun      bool           `json:"dry_run"`
	Changes     []ImportChange `json:"changes" doc:"Each rule and template of the file, in its order."`
	Lint        []Finding      `json:"lint" doc:"What is worth a second look in the rules of the file; nothing of a dry run with more than 500 rules."`
	LintPending bool           `json:"lint_pending,omitempty" doc:"Lint is still looking at a large rule set; a rules event tells when it is done."`
}

// ImportChange is what becomes of one rule or template.
type ImportChange struct {
	Kind   string        `json:"kind" enum:"rule,template"`
	ID     string        `json:"id"`
	Title  string        `json:"title"`
	Change string        `json:"change" enum:"added,changed,unchanged"`
	Fields []FieldChange `json:"fields" doc:"What differs, of one that changed."`
}

// FieldChange is a field before and after, as a rule file has it.
type FieldChange struct {
	Field  string `json:"field"`
	Before string `json:"before"`
	After  string `json:"after"`
}

func pathEscape(id string) string { return url.PathEscape(id) }

// NewBook is rules and templates as people write them.
type NewBook struct {
	Rules     []NewRule  `json:"rules,omitempty"`
	Templates []Template `json:"templates,omitempty"`
}

func (s *Server) registerFiles(lib library) {
	file := &huma.MediaType{Schema: &huma.Schema{Type: huma.TypeString}, Example: exampleFile}
	s.raw(operation{
		method: "POST", path: lib.path + "/rules/import", id: lib.before + "import-rules", summary: "Import a rule file",
		about: "Rules and templates are matched by id, else by title; what the file does not name stays. All or nothing: mistakes are told with their line and column in the file.",
		needs: lib.needs(access.WriteRules), gives: exampleImport,
		params: []*huma.Param{lib.param, ifMatch(), {
			Name: "dry_run", In: "query", Schema: &huma.Schema{Type: huma.TypeBoolean}, Description: "Tell what would change, and write nothing.",
		}},
		body: &huma.RequestBody{Required: true, Content: map[string]*huma.MediaType{mediaYAML: file}},
	}, func(v visit) error { return s.importFile(v, lib) })
	s.raw(operation{
		method: "GET", path: lib.path + "/rules/export", id: lib.before + "export-rules", summary: "Export rules and templates as a file",
		needs: lib.needs(access.ReadRules), answers: map[string]*huma.MediaType{mediaYAML: file},
		params: []*huma.Param{lib.param, {
			Name: "id", In: "query", Description: "Only these rules and templates; given once for each.",
			Schema: &huma.Schema{Type: huma.TypeArray, Items: &huma.Schema{Type: huma.TypeString}},
		}, {
			Name: "what", In: "query", Description: "Only rules, or only templates.",
			Schema: &huma.Schema{Type: huma.TypeString, Enum: []any{"all", "rules", "templates"}},
		}},
		many: []string{"id"},
	}, func(v visit) error { return s.exportFile(v, lib) })
	s.raw(operation{
		method: "POST", path: lib.path + "/rules/lint", id: lib.before + "lint-rules", summary: "Say what is worth a second look",
		about: "In a rule file, or in rules and templates as JSON; without a body, in what is stored.",
		needs: lib.needs(access.ReadRules), gives: Findings{[]Finding{exampleFinding}}, params: []*huma.Param{lib.param},
		body: &huma.RequestBody{Content: map[string]*huma.MediaType{
			"application/json": {Schema: s.schemaOf(NewBook{}), Example: exampleNewBook}, mediaYAML: file,
		}},
	}, func(v visit) error { return s.lintBook(v, lib) })
	s.raw(operation{
		method: "POST", path: lib.path + "/rules/order", id: lib.before + "order-rules", summary: "Put the rules in order",
		about: "The rules are tried in this order from now on: they get the orders 10, 20 and so on.",
		needs: lib.needs(access.WriteRules), gives: exampleRules, params: []*huma.Param{lib.param, ifMatch()},
		body: s.jsonBody(RuleOrder{}, RuleOrder{[]string{exampleRuleID}}),
	}, func(v visit) error { return s.orderRules(v, lib) })
}

// RuleOrder are the ids of all own rules, the first to be tried first.
type RuleOrder struct {
	IDs []string `json:"ids"`
}

func (s *Server) serveRuleSchema() {
	s.raw(operation{
		method: "GET", path: "/api/v1/rule-file.schema.json", id: "rule-file-schema", summary: "JSON Schema of rule files, for editors", needs: anybody,
		answers: map[string]*huma.MediaType{"application/schema+json": {Schema: &huma.Schema{}}},
	}, func(v visit) error {
		v.w.Header().Set("Content-Type", "application/schema+json")
		_, _ = v.w.Write(rule.Schema()) // the client may be gone
		return nil
	})
}

func (b NewBook) book() rule.Book {
	return rule.Book{Rules: each(b.Rules, rules.written), Templates: each(b.Templates, templates.written)}
}

func (s *Server) importFile(v visit, lib library) error {
	text, err := readAll(v)
	if err != nil {
		return err
	}
	if yaml, err := isYAML(v); err != nil || !yaml {
		return newProblem(http.StatusUnsupportedMediaType, "Send application/yaml.")
	}
	dry, err := truth(v, "dry_run")
	if err != nil {
		return err
	}
	seen, err := expected(v.r.Header.Values("If-Match"), nil)
	if err != nil {
		return err
	}
	file, places, err := rule.ReadFile(text)
	if err != nil {
		return err
	}
	if len(file.Rules)+len(file.Templates) == 0 {
		return fault.New(fault.Invalid, "The file holds no rules and no templates.")
	}
	im := importing{file: file, places: places}
	book, version, err := im.dryOrNot(dry, v, lib, seen)
	if err != nil {
		return im.places.InFile(err)
	}
	told := Import{Version: version, DryRun: dry, Changes: im.changes, Lint: []Finding{}}
	var found []Finding
	if dry {
		found = s.lintDraft(v, book)
	} else {
		found, told.LintPending = s.lintStored(v, book, version)
	}
	for _, f := range found {
		if slices.ContainsFunc(told.Changes, func(c ImportChange) bool { return c.Kind == change.RuleItem && c.ID == f.Rule }) {
			told.Lint = append(told.Lint, f)
		}
	}
	tag(v, version)
	writeJSON(v.w, told)
	return nil
}

// importing is a file on its way into a book.
type importing struct {
	file rule.Book
	// places are those of the file and, once it was merged, of the book.
	places  rule.Places
	changes []ImportChange
}

func (im *importing) dryOrNot(dry bool, v visit, lib library, seen *uint64) (rule.Book, uint64, error) {
	from := im.places
	merge := func(own rule.Book) (rule.Book, error) {
		merged, places, err := rule.MergeFile(own, im.file, from)
		if err == nil {
			im.places, im.changes = places, im.differences(own, merged)
		}
		return merged, err
	}
	if !dry {
		return lib.edit(v, seen, merge)
	}
	book, version, err := lib.read(v)
	if err == nil && seen != nil && *seen != version {
		err = fault.New(fault.Conflict, "The rules have changed since you looked: they are at version %d, you saw %d.", version, *seen)
	}
	if err != nil {
		return book, version, err
	}
	merged, err := merge(book.Of(rule.TenantOwned))
	if err == nil {
		err = lib.check(v, book, merged, book.Of(rule.PartnerOwned))
	}
	return rule.Together(merged, book.Of(rule.PartnerOwned)), version, err
}

// differences are what the file makes of own, also where that is nothing.
func (im *importing) differences(own, merged rule.Book) []ImportChange {
	told := []ImportChange{}
	for _, c := range rule.Differences(own, merged) {
		if c.Change != "unchanged" || im.names(c) {
			told = append(told, ImportChange{Kind: c.Kind, ID: c.ID, Title: c.Title, Change: c.Change, Fields: each(c.Fields, func(f rule.FieldChange) FieldChange {
				return FieldChange(f)
			})})
		}
	}
	return told
}

// names says whether what did not change stands in the file.
func (im *importing) names(c rule.Change) bool {
	bears := func(id, title string) bool { return id == c.ID || id == "" && strings.EqualFold(title, c.Title) }
	if c.Kind == change.TemplateItem {
		return slices.ContainsFunc(im.file.Templates, func(t rule.Template) bool { return bears(t.ID, t.Title) })
	}
	return slices.ContainsFunc(im.file.Rules, func(r rule.Rule) bool { return bears(r.ID, r.Title) })
}

// truth reads a query parameter that is true or false.
func truth(v visit, name string) (bool, error) {
	switch v.r.URL.Query().Get(name) {
	case "true":
		return true, nil
	case "", "false":
		return false, nil
	}
	return false, wrongParameter(name, "This is true or false.")
}

func (s *Server) exportFile(v visit, lib library) error {
	book, version, err := lib.read(v)
	if err != nil {
		return err
	}
	book = book.Of(rule.TenantOwned)
	if ids := v.r.URL.Query()["id"]; len(ids) > 0 {
		if book, err = picked(book, ids); err != nil {
			return err
		}
	}
	switch v.r.URL.Query().Get("what") {
	case "rules":
		book.Templates = nil
	case "templates":
		book.Rules = nil
	case "", "all":
	default:
		return wrongParameter("what", "This is one of: all, rules, templates.")
	}
	tag(v, version)
	v.w.Header().Set("Content-Type", mediaYAML)
	v.w.Header().Set("Content-Disposition", `attachment; filename="caseweave-rules.yaml"`)
	_, _ = v.w.Write(rule.WriteYAML(book)) // the client may be gone
	return nil
}

// picked are the rules and templates that bear the ids.
func picked(book rule.Book, ids []string) (rule.Book, error) {
	for _, id := range ids {
		_, _, isRule := rules.find(book, id)
		if _, _, isTemplate := templates.find(book, id); !isRule && !isTemplate {
			return book, fault.New(fault.NotFound, "There is no rule or template %q of one's own.", id)
		}
	}
	wanted := func(id string) bool { return slices.Contains(ids, id) }
	return rule.Book{
		Rules:     slices.DeleteFunc(slices.Clone(book.Rules), func(r rule.Rule) bool { return !wanted(r.ID) }),
		Templates: slices.DeleteFunc(slices.Clone(book.Templates), func(t rule.Template) bool { return !wanted(t.ID) }),
	}, nil
}

func (s *Server) orderRules(v visit, lib library) error {
	wanted, err := readJSON[RuleOrder](s, v)
	if err != nil {
		return err
	}
	seen, err := expected(v.r.Header.Values("If-Match"), nil)
	if err != nil {
		return err
	}
	book, version, err := lib.edit(v, seen, func(own rule.Book) (rule.Book, error) { return inOrder(own, wanted.IDs) })
	if err != nil {
		return err
	}
	return writeList(s, v, rules, book, version)
}

// inOrder is a book whose rules are tried in the order of ids, which are all of theirs.
func inOrder(own rule.Book, ids []string) (rule.Book, error) {
	places := map[string]int{}
	for i, id := range ids {
		if _, _, found := rules.find(own, id); !found || places[id] != 0 {
			return own, wrongField(fmt.Sprintf("ids[%d]", i), "This is the id of one of your own rules, each once.")
		}
		places[id] = i + 1
	}
	if len(ids) != len(own.Rules) {
		return own, fault.New(fault.Conflict, "There are %d rules of your own, and %d are named here; read them again.", len(own.Rules), len(ids))
	}
	own.Rules = slices.Clone(own.Rules)
	for i := range own.Rules {
		own.Rules[i].Order = 10 * places[own.Rules[i].ID]
	}
	return own, nil
}
