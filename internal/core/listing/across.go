package listing

import (
	"cmp"
	"encoding/base64"
	"encoding/json"
	"math"
	"strings"

	"caseweave/internal/core/fault"
)

// Spot names a place in an order over the lists of several tenants: by the sort
// field's value, then by tenant, then by id. A list that is turned round is so in all three.
type Spot struct {
	Cursor
	// Tenant is the id of the tenant that has the item.
	Tenant string `json:"w"`
}

// String is the spot as clients carry it: opaque text safe in URLs.
func (s Spot) String() string {
	b, err := json.Marshal(s)
	if err != nil {
		panic("listing: " + err.Error())
	}
	return base64.RawURLEncoding.EncodeToString(b)
}

// ParseSpot reads what String wrote; sort must be the order it was made for.
func ParseSpot(text, sort string) (*Spot, error) {
	if text == "" {
		return nil, nil
	}
	cursor, err := ParseCursor(text, sort)
	if err != nil {
		return nil, err
	}
	s := Spot{Cursor: *cursor}
	b, _ := base64.RawURLEncoding.DecodeString(text) // it was read once already
	if json.Unmarshal(b, &s) != nil || s.Tenant == "" {
		return nil, fault.New(fault.Invalid, "This cursor is not one that a list gave.")
	}
	return &s, nil
}

// In is where the list of one tenant goes on behind s, which may be another's.
func (s *Spot) In(tenant string) *Cursor {
	if s == nil {
		return nil
	}
	c := s.Cursor
	switch {
	case tenant == s.Tenant:
	case tenant < s.Tenant:
		c.ID = math.MaxInt64 // behind, or where it is turned round before, all of that value
	default:
		c.ID = 0
	}
	return &c
}

func (s Spot) compare(other Spot, descending bool) int {
	c := cmp.Or(cmp.Compare(s.Number, other.Number), strings.Compare(s.Text, other.Text),
		strings.Compare(s.Tenant, other.Tenant), cmp.Compare(s.ID, other.ID))
	if descending {
		return -c
	}
	return c
}

// Source is what was read of a tenant's list, and how it goes on.
type Source[T any] struct {
	Tenant string
	Page[T]
}

// Found is an item with the tenant that has it.
type Found[T any] struct {
	Tenant string
	Item   T
}

// Across lists several tenants' items as one list.
type Across[T any] struct {
	// Request says the order, and how long a page is. After is not looked at.
	Request Request
	// Place is where an item stands in its tenant's list.
	Place func(item *T, sort string) Cursor
	// More reads on in a tenant's list.
	More func(tenant string, after *Cursor) (Page[T], error)
}

// Merge is a page of the merged list, and where it goes on; nil at its end. The
// sources all begin behind the same spot. A tenant that is read on and gives nothing
// yet, because a filter looks at much that it does not keep, ends the page early.
func (a Across[T]) Merge(sources []Source[T]) (page []Found[T], next *Spot, err error) {
	var last *Spot
	fruitless := make([]bool, len(sources))
	for {
		at, head := a.first(sources)
		switch {
		case at < 0:
			return page, nil, nil
		case len(page) == a.Request.Limit:
			return page, last, nil
		case len(sources[at].Items) == 0 && fruitless[at]:
			return page, &head, nil
		case len(sources[at].Items) == 0:
			s := &sources[at]
			if s.Page, err = a.More(s.Tenant, s.Next); err != nil {
				return nil, nil, err
			}
			fruitless[at] = len(s.Items) == 0
		default:
			s := &sources[at]
			page, last = append(page, Found[T]{s.Tenant, s.Items[0]}), &head
			s.Items = s.Items[1:]
		}
	}
}

// first is the source that has, or may have, what comes next, and where that is or
// behind which it is; -1 where there is no more.
func (a Across[T]) first(sources []Source[T]) (at int, head Spot) {
	at = -1
	for i := range sources {
		s := &sources[i]
		var here *Spot
		switch {
		case len(s.Items) > 0:
			here = a.spot(a.Place(&s.Items[0], a.Request.Sort), s.Tenant)
		case s.Next != nil:
			here = a.spot(*s.Next, s.Tenant)
		default:
			continue
		}
		if at < 0 || here.compare(head, a.Request.Descending) < 0 {
			at, head = i, *here
		}
	}
	return at, head
}

func (a Across[T]) spot(c Cursor, tenant string) *Spot {
	c.Sort = a.Request.Order()
	return &Spot{c, tenant}
}
