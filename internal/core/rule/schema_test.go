package rule

import (
	"encoding/json"
	"slices"
	"testing"
)

func TestTheSchemaKnowsEveryFieldAndSaysWhatItIs(t *testing.T) {
	var schema struct {
		Schema string `json:"$schema"`
		OneOf  []struct {
			Title      string
			Required   []string
			Properties map[string]map[string]any
			Additional *bool `json:"additionalProperties"`
		}
	}
	if err := json.Unmarshal(Schema(), &schema); err != nil || len(schema.OneOf) != 2 || schema.Schema != "https://json-schema.org/draft/2020-12/schema" {
		t.Fatal(err, schema)
	}
	for i, known := range [][]string{names(ruleLines), names(templateLines)} {
		kind := schema.OneOf[i]
		for _, name := range known {
			if kind.Properties[name]["description"] == nil || kind.Properties[name]["type"] == nil {
				t.Errorf("%s.%s: %v", kind.Title, name, kind.Properties[name])
			}
		}
		if len(kind.Properties) != len(known)+2 || kind.Additional == nil || *kind.Additional || kind.Properties["kind"]["const"] != kind.Title {
			t.Errorf("%s: %+v", kind.Title, kind)
		}
	}
	rule := schema.OneOf[0]
	if !slices.Contains(rule.Required, "group_by") || len(rule.Properties["state"]["enum"].([]any)) != len(States) || rule.Properties["group_count"]["maximum"] != float64(MaxGroupCount) {
		t.Errorf("%+v", rule)
	}
}

// What is allowed by the schema's closed lists is allowed by ReadYAML, too.
func TestTheSchemasWordsAreTaken(t *testing.T) {
	for _, line := range templateLines {
		for _, word := range enumOf(line.form) {
			file := "apiVersion: caseweave/v1\nkind: Template\ntitle: x\n" + line.name + ": " + word + "\n"
			if _, err := ReadYAML([]byte(file)); err != nil {
				t.Errorf("%s: %v", file, err)
			}
		}
	}
	for _, line := range ruleLines {
		for _, word := range enumOf(line.form) {
			file := "apiVersion: caseweave/v1\nkind: Rule\ntitle: x\nfilter: severity > 0\ngroup_by: [title]\n" + line.name + ": " + word + "\n"
			if _, err := ReadYAML([]byte(file)); err != nil {
				t.Errorf("%s: %v", file, err)
			}
		}
	}
}

func enumOf(form object) []string {
	words, _ := form["enum"].([]string)
	return words
}
