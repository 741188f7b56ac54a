package casefile

import (
	"slices"
	"strconv"
	"time"

	"caseweave/internal/core/activity"
	"caseweave/internal/core/detection"
)

// Plan is what a rule and its template say about a case that is to be opened.
type Plan struct {
	OpenedBy  RuleRef
	Type      string
	Priority  Priority
	Status    Status
	ManagedBy ManagedBy
	// Assignee is who has it from the beginning; of a template, only the id is known.
	Assignee Person
	// Refused says that nobody has it, because the template names somebody who may not.
	Refused bool
	Tags    []string
	// Title names the case; empty means that it is kept as a summary of its most severe member.
	Title string
	// Template is the one that all of this comes from; zero where there is none.
	Template TemplateRef
	// KeyFindings and Stages are what the case begins with.
	KeyFindings string
	Stages      []Stage
	// Continues and Chain are those of the case.
	Continues, Chain uint64
}

// Hand is how a detection comes into a case: by a rule's decision, by its search,
// or by a person.
type Hand struct {
	Actor activity.Actor
	// Rule is the one that decided or searched; zero for a person.
	Rule RuleRef
	// Note explains, where the rest does not.
	Note string
}

// ByRule is the hand of the engine, by the decision of a rule.
func ByRule(r RuleRef) Hand { return Hand{Actor: activity.Automatic, Rule: r} }

// BySearch is the hand of the engine, by a rule's search for related detections.
func BySearch(r RuleRef) Hand {
	return Hand{Actor: activity.Automatic, Rule: r, Note: "Found by the search for related detections."}
}

// Begin opens a case by hand, without detections so far.
func Begin(tenantID string, number uint64, p Plan, by activity.Actor, now time.Time) (Case, []activity.Fact) {
	c := begun(tenantID, number, p, now)
	c.touch(now)
	return c, []activity.Fact{{Kind: activity.CaseOpened, Case: number, Actor: by, New: c.Title}}
}

func begun(tenantID string, number uint64, p Plan, now time.Time) Case {
	return Case{
		TenantID: tenantID, Number: number, Title: p.Title, TitleFollows: p.Title == "", Type: p.Type,
		Severity: Info, Priority: p.Priority, Status: p.Status,
		ManagedBy: p.ManagedBy, Assignee: p.Assignee.ID, AssigneeName: p.Assignee.Name, Tags: p.Tags, OpenedBy: p.OpenedBy,
		Template: p.Template, KeyFindings: p.KeyFindings, Stages: p.Stages,
		Continues: p.Continues, Chain: p.Chain, CreatedAt: now,
	}
}

// Open begins case number of tenant with its first detection.
func Open(tenantID string, number uint64, p Plan, d *detection.Detection, hand Hand, now time.Time) (Case, []activity.Fact) {
	c := begun(tenantID, number, p, now)
	c.take(d, now)
	opened := activity.Fact{
		Kind: activity.CaseOpened, Case: number, Actor: hand.Actor,
		Rule: p.OpenedBy.fact(), New: c.Title,
	}
	return c, append([]activity.Fact{opened, joined(number, d, hand)}, p.given(number, hand)...)
}

// given tells who has the case from its beginning, or why nobody has.
func (p Plan) given(number uint64, hand Hand) []activity.Fact {
	fact := activity.Fact{Case: number, Actor: hand.Actor, Rule: p.OpenedBy.fact()}
	switch {
	case p.Assignee.ID != "":
		fact.Kind, fact.New = activity.AssigneeChanged, p.Assignee.Name
	case p.Refused:
		fact.Kind, fact.New = activity.AssigneeRefused, p.Template.Title
	default:
		return nil
	}
	return []activity.Fact{fact}
}

// Append adds d.
func (c Case) Append(d *detection.Detection, hand Hand, now time.Time) (Case, []activity.Fact) {
	before := c
	c.take(d, now)
	return c, append([]activity.Fact{joined(c.Number, d, hand)}, differences(before, c)...)
}

