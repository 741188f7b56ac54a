package rule

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"caseweave/internal/core/casefile"
	"caseweave/internal/core/fault"
	"caseweave/internal/core/span"
)

// check holds a book against everything that needs no compiling.
func check(b Book) []fault.Detail {
	var c checker
	if b.tooLong() {
		c.mistake("", "There are more than %d rules and templates.", MaxDocuments)
		return c.mistakes
	}
	seen := map[string]string{}
	for i := range b.Rules {
		c.prefix = fmt.Sprintf("rules[%d].", i)
		c.rule(&b.Rules[i])
		c.unique(seen, b.Rules[i].ID, "rule")
	}
	seen = map[string]string{}
	for i := range b.Templates {
		c.prefix = fmt.Sprintf("templates[%d].", i)
		c.template(&b.Templates[i])
		c.unique(seen, b.Templates[i].ID, "template")
	}
	return c.mistakes
}

// checker collects mistakes.
type checker struct {
	prefix   string
	mistakes []fault.Detail
}

func (c *checker) mistake(field, format string, args ...any) {
	c.suggest(field, "", format, args...)
}

func (c *checker) suggest(field, suggestion, format string, args ...any) {
	c.mistakes = append(c.mistakes, fault.Detail{
		Location: c.prefix + field, Message: fmt.Sprintf(format, args...), Suggestion: suggestion,
	})
}

func (c *checker) rule(r *Rule) {
	c.id(r.ID, r.Owner)
	c.title(r.Title)
	c.text("description", r.Description, MaxText)
	oneOf(c, "state", r.State, States)
	oneOf(c, "owner", r.Owner, []Owner{TenantOwned, PartnerOwned})
	if r.Order < 0 || r.Order > maxOrder {
		c.mistake("order", "The order is from 0 to %d.", maxOrder)
	}
	c.tags(r.Tags)
	c.line("template", r.Template)
	c.text("filter", r.Filter, MaxFilter)
	if strings.TrimSpace(r.Filter) == "" {
		c.suggest("filter", "severity >= 0.4", "A rule has a filter.")
	}
	c.text("append_filter", r.AppendFilter, MaxFilter)
	c.groupBy(r.GroupBy)
	if r.GroupDuration < 0 || r.GroupDuration > span.Max {
		c.mistake("group_duration", "The duration is from nothing to ten years.")
	}
	c.bounds(r)
	c.text("append_comment", r.AppendComment, MaxText)
}

// bounds checks what has a default, for which 0 stands.
func (c *checker) bounds(r *Rule) {
	if r.GroupCount < 0 || r.GroupCount > MaxGroupCount {
		c.mistake("group_count", "The count is from 1 to %d.", MaxGroupCount)
	}
	if r.MaxDetections < 0 || r.MaxDetections > MaxMaxDetections {
		c.mistake("max_detections", "The number is from 1 to %d.", MaxMaxDetections)
	}
	if w := r.SearchWindow; w != 0 && (w < MinSearchWindow || w > MaxSearchWindow) {
		c.mistake("search_window", "The window is from %s to %s.", MinSearchWindow, MaxSearchWindow)
	}
}

func (c *checker) template(t *Template) {
	c.id(t.ID, t.Owner)
	c.title(t.Title)
	c.text("description", t.Description, MaxText)
	oneOf(c, "owner", t.Owner, []Owner{TenantOwned, PartnerOwned})
	c.text("case_title", t.CaseTitle, MaxText)
	c.text("key_findings", t.KeyFindings, MaxText)
	oneOf(c, "type", t.Type, casefile.Types)
	oneOf(c, "priority", t.Priority, casefile.Priorities)
	oneOf(c, "status", t.Status, casefile.Statuses)
	if t.Status != "" && !t.Status.Open() {
		c.mistake("status", "A case begins open.")
	}
	oneOf(c, "managed_by", t.ManagedBy, []casefile.ManagedBy{casefile.Self, casefile.Provider})
	c.line("assignee", t.Assignee)
	if t.Assignee == string(casefile.Provider) {
		c.mistake("assignee", "A case is not assigned to the provider.")
	}
	c.tags(t.Tags)
	c.stages(t.Stages)
}

