package rule

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"time"
)

// Revise is the book after somebody replaced was by is: what changed counts one
// version up and bears who and when, what did not keeps its own, and what is
// new stands behind what was there, in order of creation. What a tenant has of its
// partner stands last and keeps the partner's versions.
func Revise(was, is Book, by string, now time.Time) Book {
	was, is = was.Identified(), is.Identified()
	return Book{
		Rules:     revise(was.Rules, is.Rules, by, now, ruleStamp),
		Templates: revise(was.Templates, is.Templates, by, now, templateStamp),
	}
}

// Same says that two books say the same, whoever wrote them when.
func Same(a, b Book) bool {
	a, b = a.Identified(), b.Identified()
	return slices.EqualFunc(a.Rules, b.Rules, func(x, y Rule) bool { return same(x, y, ruleStamp) }) &&
		slices.EqualFunc(a.Templates, b.Templates, func(x, y Template) bool { return same(x, y, templateStamp) })
}

// stamp is what the keeper of a book adds to what was written.
type stamp struct {
	id                   string
	version              *uint64
	createdBy, updatedBy *string
	createdAt, updatedAt *time.Time
}

func ruleStamp(r *Rule) stamp {
	return stamp{r.ID, &r.Version, &r.CreatedBy, &r.UpdatedBy, &r.CreatedAt, &r.UpdatedAt}
}

func templateStamp(t *Template) stamp {
	return stamp{t.ID, &t.Version, &t.CreatedBy, &t.UpdatedBy, &t.CreatedAt, &t.UpdatedAt}
}

func revise[T any](was, is []T, by string, now time.Time, stamped func(*T) stamp) []T {
	place := map[string]int{}
	for i := range was {
		place[stamped(&was[i]).id] = i
	}
	revised := slices.Clone(is)
	for i := range revised {
		s := stamped(&revised[i])
		if shared(s.id) {
			continue
		}
		before, had := place[s.id]
		if !had {
			*s.version, *s.createdBy, *s.updatedBy, *s.createdAt, *s.updatedAt = 1, by, by, now, now
			continue
		}
		changed := !same(was[before], revised[i], stamped)
		b := stamped(&was[before])
		*s.version, *s.createdBy, *s.updatedBy, *s.createdAt, *s.updatedAt = *b.version, *b.createdBy, *b.updatedBy, *b.createdAt, *b.updatedAt
		if changed {
			*s.version, *s.updatedBy, *s.updatedAt = *b.version+1, by, now
		}
	}
	slices.SortStableFunc(revised, func(a, b T) int {
		return rank(place, stamped(&a).id) - rank(place, stamped(&b).id)
	})
	return revised
}

// shared says whether an id is of what a tenant has of its partner.
func shared(id string) bool { return strings.HasPrefix(id, PartnerPrefix) }

func rank(place map[string]int, id string) int {
	if shared(id) {
		return len(place) + 1
	}
	if i, ok := place[id]; ok {
		return i
	}
	return len(place)
}

// same compares two of a kind as they are written, without their stamps.
func same[T any](a, b T, stamped func(*T) stamp) bool {
	return bytes.Equal(written(a, stamped), written(b, stamped))
}

func written[T any](v T, stamped func(*T) stamp) []byte {
	s := stamped(&v)
	*s.version, *s.createdBy, *s.updatedBy, *s.createdAt, *s.updatedAt = 0, "", "", time.Time{}, time.Time{}
	b, err := json.Marshal(v)
	if err != nil {
		panic("rule: " + err.Error())
	}
	return b
}
