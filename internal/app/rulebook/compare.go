package rulebook

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"caseweave/internal/core/activity"
	"caseweave/internal/core/casefile"
	"caseweave/internal/core/detection"
	"caseweave/internal/core/listing"
	"caseweave/internal/core/query"
	"caseweave/internal/core/rule"
)

// comparison is an expectation at some point of a story, and what is there.
type comparison struct {
	*telling
	when string
	want Expectation
	all  []casefile.Filed
}

func (t *telling) compare(when string, e Expectation) error {
	all, err := t.stored(nil)
	if err != nil {
		return err
	}
	c := comparison{t, when + ": ", e, all}
	c.cases()
	c.folded()
	c.detections()
	c.answered()
	for _, part := range []func() error{c.finds, c.traits, c.comments, c.history, c.logged} {
		if err := part(); err != nil {
			return fmt.Errorf("%s: %w", when, err)
		}
	}
	return nil
}

func (c comparison) cases() {
	if c.want.Cases == nil && c.want.Open == nil {
		return
	}
	cases := map[uint64]UIDs{}
	var open UIDs
	for _, d := range c.all {
		for _, number := range d.Cases {
			cases[number] = append(cases[number], d.UID)
		}
		if len(d.Cases) == 0 {
			open = append(open, d.UID)
		}
		if inCase := d.Status == detection.InCase; inCase != (len(d.Cases) > 0) {
			c.differ("%s%s is %s and in %d cases", c.when, d.UID, d.Status, len(d.Cases))
		}
	}
	c.equal(c.when+"cases", partition(c.want.Cases), partition(slices.Collect(maps.Values(cases))))
	c.equal(c.when+"open", set(c.want.Open), set(open))
}

// folded are the uids that were sent and are no detections of their own.
func (c comparison) folded() {
	if c.want.Folded == nil && c.want.Cases == nil && c.want.Open == nil {
		return
	}
	there := uids(c.all)
	folded := slices.DeleteFunc(slices.Clone(c.uids), func(uid string) bool { return slices.Contains(there, uid) })
	c.equal(c.when+"folded", set(c.want.Folded), set(folded))
}

func (c comparison) detections() {
	for _, uid := range slices.Sorted(maps.Keys(c.want.Severity)) {
		if d := c.find(uid); d != nil {
			c.equal(c.when+"severity of "+uid, detection.Fract(c.want.Severity[uid]).String(), d.Severity.String())
		}
	}
	for _, uid := range slices.Sorted(maps.Keys(c.want.Count)) {
		if d := c.find(uid); d != nil {
			c.equal(c.when+"count of "+uid, strconv.Itoa(c.want.Count[uid]), strconv.Itoa(d.Count))
		}
	}
}

// find is a detection by its uid; that there is none is a difference.
func (c comparison) find(uid string) *casefile.Filed {
	if i := slices.IndexFunc(c.all, func(d casefile.Filed) bool { return d.UID == uid }); i >= 0 {
		return &c.all[i]
	}
	c.differ("%sthere is no detection %q", c.when, uid)
	return nil
}

func (c comparison) answered() {
	if c.want.Answer == nil {
		return
	}
	a := c.answer
	got := Answer{a.Accepted, a.Updated, a.Unchanged, a.Folded, a.RejectedTotal}
	c.equal(c.when+"the answer", fmt.Sprintf("%+v", *c.want.Answer), fmt.Sprintf("%+v", got))
}

// finds asks each query of the list and tries it as a rule's filter.
func (c comparison) finds() error {
	for _, f := range c.want.Finds {
		filter, err := query.ParseFilter(f.Q)
		if err != nil {
			return fmt.Errorf("%s: %w", f.Q, err)
		}
		listed, err := c.stored(filter)
		if err != nil {
			return fmt.Errorf("%s: %w", f.Q, err)
		}
		c.equal(c.when+"the list finds by "+f.Q, set(f.Hits), set(uids(listed)))
		holds, err := ruleFilter(f.Q)
		if err != nil {
			return fmt.Errorf("%s: %w", f.Q, err)
		}
		held := slices.DeleteFunc(slices.Clone(c.all), func(d casefile.Filed) bool { return !holds(&d.Detection) })
		c.equal(c.when+"a rule finds by "+f.Q, set(f.Hits), set(uids(held)))
	}
	return nil
}

