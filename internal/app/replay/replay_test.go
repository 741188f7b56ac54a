package replay_test

import (
	"context"
	"database/sql"
	"flag"
	"fmt"
	"iter"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"caseweave/internal/app/replay"
	"caseweave/internal/core/access"
	"caseweave/internal/core/activity"
	"caseweave/internal/core/admin"
	"caseweave/internal/core/casefile"
	"caseweave/internal/core/change"
	"caseweave/internal/core/command"
	"caseweave/internal/core/detection"
	"caseweave/internal/core/listing"
	"caseweave/internal/core/retention"
	"caseweave/internal/core/rule"
	"caseweave/internal/core/settings"
	"caseweave/internal/core/span"
	"caseweave/internal/edge/store/memory"
	"caseweave/internal/edge/store/sqlite"
	"caseweave/internal/engine"
)

var (
	home   = access.Organisation{ID: "home", Name: "Home", TimeZone: "Europe/Berlin", PartnerID: "helper"}
	person = activity.Actor{Kind: activity.User, ID: "u", Name: "Somebody"}
	noon   = time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)
)

// keeper is a store that a world can be lived in.
type keeper interface {
	engine.Ledger
	replay.Ledger
	Administer(context.Context, admin.Change) error
	Detections(context.Context, string, casefile.Viewer, listing.Request) (listing.Page[casefile.Filed], error)
}

// tester is what a test and a property have in common.
type tester interface {
	Helper()
	Fatal(args ...any)
	Fatalf(format string, args ...any)
	Context() context.Context
}

// world is a busy tenant whose partner has rules, too.
type world struct {
	tester
	draw    *rapid.T
	store   keeper
	engine  *engine.Engine
	partner access.Partner
	now     time.Time
	// skew is how wrong the server's clock is.
	skew time.Duration
	sent []detection.Detection
	// filed are the arrivals of what was ever in a case.
	filed map[uint64]bool
	// orders are the sequence numbers of commands that were carried out.
	orders []uint64
	// comment is the order that made the last one.
	comment uint64
}

func begin(t tester, draw *rapid.T, store keeper) *world {
	w := &world{tester: t, draw: draw, store: store, now: noon, partner: access.Partner{ID: "helper", Name: "Helper"}, filed: map[uint64]bool{}}
	if err := store.Administer(t.Context(), admin.Deed{}.CreatePartner(w.partner)); err != nil {
		t.Fatal(err)
	}
	if err := store.Administer(t.Context(), admin.Deed{}.CreateTenant(home)); err != nil {
		t.Fatal(err)
	}
	w.restart()
	return w
}

func (w *world) restart() {
	if w.engine != nil {
		w.engine.Close()
	}
	w.engine = engine.New(engine.Config{Ledger: w.store, Announcer: w, Now: w.clock})
}

// clock is the server's.
func (w *world) clock() time.Time { return w.now.Add(w.skew) }

func pick[V any](w *world, label string, from ...V) V {
	return rapid.SampledFrom(from).Draw(w.draw, label)
}

// live lets some things happen, each of any kind.
func (w *world) live(steps int) {
	for range steps {
		w.now = w.now.Add(time.Duration(rapid.IntRange(0, 90).Draw(w.draw, "seconds")) * time.Second)
		switch rapid.IntRange(0, 21).Draw(w.draw, "what") {
		case 0:
			w.restart()
		case 20:
			w.skew = pick(w, "skew", 0, -26*time.Hour, -time.Second, 26*time.Hour)
		case 21:
			w.retire()
		case 1, 2:
			w.writeRules()
		case 3:
			w.writePartnerRules()
		case 4:
			w.writeSettings()
		case 5, 6, 7, 8, 9:
			w.order()
		default:
			w.receive()
		}
	}
}

func (w *world) writeRules() {
	_, _, err := w.engine.EditBook(w.Context(), home, person, nil, func(own rule.Book) (rule.Book, error) {
		n := pick(w, "rule", 0, 1, 2, 3)
		if n < len(own.Rules) {
			own.Rules = slices.Clone(own.Rules)
			own.Rules[n] = w.rule(own.Rules[n].ID)
			return own, nil
		}
		own.Rules = append(slices.Clone(own.Rules), w.rule(fmt.Sprint("r", len(own.Rules))))
		return own, nil
	})
	w.must(err)
}

