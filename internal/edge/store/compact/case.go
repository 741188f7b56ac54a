package compact

import "caseweave/internal/core/casefile"

// CaseBytes is k as it is kept.
func CaseBytes(k *casefile.Case) []byte {
	c := coder{text: append(make([]byte, 0, 512), sixth)}
	c.casefile(k)
	c.edits(k)
	c.unsigned(&k.MergedInto)
	c.weights(k)
	list(&c, &k.Ties, (*coder).tie)
	list(&c, &k.NeedToKnow, (*coder).person)
	return c.text
}

// ParseCase is the case that text was made of.
func ParseCase(text []byte) (k casefile.Case, err error) {
	c := reading(text, sixth)
	c.casefile(&k)
	if c.form >= second {
		c.edits(&k)
	}
	if c.form >= third {
		c.unsigned(&k.MergedInto)
	}
	if c.form >= fourth {
		c.weights(&k)
	}
	if c.form >= fifth {
		list(&c, &k.Ties, (*coder).tie)
	}
	if c.form >= sixth {
		list(&c, &k.NeedToKnow, (*coder).person)
	}
	if !c.whole() {
		return casefile.Case{}, errBroken
	}
	return k, nil
}

func (c *coder) casefile(k *casefile.Case) {
	c.unsigned(&k.Number)
	c.unsigned(&k.Version)
	c.string(&k.TenantID)
	c.string(&k.Title)
	c.bool(&k.TitleFollows)
	c.string(&k.Type)
	c.string(&k.Description)
	c.string((*string)(&k.Severity))
	c.string((*string)(&k.Priority))
	c.string((*string)(&k.Status))
	number(c, &k.Score)
	c.string((*string)(&k.ManagedBy))
	c.string(&k.Assignee)
	texts(c, &k.Tags)
	c.rule(&k.OpenedBy)
	c.template(&k.Template)
	c.string(&k.KeyFindings)
	list(c, &k.Stages, (*coder).stage)
	c.unsigned(&k.Continues)
	c.unsigned(&k.Chain)
	c.member(&k.Top)
	number(c, &k.DetectionCount)
	texts(c, &k.Tactics)
	texts(c, &k.TechniqueIDs)
	c.time(&k.AnchorAt)
	c.time(&k.EarliestAt)
	c.time(&k.LatestAt)
	c.unsigned(&k.LastArrival)
	c.time(&k.CreatedAt)
	c.time(&k.UpdatedAt)
}

// edits are what the second form has: what people change.
func (c *coder) edits(k *casefile.Case) {
	c.bool(&k.SeverityPinned)
	c.string((*string)(&k.Resolution))
	c.string(&k.AssigneeName)
	list(c, &k.Marks, (*coder).mark)
}

// weights are what the fourth form has: what the score adds up from.
func (c *coder) weights(k *casefile.Case) {
	number(c, &k.Severe)
	number(c, &k.Top.Unsure)
	list(c, &k.Assets, (*coder).unsigned)
}

func (c *coder) tie(t *casefile.Tie) {
	c.string((*string)(&t.Kind))
	c.unsigned(&t.To)
	c.unsigned(&t.Chain)
	c.string(&t.Why)
	c.string((*string)(&t.By.Kind))
	c.string(&t.By.ID)
	c.string(&t.By.Name)
	c.time(&t.At)
}

func (c *coder) person(p *casefile.Person) {
	c.string(&p.ID)
	c.string(&p.Name)
}

func (c *coder) mark(m *casefile.Mark) {
	c.string((*string)(&m.Field))
	c.unsigned(&m.Version)
}

func (c *coder) rule(r *casefile.RuleRef) {
	c.string(&r.ID)
	c.string(&r.Title)
	c.unsigned(&r.Version)
	c.unsigned(&r.SetVersion)
}

func (c *coder) template(t *casefile.TemplateRef) {
	c.string(&t.ID)
	c.string(&t.Title)
	c.unsigned(&t.Version)
}

func (c *coder) stage(s *casefile.Stage) {
	c.string(&s.Title)
	list(c, &s.Tasks, (*coder).task)
}

func (c *coder) task(t *casefile.Task) {
	c.string(&t.Title)
	c.string(&t.Instructions)
}

func (c *coder) member(m *casefile.Member) {
	c.string(&m.ID)
	c.string(&m.Title)
	number(c, &m.Severity)
	c.unsigned(&m.Arrival)
}