// Receive adds d, which somebody moved here from another case.
func (c Case) Receive(d *detection.Detection, from uint64, by activity.Actor, now time.Time) (Case, []activity.Fact) {
	before := c
	c.take(d, now)
	moved := activity.Fact{
		Kind: activity.DetectionMovedIn, Case: c.Number, Actor: by, Detection: subject(d), Old: numeral(from),
	}
	return c, append([]activity.Fact{moved}, differences(before, c)...)
}

// Release takes out members, which rest are left without: all others, by
// arrival. to is the case that they go to; 0 where they are in none of this case's
// any more. What opened the case stays its anchor.
func (c Case) Release(gone, rest []*detection.Detection, to uint64, by activity.Actor, now time.Time) (Case, []activity.Fact) {
	before := c
	c.recount(rest)
	c.touch(now)
	var facts []activity.Fact
	for _, d := range gone {
		fact := activity.Fact{Kind: activity.DetectionRemoved, Case: c.Number, Actor: by, Detection: subject(d)}
		if to != 0 {
			fact.Kind, fact.New = activity.DetectionMovedOut, numeral(to)
		}
		facts = append(facts, fact)
	}
	return c, append(facts, differences(before, c)...)
}

// Stretch takes in that a member was seen again. Nobody is told: nothing else happens (B8).
func (c Case) Stretch(lastSeenAt time.Time) Case {
	if lastSeenAt.After(c.LatestAt) {
		c.LatestAt = lastSeenAt
	}
	return c
}

// ContinuedBy tells that case number goes on where this one is full.
func (c Case) ContinuedBy(number uint64, rule RuleRef, now time.Time) (Case, []activity.Fact) {
	c.touch(now)
	return c, []activity.Fact{{
		Kind: activity.CaseContinued, Case: c.Number, Actor: activity.Automatic, Rule: rule.fact(), New: numeral(number),
	}}
}

// Comment adds what a rule says.
func (c Case) Comment(text string, rule RuleRef, now time.Time) (Case, []activity.Fact) {
	c.touch(now)
	return c, []activity.Fact{{Kind: activity.Commented, Case: c.Number, Actor: activity.Automatic, Rule: rule.fact(), Note: text}}
}

// Refresh takes in that the source sent a member anew. was is how it stood, d how
// it stands, and members are all of them by arrival, where Recounts asks for them.
func (c Case) Refresh(was, d *detection.Detection, members []*detection.Detection, now time.Time) (Case, []activity.Fact) {
	before := c
	if c.Recounts(was, d) {
		c.recount(members)
	} else {
		if c.Top.ID == d.ID {
			c.Top = member(d)
		}
		if was.Severity < severeFrom && d.Severity >= severeFrom {
			c.Severe++
		}
		c.see(d)
	}
	c.touch(now)
	updated := activity.Fact{
		Kind: activity.DetectionUpdated, Case: c.Number, Actor: activity.Automatic, Detection: subject(d),
		Old: strconv.Itoa(was.Version), New: strconv.Itoa(d.Version),
	}
	return c, append([]activity.Fact{updated}, differences(before, c)...)
}

// Recounts says whether a member takes back what the case may have from it alone:
// it is less severe now, or names a tactic, a technique, a device or a user no more.
func (c *Case) Recounts(was, d *detection.Detection) bool {
	missing := func(is []string) func(string) bool {
		return func(text string) bool { return !slices.Contains(is, text) }
	}
	return c.Top.ID == d.ID && d.Severity < c.Top.Severity || was.Severity >= severeFrom && d.Severity < severeFrom || missesAssets(was, d) ||
		slices.ContainsFunc(was.Tactics, missing(d.Tactics)) || slices.ContainsFunc(was.TechniqueIDs, missing(d.TechniqueIDs))
}

// leads says whether m goes before other as the case's most severe member.
func (m Member) leads(other Member) bool {
	if m.Severity != other.Severity {
		return m.Severity > other.Severity
	}
	return m.Arrival < other.Arrival
}