func (w *world) writePartnerRules() {
	_, _, err := w.engine.EditPartnerBook(w.Context(), w.partner, person, nil, func(rule.Book) (rule.Book, error) {
		return rule.Book{Rules: []rule.Rule{w.rule("p")}}, nil
	})
	w.must(err)
}

func (w *world) rule(id string) rule.Rule {
	return rule.Rule{
		ID: id, Title: "Rule " + id,
		State:                pick(w, "state", rule.Enabled, rule.Enabled, rule.Enabled, rule.Append, rule.Test, rule.Disabled),
		Order:                pick(w, "order", 10, 20),
		Filter:               pick(w, "filter", "severity >= 0.1", "severity >= 0.6", "title CONTAINS 'alpha'"),
		AppendFilter:         pick(w, "append filter", "", "severity >= 0.3"),
		GroupBy:              pick(w, "group_by", []string{"hostnames()"}, []string{"usernames()", "hostnames()"}, []string{"title"}, []string{"string(day(created_at))"}),
		GroupCount:           pick(w, "group_count", 1, 1, 2),
		GroupDuration:        span.Span(pick(w, "group_duration", 0, 0, time.Hour)),
		GroupExtendOnAppend:  pick(w, "grows", true, false),
		MaxDetections:        pick(w, "max_detections", 2, 4, 1000),
		SearchWindow:         span.Span(pick(w, "search_window", time.Minute, 4*time.Hour)),
		AppendComment:        pick(w, "comment", "", "${detection.title} joined"),
		IgnorePrioritization: pick(w, "ignores", true, false),
	}
}

func (w *world) writeSettings() {
	_, err := w.engine.EditSettings(w.Context(), home, person, func(s settings.Settings) (settings.Settings, error) {
		s.TriggerSeverity = pick(w, "trigger", detection.Fraction(300), 400, 700)
		s.AppendSeverity = pick(w, "append", detection.Fraction(300), 600)
		s.KeepOpen = span.Span(pick(w, "kept", 0, 24*time.Hour, 48*time.Hour))
		s.RepeatWindow = span.Span(pick(w, "repeats", 0, time.Minute, time.Hour))
		s.TimeZone = pick(w, "zone", "UTC", "Europe/Berlin")
		return s, nil
	})
	w.must(err)
}

// retire lets days go by, or not, and then removes what has expired.
func (w *world) retire() {
	w.now = w.now.Add(time.Duration(pick(w, "hours", 0, 12, 25, 49)) * time.Hour)
	if pick(w, "and something comes", true, false) {
		w.receive()
	}
	for place, end := (retention.Place{}), false; !end; {
		step, err := w.engine.Retire(w.Context(), home, detection.Open, place, retention.MaxStep)
		w.must(err)
		if place, end = step.Next, step.End; end && !step.Doubted {
			w.swept()
		}
	}
}

func (w *world) newestFirst() (all []casefile.Filed) {
	for r := (listing.Request{Sort: "received_at", Descending: true, Limit: listing.MaxLimit}); ; {
		page, err := w.store.Detections(w.Context(), home.ID, casefile.AllSeeing, r)
		w.must(err)
		if all, r.After = append(all, page.Items...), page.Next; r.After == nil {
			return all
		}
	}
}

// Announce takes note of what was ever in a case.
func (w *world) Announce(set *change.Set) {
	for _, m := range set.Members {
		w.filed[m.Arrival] = true
	}
}

// swept is that all that expired is gone, and nothing that was ever in a case.
func (w *world) swept() {
	bounds, err := w.engine.Settings(w.Context(), home)
	w.must(err)
	there, all := map[uint64]bool{}, w.newestFirst()
	newest := slices.IndexFunc(all, func(d casefile.Filed) bool { return !d.ReceivedAt.After(w.clock()) })
	for _, d := range all {
		there[d.Arrival] = true
		if newest < 0 {
			continue
		}
		bound := all[newest].ReceivedAt.Add(-time.Duration(bounds.KeepOpen))
		if bounds.KeepOpen > 0 && d.Status == detection.Open && !w.filed[d.Arrival] && d.ReceivedAt.Before(bound) && d.LastSeenAt.Before(bound) {
			w.Fatalf("%s of %s is kept, though never in a case", d.ID, d.ReceivedAt)
		}
	}
	for arrival := range w.filed {
		if !there[arrival] {
			w.Fatalf("%s was in a case, and is gone", detection.ID(arrival))
		}
	}
}

