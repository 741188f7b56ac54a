package memory

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strings"
	"time"

	"caseweave/internal/core/activity"
	"caseweave/internal/core/casefile"
	"caseweave/internal/core/change"
	"caseweave/internal/core/detection"
	"caseweave/internal/core/fault"
	"caseweave/internal/core/rule"
)

// Claim makes the caller the tenant's holder: see engine.Ledger.
func (s *Store) Claim(_ context.Context, tenantID string) (change.Head, error) {
	t, unlock, err := s.of(tenantID)
	defer unlock()
	if err != nil {
		return change.Head{}, err
	}
	t.head.Epoch++
	return t.head, nil
}

// Commit writes all of set, or nothing: see engine.Ledger.
func (s *Store) Commit(_ context.Context, set *change.Set) error {
	t, unlock, err := s.of(set.TenantID)
	defer unlock()
	if err != nil {
		return err
	}
	if t.head != set.Before {
		return fault.New(fault.Conflict, "The ledger of tenant %q has moved on since this was decided.", set.TenantID)
	}
	if err := set.Check(); err != nil {
		return err
	}
	if err := t.check(set); err != nil {
		return err
	}
	kept := *set
	if s.forgets {
		kept.Activities, kept.Logs = slices.DeleteFunc(slices.Clone(set.Activities), func(a activity.Activity) bool { return !ofComment(a) }), nil
	}
	t.write(&kept)
	if s.forgets {
		maps.DeleteFunc(t.past, func(_ uint64, p change.Past) bool { return p.Command == nil })
	}
	return nil
}

// check refuses what could not be written as a whole.
func (t *tenant) check(set *change.Set) error {
	seen := map[any]bool{}
	first := func(key any, there bool) bool {
		again := there || seen[key]
		seen[key] = true
		return !again
	}
	ok := set.After.Epoch == set.Before.Epoch && (set.Book == nil || distinctIDs(set.Book))
	known := func(arrival uint64) bool { return t.detections[arrival] != nil || seen[arrival] }
	for _, d := range set.Arrived {
		_, taken := t.identities[d.Identity()]
		ok = ok && first(d.Arrival, t.detections[d.Arrival] != nil) && first(d.Identity(), taken) && d.ID == detection.ID(d.Arrival)
	}
	for _, u := range set.Updated {
		ok = ok && known(u.Version.Arrival)
	}
	for _, f := range set.Folded {
		ok = ok && known(f.Into)
	}
	for _, s := range set.Standings {
		ok = ok && known(s.Arrival) && first(standing(s.Arrival), false)
	}
	return t.checkCases(set, ok, first, known, seen)
}

func (t *tenant) checkCases(set *change.Set, ok bool, first func(any, bool) bool, known func(uint64) bool, seen map[any]bool) error {
	left := map[place]bool{}
	for _, l := range set.Left {
		ok = ok && t.isMember(l.Case, l.Arrival) && !left[place{l.Case, l.Arrival}]
		left[place{l.Case, l.Arrival}] = true
	}
	for _, c := range set.Cases {
		ok = ok && first(caseNumber(c.Number), false)
	}
	for _, m := range set.Members {
		p := place{m.Case, m.Arrival}
		ok = ok && known(m.Arrival) && t.hasCase(m.Case, seen) && first(p, t.isMember(m.Case, m.Arrival) && !left[p])
	}
	for _, k := range set.Keys {
		_, named := detection.ArrivalOf(k.DetectionID)
		ok = ok && named && t.hasCase(k.Case, seen)
	}
	for _, arrival := range set.Retired {
		ok = ok && known(arrival) && !t.wasFiled(arrival)
	}
	for _, a := range set.Activities {
		ok = ok && first(entry(a.Entry), a.Entry <= t.head.Entry)
	}
	if !ok {
		return fault.New(fault.Internal, "The set contradicts itself or what is there.")
	}
	return nil
}

// The things that a set may name once.
type (
	caseNumber uint64
	standing   uint64
	entry      uint64
	place      struct{ number, arrival uint64 }
)

func (t *tenant) hasCase(number uint64, begun map[any]bool) bool {
	return t.cases[number] != nil || begun[caseNumber(number)]
}

