package rule

import (
	"encoding/json"
	"reflect"
	"slices"
	"sync"
	"testing"
	"time"
)

func TestASetServesManyAtOnce(t *testing.T) {
	c := grouped(t, "entities.filter(e, e in ['user:a', 'user:b', 'user:c'])", "[title, 'x'].join('|')", "title.matches('^t') ? title : ''", "day(created_at)")
	d := seen("T", "user:a", "user:b")
	want, _ := c.Rows(d)
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			for range 50 {
				if rows, errs := c.Rows(d); !slices.Equal(rows, want) || len(errs) > 0 {
					t.Errorf("%q %v", rows, errs)
				}
			}
		})
	}
	all.Wait()
}

func TestABookIsTheSameAfterJSON(t *testing.T) {
	b := Shipped()
	b.Rules[0].Version, b.Rules[0].CreatedBy, b.Rules[0].CreatedAt = 3, "u1", time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	b.Templates = []Template{{ID: "t", Title: "T", Priority: "P1", Version: 1}}
	text, err := json.Marshal(b)
	if err != nil {
		t.Fatal(err)
	}
	var again Book
	if err := json.Unmarshal(text, &again); err != nil || !reflect.DeepEqual(b, again) {
		t.Fatalf("%v\n%s", err, text)
	}
}
