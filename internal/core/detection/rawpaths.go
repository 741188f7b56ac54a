package detection

import "bytes"

// RawPaths reads many paths of the raw event in one pass. Of a well-formed event
// it tells what the fields below raw tell one by one.
type RawPaths struct{ root rawPath }

// rawPath is a place to which paths lead, or from which they lead on.
type rawPath struct {
	ends  []int // the paths that lead here
	parts map[string]*rawPath
}

// NewRawPaths prepares paths, each of which is the segments after raw.
func NewRawPaths(paths ...[]string) *RawPaths {
	p := &RawPaths{}
	for i, path := range paths {
		at := &p.root
		for _, name := range path {
			at = at.part(name)
		}
		at.ends = append(at.ends, i)
	}
	return p
}

// part is where a name leads to, made if it is not there.
func (p *rawPath) part(name string) *rawPath {
	if p.parts == nil {
		p.parts = map[string]*rawPath{}
	}
	if p.parts[name] == nil {
		p.parts[name] = &rawPath{}
	}
	return p.parts[name]
}

// Each calls visit with each text that a path leads to in d's raw event, and with
// the place of that path among those prepared.
func (p *RawPaths) Each(d *Detection, visit func(path int, text string)) {
	r := rawPathsReader{rawReader{left: d.Raw}, visit}
	r.value(&p.root)
}

// rawPathsReader reads for many paths as rawReader does for one.
type rawPathsReader struct {
	rawReader
	visit func(path int, text string)
}

func (r *rawPathsReader) value(at *rawPath) {
	switch r.peek() {
	case '{':
		if len(at.parts) > 0 {
			r.object(at)
			return
		}
	case '[':
		r.array(at)
		return
	}
	r.leaf(at, r.skip())
}

// object reads an object twice where some paths end at it and others go on.
func (r *rawPathsReader) object(at *rawPath) {
	if len(at.ends) > 0 {
		whole := r.left
		r.leaf(at, r.skip())
		r.left = whole
	}
	r.left = r.left[1:]
	for r.peek() == '"' {
		key := r.skip()
		r.take(':')
		if part := at.under(key); part != nil {
			r.value(part)
		} else {
			r.skip()
		}
		r.take(',')
	}
	r.take('}')
}

func (r *rawPathsReader) array(at *rawPath) {
	r.left = r.left[1:]
	for next := r.peek(); next != ']' && next != 0; next = r.peek() {
		r.value(at)
		r.take(',')
	}
	r.take(']')
}

func (r *rawPathsReader) leaf(at *rawPath, text []byte) {
	if len(at.ends) == 0 {
		return
	}
	if s, ok := leafText(text); ok {
		for _, path := range at.ends {
			r.visit(path, s)
		}
	}
}

// under is where a key, as it is written, leads to; nil where no path goes there.
func (p *rawPath) under(key []byte) *rawPath {
	if bytes.IndexByte(key, '\\') >= 0 {
		return p.parts[unquoted(key)]
	}
	return p.parts[string(key[1:max(1, len(key)-1)])]
}
