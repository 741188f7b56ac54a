package casefile

import (
	"time"

	"caseweave/internal/core/activity"
	"caseweave/internal/core/fault"
)

// Comment is what a person or a rule says about a case. All who read the case read
// it; only its author edits or deletes it, and earlier versions are kept (X13).
type Comment struct {
	// Order is the sequence number of the order that made it, which names it; 0 for a rule's.
	Order uint64
	// Entry is that of the activity that tells of it.
	Entry uint64
	Case  uint64
	// Author is who wrote it, and Rule the rule that did; nil for a person.
	Author activity.Actor
	Rule   *activity.Rule
	Text   string
	// Version counts from 1; each edit and each deletion is one more.
	Version int
	At      time.Time
	// EditedAt is when it last changed; zero for never.
	EditedAt time.Time
	// Deleted says that its author took it back; the text is kept in the history only.
	Deleted bool
}

// CommentOf is the comment that an activity made.
func CommentOf(a *activity.Activity) Comment {
	c := Comment{Entry: a.Entry, Case: a.Case, Author: a.Actor, Rule: a.Rule, Text: a.Note, Version: 1, At: a.At}
	if a.Actor.Kind != activity.Engine {
		c.Order = a.Sequence
	}
	return c
}

// Then is the comment after what its author did to it next.
func (c Comment) Then(a *activity.Activity) Comment {
	c.Version++
	c.EditedAt = a.At
	c.Text, c.Deleted = a.New, a.Kind == activity.CommentDeleted
	return c
}

// Say adds a person's comment.
func (c Case) Say(text string, by activity.Actor, now time.Time) (Case, []activity.Fact) {
	c.touch(now)
	return c, []activity.Fact{{Kind: activity.Commented, Case: c.Number, Actor: by, Note: text}}
}

// Rewrite lets a comment be another text; one that was deleted is there again.
// fault.Denied where it is not the author who asks, fault.Conflict where the comment
// has changed since the version that was seen.
func (c Case) Rewrite(was Comment, seen int, text string, by activity.Actor, now time.Time) (Case, []activity.Fact, error) {
	if err := was.mayChange(seen, by); err != nil {
		return c, nil, err
	}
	if text == was.Text && !was.Deleted {
		return c, nil, nil
	}
	c.touch(now)
	return c, []activity.Fact{{Kind: activity.CommentEdited, Case: c.Number, Actor: by, Comment: was.Order, Old: was.Text, New: text}}, nil
}

// Unsay deletes a comment; refusals are as for Rewrite.
func (c Case) Unsay(was Comment, seen int, by activity.Actor, now time.Time) (Case, []activity.Fact, error) {
	if err := was.mayChange(seen, by); err != nil || was.Deleted {
		return c, nil, err
	}
	c.touch(now)
	return c, []activity.Fact{{Kind: activity.CommentDeleted, Case: c.Number, Actor: by, Comment: was.Order, Old: was.Text}}, nil
}

func (c Comment) mayChange(seen int, by activity.Actor) error {
	switch {
	case c.Author.Kind != by.Kind || c.Author.ID != by.ID:
		return fault.New(fault.Denied, "Only its author changes a comment.")
	case seen != 0 && seen != c.Version:
		return fault.New(fault.Conflict, "The comment has changed since you looked.")
	}
	return nil
}
