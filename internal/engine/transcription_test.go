package engine_test

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"caseweave/internal/core/casefile"
	"caseweave/internal/core/command"
	"caseweave/internal/core/detection"
	"caseweave/internal/core/rule"
	"caseweave/internal/core/settings"
)

// The transcription is automatic-cases §1 (Repeats, Updates) and §3, sentence by
// sentence, slow and without any index. The engine must agree with it on random
// rules, detections and commands: see stream_test.go.

type filter struct {
	text  string
	holds func(*detection.Detection) bool
}

type grouping struct {
	text string
	rows func(*detection.Detection) []string
}

type tRule struct {
	id            string
	state         rule.State
	order         int
	filter        filter
	appends       *filter
	groups        []grouping
	count         int
	duration      time.Duration
	extend        bool
	maxDetections int
	searchWindow  time.Duration
	ignore        bool
}

type tDetection struct {
	detection.Detection
	fingerprints []string
	cases        []*tCase
	barred       []*tCase
}

type tKey struct {
	row    string
	member *tDetection // nil for a copy
	rule   string
}

// tFold is a repeat, and the detection that it is part of.
type tFold struct {
	into        *tDetection
	fingerprint string
}

type tCase struct {
	number    int
	status    casefile.Status
	anchor    time.Time
	members   []*tDetection
	keys      []tKey
	continues *tCase
	merged    *tCase // the one that it was merged into
	ties      []tTie
	e, l      time.Time // of the members that there last were
}

type tTie struct {
	kind casefile.TieKind
	to   *tCase
}

type transcription struct {
	settings   settings.Settings
	rules      []tRule
	sequence   uint64
	detections []*tDetection
	folds      map[string][]tFold // by uid, in order
	done       map[uint64]func()  // what undoes a command, by its sequence number
	cases      []*tCase
	shared     bool // the last move had to do with what was in both cases
	dreams     map[string][]*tCase
	log        []string
}

func newTranscription() *transcription {
	return &transcription{
		settings: settings.Default("UTC"), folds: map[string][]tFold{}, dreams: map[string][]*tCase{},
		done: map[uint64]func(){},
	}
}

// rows: the grouping values, without what comes of entities that are kept apart.
func (t *transcription) rows(r *tRule, d *detection.Detection) []string {
	seen := *d
	seen.Entities = slices.DeleteFunc(slices.Clone(d.Entities), func(e detection.Entity) bool {
		return slices.ContainsFunc(t.settings.Apart, func(a settings.Apart) bool { return a.Entity == e })
	})
	var rows []string
	for _, g := range r.groups {
		for _, row := range g.rows(&seen) {
			if row != "" && !slices.Contains(rows, row) {
				rows = append(rows, row)
			}
		}
	}
	return rows
}

func (r *tRule) appendHolds(d *detection.Detection) bool {
	return r.appends != nil && r.appends.holds(d)
}

func (r *tRule) mayAppend() bool { return r.state == rule.Enabled || r.state == rule.Append }

// receive is one record of a source.
func (t *transcription) receive(sent detection.Detection) {
	for _, d := range t.detections {
		if d.UID == sent.UID {
			t.update(d, sent)
			return
		}
	}
	if folds := t.folds[sent.UID]; len(folds) > 0 {
		if last := folds[len(folds)-1]; last.fingerprint == sent.Fingerprint || sameClaim(last.into, &sent) {
			return
		}
	}
	if e := t.repeated(&sent); e != nil {
		t.sequence++
		t.folds[sent.UID] = append(t.folds[sent.UID], tFold{e, sent.Fingerprint})
		e.Count++
		e.LastSeenAt = latest(e.LastSeenAt, sent.LastSeenAt)
		for _, c := range e.cases {
			c.l = latest(c.l, e.LastSeenAt)
		}
		return
	}
	t.sequence++
	d := &tDetection{Detection: sent}
	d.Arrival, d.Status = t.sequence, detection.Open
	t.detections = append(t.detections, d)
	t.decide(d)
}

