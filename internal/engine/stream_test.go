package engine_test

import (
	"fmt"
	"iter"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"caseweave/internal/core/access"
	"caseweave/internal/core/activity"
	"caseweave/internal/core/admin"
	"caseweave/internal/core/casefile"
	"caseweave/internal/core/change"
	"caseweave/internal/core/command"
	"caseweave/internal/core/detection"
	"caseweave/internal/core/fault"
	"caseweave/internal/core/listing"
	"caseweave/internal/core/retention"
	"caseweave/internal/core/rule"
	"caseweave/internal/core/rulelog"
	"caseweave/internal/core/settings"
	"caseweave/internal/core/span"
	"caseweave/internal/edge/store/memory"
	"caseweave/internal/edge/store/postgres"
	"caseweave/internal/edge/store/postgres/postgrestest"
	"caseweave/internal/edge/store/sqlite"
	"caseweave/internal/engine"
)

var (
	home   = access.Organisation{ID: "home", Name: "Home", TimeZone: "UTC"}
	author = activity.Actor{Kind: activity.System, Name: "test"}
	noon   = time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)
)

var filters = []filter{
	{"severity >= 0.1", func(d *detection.Detection) bool { return d.Severity >= 100 }},
	{"severity >= 0.6", func(d *detection.Detection) bool { return d.Severity >= 600 }},
	{"count >= 2", func(d *detection.Detection) bool { return d.Count >= 2 }},
	{"title CONTAINS 'ALPHA'", func(d *detection.Detection) bool { return strings.Contains(d.Title, "alpha") }},
	{"title !CONTAINS 'alpha' AND @host IS NOT NULL", func(d *detection.Detection) bool {
		return !strings.Contains(d.Title, "alpha") && len(d.ValuesOf("host")) > 0
	}},
}

var groupings = []grouping{
	{"hostnames()", func(d *detection.Detection) []string { return d.ValuesOf("host") }},
	{"usernames()", func(d *detection.Detection) []string { return d.ValuesOf("user") }},
	{"usernames().sort().join(',')", func(d *detection.Detection) []string {
		users := slices.Clone(d.ValuesOf("user"))
		slices.Sort(users)
		return []string{strings.Join(users, ",")}
	}},
	{"title", func(d *detection.Detection) []string { return []string{d.Title} }},
	{"values('port')", func(d *detection.Detection) []string {
		if !strings.Contains(string(d.Raw), "port") {
			return nil
		}
		return []string{"443"}
	}},
}

// keeper is what the test needs of a store.
type keeper interface {
	engine.Ledger
	lister
}

// open makes an empty tenant in a store, and answers the store and the tenant.
type open func(t *rapid.T) (keeper, access.Organisation)

func TestTheEngineAgreesWithTheTranscription(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		agree(t, func(t *rapid.T) (keeper, access.Organisation) {
			m := memory.New()
			found(t, m, home)
			return m, home
		})
	})
}