func (c *checker) stages(stages []casefile.Stage) {
	tasks := 0
	for _, s := range stages {
		tasks += len(s.Tasks)
	}
	if len(stages) > MaxStages || tasks > MaxTasks {
		c.mistake("stages", "There are %d stages with %d tasks; %d and %d are allowed.", len(stages), tasks, MaxStages, MaxTasks)
		return
	}
	template := c.prefix
	for i, s := range stages {
		c.prefix = fmt.Sprintf("%sstages[%d].", template, i)
		c.title(s.Title)
		for j, task := range s.Tasks {
			c.prefix = fmt.Sprintf("%sstages[%d].tasks[%d].", template, i, j)
			c.title(task.Title)
			c.text("instructions", task.Instructions, MaxText)
		}
	}
	c.prefix = template
}

const maxOrder = 1_000_000

var idText = regexp.MustCompile(`^[\pL\p{Nd}][\pL\p{Nd}._-]{0,99}$`)

// id is one of the owner's; within a tenant's rule set, those of its partner bear a prefix.
func (c *checker) id(id string, owner Owner) {
	if owner == PartnerOwned {
		id = strings.TrimPrefix(id, PartnerPrefix)
	}
	if id != "" && !idText.MatchString(id) {
		c.suggest("id", slug(id), "An id is at most 100 letters, digits, hyphens, underscores and full stops, and begins with a letter or digit.")
	}
	if slices.Contains(reserved, id) {
		c.suggest("id", id+"-1", "%q means something else where ids stand; choose another id.", id)
	}
}

func (c *checker) unique(seen map[string]string, id, what string) {
	if id == "" {
		return
	}
	if first, twice := seen[id]; twice {
		c.mistake("id", "This is the id of %s, too: each %s has its own.", strings.TrimSuffix(first, "."), what)
		return
	}
	seen[id] = c.prefix
}

func (c *checker) title(title string) {
	if strings.TrimSpace(title) == "" {
		c.mistake("title", "A title is missing.")
	}
	c.line("title", title)
}

// line is one line of at most MaxTitle bytes.
func (c *checker) line(field, text string) {
	if strings.ContainsAny(text, "\n\t") {
		c.mistake(field, "This is one line, without tabs.")
	}
	c.text(field, text, MaxTitle)
}

// text is at most so many bytes of UTF-8, without control characters but tab and line feed.
func (c *checker) text(field, text string, most int) {
	switch {
	case len(text) > most:
		c.mistake(field, "This is %d bytes long; %d are allowed.", len(text), most)
	case !utf8.ValidString(text):
		c.mistake(field, "This is no valid UTF-8.")
	case strings.ContainsFunc(text, func(r rune) bool { return unicode.IsControl(r) && r != '\n' && r != '\t' }):
		c.mistake(field, "There is a control character.")
	}
}

func (c *checker) tags(tags []string) {
	if len(tags) > MaxTags {
		c.mistake("tags", "There are %d tags; %d are allowed.", len(tags), MaxTags)
		return
	}
	for i, tag := range tags {
		field := fmt.Sprintf("tags[%d]", i)
		c.line(field, tag)
		if strings.TrimSpace(tag) == "" {
			c.mistake(field, "A tag is empty.")
		}
	}
}

func (c *checker) groupBy(expressions []string) {
	switch {
	case len(expressions) == 0:
		c.suggest("group_by", "hostnames()", "A rule has at least one grouping expression.")
	case len(expressions) > MaxExpressions:
		c.mistake("group_by", "There are %d expressions; %d are allowed.", len(expressions), MaxExpressions)
	}
	for i, e := range expressions[:min(len(expressions), MaxExpressions)] {
		c.text(fmt.Sprintf("group_by[%d]", i), e, MaxExpression)
	}
}

// oneOf takes a word of a closed list; none stands for the default.
func oneOf[T ~string](c *checker, field string, given T, allowed []T) {
	if given == "" || slices.Contains(allowed, given) {
		return
	}
	var words []string
	for _, a := range allowed {
		words = append(words, string(a))
	}
	c.suggest(field, nearest(string(given), words), "%q is not one of %s.", string(given), strings.Join(words, ", "))
}

// invalid is the error for a book with mistakes; it holds MaxMistakes of them at most.
func invalid(mistakes []fault.Detail) error {
	count := "There is a mistake"
	if n := len(mistakes); n > 1 {
		count = fmt.Sprintf("There are %d mistakes", n)
	}
	return fault.New(fault.Invalid, "%s in the rules.", count).With(mistakes[:min(len(mistakes), MaxMistakes)]...)
}
