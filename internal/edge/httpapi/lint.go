package httpapi

// Finding is something in a rule that is worth a second look.
type Finding struct {
	Rule        string       `json:"rule" doc:"The rule's id."`
	Level       findingLevel `json:"level"`
	Code        string       `json:"code" doc:"The same for findings of one sort, such as unreachable."`
	Message     string       `json:"message"`
	RelatedRule string       `json:"related_rule,omitempty" doc:"The id of another rule that has part in it."`
}

// Findings are all findings of a book.
type Findings struct {
	Items []Finding `json:"items"`
}

// about are the findings that speak of a rule.
func about(all []Finding, id string) []Finding {
	some := []Finding{}
	for _, f := range all {
		if f.Rule == id || f.RelatedRule == id {
			some = append(some, f)
		}
	}
	return some
}
