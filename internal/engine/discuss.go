package engine

import (
	"caseweave/internal/core/activity"
	"caseweave/internal/core/casefile"
	"caseweave/internal/core/command"
)

// planComment adds, edits or deletes a comment of any case, open or not.
func (o *order) planComment() (func() error, error) {
	held, err := o.held(o.command.Case)
	if err != nil {
		return nil, err
	}
	by, now := o.command.By, o.now
	var c casefile.Case
	var facts []activity.Fact
	if o.command.Kind == command.CommentCase {
		c, facts = held.Case.Say(o.command.Text, by, now)
	} else {
		if o.done.Comment, err = o.s.engine.ledger.Comment(o.ctx, o.set.TenantID, held.Case.Number, o.command.Comment); err != nil {
			return nil, err
		}
		if o.command.Kind == command.EditComment {
			c, facts, err = held.Case.Rewrite(o.done.Comment, o.command.Seen, o.command.Text, by, now)
		} else {
			c, facts, err = held.Case.Unsay(o.done.Comment, o.command.Seen, by, now)
		}
		if err != nil {
			return nil, err
		}
	}
	return func() error {
		o.become(held, c, facts)
		o.discussed(len(facts))
		return nil
	}, nil
}

// discussed takes the comment's last activities, so many, into what is answered.
func (o *order) discussed(n int) {
	for _, a := range o.set.Activities[len(o.set.Activities)-n:] {
		if a.Kind == activity.Commented {
			o.done.Comment = casefile.CommentOf(&a)
		} else {
			o.done.Comment = o.done.Comment.Then(&a)
		}
	}
}
