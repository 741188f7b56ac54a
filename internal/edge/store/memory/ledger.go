package memory

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strings"
	"time"

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
	t.write(set)
	return nil
}

// check refuses what could not be written as a whole.
func (t *tenant) check(set *change.Set) error {
	once := map[any]bool{}
	first := func(key any, there bool) bool {
		again := there || once[key]
		once[key] = true
		return !again
	}
	ok := set.After.Epoch == set.Before.Epoch
	known := func(arrival uint64) bool { return t.detections[arrival] != nil || once[arrival] }
	for _, d := range set.Arrived {
		_, taken := t.identities[d.Identity()]
		ok = ok && first(d.Arrival, t.detections[d.Arrival] != nil) && first(d.Identity(), taken) && d.ID == detection.ID(d.Arrival)
	}
	for _, u := range set.Updated {
		ok = ok && known(u.Version.Arrival)
	}
	for _, c := range set.Cases {
		ok = ok && first(caseNumber(c.Number), false)
	}
	for _, m := range set.Members {
		_, there := t.cases[m.Case]
		ok = ok && known(m.Arrival) && (there || once[caseNumber(m.Case)]) && first(place{m.Case, m.Arrival}, t.isMember(m.Case, m.Arrival))
	}
	for _, k := range set.Keys {
		arrival, _ := detection.ArrivalOf(k.DetectionID)
		ok = ok && (t.isMember(k.Case, arrival) || once[place{k.Case, arrival}]) && first(k, slices.Contains(t.keys[k.Case], k))
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
	entry      uint64
	place      struct{ number, arrival uint64 }
)

func (t *tenant) isMember(number, arrival uint64) bool {
	return slices.ContainsFunc(t.members[number], func(m change.Member) bool { return m.Arrival == arrival })
}

func (t *tenant) write(set *change.Set) {
	for i := range set.Arrived {
		d := cloneDetection(set.Arrived[i])
		t.detections[d.Arrival] = &record{version: version{d.Arrival, d}}
		t.identities[d.Identity()] = d.Arrival
	}
	for _, u := range set.Updated {
		r, other := t.detections[u.Version.Arrival], version{u.Sequence, cloneDetection(u.Version)}
		if u.Applied {
			r.version, other = other, r.version
		}
		r.others = append(r.others, other)
	}
	for _, c := range set.Cases {
		t.cases[c.Number] = cloneCase(c)
	}
	for _, m := range set.Members {
		t.members[m.Case] = append(t.members[m.Case], m)
	}
	for _, k := range set.Keys {
		t.keys[k.Case] = append(t.keys[k.Case], k)
	}
	for _, a := range set.Activities {
		a.At = a.At.UTC().Truncate(time.Microsecond)
		t.activities = append(t.activities, cloneActivity(a))
	}
	if set.Book != nil {
		t.books[set.After.RuleSet] = cloneBook(*set.Book)
	}
	t.head = set.After
}

// Book is the tenant's rule set with its version: see engine.Ledger.
func (s *Store) Book(_ context.Context, tenantID string) (rule.Book, uint64, error) {
	t, unlock, err := s.of(tenantID)
	defer unlock()
	if err != nil {
		return rule.Book{}, 0, err
	}
	return cloneBook(t.books[t.head.RuleSet]), t.head.RuleSet, nil
}

// OpenCases are all open cases by number, with the rows they hold by member,
// rule and text.
func (s *Store) OpenCases(_ context.Context, tenantID string) ([]change.Held, error) {
	t, unlock, err := s.of(tenantID)
	defer unlock()
	if err != nil {
		return nil, err
	}
	var open []change.Held
	for _, number := range slices.Sorted(maps.Keys(t.cases)) {
		if c := t.cases[number]; c.Status.Open() {
			open = append(open, change.Held{Case: cloneCase(c), Keys: slices.SortedFunc(slices.Values(t.keys[number]), byMember)})
		}
	}
	return open, nil
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
		if arrival, ok := t.identities[id]; ok {
			r := t.detections[arrival]
			k := change.Known{Current: withoutRaw(r.current)}
			for _, other := range slices.SortedFunc(slices.Values(r.others), bySequence) {
				k.Fingerprints = append(k.Fingerprints, other.current.Fingerprint)
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
		cases = append(cases, cloneCase(t.cases[number]))
	}
	return cases, nil
}

// casesOf are the numbers of the cases that hold a detection, lowest first.
func (t *tenant) casesOf(arrival uint64) []uint64 {
	var numbers []uint64
	for _, number := range slices.Sorted(maps.Keys(t.members)) {
		if t.isMember(number, arrival) {
			numbers = append(numbers, number)
		}
	}
	return numbers
}

// MostSevere is the member that leads the case when without is left out: see engine.Recall.
func (s *Store) MostSevere(_ context.Context, tenantID string, number uint64, without string) (*casefile.Member, error) {
	t, unlock, err := s.of(tenantID)
	defer unlock()
	if err != nil {
		return nil, err
	}
	var best *casefile.Member
	for _, m := range t.members[number] {
		d := t.detections[m.Arrival].current
		leads := best == nil || d.Severity > best.Severity || d.Severity == best.Severity && d.Arrival < best.Arrival
		if d.ID != without && leads {
			best = &casefile.Member{ID: d.ID, Title: d.Title, Severity: d.Severity, Arrival: d.Arrival}
		}
	}
	return best, nil
}