// update: a new version is stored, scores and activity follow; it never runs
// rules, changes keys or moves members. An older modified_time is stored but not
// applied; an identical resend writes nothing.
func (t *transcription) update(d *tDetection, sent detection.Detection) {
	if d.Fingerprint == sent.Fingerprint || !sent.ModifiedAt.IsZero() && slices.Contains(d.fingerprints, sent.Fingerprint) {
		return
	}
	t.sequence++
	d.fingerprints = append(d.fingerprints, d.Fingerprint, sent.Fingerprint)
	if !sent.ModifiedAt.IsZero() && sent.ModifiedAt.Before(d.ModifiedAt) {
		return
	}
	if d.Severity < t.settings.TriggerSeverity && sent.Severity >= t.settings.TriggerSeverity {
		t.say("not_reevaluated", "", d, nil)
	}
	was := d.Detection
	d.Detection = sent
	d.Arrival, d.Status, d.Count, d.CreatedAt, d.ReceivedAt = was.Arrival, was.Status, was.Count, was.CreatedAt, was.ReceivedAt
	d.LastSeenAt = latest(was.LastSeenAt, sent.LastSeenAt)
	for _, c := range d.cases {
		c.span()
	}
}

// repeated: the same claim, |d.created_at − e.last_seen_at| ≤ repeat_window,
// severity ≤ e's, and e is open or in an open case.
func (t *transcription) repeated(d *detection.Detection) *tDetection {
	window := time.Duration(t.settings.RepeatWindow)
	for _, e := range slices.Backward(t.detections) {
		inOpen := slices.ContainsFunc(e.cases, func(c *tCase) bool { return c.open() })
		if window > 0 && sameClaim(e, d) && d.CreatedAt.Sub(e.LastSeenAt).Abs() <= window && (e.Status == detection.Open || inOpen) {
			return e
		}
	}
	return nil
}

func sameClaim(e *tDetection, d *detection.Detection) bool {
	texts := func(d *detection.Detection) string {
		entities, techniques := slices.Sorted(slices.Values(d.Entities)), slices.Sorted(slices.Values(d.TechniqueIDs))
		return fmt.Sprint(d.Source, "|", d.Type, "|", d.Title, "|", entities, "|", d.CommandLine, "|", techniques)
	}
	return texts(&e.Detection) == texts(d) && d.Severity <= e.Severity
}

func (t *transcription) decide(d *tDetection) {
	if d.Severity < t.settings.TriggerSeverity {
		return
	}
	for i := range t.rules {
		r := &t.rules[i]
		if r.state == rule.Disabled || d.Deprioritized && !r.ignore {
			continue
		}
		f, a := r.filter.holds(&d.Detection), r.appendHolds(&d.Detection)
		if !f && !a {
			continue
		}
		rows := t.rows(r, &d.Detection)
		if len(rows) < r.count {
			t.say("no_grouping_value", r.id, d, nil)
			continue
		}
		if r.state == rule.Test {
			t.dream(r, d, rows, f)
			continue
		}
		best := t.best(t.cases, r, d, rows)
		if best != nil && best.full(r, d) {
			next := t.continuation(best, r)
			switch {
			case next != nil:
				best = next
			case f && r.state == rule.Enabled:
				c := t.open(d)
				c.continues = best
				t.join(c, d)
				t.say("continued", r.id, d, c)
				for _, k := range best.keys {
					if !slices.ContainsFunc(c.keys, func(has tKey) bool { return has.member == nil && has.row == k.row }) {
						c.keys = append(c.keys, tKey{row: k.row})
					}
				}
				return
			default:
				t.say("case_full", r.id, d, best)
				continue
			}
		}
		if best != nil {
			t.join(best, d)
			t.say("appended", r.id, d, best)
			return
		}
		if f && r.state == rule.Enabled {
			c := t.open(d)
			t.join(c, d)
			t.say("created", r.id, d, c)
			t.search(c, d, r, rows)
			return
		}
	}
}