// On the databases, all streams of a run are tenants of one installation.
func TestTheEngineAgreesWithTheTranscriptionOnSQLite(t *testing.T) {
	s, err := sqlite.Open(t.Context(), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	agreeOn(t, s)
}

func TestTheEngineAgreesWithTheTranscriptionOnPostgreSQL(t *testing.T) {
	s, err := postgres.Open(t.Context(), postgrestest.Database(t))
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	agreeOn(t, s)
}

type database interface {
	keeper
	founder
}

func agreeOn(t *testing.T, s database) {
	n := 0
	rapid.Check(t, func(t *rapid.T) {
		agree(t, func(t *rapid.T) (keeper, access.Organisation) {
			n++
			o := access.Organisation{ID: fmt.Sprint("t", n), Name: "T", TimeZone: "UTC"}
			found(t, s, o)
			return s, o
		})
	})
}

func found(t *rapid.T, f founder, o access.Organisation) {
	if err := f.Administer(t.Context(), admin.Deed{}.CreateTenant(o)); err != nil {
		t.Fatal(err)
	}
}

// world is the engine and the transcription, side by side.
type world struct {
	*rapid.T
	keeper   *unsteady
	tenant   access.Organisation
	engine   *engine.Engine
	says     *transcription
	edition  int
	versions int
	uids     int
	// drawn is what was last sent of an identity, and sent all of it by fingerprint.
	drawn map[string]detection.Detection
	sent  map[string]detection.Detection
}

func agree(t *rapid.T, open open) {
	k, tenant := open(t)
	w := &world{
		T: t, keeper: &unsteady{keeper: k}, tenant: tenant, says: newTranscription(),
		drawn: map[string]detection.Detection{}, sent: map[string]detection.Detection{},
	}
	w.start()
	defer func() { w.engine.Close() }()
	w.write()
	for range rapid.IntRange(1, 14).Draw(t, "steps") {
		w.step()
	}
	if got, want := w.told(), w.says.told(); got != want {
		t.Fatalf("the engine says\n%s\nthe transcription says\n%s", got, want)
	}
}

func (w *world) start() {
	w.engine = engine.New(engine.Config{Ledger: w.keeper, Now: func() time.Time { return noon.AddDate(1, 0, 0) }})
}

func (w *world) step() {
	steps := []func(){w.send, w.send, w.send, w.send, w.send, w.send, w.write, w.bound, w.apart, w.retire, w.restart, w.meanwhile, w.meanwhile}
	if len(w.says.detections) > 0 {
		steps = append(steps, w.openByHand, w.settle)
	}
	if len(w.says.cases) > 0 {
		steps = append(steps, w.add, w.remove, w.status, w.status)
	}
	if len(w.says.cases) > 1 {
		steps = append(steps, w.move, w.merge, w.tie, w.tie)
	}
	if len(w.says.cases) > 0 {
		steps = append(steps, w.split)
	}
	if len(w.says.done) > 0 {
		steps = append(steps, w.undo, w.undo, w.thereAndBack)
	}
	rapid.SampledFrom(steps).Draw(w.T, "step")()
}

func (w *world) send() { w.receive(w.drawBatch()) }

// drawBatch is mostly news, with resends, updates and repeats in between.
func (w *world) drawBatch() []*detection.Detection {
	var batch []*detection.Detection
	for range rapid.IntRange(1, 6).Draw(w.T, "detections") {
		kinds := []func() *detection.Detection{w.drawNew, w.drawNew, w.drawNew, w.drawNew}
		if w.uids > 0 {
			kinds = append(kinds, w.anySent, w.drawUpdate, w.drawRepeat)
		}
		batch = append(batch, rapid.SampledFrom(kinds).Draw(w.T, "kind")())
	}
	return batch
}

func (w *world) drawNew() *detection.Detection {
	w.uids++
	return w.keep(drawDetection(w.T, fmt.Sprint("u", w.uids)))
}

// keep remembers what is sent.
func (w *world) keep(d *detection.Detection) *detection.Detection {
	w.drawn[d.UID], w.sent[d.Fingerprint] = *d, *d
	return d
}

func (w *world) receive(batch []*detection.Detection) {
	for _, d := range batch {
		w.says.receive(*d)
	}
	if _, err := w.engine.Receive(w.Context(), w.tenant, records(batch)); err != nil {
		w.Fatal(err)
	}
}

// drawRepeat claims again what was claimed before, perhaps too late.
func (w *world) drawRepeat() *detection.Detection {
	d := w.anySent()
	w.uids++
	d.UID = fmt.Sprint("u", w.uids)
	d.Fingerprint = d.UID
	d.CreatedAt = d.CreatedAt.Add(rapid.SampledFrom([]time.Duration{0, 0, 30 * time.Second, time.Minute, time.Minute + time.Microsecond}).Draw(w.T, "after"))
	d.FirstSeenAt, d.LastSeenAt = d.CreatedAt, d.CreatedAt
	return w.keep(d)
}

func (w *world) drawUpdate() *detection.Detection {
	d := w.anySent()
	w.versions++
	anew := drawDetection(w.T, d.UID)
	if rapid.Bool().Draw(w.T, "of the same things") {
		anew.Entities, anew.Raw, anew.CommandLine = d.Entities, d.Raw, d.CommandLine
	}
	anew.Fingerprint = fmt.Sprint("v", w.versions)
	return w.keep(anew)
}

func (w *world) anySent() *detection.Detection {
	d := w.drawn[fmt.Sprint("u", rapid.IntRange(1, w.uids).Draw(w.T, "uid"))]
	return &d
}

// write replaces the rules. Every edition is new, so that none is left out as the same.
func (w *world) write() {
	w.edition++
	w.says.sequence++
	w.says.dreams = map[string][]*tCase{}
	w.says.rules = rapid.SliceOfN(rapid.Custom(drawRule), 1, 4).Draw(w.T, "rules")
	for i := range w.says.rules {
		w.says.rules[i].id = fmt.Sprint("r", i)
	}
	b := book(w.says.rules, w.edition)
	slices.SortStableFunc(w.says.rules, func(a, b tRule) int { return a.order - b.order })
	if _, _, err := w.engine.EditBook(w.Context(), w.tenant, author, nil, wholly(b)); err != nil {
		w.Fatal(err, fault.DetailsOf(err))
	}
}

func (w *world) bound() {
	after := w.says.settings
	after.TriggerSeverity = rapid.SampledFrom([]detection.Fraction{400, 600}).Draw(w.T, "trigger")
	after.AppendSeverity = rapid.SampledFrom([]detection.Fraction{300, 600}).Draw(w.T, "append")
	after.RepeatWindow = rapid.SampledFrom([]span.Span{0, span.Span(time.Minute)}).Draw(w.T, "repeat window")
	after.KeepOpen = span.Span(rapid.SampledFrom([]time.Duration{0, 24 * time.Hour, 48 * time.Hour}).Draw(w.T, "kept"))
	if !after.Equal(w.says.settings) {
		w.says.sequence++
	}
	w.says.settings = after
	_, err := w.engine.EditSettings(w.Context(), w.tenant, author, func(settings.Settings) (settings.Settings, error) { return after, nil })
	if err != nil {
		w.Fatal(err)
	}
}

// apart lets nothing be grouped by an entity any more, or things again.
func (w *world) apart() {
	e := rapid.SampledFrom(named).Draw(w.T, "entity")
	after, err := w.says.settings.LinkAgain(e)
	if err != nil {
		after, err = w.says.settings.KeepApart(settings.Apart{Entity: e, By: author, At: noon})
	}
	if err != nil {
		w.Fatal(err)
	}
	w.says.sequence++
	w.says.settings = after
	_, err = w.engine.EditSettings(w.Context(), w.tenant, author, func(settings.Settings) (settings.Settings, error) { return after, nil })
	if err != nil {
		w.Fatal(err)
	}
}

func (w *world) retire() {
	w.says.retire()
	if _, err := w.engine.Retire(w.Context(), w.tenant, detection.Open, retention.Place{}, retention.MaxStep); err != nil {
		w.Fatal(err)
	}
}

func (w *world) restart() {
	w.says.dreams = map[string][]*tCase{}
	w.engine.Close()
	w.start()
}

func (w *world) openByHand() {
	w.order(command.Command{Kind: command.OpenCase, Title: "By hand", Detections: w.some(), Side: command.Side{Tenant: rapid.Bool().Draw(w.T, "of the tenant")}})
}

func (w *world) settle() {
	statuses := []detection.Status{detection.Open, detection.Open, detection.Closed, detection.Ignored}
	w.order(command.Command{Kind: command.SettleDetections, Detections: w.some(), Settled: rapid.SampledFrom(statuses).Draw(w.T, "settled")})
}

func (w *world) add() {
	w.order(command.Command{Kind: command.AddDetections, Case: w.anyCase("case"), Detections: w.some()})
}

func (w *world) remove() {
	w.order(command.Command{Kind: command.RemoveDetections, Case: w.anyCase("case"), Detections: w.some()})
}

func (w *world) move() {
	from := w.anyCase("from")
	if members := w.says.cases[from-1].members; len(members) > 0 {
		w.order(command.Command{Kind: command.MoveDetections, Case: from, To: w.anyCase("to"), Detections: w.someOf(members)})
	}
}

func (w *world) someOf(members []*tDetection) (ids []string) {
	for _, m := range rapid.SliceOfNDistinct(rapid.SampledFrom(members), 1, 2, rapid.ID).Draw(w.T, "members") {
		ids = append(ids, m.ID())
	}
	return ids
}

func (w *world) merge() {
	into, others := w.anyCase("into"), []uint64{}
	for range rapid.IntRange(1, 2).Draw(w.T, "others") {
		if other := w.anyCase("other"); other != into && !slices.Contains(others, other) {
			others = append(others, other)
		}
	}
	if len(others) > 0 {
		w.order(command.Command{Kind: command.MergeCases, Case: into, Cases: others})
	}
}

func (w *world) tie() {
	c, to := w.anyCase("case"), w.anyCase("to")
	order := command.Command{
		Kind: command.TieCases, Case: c, To: to,
		Tie: rapid.SampledFrom([]casefile.TieKind{casefile.Apart, casefile.Apart, casefile.Related, casefile.Parent, casefile.Child}).Draw(w.T, "tie"),
	}
	if c == to {
		return
	}
	if w.says.cases[c-1].tied(w.says.cases[to-1], order.Tie) {
		order.Kind = command.UntieCases
	}
	w.order(order)
}

func (w *world) split() {
	number := w.anyCase("case")
	if members := w.says.cases[number-1].members; len(members) > 0 {
		w.order(command.Command{Kind: command.SplitCase, Case: number, Detections: w.someOf(members)})
	}
}

func (w *world) undo() {
	orders := slices.Sorted(maps.Keys(w.says.done))
	w.order(command.Command{Kind: command.Undo, Undoes: rapid.SampledFrom(orders).Draw(w.T, "undone")})
}

// thereAndBack undoes a move or a merge at once: nothing is left of it. What both
// cases of a move had gave the other its keys, which stay; a case that is closed takes nothing back.
func (w *world) thereAndBack() {
	before, sequence := w.told(), w.says.sequence
	rapid.SampledFrom([]func(){w.move, w.merge}).Draw(w.T, "there")()
	if w.says.sequence == sequence {
		return
	}
	w.order(command.Command{Kind: command.Undo, Undoes: w.says.sequence})
	if w.says.sequence == sequence+1 {
		return
	}
	if after := w.told(); after != before && !w.says.shared {
		w.Fatalf("before a move or merge that was undone\n%s\nafter it\n%s", before, after)
	}
	w.order(command.Command{Kind: command.Undo, Undoes: w.says.sequence - 1}) // a second time
}

func (w *world) status() {
	statuses := []casefile.Status{casefile.InProgress, casefile.OnHold, casefile.Resolved, casefile.Cancelled}
	w.order(command.Command{Kind: command.SetStatus, Case: w.anyCase("case"), Status: rapid.SampledFrom(statuses).Draw(w.T, "status")})
}

func (w *world) some() []string {
	var ids []string
	for _, d := range rapid.SliceOfNDistinct(rapid.SampledFrom(w.says.detections), 1, 3, rapid.ID).Draw(w.T, "named") {
		ids = append(ids, d.ID())
	}
	return ids
}

func (w *world) anyCase(label string) uint64 {
	return uint64(rapid.IntRange(1, len(w.says.cases)).Draw(w.T, label))
}

func (w *world) order(c command.Command) {
	c.By = author
	before := w.says.sequence
	w.says.order(c)
	_, err := w.engine.Order(w.Context(), w.tenant, c)
	if refused := w.says.sequence == before; refused != (err != nil) {
		w.Fatalf("%+v: refused %v, the engine says %v", c, refused, err)
	}
}

// told is what the store holds, in the words of the transcription.
func (w *world) told() string {
	all := listing.Request{Limit: listing.MaxLimit}
	var lines []string
	all.Sort = "arrival"
	detections, err := w.keeper.Detections(w.Context(), w.tenant.ID, casefile.AllSeeing, all)
	if err != nil {
		w.Fatal(err)
	}
	for _, d := range detections.Items {
		var in []string
		for _, n := range d.Cases {
			in = append(in, fmt.Sprint(n))
		}
		slices.Sort(in)
		lines = append(lines, fmt.Sprintf("%s %s %v count %d seen %s in %v", d.ID, d.UID, d.Status, d.Count, d.LastSeenAt.Sub(noon), in))
	}
	for number := uint64(1); number <= uint64(len(w.says.cases)); number++ {
		lines = append(lines, w.caseTold(number))
	}
	all.Sort = "entry"
	log, err := w.keeper.RuleLogs(w.Context(), w.tenant.ID, casefile.AllSeeing, rulelog.Filter{}, all)
	if err != nil {
		w.Fatal(err)
	}
	for _, e := range log.Items {
		if e.Kind == rulelog.RuleChanged {
			continue
		}
		var id string
		if e.Rule != nil {
			id = e.Rule.ID
		}
		lines = append(lines, fmt.Sprintf("%s %s %s %d", e.Kind, id, e.Detection.ID, e.Case))
	}
	return strings.Join(lines, "\n")
}

func (w *world) caseTold(number uint64) string {
	held, err := w.keeper.HeldCase(w.Context(), w.tenant.ID, number)
	if err != nil {
		return err.Error()
	}
	stored, err := w.keeper.Members(w.Context(), w.tenant.ID, number)
	if err != nil {
		w.Fatal(err)
	}
	w.holdsTogether(held, stored)
	var members, rows []string
	for _, m := range stored {
		members = append(members, m.ID)
	}
	for _, k := range held.Keys {
		rows = append(rows, k.Row)
	}
	var ties []string
	for _, tie := range held.Case.Ties {
		ties = append(ties, fmt.Sprint(tie.Kind, " ", tie.To))
	}
	return caseLine(int(number), held.Case.Status, int(held.Case.Continues), int(held.Case.MergedInto), members, rows) + fmt.Sprint(ties)
}

// holdsTogether is that what a case remembers of its members is true of them.
func (w *world) holdsTogether(held change.Held, members []detection.Detection) {
	got := held.Case
	var want casefile.Case
	for i, m := range members {
		want.DetectionCount, want.LastArrival = i+1, max(want.LastArrival, m.Arrival)
		if i == 0 || m.Severity > want.Top.Severity {
			want.Top = casefile.Member{ID: m.ID, Title: m.Title, Severity: m.Severity, Arrival: m.Arrival}
		}
		if i == 0 || m.CreatedAt.Before(want.EarliestAt) {
			want.EarliestAt = m.CreatedAt
		}
		want.LatestAt = latest(want.LatestAt, m.LastSeenAt)
		want.TechniqueIDs = append(want.TechniqueIDs, m.TechniqueIDs...)
	}
	if len(members) == 0 {
		want.EarliestAt, want.LatestAt = got.EarliestAt, got.LatestAt
	}
	memory := func(c casefile.Case) string {
		slices.Sort(c.TechniqueIDs)
		return fmt.Sprint(c.DetectionCount, c.LastArrival, c.Top, c.EarliestAt.Sub(noon), c.LatestAt.Sub(noon), slices.Compact(c.TechniqueIDs))
	}
	if memory(got) != memory(want) {
		w.Fatalf("case %d remembers %s; true is %s", got.Number, memory(got), memory(want))
	}
}

var (
	titles = []string{"alpha one", "beta"}
	named  = []detection.Entity{"host:a", "host:b", "user:u", "user:v"}
	// days are those after noon on which something is received.
	days       = []int{0, 0, 1, 2, 3, 20}
	severities = []detection.Fraction{399, 400, 599, 600, 700}
	moments    = []time.Duration{
		-4*time.Hour - time.Microsecond, -4 * time.Hour, -time.Hour - time.Microsecond, -time.Hour, 0, 0, 30 * time.Second, time.Minute,
		time.Minute + time.Microsecond, time.Hour, time.Hour + time.Microsecond, 4 * time.Hour, 30 * 24 * time.Hour, 30*24*time.Hour + time.Microsecond,
	}
)

func drawRule(t *rapid.T) tRule {
	r := tRule{
		state:         rapid.SampledFrom([]rule.State{rule.Enabled, rule.Enabled, rule.Enabled, rule.Append, rule.Test, rule.Disabled}).Draw(t, "state"),
		order:         rapid.IntRange(1, 3).Draw(t, "order"),
		filter:        rapid.SampledFrom(filters).Draw(t, "filter"),
		groups:        rapid.SliceOfN(rapid.SampledFrom(groupings), 1, 2).Draw(t, "group_by"),
		count:         rapid.SampledFrom([]int{1, 1, 2}).Draw(t, "group_count"),
		duration:      rapid.SampledFrom([]time.Duration{0, time.Hour}).Draw(t, "group_duration"),
		extend:        rapid.Bool().Draw(t, "group_extend_on_append"),
		maxDetections: rapid.SampledFrom([]int{1, 2, 3, 1000}).Draw(t, "max_detections"),
		searchWindow:  rapid.SampledFrom([]time.Duration{time.Hour, 4 * time.Hour}).Draw(t, "search_window"),
		ignore:        rapid.Bool().Draw(t, "ignore_prioritization"),
	}
	if rapid.Bool().Draw(t, "appends") {
		f := rapid.SampledFrom(filters).Draw(t, "append_filter")
		r.appends = &f
	}
	return r
}

func drawDetection(t *rapid.T, uid string) *detection.Detection {
	d := &detection.Detection{
		Source: "ocsf", UID: uid, Type: "t", Count: 1, Fingerprint: uid, Version: 1,
		Title:         rapid.SampledFrom(titles).Draw(t, "title"),
		Severity:      rapid.SampledFrom(severities).Draw(t, "severity"),
		Deprioritized: rapid.IntRange(0, 9).Draw(t, "deprioritized") == 0,
		CreatedAt:     noon.Add(rapid.SampledFrom(moments).Draw(t, "at")),
		CommandLine:   rapid.SampledFrom([]string{"", "", "whoami"}).Draw(t, "command_line"),
		Raw:           []byte(rapid.SampledFrom([]string{`{}`, `{"port": 443}`}).Draw(t, "raw")),
	}
	d.FirstSeenAt, d.LastSeenAt = d.CreatedAt, d.CreatedAt
	d.ReceivedAt = noon.AddDate(0, 0, rapid.SampledFrom(days).Draw(t, "received"))
	d.ModifiedAt = rapid.SampledFrom([]time.Time{{}, {}, noon, noon.Add(time.Hour)}).Draw(t, "modified_at")
	d.TechniqueIDs = rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"T1", "T2"}), 0, 2, rapid.ID).Draw(t, "technique_ids")
	d.Entities = rapid.SliceOfNDistinct(rapid.SampledFrom(named), 0, 3, rapid.ID).Draw(t, "entities")
	return d
}

func records(stream []*detection.Detection) iter.Seq[engine.Record] {
	return func(yield func(engine.Record) bool) {
		for i, d := range stream {
			sent := *d
			if !yield(engine.Record{Line: i + 1, Detection: &sent}) {
				return
			}
		}
	}
}

func book(rules []tRule, edition int) rule.Book {
	var b rule.Book
	for i, r := range rules {
		written := rule.Rule{
			ID: r.id, Title: fmt.Sprint("Rule ", i), Description: fmt.Sprint("edition ", edition), State: r.state, Order: r.order,
			Filter: r.filter.text, GroupCount: r.count, GroupDuration: span.Span(r.duration), GroupExtendOnAppend: r.extend,
			MaxDetections: r.maxDetections, SearchWindow: span.Span(r.searchWindow), IgnorePrioritization: r.ignore,
		}
		if r.appends != nil {
			written.AppendFilter = r.appends.text
		}
		for _, g := range r.groups {
			written.GroupBy = append(written.GroupBy, g.text)
		}
		b.Rules = append(b.Rules, written)
	}
	return b
}
