package match

import "caseweave/internal/core/detection"

// raw are the fields below raw. One pass through the event serves all of them.
type raw struct {
	fields []*field
	under  [][]string // their paths
	paths  *detection.RawPaths
}

func (r *raw) add(path []string, f *field) {
	r.fields, r.under = append(r.fields, f), append(r.under, path)
}

func (r *raw) prepare() { r.paths = detection.NewRawPaths(r.under...) }

func (r *raw) look(p *pass) {
	if len(r.fields) > 0 {
		r.paths.Each(p.detection, p.seeRaw)
	}
}