// best: most matching rows, then the member with the highest arrival, then the highest number.
func (t *transcription) best(cases []*tCase, r *tRule, d *tDetection, rows []string) *tCase {
	var best *tCase
	for _, c := range cases {
		if t.shares(c, rows) >= r.count && c.takes(d, t.settings) && c.admits(d, r) && (best == nil || t.before(c, best, rows)) {
			best = c
		}
	}
	return best
}

func (t *transcription) before(c, other *tCase, rows []string) bool {
	return cmp.Or(
		cmp.Compare(t.shares(c, rows), t.shares(other, rows)), cmp.Compare(c.lastArrival(), other.lastArrival()), cmp.Compare(c.number, other.number),
	) > 0
}

func (t *transcription) shares(c *tCase, rows []string) (n int) {
	for _, row := range t.linking(c, rows) {
		if c.holds(row) {
			n++
		}
	}
	return n
}

func (c *tCase) holds(row string) bool {
	return slices.ContainsFunc(c.keys, func(k tKey) bool { return k.row == row })
}

// linking: a row that a case kept apart from c holds links nothing to c.
func (t *transcription) linking(c *tCase, rows []string) []string {
	return slices.DeleteFunc(slices.Clone(rows), func(row string) bool {
		return slices.ContainsFunc(t.cases, func(x *tCase) bool { return x.open() && x.holds(row) && t.apart(c, x) })
	})
}

// apart: two cases and what continues them, as long as one that bears the tie is open.
func (t *transcription) apart(c, x *tCase) bool {
	return slices.ContainsFunc(t.cases, func(bearer *tCase) bool {
		return bearer.open() && slices.ContainsFunc(bearer.ties, func(tie tTie) bool {
			a, b := bearer.first(), tie.to.first()
			return tie.kind == casefile.Apart && (a == c.first() && b == x.first() || a == x.first() && b == c.first())
		})
	})
}

func (c *tCase) lastArrival() (last uint64) {
	for _, m := range c.members {
		last = max(last, m.Arrival)
	}
	return last
}

func (c *tCase) takes(d *tDetection, s settings.Settings) bool {
	return c.open() && d.CreatedAt.Sub(c.l) <= time.Duration(s.CaseQuietLimit)
}

func (c *tCase) admits(d *tDetection, r *tRule) bool {
	switch {
	case r.duration == 0:
		return true
	case r.extend:
		return !d.CreatedAt.Before(c.e.Add(-r.duration)) && !d.CreatedAt.After(c.l.Add(r.duration))
	}
	return d.CreatedAt.Sub(c.anchor).Abs() <= r.duration
}

// full: max_detections members, and d no more severe than every member.
func (c *tCase) full(r *tRule, d *tDetection) bool {
	return len(c.members) >= r.maxDetections &&
		!(len(c.members) > 0 && !slices.ContainsFunc(c.members, func(m *tDetection) bool { return m.Severity >= d.Severity }))
}

// open: not resolved, not cancelled, not merged away.
func (c *tCase) open() bool { return c.status.Open() && c.merged == nil }

func (c *tCase) first() *tCase {
	for c.continues != nil {
		c = c.continues
	}
	return c
}

// continuation: the newest open one of the chain after the case that isn't full.
func (t *transcription) continuation(full *tCase, r *tRule) *tCase {
	for _, c := range slices.Backward(t.cases) {
		if c.number > full.number && c.first() == full.first() && c.open() && len(c.members) < r.maxDetections {
			return c
		}
	}
	return nil
}

func (t *transcription) open(d *tDetection) *tCase {
	c := &tCase{number: len(t.cases) + 1, status: casefile.New, anchor: d.CreatedAt}
	t.cases = append(t.cases, c)
	return c
}

