package listing_test

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"caseweave/internal/core/fault"
	"caseweave/internal/core/listing"
)

// item is of some tenant; no two of one tenant have the same id.
type item struct {
	tenant string
	place  listing.Cursor
}

// list is a tenant's list as a store answers it. It looks at no more than eager
// items at a time, whatever it keeps of them.
func list(all []item, r listing.Request, eager int) (page listing.Page[item]) {
	compare := func(a, b listing.Cursor) int {
		c := cmp.Or(cmp.Compare(a.Number, b.Number), strings.Compare(a.Text, b.Text), cmp.Compare(a.ID, b.ID))
		if r.Descending {
			return -c
		}
		return c
	}
	all = slices.SortedFunc(slices.Values(all), func(a, b item) int { return compare(a.place, b.place) })
	for _, i := range all {
		if r.After != nil && compare(i.place, *r.After) <= 0 {
			continue
		}
		if eager--; eager < 0 || len(page.Items) == r.Limit {
			return page
		}
		here := i.place
		here.Sort = r.Order()
		page.Next = &here
		if i.place.ID%3 != 0 { // the filter
			page.Items = append(page.Items, i)
		}
	}
	page.Next = nil
	return page
}

func TestPagesOfAllTenantsAreTheirListsSorted(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		lists := map[string][]item{}
		var union []item
		for n := range rapid.IntRange(0, 4).Draw(t, "tenants") {
			tenant := fmt.Sprint("t", n)
			lists[tenant] = nil
			for id := range rapid.IntRange(0, 12).Draw(t, "items") {
				i := item{tenant, listing.Cursor{
					Number: int64(rapid.IntRange(-1, 2).Draw(t, "number")), Text: rapid.SampledFrom([]string{"", "a", "é"}).Draw(t, "text"), ID: uint64(id) + 1,
				}}
				lists[tenant] = append(lists[tenant], i)
				if i.place.ID%3 != 0 {
					union = append(union, i)
				}
			}
		}
		r := listing.Request{Sort: "score", Descending: rapid.Bool().Draw(t, "descending"), Limit: rapid.IntRange(1, 7).Draw(t, "limit")}
		chunk, eager := rapid.IntRange(1, 5).Draw(t, "chunk"), rapid.IntRange(1, 5).Draw(t, "eager")
		slices.SortFunc(union, func(a, b item) int {
			c := cmp.Or(cmp.Compare(a.place.Number, b.place.Number), strings.Compare(a.place.Text, b.place.Text),
				strings.Compare(a.tenant, b.tenant), cmp.Compare(a.place.ID, b.place.ID))
			if r.Descending {
				return -c
			}
			return c
		})
		more := func(tenant string, after *listing.Cursor) (listing.Page[item], error) {
			part := r
			part.After, part.Limit = after, chunk
			return list(lists[tenant], part, eager), nil
		}
		across := listing.Across[item]{Request: r, Place: func(i *item, _ string) listing.Cursor { return i.place }, More: more}
		var got []item
		var spot *listing.Spot
		for range 1000 {
			var sources []listing.Source[item]
			for tenant := range lists {
				page, _ := more(tenant, spot.In(tenant))
				sources = append(sources, listing.Source[item]{Tenant: tenant, Page: page})
			}
			page, next, err := across.Merge(sources)
			if err != nil || len(page) > r.Limit {
				t.Fatalf("a page of %d, %v", len(page), err)
			}
			for _, f := range page {
				if f.Tenant != f.Item.tenant {
					t.Fatalf("an item of %s is said to be of %s", f.Item.tenant, f.Tenant)
				}
				got = append(got, f.Item)
			}
			if next == nil {
				break
			}
			if spot, err = listing.ParseSpot(next.String(), r.Order()); err != nil {
				t.Fatal(err)
			}
		}
		if !slices.Equal(got, union) {
			t.Fatalf("pages gave\n%v\nwant\n%v", got, union)
		}
	})
}

func TestSpotsOfOtherListsAreRefused(t *testing.T) {
	spot := listing.Spot{Cursor: listing.Cursor{Sort: "score", ID: 3}, Tenant: "a"}
	for text, sort := range map[string]string{spot.String(): "-score", "rubbish": "score", spot.Cursor.String(): "score"} {
		if _, err := listing.ParseSpot(text, sort); fault.KindOf(err) != fault.Invalid {
			t.Errorf("%s was taken", text)
		}
	}
}
