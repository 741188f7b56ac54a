package httpapi

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"caseweave/internal/core/casefile"
	"caseweave/internal/core/detection"
	"caseweave/internal/core/fault"
	"caseweave/internal/core/listing"
	"caseweave/internal/core/query"
)

// PageQuery asks for a page of a list.
type PageQuery struct {
	Cursor string `query:"cursor" doc:"next_cursor of the page before."`
	Limit  int    `query:"limit" minimum:"1" maximum:"500" default:"50" doc:"How many items at most."`
}

// ListQuery asks for a page of what a filter selects.
type ListQuery struct {
	Q string `query:"q" doc:"A filter in the query language, such as severity >= 0.6 AND @ip = '192.0.2.7' EARLIEST=-7d."`
	PageQuery
}

type (
	caseSort      string
	detectionSort string
)

func (caseSort) Schema(huma.Registry) *huma.Schema      { return bothWays(casefile.Sorts) }
func (detectionSort) Schema(huma.Registry) *huma.Schema { return bothWays(detection.Sorts) }

func bothWays(fields []string) *huma.Schema {
	var sorts []string
	for _, f := range fields {
		sorts = append(sorts, f, "-"+f)
	}
	return oneOf(sorts)
}

// paged is the request for a page, in the order of sort, of what filter selects
// from the list that v's path names.
func paged(v visit, q PageQuery, filter, sort string) (listing.Request, error) {
	after, err := resumed(v, q.Cursor, filter, sort)
	if err != nil {
		return listing.Request{}, located(err, "query.cursor")
	}
	field, descending := strings.CutPrefix(sort, "-")
	return listing.Request{Sort: field, Descending: descending, After: after, Limit: q.Limit}, nil
}

// resumed is the place that a cursor names, if it is one that next gave for this list.
func resumed(v visit, cursor, filter, sort string) (*listing.Cursor, error) {
	rest, ours := cut(v, cursor, filter)
	if !ours {
		return nil, notOurs()
	}
	return listing.ParseCursor(rest, sort)
}

// cut is a cursor without the mark of its list, and whether that is this one's.
func cut(v visit, cursor, filter string) (rest string, ours bool) {
	rest, ours = strings.CutPrefix(cursor, mark(v.r.URL.Path, filter))
	return rest, cursor == "" || ours && rest != ""
}

func notOurs() error {
	return fault.New(fault.Invalid, "This cursor is not one that this list gave.")
}

// next is the cursor as clients carry it: behind the mark of its list.
func next(v visit, filter string, c *listing.Cursor) string {
	if c == nil {
		return ""
	}
	return mark(v.r.URL.Path, filter) + c.String()
}

// mark is a checksum of a list, so that the cursor of one is not taken for another's.
func mark(path, filter string) string {
	sum := sha256.Sum256([]byte(path + "\x00" + filter))
	return hex.EncodeToString(sum[:4])
}

// searched is the request for a page of what q selects among what has fields.
func searched[T any](v visit, q ListQuery, sort string, fields *query.Schema[T]) (listing.Request, error) {
	request, err := paged(v, q.PageQuery, q.Q, sort)
	if err != nil {
		return request, err
	}
	if strings.ContainsRune(q.Q, 0) {
		return request, wrongField("query.q", "The query holds the character NUL, which no text has.")
	}
	now := time.Now()
	search, err := query.ParseSearch(q.Q)
	if err == nil {
		search.Filter = query.Anchor(search.Filter, fields, now)
		err = query.Check(search.Filter, fields)
	}
	if err != nil {
		return request, located(query.Fitting(err, fields), "query.q")
	}
	request.Filter = within(search, now)
	return request, nil
}

// within is the search as a filter: its bounds of time are tests of created_at.
func within(s query.Search, now time.Time) query.Expr {
	all := []query.Expr{s.Filter}
	bound := func(op query.Op, b *query.Bound) {
		if b != nil {
			moment := query.TextValue(b.Resolve(now).UTC().Format(time.RFC3339Nano))
			all = append(all, query.Test{Field: "created_at", Op: op, Values: []query.Value{moment}})
		}
	}
	bound(query.GreaterEq, s.Earliest)
	bound(query.LessEq, s.Latest)
	return query.Simplify(query.And{All: all})
}

// located is err with the place in the request that it speaks of.
func located(err error, place string) error {
	var f *fault.Error
	if !errors.As(err, &f) {
		return err
	}
	details := append([]fault.Detail(nil), f.Details...)
	if len(details) == 0 {
		details = []fault.Detail{{Message: f.Message}}
	}
	for i := range details {
		if details[i].Location == "" {
			details[i].Location = place
		}
	}
	return fault.New(f.Kind, "%s", f.Message).With(details...)
}

// list is never null in JSON.
func list(items []string) []string {
	return append([]string{}, items...)
}

func each[A, B any](items []A, change func(A) B) []B {
	changed := make([]B, len(items))
	for i, item := range items {
		changed[i] = change(item)
	}
	return changed
}
