package httpapi

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"caseweave/internal/core/access"
)

const (
	// heartbeat keeps proxies from closing a silent stream, and is when a
	// stream asks whether its follower may still follow.
	heartbeat = 15 * time.Second
	// calm is the shortest time between two tellings.
	calm = 100 * time.Millisecond
	// maxStreams is how many streams one principal may hold.
	maxStreams = 16
	// streamWrite is how long a follower may take to take something.
	streamWrite = 10 * time.Second
)

// following is what a stream needs; it goes on by itself, so it is no sign of somebody being there.
var following = need{name: string(access.ReadCases), action: access.ReadCases, quiet: true}

// CasesChanged is the data of the event "cases": cases that changed or began,
// as they are now.
type CasesChanged struct {
	Cases []Case `json:"cases"`
}

// DetectionsArrived is the data of the event "detections": some arrived, or were
// removed after they were kept long enough.
type DetectionsArrived struct {
	Accepted int    `json:"accepted" doc:"How many arrived since the event before."`
	Arrival  uint64 `json:"arrival" doc:"The last one's arrival; 0 where none arrived."`
	Retired  int    `json:"retired,omitempty" doc:"How many were removed since the event before."`
	Changed  int    `json:"changed,omitempty" doc:"How many others stand otherwise: closed, in a case, or seen again."`
}

// RulesChanged is the data of the event "rules": the rule set has a new version.
type RulesChanged struct {
	Version uint64 `json:"version"`
}

func (s *Server) registerLive() {
	s.schemaOf(RulesChanged{})
	s.schemaOf(CasesChanged{})
	s.schemaOf(DetectionsArrived{})
	s.raw(operation{
		method: "GET", path: tenantPath + "/live", id: "follow-live", summary: "Follow what happens (server-sent events)",
		about: "Events: cases (CasesChanged), detections (DetectionsArrived), rules (RulesChanged, also when lint of a large rule set is done), settings (an empty object: read them anew), presence (PresenceChanged: of the cases that who follows looks at), and resync, which means that events were missed: read anew what is shown. " +
			"Each bears the tenant's sequence number as its id; a client that comes back with Last-Event-ID goes on where nothing was missed, and is told to resync elsewhere. " +
			"Open the stream first, then read the lists. A comment comes every 15 seconds. The stream ends at once with the session.",
		needs: following,
		answers: map[string]*huma.MediaType{"text/event-stream": {
			Schema: &huma.Schema{Type: huma.TypeString}, Example: "event: detections\nid: 42\ndata: {\"accepted\":1,\"arrival\":42}\n\n",
		}},
		params: []*huma.Param{tenantParam(), {Name: "Last-Event-ID", In: "header", Schema: &huma.Schema{Type: huma.TypeString}}},
	}, s.followLive)
}

func (s *Server) followLive(v visit) error {
	f, leave, ok := s.live.follow(v.tenant.ID, v.principal.ID, lastHeard(v.r), maxStreams)
	if !ok {
		return tooMany("You have too many live streams open; close one first.", heartbeat)
	}
	defer leave()
	v.w.Header().Set("Content-Type", "text/event-stream")
	v.w.Header().Set("Cache-Control", "no-store")
	v.w.Header().Set("X-Accel-Buffering", "no") // nginx would hold events back
	if v.r.Method == http.MethodHead {
		return nil
	}
	stream := &stream{server: s, visit: v, follower: f, control: http.NewResponseController(v.w)}
	stream.run()
	return nil
}

// lastHeard is the sequence number that a returning client heard last, 0 for a
// new one. One that makes no sense is one that can't be continued.
func lastHeard(r *http.Request) uint64 {
	text := r.Header.Get("Last-Event-ID")
	if text == "" {
		return 0
	}
	n, err := strconv.ParseUint(text, 10, 64)
	if err != nil || n == 0 {
		return 1<<64 - 1
	}
	return n
}

// stream tells one follower until it, its session or the server ends.
type stream struct {
	server   *Server
	visit    visit
	follower *follower
	control  *http.ResponseController
}

