package rule

import (
	"caseweave/internal/core/casefile"
	"caseweave/internal/core/span"
)

// ruleLines are the fields of a rule in a file, in the order in which they are written.
var ruleLines = []field[Rule]{
	textLine("id", func(r *Rule) *string { return &r.ID }).says("Names the rule for ever; made from the title where there is none."),
	textLine("title", func(r *Rule) *string { return &r.Title }).says("One line for people."),
	textLine("description", func(r *Rule) *string { return &r.Description }).says("Why it is there."),
	textLine("state", func(r *Rule) *State { return &r.State }).oneOf(words(States)).says("What the rule may do; enabled where nothing is said."),
	numberLine("order", func(r *Rule) *int { return &r.Order }).within(0, maxOrder).says("Its place, lower first; 100 where nothing is said."),
	listLine("tags", func(r *Rule) *[]string { return &r.Tags }).says("Free words."),
	textLine("template", func(r *Rule) *string { return &r.Template }).says("Id or title of the template for the cases that it opens."),
	textLine("filter", func(r *Rule) *string { return &r.Filter }).says("Which detections may open or join a case, in the query language."),
	textLine("append_filter", func(r *Rule) *string { return &r.AppendFilter }).says("Which others may join, though not open one."),
	listLine("group_by", func(r *Rule) *[]string { return &r.GroupBy }).says("CEL expressions; all their values are what detections are grouped by."),
	countLine("group_count", DefaultGroupCount, func(r *Rule) *int { return &r.GroupCount }).within(1, MaxGroupCount).says("How many grouping values a case must share with a detection; 1 where nothing is said."),
	durationLine("group_duration", 0, func(r *Rule) *span.Span { return &r.GroupDuration }).says("How far from the detection that opened the case others may lie, such as 4h or 1d12h."),
	truthLine("group_extend_on_append", func(r *Rule) *bool { return &r.GroupExtendOnAppend }).says("Whether the window grows with the case."),
	countLine("max_detections", DefaultMaxDetections, func(r *Rule) *int { return &r.MaxDetections }).within(1, MaxMaxDetections).says("How many detections make a case full; 1000 where nothing is said."),
	durationLine("search_window", DefaultSearchWindow, func(r *Rule) *span.Span { return &r.SearchWindow }).says("How far before and after a detection the search for related ones looks; 4h where nothing is said."),
	textLine("append_comment", func(r *Rule) *string { return &r.AppendComment }).says("Text with ${…} that the case gains with each append."),
	truthLine("ignore_prioritization", func(r *Rule) *bool { return &r.IgnorePrioritization }).says("Whether the rule decides on deprioritised detections, too."),
}

// templateLines are the fields of a template in a file.
var templateLines = []field[Template]{
	textLine("id", func(t *Template) *string { return &t.ID }).says("Names the template for ever; made from the title where there is none."),
	textLine("title", func(t *Template) *string { return &t.Title }).says("One line for people."),
	textLine("description", func(t *Template) *string { return &t.Description }).says("What it is for."),
	textLine("case_title", func(t *Template) *string { return &t.CaseTitle }).says("Text with ${…} that names the case."),
	textLine("key_findings", func(t *Template) *string { return &t.KeyFindings }).says("Text with ${…} that the case says under this heading when it is opened."),
	textLine("type", func(t *Template) *string { return &t.Type }).oneOf(casefile.Types).says("The case's type."),
	textLine("priority", func(t *Template) *priority { return &t.Priority }).oneOf(words(casefile.Priorities)).says("The case's priority; P3 where nothing is said."),
	textLine("status", func(t *Template) *status { return &t.Status }).oneOf(openStatuses()).says("The case's first status; new where nothing is said."),
	textLine("assignee", func(t *Template) *string { return &t.Assignee }).says("The id of a user of the tenant, or tenant for nobody in particular; never the provider."),
	textLine("managed_by", func(t *Template) *managedBy { return &t.ManagedBy }).oneOf([]string{string(casefile.Self), string(casefile.Provider)}).says("Who works on the case; self where nothing is said."),
	listLine("tags", func(t *Template) *[]string { return &t.Tags }).says("The case's tags."),
	stagesLine("stages", func(t *Template) *[]casefile.Stage { return &t.Stages }).says("The case's checklist."),
	truthLine("shared_with_children", func(t *Template) *bool { return &t.SharedWithChildren }).says("Whether a partner's rules may use it in the partner's tenants."),
}

func words[W ~string](all []W) (texts []string) {
	for _, w := range all {
		texts = append(texts, string(w))
	}
	return texts
}

func openStatuses() (open []string) {
	for _, s := range casefile.Statuses {
		if s.Open() {
			open = append(open, string(s))
		}
	}
	return open
}