// join: K gains the rows of every enabled or append rule whose filter or append filter holds.
func (t *transcription) join(c *tCase, d *tDetection) {
	t.member(c, d)
	d.Status = detection.InCase
	for i := range t.rules {
		r := &t.rules[i]
		if r.mayAppend() && (r.filter.holds(&d.Detection) || r.appendHolds(&d.Detection)) {
			for _, row := range t.linking(c, t.rows(r, &d.Detection)) {
				c.keys = append(c.keys, tKey{row, d, r.id})
			}
		}
	}
}

func (t *transcription) member(c *tCase, d *tDetection) {
	c.members, d.cases = append(c.members, d), append(d.cases, c)
	c.span()
}

// span: earliest created_at and latest last_seen_at of the members.
func (c *tCase) span() {
	if len(c.members) == 0 {
		return
	}
	c.e, c.l = c.members[0].CreatedAt, c.members[0].LastSeenAt
	for _, m := range c.members {
		c.e = c.e.Add(min(0, m.CreatedAt.Sub(c.e)))
		c.l = latest(c.l, m.LastSeenAt)
	}
}

func (t *transcription) search(c *tCase, from *tDetection, r *tRule, rows []string) {
	if rows = t.linking(c, rows); len(rows) < r.count {
		return
	}
	var found []*tDetection
	for _, d := range t.detections {
		criterion := r.filter.holds
		if r.appends != nil {
			criterion = r.appends.holds
		}
		both := 0
		for _, row := range t.rows(r, &d.Detection) {
			if slices.Contains(rows, row) {
				both++
			}
		}
		if d.Status == detection.Open && (!d.Deprioritized || r.ignore) && d.Severity >= t.settings.AppendSeverity &&
			d.CreatedAt.Sub(from.CreatedAt).Abs() <= r.searchWindow && criterion(&d.Detection) && both >= r.count && !slices.Contains(d.barred, c) {
			found = append(found, d)
		}
	}
	away := func(d *tDetection) time.Duration { return d.CreatedAt.Sub(from.CreatedAt).Abs() }
	slices.SortFunc(found, func(a, b *tDetection) int {
		return cmp.Or(cmp.Compare(away(a), away(b)), cmp.Compare(a.Arrival, b.Arrival))
	})
	for _, d := range found[:min(100, len(found))] {
		t.join(c, d)
		t.say("related_appended", r.id, d, c)
	}
}

// dream: log what would have happened, on the open cases and those that the rule imagined before.
func (t *transcription) dream(r *tRule, d *tDetection, rows []string, f bool) {
	best, own := t.best(t.cases, r, d, rows), t.best(t.dreams[r.id], r, d, rows)
	imagined := own != nil && (best == nil || !t.before(best, own, rows))
	if imagined {
		best = own
	}
	if best != nil && best.full(r, d) {
		next := t.continuation(best, r)
		if imagined {
			next = nil
		}
		best = next
	}
	switch {
	case best != nil && imagined:
		best.members = append(best.members, d)
		t.say("would_append", r.id, d, nil)
	case best != nil:
		t.say("would_append", r.id, d, best)
		return
	case f:
		best = &tCase{number: len(t.dreams[r.id]) + 1, status: casefile.New, anchor: d.CreatedAt, members: []*tDetection{d}}
		t.dreams[r.id] = append(t.dreams[r.id], best)
		t.say("would_create", r.id, d, nil)
	default:
		t.say("would_skip", r.id, d, nil)
		return
	}
	copied := *d // what was imagined does not follow
	best.members[len(best.members)-1] = &copied
	best.span()
	for _, row := range rows {
		best.keys = append(best.keys, tKey{row: row})
	}
}

func (t *transcription) say(kind, rule string, d *tDetection, c *tCase) {
	number := 0
	if c != nil {
		number = c.number
	}
	t.log = append(t.log, fmt.Sprintf("%s %s %s %d", kind, rule, detection.ID(d.Arrival), number))
}