// order gives a command that may well be refused.
func (w *world) order() {
	var named []string
	for range rapid.IntRange(1, 3).Draw(w.draw, "named") {
		named = append(named, detection.ID(rapid.Uint64Range(1, uint64(len(w.sent))+5).Draw(w.draw, "detection")))
	}
	number := rapid.Uint64Range(1, 6+uint64(len(w.sent))/20)
	done, err := w.engine.Order(w.Context(), home, command.Command{
		Kind: pick(w, "kind", command.OpenCase, command.AddDetections, command.RemoveDetections, command.MoveDetections, command.SetStatus,
			command.MergeCases, command.MergeCases, command.SplitCase, command.Undo, command.Undo,
			command.CommentCase, command.EditComment, command.DeleteComment, command.SettleDetections),
		Settled:    pick(w, "settled", detection.Open, detection.Closed, detection.Ignored),
		Comment:    w.comment,
		Text:       pick(w, "text", "seen", "seen again"),
		By:         person,
		Side:       command.Side{Tenant: pick(w, "tenant's", true, false), Partner: pick(w, "partner's", true, false)},
		Case:       number.Draw(w.draw, "case"),
		To:         number.Draw(w.draw, "to"),
		Cases:      []uint64{number.Draw(w.draw, "merged")},
		Undoes:     w.undoes(),
		Detections: named,
		Status:     pick(w, "status", casefile.InProgress, casefile.Resolved, casefile.New),
	})
	if err == nil { // a refusal is a part of the world, too
		w.orders = append(w.orders, done.Order)
		w.comment = max(w.comment, done.Comment.Order)
	}
}

// undoes is an order that was carried out.
func (w *world) undoes() uint64 {
	if len(w.orders) == 0 {
		return 1
	}
	return w.orders[rapid.IntRange(0, len(w.orders)-1).Draw(w.draw, "order")]
}

func (w *world) receive() {
	var batch []detection.Detection
	for range rapid.IntRange(1, 6).Draw(w.draw, "so many") {
		d := w.detection()
		if len(w.sent) > 0 && pick(w, "known", false, false, false, true) {
			d.UID = w.sent[rapid.IntRange(0, len(w.sent)-1).Draw(w.draw, "which")].UID
		}
		w.sent, batch = append(w.sent, d), append(batch, d)
	}
	_, err := w.engine.Receive(w.Context(), home, records(batch))
	w.must(err)
}

func (w *world) detection() detection.Detection {
	d := detection.Detection{
		Source: "ocsf", Type: "t", Count: 1, UID: fmt.Sprint("u", len(w.sent)), ReceivedAt: w.clock(),
		Title:         pick(w, "title", "alpha", "beta"),
		Severity:      pick(w, "severity", detection.Fraction(200), 399, 400, 600, 900),
		Deprioritized: rapid.IntRange(0, 9).Draw(w.draw, "deprioritized") == 0,
		Entities:      rapid.SliceOfNDistinct(rapid.SampledFrom([]detection.Entity{"host:a", "host:b", "user:u", "user:v"}), 0, 3, rapid.ID).Draw(w.draw, "entities"),
	}
	d.Fingerprint = fmt.Sprint("f", rapid.IntRange(0, 200).Draw(w.draw, "fingerprint"))
	d.CreatedAt = w.now.Add(-time.Duration(pick(w, "minutes", 0, 0, 1, 61, 300)) * time.Minute)
	d.FirstSeenAt, d.LastSeenAt = d.CreatedAt, d.CreatedAt
	if pick(w, "modified", true, false) {
		d.ModifiedAt = w.now.Add(-time.Duration(pick(w, "before", 0, 5)) * time.Minute)
	}
	d.Raw = []byte(`{"n":1}`)
	return d
}

func records(batch []detection.Detection) iter.Seq[engine.Record] {
	return func(yield func(engine.Record) bool) {
		for i := range batch {
			if d := batch[i]; !yield(engine.Record{Line: i + 1, Detection: &d}) {
				return
			}
		}
	}
}

func (w *world) must(err error) {
	w.Helper()
	if err != nil {
		w.Fatal(err)
	}
}

// same fails where the store does not replay as it is.
func (w *world) same() replay.Result {
	w.Helper()
	w.engine.Close()
	r, err := replay.Run(w.Context(), w.store, home, nil)
	w.must(err)
	if len(r.Differences) > 0 {
		w.Fatalf("%d differences, such as\n%v\n%v", len(r.Differences), r.Differences[0], r.Differences[len(r.Differences)-1])
	}
	return r
}