func (t *tenant) isMember(number, arrival uint64) bool {
	return t.filed[arrival][number]
}

// write writes a set that check has let pass.
func (t *tenant) write(set *change.Set) {
	t.writeDetections(set)
	t.writeHours(set)
	t.writeCases(set)
	for _, a := range set.Activities {
		a.At = micros(a.At)
		t.activities = append(t.activities, cloneActivity(a))
	}
	for _, l := range set.Logs {
		t.logs = append(t.logs, cloneEntry(l))
		if l.Rule != nil {
			t.counts[hourly{hour(l.At), l.Rule.ID, l.Kind}]++
		}
	}
	for _, o := range set.Commands {
		t.happened(change.Past{Sequence: o.Sequence, At: micros(set.At), Command: new(cloneCommand(o.Command))})
	}
	if set.Book != nil {
		book := cloneBook(*set.Book)
		t.books[set.After.RuleSet] = dated[rule.Book]{micros(set.At), book}
		t.happened(change.Past{Sequence: set.After.Sequence, At: micros(set.At), Book: &book})
	}
	if set.Settings != nil {
		t.settings = clonePointer(set.Settings)
		t.happened(change.Past{Sequence: set.After.Sequence, At: micros(set.At), Settings: clonePointer(set.Settings)})
	}
	t.writeOpen(set)
	t.retire(set.Retired)
	t.head = set.After
}

func (t *tenant) happened(p change.Past) { t.past[p.Sequence] = p }

func (t *tenant) writeDetections(set *change.Set) {
	for i, original := range set.Originals() {
		d, original := set.Arrived[i], cloneDetection(original)
		r := &record{version: version{d.Arrival, original}}
		t.detections[d.Arrival], t.identities[d.Identity()] = r, d.Arrival
		t.stand(r, change.Standing{Arrival: d.Arrival, Status: d.Status, Count: d.Count, LastSeenAt: d.LastSeenAt})
		t.happened(change.Past{Sequence: d.Arrival, At: d.ReceivedAt, Arrived: &original})
	}
	for _, u := range set.Updated {
		d := cloneDetection(u.Version)
		r, other := t.detections[d.Arrival], version{u.Sequence, d}
		t.happened(change.Past{Sequence: u.Sequence, At: d.ReceivedAt, Updated: &change.Update{Sequence: u.Sequence, Version: d, Applied: u.Applied}})
		if u.Applied {
			r.version, other = other, r.version
			t.stand(r, change.Standing{Arrival: d.Arrival, Status: d.Status, Count: d.Count, LastSeenAt: d.LastSeenAt})
		}
		r.others = append(r.others, other)
	}
	for _, f := range set.Folded {
		f.Repeat = withoutRaw(f.Repeat)
		f.Repeat.Fingerprint = f.Fingerprint
		t.folds[f.Repeat.Identity()] = append(t.folds[f.Repeat.Identity()], f)
		t.happened(change.Past{Sequence: f.Sequence, At: f.Repeat.ReceivedAt, Folded: &f})
	}
	for _, s := range set.Standings {
		t.stand(t.detections[s.Arrival], s)
	}
}

// stand says where a detection stands now.
func (t *tenant) stand(r *record, s change.Standing) {
	r.standing = s
	at := seen{detection.RepeatKey(&r.sent), hour(s.LastSeenAt)}
	if t.repeats[at] == nil {
		t.repeats[at] = map[uint64]bool{}
	}
	t.repeats[at][s.Arrival] = true
}

func (t *tenant) writeCases(set *change.Set) {
	for _, l := range set.Left {
		f := t.cases[l.Case]
		delete(f.members, l.Arrival)
		delete(t.filed[l.Arrival], l.Case)
		maps.DeleteFunc(f.keys, func(k change.Key, _ bool) bool { return k.DetectionID == detection.ID(l.Arrival) })
		if l.Barred {
			f.barred[l.Arrival] = true
		}
	}
	for _, c := range set.Cases {
		if t.cases[c.Number] == nil {
			t.cases[c.Number] = &folder{members: map[uint64]change.Member{}, keys: map[change.Key]bool{}, barred: map[uint64]bool{}}
		}
		t.cases[c.Number].Case = cloneCase(c)
	}
	for _, m := range set.Members {
		t.cases[m.Case].members[m.Arrival] = m
		if t.filed[m.Arrival] == nil {
			t.filed[m.Arrival] = map[uint64]bool{}
		}
		t.filed[m.Arrival][m.Case] = true
	}
	for _, k := range set.Keys {
		t.cases[k.Case].keys[k] = true
	}
}

