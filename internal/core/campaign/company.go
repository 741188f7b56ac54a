package campaign

import (
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"math/rand/v2"
	"slices"
)

// machine is a host of the company.
type machine struct {
	name, ip string
	server   bool
}

// person works for the company, at a workstation of theirs.
type person struct {
	name, mail string
	desk       machine
}

// company is who and what events are about.
type company struct {
	people  []person
	servers []machine
}

// cast is who and what one event is about, or one whole intrusion.
type cast struct {
	person
	// on is the machine it happens on.
	on machine
	// server is the company's machine that plays a part beside the person's own.
	server machine
	// remote and domain are outside, file is what was found, hash its SHA-256.
	remote, domain, file, hash string
}

// scene is a pattern and who plays it.
type scene struct {
	pattern *pattern
	cast    cast
}

var (
	firstNames = []string{"mia", "jonas", "aylin", "peter", "sofia", "lukas", "nadia", "erik", "clara", "tomas", "ines", "marek", "laura", "samir", "greta"}
	lastNames  = []string{"keller", "novak", "brandt", "rossi", "lindqvist", "moreau", "yilmaz", "kowalski", "fischer", "santos", "berg", "horvat", "meier", "dubois", "lang"}
	duties     = []string{"web", "file", "mail", "db", "dc", "app", "build", "print", "vpn", "wiki"}
	outside    = []string{"198.51.100.%d", "203.0.113.%d", "192.0.2.%d"}
	words      = []string{"cloud", "metrics", "cdn", "update", "secure", "files", "portal", "static", "sync", "login"}
	endings    = []string{"example.com", "example.net", "example.org"}
	documents  = []string{"invoice", "offer", "minutes", "contract", "cv", "payroll", "forecast", "scan"}
)

func newCompany(o Options) company {
	var c company
	servers := max(1, o.Hosts/8)
	for i := range servers {
		duty := duties[i%len(duties)]
		c.servers = append(c.servers, machine{fmt.Sprintf("srv-%s-%02d", duty, i/len(duties)+1), fmt.Sprintf("10.20.%d.%d", i/250, i%250+4), true})
	}
	desks := max(1, o.Hosts-servers)
	for i := range o.Users {
		desk := i % desks
		c.people = append(c.people, newPerson(i, machine{
			fmt.Sprintf("ws-%04d", desk+1), fmt.Sprintf("10.10.%d.%d", desk/250, desk%250+4), false,
		}))
	}
	return c
}

func newPerson(i int, desk machine) person {
	name := firstNames[i%len(firstNames)] + "." + lastNames[(i/len(firstNames)+i)%len(lastNames)]
	if round := i / (len(firstNames) * len(lastNames)); round > 0 {
		name = fmt.Sprintf("%s%d", name, round+1)
	}
	return person{name: name, mail: name + "@corp.example", desk: desk}
}

// everyday is one of the events that come every day, about anybody.
func (c *company) everyday(r *rand.Rand) scene {
	p := draw[r.IntN(len(draw))]
	about := c.cast(r, p.product.guards)
	if p.onServer {
		about = about.at(onServer)
	}
	return scene{p, about}
}

// cast is one victim, one server of a duty, if the company has one, and one attacker.
func (c *company) cast(r *rand.Rand, duty string) cast {
	victim := c.people[r.IntN(len(c.people))]
	return cast{
		person: victim,
		on:     victim.desk,
		server: c.server(r, duty),
		remote: fmt.Sprintf(outside[r.IntN(len(outside))], 1+r.IntN(254)),
		domain: fmt.Sprintf("%s-%s%d.%s", words[r.IntN(len(words))], words[r.IntN(len(words))], r.IntN(90)+10, endings[r.IntN(len(endings))]),
		file:   fmt.Sprintf("%s-%04d", documents[r.IntN(len(documents))], r.IntN(10000)),
		hash:   newHash(r),
	}
}

func newHash(r *rand.Rand) string {
	var sum [32]byte
	for at := 0; at < len(sum); at += 8 {
		binary.BigEndian.PutUint64(sum[at:], r.Uint64())
	}
	return hex.EncodeToString(sum[:])
}

func (c *company) server(r *rand.Rand, duty string) machine {
	any := r.IntN(len(c.servers))
	at := slices.Index(duties, duty)
	if at < 0 {
		return c.servers[any]
	}
	if at += any / len(duties) * len(duties); at < len(c.servers) {
		return c.servers[at]
	}
	return c.servers[any]
}
