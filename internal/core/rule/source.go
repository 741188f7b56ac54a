package rule

import (
	"bytes"
	"regexp"
	"slices"

	"github.com/go-json-experiment/json/jsontext"

	"caseweave/internal/core/detection"
)

// ReadsRaw says whether some rule or template may look into what sources sent:
// by the field raw, or by what falls back to it.
func (b Book) ReadsRaw() bool {
	for i := range b.Rules {
		if b.Rules[i].reads(rawWords) || rawWords.MatchString(b.Rules[i].AppendComment) {
			return true
		}
	}
	return slices.ContainsFunc(b.Templates, func(t Template) bool {
		return rawWords.MatchString(t.CaseTitle) || rawWords.MatchString(t.KeyFindings)
	})
}

var rawWords = regexp.MustCompile(`(?i)\b(raw|values|source_ips|destination_ips)\b`)

// source is a detection as its product tells it: with keys of the product's own.
type source struct {
	*detection.Detection
	// apart are entities that the reader does not see; the detection is without them.
	apart Apart
}

// Apart are entities by which nothing is grouped (decision 0019).
type Apart map[detection.Entity]bool

// sorted are the entities in one order.
func (a Apart) sorted() []string {
	all := make([]string, 0, len(a))
	for e := range a {
		all = append(all, string(e))
	}
	slices.Sort(all)
	return all
}

// without is d as it is seen without them.
func (a Apart) without(d *detection.Detection) *detection.Detection {
	hidden := func(e detection.Entity) bool { return a[e] }
	if len(a) == 0 || d == nil || !slices.ContainsFunc(d.Entities, hidden) {
		return d
	}
	seen := *d
	seen.Entities = slices.DeleteFunc(slices.Clone(d.Entities), hidden)
	return &seen
}

// valuesUnder lists the distinct values of the product's key: the attributes of
// that name, else the scalars under it anywhere in the raw event.
func (d source) valuesUnder(key string) []string {
	var values []string
	for _, a := range d.Attributes {
		if a.Name == key && !slices.Contains(values, a.Value) {
			values = append(values, a.Value)
		}
	}
	if values == nil {
		values = scalarsUnder(d.Raw, key)
	}
	return values
}

// addressesUnder is valuesUnder with each address in its one text form.
func (d source) addressesUnder(key string) []string {
	var addresses []string
	for _, v := range d.valuesUnder(key) {
		if a := detection.CanonicalAddress(v); !d.apart[detection.Entity("ip:"+a)] && !slices.Contains(addresses, a) {
			addresses = append(addresses, a)
		}
	}
	return addresses
}

// scalarsUnder lists the distinct texts, numbers and truth values that stand
// under key in raw, directly or in an array, MaxRows at most.
func scalarsUnder(raw []byte, key string) []string {
	if !mentions(raw, key) {
		return nil
	}
	var found []string
	decoder := jsontext.NewDecoder(bytes.NewReader(raw), jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))
	named, array := false, 0 // the next value is the key's; the depth at which the key's array stands
	for len(found) < MaxRows {
		token, err := decoder.ReadToken()
		if err != nil {
			break
		}
		depth := decoder.StackDepth()
		within, length := decoder.StackIndex(depth)
		switch kind := token.Kind(); {
		case kind == '"' && within == '{' && length%2 == 1:
			named = token.String() == key
			continue
		case kind == '[' && named:
			array = depth
		case isScalar(kind) && (named || within == '[' && depth == array):
			if value := token.String(); !slices.Contains(found, value) {
				found = append(found, value)
			}
		case depth < array:
			array = 0
		}
		named = false
	}
	return found
}

func isScalar(k jsontext.Kind) bool { return k == '"' || k == '0' || k == 't' || k == 'f' }

// mentions says whether key can be in raw at all: it is there as written, or
// something in raw is escaped.
func mentions(raw []byte, key string) bool {
	return bytes.Contains(raw, []byte(`"`+key+`"`)) || bytes.IndexByte(raw, '\\') >= 0
}

// places are the locations as texts: "City, Country", or the one that is known.
func (d source) places() []string {
	var all []string
	for _, p := range d.Locations {
		place := p.City
		if p.City != "" && p.Country != "" {
			place += ", "
		}
		if place += p.Country; place != "" && !slices.Contains(all, place) {
			all = append(all, place)
		}
	}
	return all
}