// micros is a time as stores keep it.
func micros(at time.Time) time.Time { return at.UTC().Truncate(time.Microsecond) }

// OpenCases tells of all open cases by number.
func (s *Store) OpenCases(_ context.Context, tenantID string, tell func(change.OpenCase)) error {
	t, unlock, err := s.of(tenantID)
	defer unlock()
	if err != nil {
		return err
	}
	for _, number := range slices.Sorted(maps.Keys(t.cases)) {
		if f := t.cases[number]; f.Open() {
			held := f.held()
			tell(held.Open())
		}
	}
	return nil
}

// Remember has nothing to do: all is in memory.
func (s *Store) Remember(_ context.Context, tenantID string) error {
	_, unlock, err := s.of(tenantID)
	defer unlock()
	return err
}

// HeldCase is any case, open or not, with the rows it holds by member, rule and text.
func (s *Store) HeldCase(_ context.Context, tenantID string, number uint64) (change.Held, error) {
	t, unlock, err := s.of(tenantID)
	defer unlock()
	if err == nil {
		err = t.has(casefile.AllSeeing, number)
	}
	if err != nil {
		return change.Held{}, err
	}
	return t.cases[number].held(), nil
}

func (f *folder) held() change.Held {
	return change.Held{
		Case: cloneCase(f.Case), Keys: slices.SortedFunc(maps.Keys(f.keys), byMember), Barred: slices.Sorted(maps.Keys(f.barred)),
	}
}

func bySequence(a, b version) int { return cmp.Compare(a.sequence, b.sequence) }

func byMember(a, b change.Key) int {
	first, _ := detection.ArrivalOf(a.DetectionID)
	second, _ := detection.ArrivalOf(b.DetectionID)
	return cmp.Or(cmp.Compare(first, second), strings.Compare(a.RuleID, b.RuleID), strings.Compare(a.Row, b.Row))
}

// Known answers for those of the identities that the tenant has, other versions
// in the order in which they came: see engine.Recall.
func (s *Store) Known(_ context.Context, tenantID string, ids []detection.Identity) (map[detection.Identity]change.Known, error) {
	t, unlock, err := s.of(tenantID)
	defer unlock()
	if err != nil {
		return nil, err
	}
	known := map[detection.Identity]change.Known{}
	for _, id := range ids {
		if folds := t.folds[id]; len(folds) > 0 {
			f := folds[len(folds)-1]
			f.Repeat = cloneDetection(f.Repeat)
			known[id] = change.Known{Fold: &f}
		}
		if arrival, ok := t.identities[id]; ok {
			r := t.detections[arrival]
			k := change.Known{Current: withoutRaw(r.current())}
			for _, other := range slices.SortedFunc(slices.Values(r.others), bySequence) {
				k.Fingerprints = append(k.Fingerprints, other.sent.Fingerprint)
			}
			known[id] = k
		}
	}
	return known, nil
}

// CasesOf are the cases, open or not, that the detection belongs to, by number.
func (s *Store) CasesOf(_ context.Context, tenantID, detectionID string) ([]casefile.Case, error) {
	t, unlock, err := s.of(tenantID)
	defer unlock()
	if err != nil {
		return nil, err
	}
	arrival, ok := detection.ArrivalOf(detectionID)
	if !ok {
		return nil, nil
	}
	var cases []casefile.Case
	for _, number := range t.casesOf(arrival) {
		cases = append(cases, cloneCase(t.cases[number].Case))
	}
	return cases, nil
}

// casesOf are the numbers of the cases that hold a detection, lowest first.
func (t *tenant) casesOf(arrival uint64) []uint64 {
	return slices.Sorted(maps.Keys(t.filed[arrival]))
}
