package scene

import (
	"cmp"
	"iter"
	"net/netip"
	"slices"

	"caseweave/internal/core/detection"
	"caseweave/internal/core/fold"
	"caseweave/internal/core/query"
)

const (
	// maxSeen is how many entities a place names.
	maxSeen = 10
	// maxFiltered is how many addresses the filter of a place may list.
	maxFiltered = 200
)

// Place is where something was seen. One without a city stands for its country, and
// one without a country for all cities of its name: it has their detections, too.
type Place struct {
	Country, City string
	Detections    int
	// Seen are the entities that were seen there, ten at most; SeenCount counts them all.
	Seen      []Seen
	SeenCount int
	// Filter keeps these detections; empty where it would list too many addresses.
	Filter string
}

// spot is a place by what tells places apart.
type spot struct{ country, city string }

// finding is a place on which detections are counted. last is the last one that was,
// by its number, so that none counts twice.
type finding struct {
	country, city    string
	detections, last int
	// told says that an event told it.
	told bool
	seen map[detection.Entity]*sighting
}

// sighting is an entity at a place.
type sighting struct {
	detections, last int
	lookedUp         bool
}

// report says that detection n has an entity at a place; the entity is empty where
// nobody says who.
type report struct {
	n             int
	country, city string
	entity        detection.Entity
	lookedUp      bool
}

// survey gathers findings. A place is found only where something tells it as it is,
// not merely a place within it.
type survey struct {
	found map[spot]*finding
	// around are the findings that a place as it is written belongs to.
	around map[spot][]*finding
}

// places are all of them, those of most detections first.
func (o *Observer) places(locate Locate) []Place {
	s, reports := survey{map[spot]*finding{}, map[spot][]*finding{}}, o.reports(once(locate))
	for r := range reports {
		s.name(r.country, r.city)
	}
	for r := range reports {
		for _, f := range s.belonging(r.country, r.city) {
			f.count(r.n, r.entity, r.lookedUp)
		}
	}
	return s.places()
}

// reports are what events tell, and what is looked up.
func (o *Observer) reports(lookUp func(detection.Entity) (country, city string)) iter.Seq[report] {
	return func(yield func(report) bool) {
		for i, m := range o.members {
			for _, p := range m.places {
				if (p.Country != "" || p.City != "") && !yield(report{i + 1, p.Country, p.City, p.Entity, false}) {
					return
				}
			}
			for _, a := range m.addresses {
				if o.told[a] {
					continue
				}
				if country, city := lookUp(a); (country != "" || city != "") && !yield(report{i + 1, country, city, a, true}) {
					return
				}
			}
		}
	}
}

// once looks each entity up at most once, and only where it is a public address.
func once(locate Locate) func(detection.Entity) (country, city string) {
	known := map[detection.Entity]spot{}
	return func(e detection.Entity) (string, string) {
		if locate == nil {
			return "", ""
		}
		at, ok := known[e]
		if !ok {
			if a, err := netip.ParseAddr(e.Value()); err == nil && a.IsGlobalUnicast() && !a.IsPrivate() {
				at.country, at.city = locate(a)
			}
			known[e] = at
		}
		return at.country, at.city
	}
}

// name takes in that a place is told.
func (s survey) name(country, city string) {
	written := spot{country, city}
	if _, known := s.around[written]; known {
		return
	}
	s.around[written] = nil
	if key := folded(country, city); s.found[key] == nil {
		s.found[key] = &finding{country: country, city: city, seen: map[detection.Entity]*sighting{}}
	}
}

func folded(country, city string) spot { return spot{fold.String(country), fold.String(city)} }

// belonging are the place itself and, where they are told, its country and all
// cities of its name.
func (s survey) belonging(country, city string) []*finding {
	written := spot{country, city}
	if s.around[written] == nil {
		for _, key := range around(folded(country, city)) {
			if f := s.found[key]; f != nil {
				s.around[written] = append(s.around[written], f)
			}
		}
	}
	return s.around[written]
}

func around(p spot) []spot {
	if p.country == "" || p.city == "" {
		return []spot{p}
	}
	return []spot{p, {country: p.country}, {city: p.city}}
}

func (f *finding) count(n int, e detection.Entity, lookedUp bool) {
	if f.told = f.told || !lookedUp; f.last != n {
		f.last = n
		f.detections++
	}
	if e == "" {
		return
	}
	s := f.seen[e]
	if s == nil {
		s = &sighting{lookedUp: lookedUp}
		f.seen[e] = s
	}
	if s.last != n {
		s.last = n
		s.detections++
	}
}

func (s survey) places() []Place {
	var all []Place
	for _, f := range s.found {
		all = append(all, f.place())
	}
	slices.SortFunc(all, func(a, b Place) int {
		return cmp.Or(cmp.Compare(b.Detections, a.Detections), cmp.Compare(a.Country, b.Country), cmp.Compare(a.City, b.City))
	})
	return all
}

func (f *finding) place() Place {
	p := Place{Country: f.country, City: f.city, Detections: f.detections, SeenCount: len(f.seen), Filter: f.filter()}
	for e, s := range f.seen {
		p.Seen = append(p.Seen, Seen{Entity: e, Detections: s.detections, LookedUp: s.lookedUp})
	}
	slices.SortFunc(p.Seen, oftener)
	p.Seen = p.Seen[:min(maxSeen, len(p.Seen))]
	for i := range p.Seen {
		p.Seen[i].Filter = f.filterOf(p.Seen[i])
	}
	return p
}

// filter keeps what names the place, and the addresses that were looked up: no event
// of the case locates those, so each of them is here wherever it occurs.
func (f *finding) filter() string {
	var addresses []query.Value
	for e, s := range f.seen {
		if s.lookedUp {
			addresses = append(addresses, query.TextValue(e.Value()))
		}
	}
	slices.SortFunc(addresses, func(a, b query.Value) int { return cmp.Compare(a.Text, b.Text) })
	var any query.Or
	if f.told {
		any.Any = append(any.Any, f.byName())
	}
	if len(addresses) > 0 {
		any.Any = append(any.Any, query.Test{Field: "@ip", Op: query.In, Values: addresses})
	}
	if len(addresses) > maxFiltered {
		return ""
	}
	return any.String()
}

// filterOf keeps the detections that name the place and e.
func (f *finding) filterOf(s Seen) string {
	if s.LookedUp {
		return equals("@ip", s.Entity.Value()).String()
	}
	return query.And{All: []query.Expr{f.byName(), equals("entities", string(s.Entity))}}.String()
}

// byName is the place as the field of places has it.
func (f *finding) byName() query.Test {
	switch {
	case f.city == "":
		return equals("locations", f.country)
	case f.country == "":
		return equals("locations", f.city)
	}
	return equals("locations", f.city+", "+f.country)
}
