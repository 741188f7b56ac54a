package intake

import (
	"net/netip"
	"strings"

	"caseweave/internal/core/fold"
)

// name gives entities and attributes: first the observables, which the product
// itself thinks worth naming, then what the objects of the finding hold.
func (f *finding) name(b *draft) {
	for _, o := range f.Observables {
		o.name(b)
	}
	f.evidence.name(b)
	for _, e := range f.Evidences {
		e.name(b)
	}
	for _, m := range f.Malware {
		for _, file := range m.Files {
			file.name(b)
		}
	}
	for _, r := range f.Resources {
		r.name(b)
	}
	for _, r := range f.Resource {
		r.name(b)
	}
}

// observableKinds are the kinds of entity behind type_id of an observable, by
// the OCSF dictionary. Ids that are missing here name no entity of ours; they
// remain attributes.
var observableKinds = map[string]string{
	"1": "host", "2": "ip", "3": "mac", "4": "user", "5": "email", "6": "url", "7": "file", "8": "hash", "9": "process",
	"10": "resource", "20": "endpoint", "21": "user", "22": "email", "23": "url", "24": "file", "25": "process",
	"30": "hash", "38": "resource", "39": "process", "45": "file",
}

// observableWords stand in for a missing type_id.
var observableWords = map[string]string{
	"hostname": "host", "ip address": "ip", "mac address": "mac", "user name": "user", "user": "user", "email address": "email", "url string": "url",
	"file name": "file", "file hash": "hash", "hash": "hash", "process name": "process", "process": "process", "resource uid": "resource",
}

func (o *observable) name(b *draft) {
	b.attribute(o.Name.string, o.Value.string)
	kind, value := observableKinds[o.TypeID.string], o.Value.string
	if o.TypeID.string == "" {
		kind = observableWords[fold.String(strings.TrimSpace(o.Type.string))]
	}
	switch kind {
	case "":
	case "ip":
		b.address(role(o.Name.string), value)
	case "hash":
		b.hash(value)
	case "endpoint":
		b.endpoint(value)
	default:
		b.entity(kind, value)
	}
}

// endpoint is an address or, where it is none, a host.
func (b *draft) endpoint(value string) {
	if isAddress(value) {
		b.entity("ip", value)
	} else {
		b.entity("host", value)
	}
}

// role is the part that an address took, by a word of its observable's name
// such as src_endpoint.ip, sourceIpAddress or local_destination_address.
func role(name string) string {
	words := strings.FieldsFunc(fold.String(name), func(r rune) bool { return r < 'a' || r > 'z' })
	for _, w := range words {
		switch {
		case strings.HasPrefix(w, "src") || strings.HasPrefix(w, "source"):
			return attributeSource
		case strings.HasPrefix(w, "dst") || strings.HasPrefix(w, "dest"):
			return attributeDestination
		}
	}
	return ""
}

func (e *evidence) name(b *draft) {
	e.Device.name(b, "")
	e.Src.name(b, attributeSource)
	e.Dst.name(b, attributeDestination)
	e.User.name(b)
	e.Actor.User.name(b)
	e.Process.name(b)
	e.Actor.Process.name(b)
	e.File.name(b)
	e.Email.name(b)
	e.URL.name(b)
	e.Request.URL.name(b)
	b.entity("domain", e.Query.Hostname.string)
}

func (e *endpoint) name(b *draft, role string) {
	host := b.entity("host", first(e.Hostname.string, e.Name.string))
	ip := b.address(role, e.IP.string)
	if ip == "" {
		ip = host
	}
	b.place(e.Location.place(ip))
}

// name takes the uid only of users without a name.
func (u *user) name(b *draft) {
	email := b.entity("email", u.Email.string)
	if name := first(u.Name.string); name != "" {
		b.entity("user", name)
	} else if email == "" {
		b.entity("user", u.UID.string)
	}
}

func (p *process) name(b *draft) {
	b.entity("process", p.Name.string)
	b.entity("process", p.UID.string)
	b.commandLine(p.CmdLine.string)
	p.File.name(b)
	p.User.name(b)
}

func (f *file) name(b *draft) {
	b.entity("file", f.Name.string)
	b.entity("file", f.Path.string)
	for _, h := range f.Hashes {
		b.hash(h.Value.string)
	}
}

func (m *email) name(b *draft) {
	b.entity("email", m.From.string)
	b.entity("email", m.Sender.string)
	for _, to := range m.To {
		b.entity("email", to.string)
	}
	for _, ip := range m.Origins {
		b.address(attributeSource, ip.string)
	}
	for _, f := range m.Files {
		f.name(b)
	}
	for _, u := range m.URLs {
		u.name(b)
	}
}

func (u *url) name(b *draft) {
	b.entity("url", u.Text.string)
	b.entity("domain", first(u.Hostname.string, u.Domain.string))
}

func (r *resource) name(b *draft) {
	b.entity("host", r.Hostname.string)
	b.entity("ip", r.IP.string)
	b.entity("resource", first(r.UID.string, r.Name.string))
}

func isAddress(s string) bool {
	_, err := netip.ParseAddr(strings.TrimSpace(s))
	return err == nil
}
