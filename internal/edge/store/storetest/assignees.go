package storetest

import (
	"database/sql"
	"fmt"
	"slices"
	"testing"

	"caseweave/internal/core/casefile"
	"caseweave/internal/core/listing"
)

// listedByAssignee is that names are in order however they are written, that cases
// of one person stay apart from page to page, and that nobody comes behind everybody.
func listedByAssignee(t *testing.T, place Place) {
	s := opened(t, place)
	h := begin(t, "acme", s)
	var cases []casefile.Case
	for _, name := range []string{"bob", "", "Ada", "Émile", "ada", "", "Bob", "ADA", "zoë"} {
		cases = append(cases, h.opens(assigned(name)))
	}
	h.commit()
	other := begin(t, "other", s)
	other.opens(assigned("Ada"))
	other.commit()
	same(t, "in order", []uint64{3, 5, 8, 1, 7, 9, 4, 2, 6}, byAssignee(t, s, false))
	same(t, "the other way round", []uint64{6, 2, 4, 9, 7, 1, 8, 5, 3}, byAssignee(t, s, true))

	assigned("Carol")(&cases[1])
	assigned("")(&cases[2])
	h.set.Cases = []casefile.Case{cases[1], cases[2]}
	h.commit()
	same(t, "after they were given away", []uint64{5, 8, 1, 7, 2, 9, 4, 3, 6}, byAssignee(t, s, false))
}

func assigned(name string) func(*casefile.Case) {
	return func(c *casefile.Case) {
		c.Assignee, c.AssigneeName = "", name
		if name != "" {
			c.Assignee = "id of " + name
		}
	}
}

func byAssignee(t *testing.T, s Store, descending bool) (numbers []uint64) {
	t.Helper()
	for limit := range 3 {
		r := listing.Request{Sort: "assignee", Descending: descending, Limit: limit + 1}
		var these []uint64
		for _, c := range all(t, r, func(r listing.Request) (listing.Page[casefile.Case], error) {
			return s.Cases(t.Context(), "acme", casefile.AllSeeing, r)
		}) {
			these = append(these, c.Number)
		}
		if numbers != nil && !slices.Equal(numbers, these) {
			t.Errorf("in pages of %d they are %v, before %v", limit+1, these, numbers)
		}
		numbers = these
	}
	return numbers
}

// SortedByAssignee writes cases to the tables of before there was such an order,
// lets open bring them up to date, and lists them.
func SortedByAssignee(t *testing.T, db *sql.DB, open func() (Store, error)) {
	const many = 2100
	run(t, db, `INSERT INTO tenants (id, name, partner_id, time_zone, created_at, case_number) VALUES ('acme', 'Acme', '', 'UTC', 0, 3000)`)
	var tenant int64
	if err := db.QueryRowContext(t.Context(), `SELECT tenant FROM tenants`).Scan(&tenant); err != nil {
		t.Fatal(err)
	}
	tx := must(db.BeginTx(t.Context(), nil))(t)
	defer tx.Rollback()
	for n := uint64(1); n <= many; n++ {
		c := casefile.Case{Number: n, Status: casefile.New}
		assigned(map[uint64]string{2: "zoë", 1500: "Bob", many: "ada"}[n])(&c)
		run(t, tx, `INSERT INTO cases (tenant, number, version, open, severity, status, priority, score, detection_count, created_at, updated_at, document)
			VALUES ($1, $2, 1, true, 0, 0, 'P3', 0, 1, 0, 0, $3)`, tenant, n, text(t, c))
	}
	if err := tx.Commit(); err != nil {
		t.Fatal(err)
	}
	s, err := open()
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	p := must(s.Cases(t.Context(), "acme", casefile.AllSeeing, listing.Request{Sort: "assignee", Limit: 5}))(t)
	var numbers []uint64
	for _, c := range p.Items {
		numbers = append(numbers, c.Number)
	}
	same(t, "in order", fmt.Sprint([]uint64{many, 1500, 2, 1, 3}), fmt.Sprint(numbers))
}
