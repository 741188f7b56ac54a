package casefile

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"caseweave/internal/core/activity"
	"caseweave/internal/core/detection"
	"caseweave/internal/core/fault"
)

// Edit is what somebody wants to be otherwise in a case: what is nil or empty stays.
type Edit struct {
	// Seen is the version of the case that the author looked at. What others have
	// changed since and the edit changes, too, is not overwritten; 0 compares nothing.
	Seen uint64 `json:"seen,omitempty"`
	// Title names the case; an empty one lets it follow the detections again (X5).
	Title       *string `json:"title,omitempty"`
	Description *string `json:"description,omitempty"`
	Type        *string `json:"type,omitempty"`
	// Severity stays whatever the score says; an empty one lets it follow the score again (X22).
	Severity *Severity `json:"severity,omitempty"`
	Priority *Priority `json:"priority,omitempty"`
	// ManagedBy is who works on the case (S13).
	ManagedBy *ManagedBy `json:"managed_by,omitempty"`
	// Assignee is who works on it; one without an id is nobody.
	Assignee *Person `json:"assignee,omitempty"`
	// NeedToKnow are the only people who may know of it; an empty list is everybody.
	NeedToKnow *[]Person   `json:"need_to_know,omitempty"`
	Status     *Status     `json:"status,omitempty"`
	Resolution *Resolution `json:"resolution,omitempty"`
	// AddTags and RemoveTags never clash with what others do.
	AddTags    []string `json:"add_tags,omitempty"`
	RemoveTags []string `json:"remove_tags,omitempty"`
	// Members is what becomes of the detections of a case that is not open afterwards:
	// closed or ignored (X25, X26). Empty leaves them as they are.
	Members detection.Status `json:"members,omitempty"`
	// Note says why the status, the resolution, or who needs to know of it changes.
	Note string `json:"note,omitempty"`
}

// Person is a user, named as then.
type Person struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// WholeTenant stands where a user's id does, for the tenant as such: the case is its
// own people's, and nobody's in particular.
const WholeTenant = "tenant"

// Resolution says what a closed case has turned out to be (X28).
type Resolution string

const (
	// Unresolved says nothing: it was somewhat accurate and no threat, or is not known.
	Unresolved Resolution = "none"
	// FalsePositive was inaccurate.
	FalsePositive Resolution = "false_positive"
	// Benign was accurate and no threat, such as a penetration test.
	Benign Resolution = "benign"
	// TruePositive was accurate and a threat.
	TruePositive Resolution = "true_positive"
)

// Resolutions are all of them, the one of open cases first.
var Resolutions = []Resolution{Unresolved, FalsePositive, Benign, TruePositive}

// Field names what an edit changes, as requests name it.
type Field string

// Mark says in which version of a case a field was last edited.
type Mark struct {
	Field   Field
	Version uint64
}

// MaxTags is how many tags a case may have.
const MaxTags = 50

// Change makes an edit, and answers the facts about what is otherwise now; what
// is so already makes none. fault.Conflict names the fields that others have changed
// since, fault.Invalid what can't be so in this case.
func (c Case) Change(e Edit, by activity.Actor, now time.Time) (Case, []activity.Fact, error) {
	x := editing{Case: c, edit: e, by: by}
	x.title()
	set(&x, "description", activity.DescriptionChanged, &x.Description, e.Description)
	set(&x, "type", activity.TypeChanged, &x.Type, e.Type)
	x.severity()
	set(&x, "priority", activity.PriorityChanged, &x.Priority, e.Priority)
	set(&x, "managed_by", activity.ManagerChanged, &x.ManagedBy, e.ManagedBy)
	x.assignee()
	x.needToKnow()
	x.mustKnow(&c)
	x.status()
	x.tags()
	x.members()
	switch {
	case len(x.clashes) > 0:
		return c, nil, fault.New(fault.Conflict, "Others have changed the case since you looked.").With(x.clashes...)
	case x.wrong != nil:
		return c, nil, x.wrong
	case len(x.facts) > 0:
		x.touch(now)
	}
	return x.Case, x.facts, nil
}

// editing is an edit being made.
type editing struct {
	Case
	edit    Edit
	by      activity.Actor
	facts   []activity.Fact
	clashes []fault.Detail
	wrong   error
}

// set gives a field its value, where the edit has one.
func set[T ~string](x *editing, name Field, kind activity.Kind, field, value *T) {
	if value != nil && *value != *field {
		x.turn(name, kind, string(*field), string(*value), "")
		*field = *value
	}
}

