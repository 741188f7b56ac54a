package command

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"caseweave/internal/core/casefile"
	"caseweave/internal/core/detection"
)

// How long what people write may be, in bytes.
const (
	MaxTitle       = 200
	MaxDescription = 64 << 10
	MaxType        = 100
	MaxTag         = 100
	MaxNote        = 4 << 10
	MaxComment     = 64 << 10
)

func checkComment(text string) error {
	if strings.TrimSpace(text) == "" {
		return wrong("text", "A comment has a text.")
	}
	return prose("text", text, MaxComment)
}

func checkEdit(e *casefile.Edit) error {
	for _, err := range []error{
		perhapsLine("title", e.Title, MaxTitle),
		perhapsLine("type", e.Type, MaxType),
		oneOf("severity", e.Severity, append([]casefile.Severity{""}, casefile.Severities...)),
		oneOf("priority", e.Priority, casefile.Priorities),
		oneOf("managed_by", e.ManagedBy, []casefile.ManagedBy{casefile.Self, casefile.Provider}),
		oneOf("status", e.Status, casefile.Statuses),
		oneOf("resolution", e.Resolution, casefile.Resolutions),
		oneOf("detections", &e.Members, []detection.Status{"", detection.Closed, detection.Ignored}),
		checkTags("add_tags", e.AddTags),
		checkTags("remove_tags", e.RemoveTags),
		prose("note", e.Note, MaxNote),
		checkPeople(e.NeedToKnow),
	} {
		if err != nil {
			return err
		}
	}
	switch {
	case e.Type != nil && strings.TrimSpace(*e.Type) == "":
		return wrong("type", "A case has a type.")
	case e.Description != nil:
		return prose("description", *e.Description, MaxDescription)
	}
	return nil
}

func perhapsLine(field string, text *string, most int) error {
	if text == nil {
		return nil
	}
	return line(field, *text, most)
}

// line refuses what is no text of one line.
func line(field, text string, most int) error {
	switch {
	case len(text) > most:
		return wrong(field, "The %s is %d bytes long; %d are allowed.", field, len(text), most)
	case !utf8.ValidString(text) || strings.ContainsFunc(text, func(r rune) bool { return unicode.IsControl(r) || r == '\u2028' || r == '\u2029' }):
		return wrong(field, "A %s is one line, without control characters.", field)
	}
	return nil
}

// prose refuses what is no text of lines.
func prose(field, text string, most int) error {
	switch {
	case len(text) > most:
		return wrong(field, "The %s is %d bytes long; %d are allowed.", field, len(text), most)
	case !utf8.ValidString(text) || strings.ContainsFunc(text, func(r rune) bool { return unicode.IsControl(r) && r != '\n' && r != '\t' && r != '\r' }):
		return wrong(field, "A %s has no control characters but line breaks and tabs.", field)
	}
	return nil
}

func oneOf[T ~string](field string, value *T, all []T) error {
	if value == nil || slices.Contains(all, *value) {
		return nil
	}
	return wrong(field, "The %s is one of %v; %q is none.", field, all, string(*value))
}

// checkPeople refuses more people than a case names; who orders it is one more.
func checkPeople(people *[]casefile.Person) error {
	if people != nil && len(*people) > casefile.MaxNamed {
		return wrong("need_to_know", "These are %d people; a case names %d at most.", len(*people), casefile.MaxNamed)
	}
	return nil
}

func checkTags(field string, tags []string) error {
	if len(tags) > casefile.MaxTags {
		return wrong(field, "These are %d tags; a case has %d at most.", len(tags), casefile.MaxTags)
	}
	for _, tag := range tags {
		if err := line(field, tag, MaxTag); err != nil {
			return err
		}
		if strings.TrimSpace(tag) != tag || tag == "" || strings.Contains(tag, ",") {
			return wrong(field, "A tag has no comma, and no white space around it.")
		}
	}
	return nil
}