func member(d *detection.Detection) Member {
	m := Member{ID: d.ID, Title: d.Title, Severity: d.Severity, Arrival: d.Arrival}
	if d.Confidence != nil {
		m.Unsure = 1000 - min(1000, *d.Confidence)
	}
	return m
}

func (c *Case) take(d *detection.Detection, now time.Time) {
	c.count(d)
	c.touch(now)
}

func (c *Case) count(d *detection.Detection) {
	if c.DetectionCount == 0 { // whoever left before plays no part any more
		c.EarliestAt, c.LatestAt = time.Time{}, time.Time{}
	}
	if c.DetectionCount++; c.AnchorAt.IsZero() {
		c.AnchorAt = d.CreatedAt
	}
	c.LastArrival = max(c.LastArrival, d.Arrival)
	if d.Severity >= severeFrom {
		c.Severe++
	}
	c.see(d)
}

// recount lets everything that follows from the members follow from these, by arrival.
// Without any it is as bad as nothing, under the title that it had.
func (c *Case) recount(members []*detection.Detection) {
	c.DetectionCount, c.LastArrival, c.Top = 0, 0, Member{}
	c.Tactics, c.TechniqueIDs = nil, nil
	c.Severe, c.Assets = 0, nil
	c.weigh()
	for _, d := range members {
		c.count(d)
	}
}

// see lets everything that follows from the members follow from d too.
func (c *Case) see(d *detection.Detection) {
	if c.EarliestAt.IsZero() || d.CreatedAt.Before(c.EarliestAt) {
		c.EarliestAt = d.CreatedAt
	}
	if c.LatestAt.IsZero() || d.LastSeenAt.After(c.LatestAt) {
		c.LatestAt = d.LastSeenAt
	}
	c.Tactics = union(c.Tactics, d.Tactics)
	c.TechniqueIDs = union(c.TechniqueIDs, d.TechniqueIDs)
	if m := member(d); c.Top.ID == "" || m.leads(c.Top) {
		c.Top = m
	}
	if c.TitleFollows {
		c.Title = Summary(c.Top, c.EarliestAt)
	}
	c.meet(d)
	c.weigh()
}

// weigh gives the case a score, which its severity follows unless somebody set it.
func (c *Case) weigh() {
	if c.Score = c.score(); !c.SeverityPinned {
		c.Severity = SeverityOf(c.Score)
	}
}

func (c *Case) touch(now time.Time) {
	c.UpdatedAt = now
	c.Version++
}

// Summary is the title of a case that nobody named: its most severe member and
// the day on which it began, in UTC.
func Summary(top Member, earliest time.Time) string {
	return top.Title + " · " + earliest.UTC().Format("2 Jan 2006")
}

func joined(number uint64, d *detection.Detection, hand Hand) activity.Fact {
	return activity.Fact{
		Kind: activity.DetectionAdded, Case: number, Actor: hand.Actor,
		Detection: subject(d), Rule: hand.Rule.fact(), Note: hand.Note,
	}
}

// differences are the facts about what a deed changed besides its own.
func differences(before, after Case) []activity.Fact {
	var facts []activity.Fact
	note := func(kind activity.Kind, was, is string) {
		if was != is {
			facts = append(facts, activity.Fact{Kind: kind, Case: after.Number, Actor: activity.Automatic, Old: was, New: is})
		}
	}
	note(activity.ScoreChanged, strconv.Itoa(before.Score), strconv.Itoa(after.Score))
	note(activity.SeverityChanged, string(before.Severity), string(after.Severity))
	note(activity.TitleChanged, before.Title, after.Title)
	return facts
}

func subject(d *detection.Detection) *activity.Subject {
	return &activity.Subject{ID: d.ID, Title: d.Title}
}

func (r RuleRef) fact() *activity.Rule {
	if r == (RuleRef{}) {
		return nil
	}
	return &activity.Rule{ID: r.ID, Title: r.Title, SetVersion: r.SetVersion}
}