// retire removes what never was in a case and was neither received nor seen for
// long enough, with its repeats and what the log tells of it. Ages are measured
// at the newest arrival, unless the one a day before lies a week further back.
func (t *transcription) retire() {
	var newest, before, none time.Time
	for _, d := range t.detections {
		newest = latest(newest, d.ReceivedAt)
	}
	for _, d := range t.detections {
		if newest.Sub(d.ReceivedAt) >= 24*time.Hour {
			before = latest(before, d.ReceivedAt)
		}
	}
	if before != none && newest.Sub(before) > 8*24*time.Hour {
		newest = before
	}
	bound := newest.Add(-time.Duration(t.settings.KeepOpen))
	expired := func(d *tDetection) bool {
		return t.settings.KeepOpen > 0 && d.Status == detection.Open && len(d.cases)+len(d.barred) == 0 && d.ReceivedAt.Before(bound) && d.LastSeenAt.Before(bound)
	}
	if !slices.ContainsFunc(t.detections, expired) {
		return
	}
	t.sequence++
	for uid := range t.folds {
		t.folds[uid] = slices.DeleteFunc(t.folds[uid], func(f tFold) bool { return expired(f.into) })
	}
	t.log = slices.DeleteFunc(t.log, func(line string) bool {
		return slices.ContainsFunc(t.detections, func(d *tDetection) bool { return expired(d) && strings.Contains(line, " "+d.ID()+" ") })
	})
	t.detections = slices.DeleteFunc(t.detections, expired)
}

// order carries out a command, or does nothing where it must be refused.
func (t *transcription) order(c command.Command) {
	var named []*tDetection
	for _, d := range t.detections {
		if slices.Contains(c.Detections, detection.ID(d.Arrival)) {
			named = append(named, d)
		}
	}
	switch c.Kind {
	case command.OpenCase:
		t.sequence++
		k := t.open(named[0])
		t.byHand(k, named, func(owner rule.Owner) bool { return c.Side.Tenant })
	case command.AddDetections:
		if k := t.cases[c.Case-1]; k.open() {
			t.sequence++
			named = slices.DeleteFunc(named, func(d *tDetection) bool { return slices.Contains(k.members, d) })
			t.byHand(k, named, func(rule.Owner) bool { return true })
		}
	case command.RemoveDetections:
		k := t.cases[c.Case-1]
		if k.merged != nil {
			return
		}
		t.sequence++
		for _, d := range named {
			if slices.Contains(k.members, d) {
				t.leave(k, d)
				d.barred = append(d.barred, k)
			}
		}
		k.span()
	case command.MoveDetections:
		t.move(t.cases[c.Case-1], t.cases[c.To-1], named)
	case command.SetStatus:
		if t.cases[c.Case-1].merged == nil {
			t.sequence++
			t.cases[c.Case-1].status = c.Status
		}
	case command.SettleDetections:
		t.sequence++
		for _, d := range named {
			if d.Status = c.Settled; c.Settled == detection.Open && len(d.cases) > 0 {
				d.Status = detection.InCase
			}
		}
	case command.TieCases, command.UntieCases:
		t.tie(t.cases[c.Case-1], t.cases[c.To-1], c.Tie, c.Kind == command.UntieCases)
	case command.MergeCases:
		t.merge(t.cases[c.Case-1], c.Cases)
	case command.SplitCase:
		t.split(t.cases[c.Case-1], named)
	case command.Undo:
		if undo := t.done[c.Undoes]; undo != nil {
			undo()
		}
	}
}

// tie: both bear it; a case is a part of one other at most, and never of itself.
func (t *transcription) tie(c, to *tCase, kind casefile.TieKind, untie bool) {
	if c == to || !untie && (c.merged != nil || to.merged != nil) || untie != c.tied(to, kind) {
		return
	}
	if untie {
		t.sequence++
		c.untie(to, kind)
		to.untie(c, kind.Back())
		return
	}
	part, whole := c, to
	if kind == casefile.Child {
		part, whole = to, c
	}
	if (kind == casefile.Parent || kind == casefile.Child) && (part.parent() != nil || whole.partOf(part)) {
		return
	}
	if kind == casefile.Apart && c.first() == to.first() {
		return
	}
	t.sequence++
	c.ties, to.ties = append(c.ties, tTie{kind, to}), append(to.ties, tTie{kind.Back(), c})
}

