package casefile

import (
	"cmp"
	"slices"
	"strconv"
	"time"

	"caseweave/internal/core/attack"
	"caseweave/internal/core/fold"
	"caseweave/internal/core/query"
)

// Sorts are the orders of a list of cases, the default first. Severity and
// status go by their ranks, lowest and earliest first; assignee is AssigneeOrder.
var Sorts = []string{"updated_at", "created_at", "number", "severity", "score", "status", "priority", "assignee", "detection_count"}

// nobody stands behind every name in a list: no character follows it, and no name may hold it.
const nobody = "\U0010FFFF"

// AssigneeOrder is by what a list sorted by assignee orders: the folded name, behind
// all names where nobody has the case.
func (c *Case) AssigneeOrder() string {
	if c.Assignee == "" {
		return nobody
	}
	return fold.String(cmp.Or(c.AssigneeName, c.Assignee))
}

// Fields are what filters may ask of a case.
var Fields = query.NewSchema(
	numberField("number", "The case's number, such as 42 or 'SECC0000042'.", func(c *Case) uint64 { return c.Number }),
	query.TextField("title", "The case's title.", func(c *Case) string { return c.Title }),
	query.TextField("description", "What people wrote about the case.", func(c *Case) string { return c.Description }),
	query.TextField("type", "The kind of case, such as security incident.", func(c *Case) string { return c.Type }),
	query.RankField("severity", "How bad it is, from info to critical.", words(Severities), func(c *Case) string { return string(c.Severity) }),
	query.TextField("priority", "How urgent it is: P1 is the most urgent.", func(c *Case) string { return string(c.Priority) }).OneOf(words(Priorities)...),
	query.TextField("status", "Where the case stands.", func(c *Case) string { return string(c.Status) }).OneOf(words(Statuses)...),
	query.NumberField("score", "0 to 100, the sum of its factors.", whole(func(c *Case) int { return c.Score })),
	query.TextField("managed_by", "Who works on the case: self or provider.", func(c *Case) string { return string(c.ManagedBy) }).OneOf(string(Self), string(Provider)),
	query.TextField("assignee", "The id of the user who has it.", func(c *Case) string { return c.Assignee }),
	query.ListField("need_to_know", "The names of the only people who may know of it; null where everybody may.", each(func(c *Case) []string { return namesIn(c.NeedToKnow) })),
	query.ListField("tags", "The case's tags.", each(func(c *Case) []string { return c.Tags })),
	query.ListField("tactics", "ATT&CK tactics of its detections, by any of their names.", someTactic).InForm(attack.TacticID),
	query.ListField("technique_ids", "ATT&CK techniques of its detections.", each(func(c *Case) []string { return c.TechniqueIDs })),
	query.NumberField("detection_count", "How many detections it holds.", whole(func(c *Case) int { return c.DetectionCount })),
	query.TextField("rule", "The title of the rule that opened it.", func(c *Case) string { return c.OpenedBy.Title }),
	query.TextField("rule_id", "The id of the rule that opened it; null where a person did.", func(c *Case) string { return c.OpenedBy.ID }),
	numberField("merged_into", "The number of the case that it was merged into. Lists have such cases only where a filter asks for this.", func(c *Case) uint64 { return c.MergedInto }),
	query.TimeField("created_at", "When it was opened.", func(c *Case) time.Time { return c.CreatedAt }),
	query.TimeField("updated_at", "When it last changed.", func(c *Case) time.Time { return c.UpdatedAt }),
)

// Keeps says which cases a list with a filter has, nil being none: those that were
// merged away only where the filter speaks of that.
func Keeps(filter query.Expr) (func(*Case) bool, error) {
	if filter == nil {
		return func(c *Case) bool { return c.MergedInto == 0 }, nil
	}
	keeps, err := query.Compile(filter, Fields)
	if err != nil || asksForMerged(filter) {
		return keeps, err
	}
	return func(c *Case) bool { return c.MergedInto == 0 && keeps(c) }, nil
}

func asksForMerged(filter query.Expr) (asks bool) {
	query.Walk(filter, func(e query.Expr) bool {
		t, ok := e.(query.Test)
		asks = asks || ok && t.Field == "merged_into"
		return !asks
	})
	return asks
}

// numberField lets a case be asked for as 42, '42' and 'SECC0000042', whatever the prefix; 0 is none.
func numberField(name, about string, get func(*Case) uint64) query.Field[Case] {
	f := query.PathField(name, about, func(c *Case, path []string, holds func(string) bool) bool {
		n := get(c)
		return n != 0 && len(path) == 0 && (holds(strconv.FormatUint(n, 10)) || holds(FormatNumber(DefaultPrefix, n)))
	})
	return f.InForm(func(text string) string {
		n, err := ParseNumber(text)
		if err != nil {
			return text
		}
		return strconv.FormatUint(n, 10)
	})
}

func whole(get func(*Case) int) func(*Case) (float64, bool) {
	return func(c *Case) (float64, bool) { return float64(get(c)), true }
}

func each(get func(*Case) []string) query.Some[Case] {
	return func(c *Case, holds func(string) bool) bool {
		return slices.ContainsFunc(get(c), func(s string) bool { return s != "" && holds(s) })
	}
}

func someTactic(c *Case, holds func(string) bool) bool {
	return slices.ContainsFunc(c.Tactics, func(sent string) bool { return attack.SomeName(sent, holds) })
}

func words[W ~string](list []W) []string {
	var texts []string
	for _, w := range list {
		texts = append(texts, string(w))
	}
	return texts
}
