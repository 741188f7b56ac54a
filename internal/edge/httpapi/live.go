package httpapi

import (
	"maps"
	"slices"
	"sync"

	"caseweave/internal/core/activity"
	"caseweave/internal/core/casefile"
	"caseweave/internal/core/change"
	"caseweave/internal/core/presence"
)

// maxPending is how many changed cases may wait for one follower; then it is
// told to read everything anew.
const maxPending = 500

// Live tells followers what was committed. It is an engine.Announcer: Announce
// never waits for a follower, and what a follower has not taken yet is kept
// once per case, as it is now.
type Live struct {
	mu        sync.Mutex
	closed    bool
	followers map[string]map[*follower]struct{}
	// latest is the last sequence number heard of each tenant.
	latest  map[string]uint64
	streams map[string]int
	done    chan struct{}
}

// NewLive is a Live that nobody follows yet.
func NewLive() *Live {
	return &Live{
		followers: map[string]map[*follower]struct{}{}, latest: map[string]uint64{},
		streams: map[string]int{}, done: make(chan struct{}),
	}
}

// Close ends all streams; later ones end at once.
func (l *Live) Close() {
	l.mu.Lock()
	defer l.mu.Unlock()
	if !l.closed {
		l.closed = true
		close(l.done)
	}
}

// Announce takes in what was committed.
func (l *Live) Announce(set *change.Set) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.latest[set.TenantID] = set.After.Sequence
	for f := range l.followers[set.TenantID] {
		f.take(set)
	}
}

// Linted lets a tenant's followers know that there are new findings about a version of its rules.
func (l *Live) Linted(tenantID string, version uint64) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for f := range l.followers[tenantID] {
		f.news.rules = max(f.news.rules, version)
		f.wake()
	}
}

// Doubt lets each stream of a principal find out, before it tells anything
// more, whether its follower is still welcome.
func (l *Live) Doubt(principal string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, followers := range l.followers {
		for f := range followers {
			if f.principal == principal {
				f.news.doubted = true
				f.wake()
			}
		}
	}
}

// DoubtAll does the same for all streams of a tenant.
func (l *Live) DoubtAll(tenantID string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for f := range l.followers[tenantID] {
		f.news.doubted = true
		f.wake()
	}
}

// news is what a follower has not been told yet.
type news struct {
	cases map[uint64]casefile.Case
	// named are those of them of which others may know than before.
	named    map[uint64]bool
	accepted int
	arrival  uint64
	// retired is how many detections were removed.
	retired int
	// changed is how many stored detections stand otherwise: closed, or in a case.
	changed  int
	resync   bool
	sequence uint64
	// rules is the newest version of the rule set; 0 where it did not change.
	rules    uint64
	settings bool
	// present is who looks at which case, as far as that changed.
	present map[uint64][]presence.Person
	// doubted says that the follower may not be welcome any more.
	doubted bool
}

func (n *news) empty() bool {
	return len(n.cases) == 0 && n.accepted == 0 && n.retired == 0 && n.changed == 0 && n.rules == 0 && len(n.present) == 0 && !n.settings && !n.resync && !n.doubted
}

// numbers are those of all cases that the news speak of.
func (n *news) numbers() (all []uint64) {
	for number, c := range n.cases {
		all = append(append(all, number), c.Mentions()...)
	}
	return slices.AppendSeq(all, maps.Keys(n.present))
}

// follower is one open stream. Its news are guarded by the Live's mutex.
type follower struct {
	principal string
	news      news
	// begun is the sequence number from which on it hears everything.
	begun uint64
	// behind says that it missed something before.
	behind bool
	// woken holds a token while there are news.
	woken chan struct{}
}

func (f *follower) take(set *change.Set) {
	f.news.sequence = set.After.Sequence
	if n := len(set.Arrived); n > 0 {
		f.news.accepted += n
		f.news.arrival = set.Arrived[n-1].Arrival
	}
	f.news.retired += len(set.Retired)
	f.news.changed += len(set.Standings)
	for _, c := range set.Cases {
		f.news.cases[c.Number] = c
	}
	for _, a := range set.Activities {
		if a.Kind == activity.NeedToKnowChanged {
			f.news.named[a.Case] = true
		}
	}
	if set.Book != nil {
		f.news.rules = set.After.RuleSet
	}
	f.news.settings = f.news.settings || set.Settings != nil
	if len(f.news.cases) > maxPending {
		f.news = news{cases: map[uint64]casefile.Case{}, named: map[uint64]bool{}, resync: true, sequence: set.After.Sequence, present: f.news.present, doubted: f.news.doubted}
	}
	if !f.news.empty() {
		f.wake()
	}
}

func (f *follower) wake() {
	select {
	case f.woken <- struct{}{}:
	default:
	}
}

// follow begins a stream of tenantID for a principal, who may have at most
// limit of them. since is the last sequence number that the follower heard of,
// 0 for none; when more happened than that, or nobody knows, it must resync.
func (l *Live) follow(tenantID, principal string, since uint64, limit int) (f *follower, leave func(), ok bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.streams[principal] >= limit {
		return nil, nil, false
	}
	f = &follower{
		principal: principal, woken: make(chan struct{}, 1),
		news: news{cases: map[uint64]casefile.Case{}, named: map[uint64]bool{}, sequence: l.latest[tenantID]},
	}
	f.begun = l.latest[tenantID]
	if f.behind = since != 0 && since != f.begun; f.behind {
		f.news.resync = true
		f.wake()
	}
	if l.followers[tenantID] == nil {
		l.followers[tenantID] = map[*follower]struct{}{}
	}
	l.followers[tenantID][f] = struct{}{}
	l.streams[principal]++
	return f, func() { l.leave(tenantID, principal, f) }, true
}

func (l *Live) leave(tenantID, principal string, f *follower) {
	l.mu.Lock()
	defer l.mu.Unlock()
	delete(l.followers[tenantID], f)
	if len(l.followers[tenantID]) == 0 {
		delete(l.followers, tenantID)
	}
	if l.streams[principal]--; l.streams[principal] == 0 {
		delete(l.streams, principal)
	}
}

// collect hands over what the follower has not been told.
func (l *Live) collect(f *follower) news {
	l.mu.Lock()
	defer l.mu.Unlock()
	n := f.news
	f.news = news{cases: map[uint64]casefile.Case{}, named: map[uint64]bool{}, sequence: n.sequence}
	return n
}

// count is how many streams are open.
func (l *Live) count() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	sum := 0
	for _, n := range l.streams {
		sum += n
	}
	return sum
}
