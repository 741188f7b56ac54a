package store

import "context"

// intoCasePeople are those who need to know of cases, and leaveCasePeople removes
// who did before.
var (
	intoCasePeople  = insertion("case_people", "tenant, number, user_id", "ON CONFLICT DO NOTHING")
	leaveCasePeople = deletion("case_people", "tenant, number")
)

const anyNamed = `SELECT 1 FROM case_people WHERE tenant = $1 LIMIT 1`

// people writes who needs to know of the cases touched. Where nobody is named in any
// case of the tenant, that is one question.
func (c *commit) people(ctx context.Context) error {
	var before, after []any
	for i := range c.set.Cases {
		k := &c.set.Cases[i]
		before = append(before, c.tenant, int64(k.Number))
		for _, p := range k.NeedToKnow {
			after = append(after, c.tenant, int64(k.Number), p.ID)
		}
	}
	if len(before) == 0 {
		return nil
	}
	var one int
	err := c.QueryRowContext(ctx, anyNamed, c.tenant).Scan(&one)
	if err == nil {
		_, err = c.all(ctx, leaveCasePeople, before)
	}
	if err != nil && !none(err) {
		return err
	}
	return c.insert(ctx, intoCasePeople, after)
}