func (c *tCase) tied(to *tCase, kind casefile.TieKind) bool {
	return slices.Contains(c.ties, tTie{kind, to})
}

func (c *tCase) untie(to *tCase, kind casefile.TieKind) {
	c.ties = slices.DeleteFunc(c.ties, func(t tTie) bool { return t == tTie{kind, to} })
}

func (c *tCase) parent() *tCase {
	for _, t := range c.ties {
		if t.kind == casefile.Parent {
			return t.to
		}
	}
	return nil
}

func (c *tCase) partOf(other *tCase) bool {
	above := c.parent()
	return above != nil && (above == other || above.partOf(other))
}

// merge: members and their keys go to the target, which takes nothing that it has;
// what is merged away takes nothing, until that is undone.
func (t *transcription) merge(to *tCase, numbers []uint64) {
	var all []*tCase
	for _, number := range numbers {
		c := t.cases[number-1]
		if c == to || !c.open() || slices.Contains(all, c) || slices.ContainsFunc(append(all, to), func(x *tCase) bool { return t.apart(c, x) }) {
			return
		}
		all = append(all, c)
	}
	if !to.open() {
		return
	}
	t.sequence++
	t.shared = false
	moved := map[*tCase][]*tDetection{}
	for _, c := range all {
		for _, d := range t.byArrival(c.members) {
			if !slices.Contains(to.members, d) {
				t.give(c, to, d)
				moved[c] = append(moved[c], d)
			}
		}
		c.merged = to
	}
	t.done[t.sequence] = func() {
		if to.merged != nil || slices.ContainsFunc(all, func(c *tCase) bool { return c.merged != to }) {
			return
		}
		t.sequence++
		for _, c := range all {
			c.merged = nil
			for _, d := range moved[c] {
				if slices.Contains(to.members, d) {
					t.give(to, c, d)
				}
			}
		}
	}
}

// split: detections and their keys go to a new case; undone, they go back, and
// where nothing is left the new case is merged away.
func (t *transcription) split(from *tCase, named []*tDetection) {
	isMember := func(d *tDetection) bool { return slices.Contains(from.members, d) }
	if !from.open() || len(named) == len(from.members) || slices.ContainsFunc(named, func(d *tDetection) bool { return !isMember(d) }) {
		return
	}
	t.sequence++
	to := t.open(named[0])
	for _, d := range named {
		t.give(from, to, d)
		d.barred = append(d.barred, from)
	}
	t.done[t.sequence] = func() {
		if t.goBack(from, to, named, nil) && len(to.members) == 0 {
			to.merged = from
		}
	}
}

// goBack: what is still there returns; what was in both stays there, too.
func (t *transcription) goBack(from, to *tCase, named, shared []*tDetection) bool {
	there := slices.DeleteFunc(slices.Clone(named), func(d *tDetection) bool { return !slices.Contains(to.members, d) })
	if !from.open() || to.merged != nil || len(there) == 0 {
		return false
	}
	t.sequence++
	for _, d := range there {
		if !slices.Contains(shared, d) {
			t.give(to, from, d)
			continue
		}
		if !slices.Contains(from.members, d) {
			t.member(from, d)
		}
		for _, k := range to.keys {
			if k.member == d {
				from.keys = append(from.keys, k)
			}
		}
	}
	return true
}

// give: a member's keys go with it.
func (t *transcription) give(from, to *tCase, d *tDetection) {
	status := d.Status
	keys := t.leave(from, d)
	if d.Status = status; !slices.Contains(to.members, d) {
		t.member(to, d)
	}
	to.keys = append(to.keys, keys...)
	from.span()
	to.span()
}