func ruleFilter(q string) (func(*detection.Detection) bool, error) {
	r := rule.Rule{ID: "finds", Title: "finds", State: rule.Enabled, Filter: q, GroupBy: []string{"title"}}
	set, err := rule.Compile(1, rule.Tenant{Zone: time.UTC}, rule.Book{Rules: []rule.Rule{r}})
	if err != nil {
		return nil, err
	}
	return set.Rules()[0].Filter, nil
}

func (c comparison) traits() error {
	for _, uid := range slices.Sorted(maps.Keys(c.want.Case)) {
		found, err := c.theCase(uid)
		if err != nil {
			return err
		}
		for _, name := range slices.Sorted(maps.Keys(c.want.Case[uid])) {
			want, got := c.want.Case[uid][name], ""
			if name == continues {
				got = c.member(found.Continues, want)
			} else {
				got = traits[name](found)
			}
			c.equal(c.when+name+" of the case of "+uid, want, got)
		}
	}
	return nil
}

// member is wanted where it is a member of that case, else any that is.
func (c comparison) member(number uint64, wanted string) string {
	any := ""
	for _, d := range c.all {
		if slices.Contains(d.Cases, number) && any != wanted {
			any = d.UID
		}
	}
	return any
}

func (c comparison) theCase(uid string) (casefile.Case, error) {
	number, err := caseOf(c.all, uid)
	if err != nil {
		return casefile.Case{}, err
	}
	return c.keeper.Case(c.ctx, c.tenant.ID, casefile.AllSeeing, number)
}

func (c comparison) comments() error {
	for _, uid := range slices.Sorted(maps.Keys(c.want.Comments)) {
		var texts []string
		err := c.each(uid, func(a activity.Activity) {
			if a.Kind == activity.Commented {
				texts = append(texts, a.Note)
			}
		})
		if err != nil {
			return err
		}
		c.equal(c.when+"comments on the case of "+uid, quoted(c.want.Comments[uid]), quoted(texts))
	}
	return nil
}

func (c comparison) history() error {
	for _, uid := range slices.Sorted(maps.Keys(c.want.History)) {
		var kinds []string
		if err := c.each(uid, func(a activity.Activity) { kinds = append(kinds, string(a.Kind)) }); err != nil {
			return err
		}
		c.equal(c.when+"history of the case of "+uid, quoted(c.want.History[uid]), quoted(kinds))
	}
	return nil
}

// each tells the history of the case of a detection, in order.
func (c comparison) each(uid string, tell func(activity.Activity)) error {
	number, err := caseOf(c.all, uid)
	if err != nil {
		return err
	}
	for r := (listing.Request{Sort: "entry", Limit: listing.MaxLimit}); ; {
		page, err := c.keeper.Activities(c.ctx, c.tenant.ID, casefile.AllSeeing, number, r)
		if err != nil {
			return err
		}
		for _, a := range page.Items {
			tell(a)
		}
		if r.After = page.Next; r.After == nil {
			return nil
		}
	}
}

func quoted(texts []string) string { return fmt.Sprintf("%q", texts) }

func uids(all []casefile.Filed) []string {
	names := make([]string, len(all))
	for i, d := range all {
		names[i] = d.UID
	}
	return names
}

func set(uids []string) string {
	sorted := slices.Clone(uids)
	slices.Sort(sorted)
	return "[" + strings.Join(sorted, " ") + "]"
}

func partition(cases []UIDs) string {
	var parts []string
	for _, members := range cases {
		parts = append(parts, set(members))
	}
	return set(parts)
}