func (s *stream) run() {
	_ = s.control.SetReadDeadline(time.Time{}) // else the server would think the client gone
	beat := time.NewTicker(heartbeat)
	defer beat.Stop()
	expired, stop := expiry(s.visit.until)
	defer stop()
	if !s.write(s.opening()) {
		return
	}
	for {
		select {
		case <-s.visit.r.Context().Done():
			return
		case <-s.server.live.done:
			return
		case <-expired:
			return
		case <-beat.C:
			if !s.welcome() || !s.write(": still here\n\n") {
				return
			}
		case <-s.follower.woken:
			n := s.server.live.collect(s.follower)
			if n.doubted && !s.welcome() || !s.tell(n) || !s.rest() {
				return
			}
		}
	}
}

// opening tells a follower where it stands, so that it can say so when it
// returns; one that is behind keeps what it last heard until it was told to resync.
func (s *stream) opening() string {
	if s.follower.behind {
		return ": following\nretry: 2000\n\n"
	}
	return fmt.Sprintf(": following\nretry: 2000\nid: %d\n\n", s.follower.begun)
}

// expiry is a channel that speaks when a session or a token ends; never for one that does not.
func expiry(until time.Time) (<-chan time.Time, func() bool) {
	if until.IsZero() {
		return nil, func() bool { return true }
	}
	timer := time.NewTimer(time.Until(until))
	return timer.C, timer.Stop
}

// welcome says whether who began the stream would still be let in, and as the same.
func (s *stream) welcome() bool {
	v, err := s.server.admit(following, s.visit.r)
	if err != nil || v.principal.Role != s.visit.principal.Role {
		return false
	}
	s.visit.tenant, s.visit.principal = v.tenant, v.principal
	return true
}

// rest waits until the follower may be told more.
func (s *stream) rest() bool {
	select {
	case <-s.visit.r.Context().Done():
		return false
	case <-s.server.live.done:
		return false
	case <-time.After(calm):
		return true
	}
}

func (s *stream) tell(n news) bool {
	var b strings.Builder
	if n.resync {
		s.event(&b, "resync", n.sequence, struct{}{})
	}
	if len(n.cases)+len(n.present) > 0 && !s.tellCases(&b, n) {
		return false
	}
	if n.rules != 0 {
		s.event(&b, "rules", n.sequence, RulesChanged{Version: n.rules})
	}
	if n.settings {
		s.event(&b, "settings", n.sequence, struct{}{})
	}
	if n.accepted > 0 || n.retired > 0 || n.changed > 0 {
		s.event(&b, "detections", n.sequence, DetectionsArrived{Accepted: n.accepted, Arrival: n.arrival, Retired: n.retired, Changed: n.changed})
	}
	return s.write(b.String())
}

// tellCases tells of the cases that changed, and of who looks at some, as far as the
// follower may know of them. Who may not know of one any more reads everything anew.
func (s *stream) tellCases(b *strings.Builder, n news) bool {
	ctx := s.visit.r.Context()
	p, err := s.server.telling(ctx, s.visit)
	if err != nil {
		return false
	}
	hidden, err := s.server.cases.Hidden(ctx, s.visit.tenant.ID, s.visit.viewer(), n.numbers())
	if err != nil {
		return false
	}
	changed := CasesChanged{Cases: []Case{}}
	lost := false
	for _, number := range slices.Sorted(maps.Keys(n.cases)) {
		if hidden[number] {
			lost = lost || n.named[number]
			continue
		}
		changed.Cases = append(changed.Cases, p.caseOf(n.cases[number].Veiled(func(n uint64) bool { return hidden[n] })))
	}
	if lost && !n.resync {
		s.event(b, "resync", n.sequence, struct{}{})
	}
	if len(changed.Cases) > 0 {
		s.event(b, "cases", n.sequence, changed)
	}
	for _, number := range slices.Sorted(maps.Keys(n.present)) {
		if !hidden[number] {
			s.event(b, "presence", n.sequence, PresenceChanged{p.number(number), each(n.present[number], presentOf)})
		}
	}
	return true
}

func (s *stream) event(b *strings.Builder, name string, sequence uint64, data any) {
	text, err := json.Marshal(data)
	if err != nil {
		s.server.log.Error("an event does not encode", "event", name, "error", err)
		return
	}
	fmt.Fprintf(b, "event: %s\nid: %d\ndata: %s\n\n", name, sequence, text)
}

func (s *stream) write(text string) bool {
	_ = s.control.SetWriteDeadline(time.Now().Add(streamWrite))
	if _, err := s.visit.w.Write([]byte(text)); err != nil {
		return false
	}
	return s.control.Flush() == nil
}
