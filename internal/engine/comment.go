package engine

import (
	"fmt"

	"caseweave/internal/core/detection"
	"caseweave/internal/core/match"
	"caseweave/internal/core/rule"
	"caseweave/internal/core/rulelog"
)

// comment lets a rule say what it has to say when d joins (T29).
func (w *draft) comment(number uint64, hit *match.Hit, d *detection.Detection) error {
	return w.commentOn(number, hit, d, 0)
}

// commentOn is comment for d and so many more.
func (w *draft) commentOn(number uint64, hit *match.Hit, d *detection.Detection, more int) (err error) {
	c, err := w.whole(number)
	if err != nil {
		return err
	}
	scene := rule.Scene{Detection: d, Case: &c}
	if hit.Rule.CommentReadsDetections() {
		if scene.Detections, err = w.members(number); err != nil {
			return err
		}
	}
	text := w.said(w.entry(rulelog.ExpressionFailed, hit, d, number))(hit.Rule.Comment(scene))
	if text == "" {
		return nil
	}
	if more > 0 {
		text += fmt.Sprintf(" (and %d more, found by the search)", more)
	}
	c, facts := c.Comment(text, hit.Rule.Ref(), w.now)
	w.put(c)
	w.note(w.set.After.Sequence, facts)
	return nil
}
