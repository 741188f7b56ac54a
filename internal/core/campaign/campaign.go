// Package campaign tells a story that never happened: the everyday alerts of a
// company's security products and, woven into them, a few intrusions. It
// serves as the living example, as the load of benchmarks and as a stream for
// one's own experiments.
//
// A Story is endless and deterministic: the same seed, start and options tell
// it byte by byte again. It reads no clock. Each event is an OCSF Detection
// Finding (class 2004, about 1.4 kB) whose uid no other event of the story
// has. All names, addresses and products are made up; addresses of the outside
// world are those reserved for documentation.
package campaign

import (
	"math/rand/v2"
	"time"
)

// Options shape a story; the zero value of each means its default.
type Options struct {
	// Campaigns is how many intrusions there are; 0 keeps starting new ones,
	// and below 0 there are none.
	Campaigns int
	// NoisePerStep is how many everyday events come between two steps of an
	// intrusion, on average; 30 by default.
	NoisePerStep int
	// Hosts and Users are the size of the company; 200 and 150 by default.
	Hosts, Users int
	// Pace is the mean time between two events; 15 s by default.
	Pace time.Duration
}

// Event is one finding, when it happened, and which intrusion it belongs to.
type Event struct {
	// At is the finding's own time; it never goes back.
	At time.Time
	// JSON is the finding in one line, without the line's end. It belongs to the receiver.
	JSON []byte
	// Campaign counts the intrusions from 1; 0 is everyday noise.
	Campaign int
}

// Story yields events without end. It is not safe for concurrent use.
type Story struct {
	options Options
	rand    *rand.Rand
	company company
	at      time.Time
	salt    uint64 // what tells the uids of two stories apart
	told    uint64
	started int
	running []*intrusion
	untilIt int // everyday events until the next intrusion starts
}

// intrusion is a campaign under way.
type intrusion struct {
	number int
	ahead  []step
	cast   cast
	wait   int // everyday events until its next step
}

// Steps between the begin of a story and its first intrusion, and between the
// begins of two intrusions.
const (
	stepsBefore = 4
	stepsApart  = 15
)

// New tells a story as the options shape it.
func New(seed uint64, start time.Time, o Options) *Story {
	o.NoisePerStep = orDefault(o.NoisePerStep, 30)
	o.Hosts = orDefault(o.Hosts, 200)
	o.Users = orDefault(o.Users, 150)
	o.Pace = orDefault(o.Pace, 15*time.Second)
	r := rand.New(rand.NewPCG(seed, 0x5eC0))
	return &Story{
		options: o, rand: r, company: newCompany(o), at: start.UTC().Truncate(time.Microsecond),
		salt: r.Uint64() ^ uint64(start.UnixMicro())*0x9E3779B97F4A7C15, untilIt: stepsBefore * o.NoisePerStep,
	}
}

func orDefault[T int | time.Duration](v, usual T) T {
	if v <= 0 {
		return usual
	}
	return v
}

// Next is the next event.
func (s *Story) Next() Event {
	s.at = s.at.Add(time.Duration(s.rand.Int64N(int64(2 * s.options.Pace)))).Truncate(time.Microsecond)
	s.told++
	if i := s.due(); i != nil {
		return s.proceed(i)
	}
	s.everydayPasses()
	return s.event(s.company.everyday(s.rand), 0)
}

// due is an intrusion whose next step comes now.
func (s *Story) due() *intrusion {
	for _, i := range s.running {
		if i.wait <= 0 {
			return i
		}
	}
	return nil
}

// proceed tells an intrusion's next step.
func (s *Story) proceed(i *intrusion) Event {
	now := i.ahead[0]
	i.ahead = i.ahead[1:]
	i.wait = 1 + s.rand.IntN(2*s.options.NoisePerStep)
	if len(i.ahead) == 0 {
		s.end(i)
	}
	return s.event(scene{pattern: now.pattern, cast: i.cast.at(now.where)}, i.number)
}

func (s *Story) end(i *intrusion) {
	for at, other := range s.running {
		if other == i {
			s.running = append(s.running[:at], s.running[at+1:]...)
			return
		}
	}
}

// everydayPasses brings the steps of intrusions nearer by one event, and starts a new one in its turn.
func (s *Story) everydayPasses() {
	for _, i := range s.running {
		i.wait--
	}
	if s.untilIt--; s.untilIt > 0 || s.options.Campaigns < 0 || s.options.Campaigns > 0 && s.started == s.options.Campaigns {
		return
	}
	s.untilIt = stepsApart * s.options.NoisePerStep
	plot := plots[s.started%len(plots)]
	s.started++
	s.running = append(s.running, &intrusion{number: s.started, ahead: plot.steps, cast: s.company.cast(s.rand, plot.server)})
}

func (s *Story) event(now scene, number int) Event {
	return Event{At: s.at, JSON: now.write(s), Campaign: number}
}
