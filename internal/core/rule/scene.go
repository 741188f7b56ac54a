package rule

import (
	"regexp"

	"caseweave/internal/core/casefile"
	"caseweave/internal/core/detection"
	"caseweave/internal/core/fault"
)

// Scene is what the texts of a rule and its template may speak of.
type Scene struct {
	// Detection opens or joins the case.
	Detection *detection.Detection
	// Detections are those of the case, with Detection; nil stands for it alone.
	Detections []*detection.Detection
	// Case is as it stands before the text is added; nil where there is none, and
	// what reads it fails.
	Case *casefile.Case
}

// CaseTitle is the template's title for a case that the rule opens: one line of
// at most MaxTitle bytes. It is empty, and the summary serves, where there is
// none, or, with an error for the rule log, where an expression of it fails.
func (c *Compiled) CaseTitle(s Scene) (string, error) {
	return c.speak(c.title, s, "case_title", oneLine)
}

// KeyFindings is what a case that the rule opens begins with under that heading:
// any number of lines, MaxText bytes at most. It is empty as CaseTitle is.
func (c *Compiled) KeyFindings(s Scene) (string, error) {
	return c.speak(c.findings, s, "key_findings", manyLines)
}

// Comment is what the rule says in a case when something is appended: any number
// of lines, MaxText bytes at most. It is empty as CaseTitle is.
func (c *Compiled) Comment(s Scene) (string, error) {
	return c.speak(c.comment, s, "append_comment", manyLines)
}

// CommentReadsDetections says whether the comment may speak of all detections of
// the case; reading them is dear.
func (c *Compiled) CommentReadsDetections() bool {
	return detectionsWord.MatchString(c.Rule.AppendComment)
}

var detectionsWord = regexp.MustCompile(`\bdetections\b`)

func (c *Compiled) speak(text script, s Scene, field string, shape func(string) string) (string, error) {
	said, err := text.text(newScene(s, &c.Rule, &c.tenant))
	if err != nil {
		return "", fault.Because(err, fault.KindOf(err), "%s of %q gives no text", field, c.Rule.Title)
	}
	return shape(said), nil
}