func TestAnyPastReplaysToTheSameCases(t *testing.T) {
	steps := rapid.IntRange(0, 40)
	rapid.Check(t, func(draw *rapid.T) {
		w := begin(draw, draw, memory.New())
		w.live(steps.Draw(draw, "steps"))
		w.same()
	})
}

// long says how long the life of TestALongWorldReplaysToTheSameCases is.
var long = flag.Int("steps", 300, "how many things happen in the long world")

func TestALongWorldReplaysToTheSameCases(t *testing.T) {
	_, store := lived(t, *long)
	state, err := store.State(t.Context(), home.ID)
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%d detections, %d cases", len(state.Standings), len(state.Cases))
}

// lived is a directory in which a world was lived, the same each time.
func lived(t *testing.T, steps int) (dir string, store *sqlite.Store) {
	t.Helper()
	dir = t.TempDir()
	store, err := sqlite.Open(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	rapid.Custom(func(draw *rapid.T) int {
		w := begin(t, draw, store)
		w.live(steps)
		if r := w.same(); r.Cases == 0 || r.Detections == 0 || r.Commands == 0 {
			t.Fatalf("nothing happened in this world: %+v", r)
		}
		return 0
	}).Example(1)
	t.Cleanup(func() { store.Close() })
	return dir, store
}

func TestAStoredPastReplaysBesideItsWriter(t *testing.T) {
	dir, _ := lived(t, 150)
	reader, err := sqlite.OpenReader(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	defer reader.Close()
	var done, total uint64
	r, err := replay.Run(t.Context(), reader, home, func(d, all uint64) { done, total = d, all })
	if err != nil || len(r.Differences) > 0 {
		t.Fatalf("%v %v", r.Differences, err)
	}
	if done == 0 || done != total {
		t.Errorf("the progress ended at %d of %d", done, total)
	}
}

func TestATamperedRowIsTold(t *testing.T) {
	dir, store := lived(t, 150)
	file, err := sql.Open("sqlite", filepath.Join(dir, sqlite.File))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	for _, tampered := range []struct{ with, told, restored string }{
		{"UPDATE detections SET count = count + 7 WHERE arrival = (SELECT min(arrival) FROM detections)", " count: stored ", "UPDATE detections SET count = count - 7 WHERE arrival = (SELECT min(arrival) FROM detections)"},
		{"UPDATE case_members SET rule = 'other' WHERE number = 1", "SECC0000001 member ", ""},
	} {
		if _, err := file.Exec(tampered.with); err != nil {
			t.Fatal(err)
		}
		r, err := replay.Run(t.Context(), store, home, nil)
		if err != nil {
			t.Fatal(err)
		}
		if len(r.Differences) == 0 || !strings.Contains(r.Differences[0].String(), tampered.told) {
			t.Errorf("after %q: %v", tampered.with, r.Differences)
		}
		if _, err := file.Exec(tampered.restored); err != nil {
			t.Fatal(err)
		}
	}
}

// TestTheOrderIsThatOfArrivalWhateverTheClockSays lets the clock jump back and
// forth: what comes later is decided later, nothing is lost, and it replays.
func TestTheOrderIsThatOfArrivalWhateverTheClockSays(t *testing.T) {
	rapid.Check(t, func(draw *rapid.T) {
		w := begin(draw, draw, memory.New())
		w.writeRules()
		var want, got []string
		for n := range 20 {
			w.now = w.now.Add(time.Second)
			w.skew = pick(w, "skew", 0, -26*time.Hour, -time.Second, 26*time.Hour)
			d := w.detection()
			d.UID, d.Title = fmt.Sprint("u", n), fmt.Sprint("title ", n) // no repeat
			_, err := w.engine.Receive(w.Context(), home, records([]detection.Detection{d}))
			w.must(err)
			want = append(want, d.UID)
		}
		past, err := w.store.Past(w.Context(), home.ID, 0, 1000)
		w.must(err)
		for _, p := range past {
			if p.Arrived != nil {
				got = append(got, p.Arrived.UID)
			}
		}
		if !slices.Equal(got, want) {
			w.Fatalf("they were decided in the order %v", got)
		}
		w.same()
	})
}
