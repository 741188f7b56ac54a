// Package listing is how lists are asked for: a filter, an order and a place to
// go on from. No list counts, and none skips by number: a page ends with a
// cursor that names its last item.
package listing

import (
	"encoding/base64"
	"encoding/json"
	"slices"
	"strings"

	"caseweave/internal/core/fault"
	"caseweave/internal/core/query"
)

const (
	// DefaultLimit is the length of a page when none is asked for.
	DefaultLimit = 50
	// MaxLimit is the longest page.
	MaxLimit = 500
)

// Request asks for one page.
type Request struct {
	// Filter selects; nil selects everything.
	Filter query.Expr
	// Sort names the field to order by; items equal in it are ordered by id.
	Sort string
	// Descending turns the order round.
	Descending bool
	// After is the place behind which the page begins; nil begins at the start.
	After *Cursor
	// Limit is how many items at most, from 1 to MaxLimit.
	Limit int
}

// Order is the request's sort as cursors name it: "-" first when descending.
func (r Request) Order() string {
	if r.Descending {
		return "-" + r.Sort
	}
	return r.Sort
}

// Check refuses what no list of the given sorts can answer.
func (r Request) Check(sorts []string) error {
	switch {
	case !slices.Contains(sorts, r.Sort):
		return fault.New(fault.Invalid, "This list can't be sorted by %q; it can by %s.", r.Sort, strings.Join(sorts, ", "))
	case r.Limit < 1 || r.Limit > MaxLimit:
		return fault.New(fault.Invalid, "A page has 1 to %d items; %d were asked for.", MaxLimit, r.Limit)
	case r.After != nil && r.After.Sort != r.Order():
		return fault.New(fault.Invalid, "This cursor belongs to a list sorted by %q; it can't continue one sorted by %q.", r.After.Sort, r.Order())
	}
	return nil
}

// Page is a part of a list.
type Page[T any] struct {
	Items []T
	// Next continues the list; nil at its end.
	Next *Cursor
}

// Cursor names a place in an ordered list: the sort field's value and the id of the last item seen.
type Cursor struct {
	// Sort is the order that it belongs to, as in the request ("-" first when descending).
	Sort string `json:"s"`
	// Number is the value where the field is a number, a time in microseconds or a rank.
	Number int64 `json:"n,omitempty"`
	// Text is the value where the field is a text.
	Text string `json:"t,omitempty"`
	// ID breaks ties: a detection's arrival or a case's number.
	ID uint64 `json:"i"`
}

// String is the cursor as clients carry it: opaque text safe in URLs.
func (c Cursor) String() string {
	b, err := json.Marshal(c)
	if err != nil {
		panic("listing: " + err.Error())
	}
	return base64.RawURLEncoding.EncodeToString(b)
}

// ParseCursor reads what String wrote; sort must be the order it was made for.
func ParseCursor(text, sort string) (*Cursor, error) {
	if text == "" {
		return nil, nil
	}
	var c Cursor
	b, err := base64.RawURLEncoding.DecodeString(text)
	if err == nil {
		err = json.Unmarshal(b, &c)
	}
	if err != nil {
		return nil, fault.New(fault.Invalid, "This cursor is not one that a list gave.")
	}
	if c.Sort != sort {
		return nil, fault.New(fault.Invalid, "This cursor belongs to a list sorted by %q; it can't continue one sorted by %q.", c.Sort, sort)
	}
	return &c, nil
}
