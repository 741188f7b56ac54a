package rule

import "encoding/json"

// Schema is the JSON Schema (2020-12) of a document of a rule file, for editors:
// a Rule or a Template. It tells less than ReadYAML and Compile refuse.
func Schema() []byte {
	whole := object{
		"$schema": "https://json-schema.org/draft/2020-12/schema",
		"title":   "Caseweave rule file",
		"oneOf": []object{
			documentForm("Rule", ruleLines, "title", "filter", "group_by"),
			documentForm("Template", templateLines, "title"),
		},
	}
	text, err := json.MarshalIndent(whole, "", "  ")
	if err != nil {
		panic("rule: the schema does not encode: " + err.Error())
	}
	return append(text, '\n')
}

func documentForm[T any](kind string, lines []field[T], required ...string) object {
	form := recordForm(lines, append([]string{"apiVersion", "kind"}, required...)...)
	properties := form["properties"].(object)
	properties["apiVersion"], properties["kind"] = object{"const": apiVersion}, object{"const": kind}
	form["title"] = kind
	return form
}

// recordForm is a record of lines and nothing else.
func recordForm[T any](lines []field[T], required ...string) object {
	properties := object{}
	for _, line := range lines {
		properties[line.name] = line.form
	}
	return object{"type": "object", "properties": properties, "required": required, "additionalProperties": false}
}