func (t *transcription) byArrival(members []*tDetection) []*tDetection {
	return slices.SortedFunc(slices.Values(members), func(a, b *tDetection) int { return cmp.Compare(a.Arrival, b.Arrival) })
}

// byHand: all join; then each of the first 100 by arrival searches, by the first
// enabled or append rule that holds on it.
func (t *transcription) byHand(k *tCase, named []*tDetection, owns func(rule.Owner) bool) {
	for _, d := range named {
		t.join(k, d)
	}
	for _, d := range named[:min(100, len(named))] {
		for i := range t.rules {
			r := &t.rules[i]
			if r.mayAppend() && (r.filter.holds(&d.Detection) || r.appendHolds(&d.Detection)) {
				if owns(rule.TenantOwned) {
					t.search(k, d, r, t.rows(r, &d.Detection))
				}
				break
			}
		}
	}
}

// leave: a member's keys go with it.
func (t *transcription) leave(k *tCase, d *tDetection) (keys []tKey) {
	k.members = slices.DeleteFunc(k.members, func(m *tDetection) bool { return m == d })
	d.cases = slices.DeleteFunc(d.cases, func(c *tCase) bool { return c == k })
	k.keys = slices.DeleteFunc(k.keys, func(key tKey) bool {
		if key.member == d {
			keys = append(keys, key)
		}
		return key.member == d
	})
	if len(d.cases) == 0 && d.Status == detection.InCase { // what people closed stays closed
		d.Status = detection.Open
	}
	return keys
}

// move: the engine never returns what was moved away.
func (t *transcription) move(from, to *tCase, named []*tDetection) {
	isMember := func(d *tDetection) bool { return slices.Contains(from.members, d) }
	if from == to || !to.open() || from.merged != nil || slices.ContainsFunc(named, func(d *tDetection) bool { return !isMember(d) }) {
		return
	}
	t.sequence++
	var shared []*tDetection
	for _, d := range named {
		if slices.Contains(to.members, d) {
			shared = append(shared, d)
		}
		t.give(from, to, d)
		d.barred = append(d.barred, from)
	}
	t.shared = len(shared) > 0
	t.done[t.sequence] = func() { t.goBack(from, to, named, shared) }
}

// told is everything that the engine must agree on.
func (t *transcription) told() string {
	var lines []string
	for _, d := range t.detections {
		var in []string
		for _, c := range d.cases {
			in = append(in, fmt.Sprint(c.number))
		}
		slices.Sort(in)
		lines = append(lines, fmt.Sprintf("%s %s %v count %d seen %s in %v", d.ID(), d.UID, d.Status, d.Count, d.LastSeenAt.Sub(noon), in))
	}
	for _, c := range t.cases {
		var members, rows []string
		for _, m := range c.members {
			members = append(members, m.ID())
		}
		for _, k := range c.keys {
			rows = append(rows, k.row)
		}
		continues := 0
		if c.continues != nil {
			continues = c.continues.number
		}
		merged := 0
		if c.merged != nil {
			merged = c.merged.number
		}
		var ties []string
		for _, tie := range c.ties {
			ties = append(ties, fmt.Sprint(tie.kind, " ", tie.to.number))
		}
		lines = append(lines, caseLine(c.number, c.status, continues, merged, members, rows)+fmt.Sprint(ties))
	}
	return strings.Join(append(lines, t.log...), "\n")
}

// ID is that of the detection's arrival.
func (d *tDetection) ID() string { return detection.ID(d.Arrival) }

func caseLine(number int, status casefile.Status, continues, merged int, members, rows []string) string {
	slices.Sort(members)
	slices.Sort(rows)
	return fmt.Sprintf("case %d %s continues %d merged into %d %v %v", number, status, continues, merged, members, slices.Compact(rows))
}

func latest(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}
