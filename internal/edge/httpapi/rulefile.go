package httpapi

import (
	"net/url"

	"github.com/danielgtaylor/huma/v2"

	"caseweave/internal/core/access"
	"caseweave/internal/core/rule"
)

// Import says what a rule file changes, or changed.
type Import struct {
	Version uint64         `json:"version" doc:"That of the rule set, afterwards; of a dry run, as it is."`
	DryRun  bool           `json:"dry_run"`
	Changes []ImportChange `json:"changes" doc:"Each rule and template of the file, in its order."`
	Lint    []Finding      `json:"lint" doc:"What is worth a second look in the rules of the file."`
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
		_, _ = v.w.Write(ruleSchema()) // the client may be gone
		return nil
	})
}

// notYet is what operations answer that are being made.
func notYet() error { return newProblem(409, "This can't be done yet.") }

func (s *Server) importFile(v visit, lib library) error { return notYet() }

func (s *Server) exportFile(v visit, lib library) error { return notYet() }

func (s *Server) lintBook(v visit, lib library) error { return notYet() }

func (s *Server) orderRules(v visit, lib library) error { return notYet() }

func (s *Server) lint(v visit, b rule.Book) []Finding { return []Finding{} }

func ruleSchema() []byte { return []byte("{}\n") }

func (b NewBook) book() rule.Book {
	return rule.Book{Rules: each(b.Rules, NewRule.rule), Templates: each(b.Templates, Template.template)}
}
