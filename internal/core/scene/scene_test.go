package scene

import (
	"fmt"
	"net/netip"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"caseweave/internal/core/detection"
	"caseweave/internal/core/query"
)

func observed(members ...detection.Detection) *Observer {
	o := &Observer{}
	for i := range members {
		o.Meet(&members[i])
	}
	return o
}

func speaks(of ...detection.Entity) detection.Detection { return detection.Detection{Entities: of} }

func at(city, country string, e detection.Entity, others ...detection.Entity) detection.Detection {
	d := speaks(append(others, e)...)
	d.Locations = []detection.Place{{City: city, Country: country, Entity: e}}
	return d
}

func told(s Scene) string {
	var b strings.Builder
	for _, p := range s.Places {
		fmt.Fprintf(&b, "%s/%s %d:", p.City, p.Country, p.Detections)
		for _, e := range p.Seen {
			fmt.Fprintf(&b, " %s %d %t", e.Entity, e.Detections, e.LookedUp)
		}
		b.WriteString("; ")
	}
	return b.String()
}

func TestHostsAndUsersCountTheDetectionsThatSpeakOfThem(t *testing.T) {
	s := observed(speaks("host:b", "user:ada"), speaks("host:a", "host:b"), speaks("host:c", "ip:10.0.0.1")).Scene(nil, 2)
	if got := fmt.Sprint(s.Hosts, s.HostCount, s.Users, s.UserCount, s.Read); got !=
		"[{host:b 2 false @host = 'b'} {host:a 1 false @host = 'a'}] 3 [{user:ada 1 false @user = 'ada'}] 1 3" {
		t.Error(got)
	}
}

func TestAPlaceIsOneWhateverItsLetters(t *testing.T) {
	twice := at("Berlin", "DE", "ip:192.0.2.1")
	twice.Locations = append(twice.Locations, detection.Place{City: "BERLIN", Country: "de", Latitude: 52, Entity: "ip:192.0.2.1"})
	s := observed(twice, at("berlin", "DE", "host:x"), at("Lagos", "NG", "user:ada")).Scene(nil, 9)
	if got := told(s); got != "Berlin/DE 2: host:x 1 false ip:192.0.2.1 1 false; Lagos/NG 1: user:ada 1 false; " {
		t.Error(got)
	}
	if s.Places[0].Filter != "locations = 'Berlin, DE'" || s.Places[0].Seen[0].Filter != "locations = 'Berlin, DE' AND entities = 'host:x'" {
		t.Error(s.Places[0])
	}
}

func TestACountryAloneStandsForAllOfIt(t *testing.T) {
	s := observed(at("Berlin", "DE", "host:x"), at("", "DE", "host:y"), at("Bonn", "", "host:z")).Scene(nil, 9)
	if got := told(s); got != "/DE 2: host:x 1 false host:y 1 false; Bonn/ 1: host:z 1 false; Berlin/DE 1: host:x 1 false; " {
		t.Error(got)
	}
}

// atlas knows one public address.
func atlas(a netip.Addr) (country, city string) {
	if a.String() == "203.0.113.7" {
		return "NG", "Lagos"
	}
	return "", ""
}

func TestOnlyAddressesThatNoEventLocatesAreLookedUp(t *testing.T) {
	asked := map[string]int{}
	locate := func(a netip.Addr) (string, string) {
		asked[a.String()]++
		return atlas(a)
	}
	s := observed(
		speaks("ip:203.0.113.7"), speaks("ip:203.0.113.7", "ip:10.0.0.1", "ip:not an address", "ip:::1"),
		at("Berlin", "DE", "ip:198.51.100.9"), speaks("ip:198.51.100.9"),
	).Scene(locate, 9)
	if got := told(s); got != "Lagos/NG 2: ip:203.0.113.7 2 true; Berlin/DE 1: ip:198.51.100.9 1 false; " {
		t.Error(got)
	}
	if fmt.Sprint(asked) != "map[203.0.113.7:1]" {
		t.Errorf("asked for %v", asked)
	}
	if s.Places[0].Filter != "@ip IN ('203.0.113.7')" {
		t.Error(s.Places[0].Filter)
	}
}

func TestTooManyAddressesMakeNoFilter(t *testing.T) {
	o := &Observer{}
	for i := range maxFiltered + 1 {
		d := speaks(detection.Entity(fmt.Sprintf("ip:203.0.113.%d", i)))
		o.Meet(&d)
	}
	s := o.Scene(func(netip.Addr) (string, string) { return "NG", "" }, 9)
	if p := s.Places[0]; p.Filter != "" || p.Detections != maxFiltered+1 || p.SeenCount != maxFiltered+1 || len(p.Seen) != maxSeen {
		t.Error(p)
	}
}

var (
	cities    = []string{"", "Berlin", "BERLIN", "O'Fallon", "true", "-4h", "x\u202ey", "tab\there"}
	countries = []string{"", "DE", "de", "NG", "Côte d'Ivoire"}
	someone   = []detection.Entity{"", "ip:203.0.113.7", "ip:203.0.113.8", "host:web-1", "host:-4h", "user:o'neil", "host:true"}
)

func drawn(t *rapid.T) detection.Detection {
	var d detection.Detection
	d.Entities = append(d.Entities, rapid.SliceOfNDistinct(rapid.SampledFrom(someone[1:]), 0, 4, rapid.ID).Draw(t, "entities")...)
	for range rapid.IntRange(0, 3).Draw(t, "places") {
		d.Locations = append(d.Locations, detection.Place{
			City: rapid.SampledFrom(cities).Draw(t, "city"), Country: rapid.SampledFrom(countries).Draw(t, "country"), Entity: rapid.SampledFrom(someone).Draw(t, "who"),
		})
	}
	return d
}

func TestEachNumberLeadsToAsManyDetections(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		members := rapid.SliceOfN(rapid.Custom(drawn), 1, 8).Draw(t, "members")
		s := observed(members...).Scene(atlas, 100)
		same := func(filter string, want int) {
			e, err := query.ParseFilter(filter)
			if err != nil {
				t.Fatalf("%s: %v", filter, err)
			}
			keeps, err := query.Compile(e, detection.Fields)
			if err != nil {
				t.Fatalf("%s: %v", filter, err)
			}
			kept := 0
			for i := range members {
				if keeps(&members[i]) {
					kept++
				}
			}
			if kept != want {
				t.Fatalf("%s keeps %d, want %d", filter, kept, want)
			}
		}
		for _, e := range append(s.Hosts, s.Users...) {
			same(e.Filter, e.Detections)
		}
		for _, p := range s.Places {
			same(p.Filter, p.Detections)
			for _, e := range p.Seen {
				if e.LookedUp {
					same(e.Filter, e.Detections)
				}
			}
		}
	})
}