// turn takes note that a field becomes otherwise.
func (x *editing) turn(name Field, kind activity.Kind, was, is, note string) {
	at := slices.IndexFunc(x.Marks, func(m Mark) bool { return m.Field == name })
	if at >= 0 && x.edit.Seen != 0 && x.Marks[at].Version > x.edit.Seen {
		x.clashes = append(x.clashes, fault.Detail{Location: "body." + string(name), Message: "It is " + quoted(was) + " now; you want " + quoted(is) + "."})
	}
	x.Marks = slices.DeleteFunc(slices.Clone(x.Marks), func(m Mark) bool { return m.Field == name })
	x.Marks = append(x.Marks, Mark{name, x.Version + 1})
	slices.SortFunc(x.Marks, func(a, b Mark) int { return cmp.Compare(a.Field, b.Field) })
	x.facts = append(x.facts, activity.Fact{Kind: kind, Case: x.Number, Actor: x.by, Old: was, New: is, Note: note})
}

// quoted is a value within a sentence, not too long for one.
func quoted(text string) string {
	const most = 80
	if short := []rune(text); len(short) > most {
		text = string(short[:most]) + "…"
	}
	if text == "" {
		return "empty"
	}
	return "“" + text + "”"
}

func (x *editing) refuse(field, message string) {
	if x.wrong == nil {
		x.wrong = fault.New(fault.Invalid, "%s", message).With(fault.Detail{Location: "body." + field, Message: message})
	}
}

func (x *editing) title() {
	if x.edit.Title == nil {
		return
	}
	title, follows := strings.TrimSpace(*x.edit.Title), false
	if title == "" {
		if x.DetectionCount == 0 {
			x.refuse("title", "Without detections that name it, a case needs a title.")
			return
		}
		title, follows = Summary(x.Top, x.EarliestAt), true
	}
	if title != x.Title || follows != x.TitleFollows {
		note := ""
		if follows {
			note = "It follows the detections again."
		}
		x.turn("title", activity.TitleChanged, x.Title, title, note)
	}
	x.Title, x.TitleFollows = title, follows
}

func (x *editing) severity() {
	if x.edit.Severity == nil {
		return
	}
	severity, pinned := *x.edit.Severity, true
	if severity == "" {
		severity, pinned = SeverityOf(x.Score), false
	}
	if severity != x.Severity || pinned != x.SeverityPinned {
		note := "It follows the score again."
		if pinned {
			note = ""
		}
		x.turn("severity", activity.SeverityChanged, string(x.Severity), string(severity), note)
	}
	x.Severity, x.SeverityPinned = severity, pinned
}

func (x *editing) assignee() {
	p := x.edit.Assignee
	if p == nil || p.ID == x.Assignee {
		return
	}
	x.turn("assignee", activity.AssigneeChanged, x.AssigneeName, p.Name, "")
	x.Assignee, x.AssigneeName = p.ID, p.Name
}

// status changes where the case stands and what it has turned out to be: an open
// case has not turned out to be anything.
func (x *editing) status() {
	status, resolution := x.Status, x.resolution()
	if x.edit.Status != nil {
		status = *x.edit.Status
	}
	switch {
	case x.edit.Resolution != nil && *x.edit.Resolution != Unresolved && status.Open():
		x.refuse("resolution", "A case is given a resolution when it is resolved or cancelled.")
		return
	case status.Open():
		resolution = Unresolved
	case x.edit.Resolution != nil:
		resolution = *x.edit.Resolution
	}
	if status != x.Status {
		x.turn("status", activity.StatusChanged, string(x.Status), string(status), x.edit.Note)
	}
	if was := x.resolution(); resolution != was {
		x.turn("resolution", activity.ResolutionChanged, string(was), string(resolution), x.edit.Note)
	}
	x.Status, x.Resolution = status, resolution
}

// members tells what becomes of the detections; whoever makes the edit sets them so.
func (x *editing) members() {
	switch {
	case x.edit.Members == "":
	case x.Status.Open():
		x.refuse("detections", "Detections are closed or ignored with their case.")
	default:
		kind := activity.DetectionsClosed
		if x.edit.Members == detection.Ignored {
			kind = activity.DetectionsIgnored
		}
		x.facts = append(x.facts, activity.Fact{Kind: kind, Case: x.Number, Actor: x.by, New: strconv.Itoa(x.DetectionCount)})
	}
}

// resolution of a case from before there were any is that of an open one.
func (c *Case) resolution() Resolution { return cmp.Or(c.Resolution, Unresolved) }

func (x *editing) tags() {
	tags := slices.DeleteFunc(slices.Clone(x.Tags), func(tag string) bool { return slices.Contains(x.edit.RemoveTags, tag) })
	for _, tag := range x.edit.AddTags {
		if !slices.Contains(tags, tag) {
			tags = append(tags, tag)
		}
	}
	switch {
	case slices.Equal(tags, x.Tags):
		return
	case len(tags) > MaxTags && len(tags) > len(x.Tags):
		x.refuse("add_tags", "A case has 50 tags at most.")
		return
	}
	x.facts = append(x.facts, activity.Fact{
		Kind: activity.TagsChanged, Case: x.Number, Actor: x.by, Old: strings.Join(x.Tags, ", "), New: strings.Join(tags, ", "),
	})
	x.Tags = tags
}
