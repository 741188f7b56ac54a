package store

import (
	"context"
	"database/sql"
	"errors"

	"caseweave/internal/core/activity"
	"caseweave/internal/core/casefile"
	"caseweave/internal/core/rulelog"
)

// sight is with whose eyes a transaction reads the cases of a tenant.
type sight struct {
	ctx    context.Context
	tx     *sql.Tx
	tenant int64
	viewer casefile.Viewer
	// known holds what was asked before, and err why something could not be: then it is hidden.
	known map[uint64]bool
	err   error
	// nobody says that no case of the tenant names anybody, once it was asked.
	nobody, asked bool
}

// named is the condition that a case names a person or, without one, anybody. Each
// is a column or a placeholder.
func named(tenant, number, person string) string {
	if person != "" {
		person = " AND p.user_id = " + person
	}
	return "EXISTS (SELECT 1 FROM case_people p WHERE p.tenant = " + tenant + " AND p.number = " + number + person + ")"
}

// sees is the condition that a viewer may know of a case c, which itself says whether
// it names anybody: a list does not ask elsewhere for those that don't.
func sees(v casefile.Viewer, a *arguments) string {
	if v.SeesAll() {
		return ""
	}
	return " AND (NOT c.named OR " + named("c.tenant", "c.number", a.add(v.Person())) + ")"
}

// notHidden is the condition that a viewer may know of the case whose number a
// column is. The tenant is the first of the arguments.
func notHidden(column string, v casefile.Viewer, a *arguments) string {
	if v.SeesAll() {
		return ""
	}
	return " AND (NOT " + named("$1", column, "") + " OR " + named("$1", column, a.add(v.Person())) + ")"
}

// oneHidden finds a case that names people, of whom the viewer is none.
var oneHidden = "SELECT 1 WHERE " + named("$1", "$2", "") + " AND NOT " + named("$1", "$2", "$3")

// hides says whether the viewer may not know of a case that something else names.
func (s *sight) hides(number uint64) bool {
	if s.viewer.SeesAll() {
		return false
	}
	if hidden, asked := s.known[number]; asked {
		return hidden
	}
	var one int
	if !s.asked {
		s.asked, s.nobody = true, none(s.tx.QueryRowContext(s.ctx, anyNamed, s.tenant).Scan(&one))
	}
	if s.nobody {
		return false
	}
	err := s.tx.QueryRowContext(s.ctx, oneHidden, s.tenant, int64(number), s.viewer.Person()).Scan(&one)
	if s.known == nil {
		s.known = map[uint64]bool{}
	}
	if s.known[number] = !none(err); s.known[number] && err != nil {
		s.err = errors.Join(s.err, err)
	}
	return s.known[number]
}

// hasCase is fault.NotFound where the viewer may know of no such case.
func (s *sight) hasCase(number uint64) error {
	a := arguments{s.tenant, int64(number)}
	var one int
	err := s.tx.QueryRowContext(s.ctx, `SELECT 1 FROM cases c WHERE c.tenant = $1 AND c.number = $2`+sees(s.viewer, &a), a...).Scan(&one)
	if none(err) {
		return casefile.NoSuchCase()
	}
	return err
}

// activity is what the viewer may know of one; false for nothing.
func (s *sight) activity(a *activity.Activity) (told bool) {
	*a, told = a.Veiled(s.hides)
	return told
}

// line is what the viewer may know of a line of the rule log.
func (s *sight) line(e *rulelog.Entry) bool {
	if e.Case != 0 && s.hides(e.Case) {
		e.Case = 0
	}
	return true
}

// Hidden are those of the numbers that are cases of which the viewer may not know.
func (s *Store) Hidden(ctx context.Context, tenantID string, viewer casefile.Viewer, numbers []uint64) (map[uint64]bool, error) {
	hidden := map[uint64]bool{}
	if viewer.SeesAll() || len(numbers) == 0 {
		return hidden, nil
	}
	err := s.look(ctx, "read who needs to know", tenantID, viewer, func(eyes *sight) error {
		for _, n := range numbers {
			if eyes.hides(n) {
				hidden[n] = true
			}
		}
		return nil
	})
	return hidden, err
}

// anyHidden finds a case that names people, of whom the viewer is none.
const anyHidden = `SELECT 1 FROM case_people c WHERE c.tenant = $1
	AND NOT EXISTS (SELECT 1 FROM case_people p WHERE p.tenant = $1 AND p.number = c.number AND p.user_id = $2) LIMIT 1`

// AnyHidden says whether the tenant has cases of which the viewer may not know.
func (s *Store) AnyHidden(ctx context.Context, tenantID string, viewer casefile.Viewer) (bool, error) {
	tenant, err := s.tenant(ctx, tenantID)
	if err != nil || viewer.SeesAll() {
		return false, err
	}
	var one int
	err = s.reader.QueryRowContext(ctx, anyHidden, tenant, viewer.Person()).Scan(&one)
	if none(err) {
		return false, nil
	}
	return err == nil, s.refusal("read who needs to know", err)
}

// look lets do read a tenant's cases with somebody's eyes, as they stand at one moment.
func (s *Store) look(ctx context.Context, what, tenantID string, viewer casefile.Viewer, do func(*sight) error) error {
	tenant, err := s.tenant(ctx, tenantID)
	if err != nil {
		return err
	}
	return s.read(ctx, what, func(tx *sql.Tx) error {
		eyes := &sight{ctx: ctx, tx: tx, tenant: tenant, viewer: viewer}
		if err := do(eyes); err != nil {
			return err
		}
		return eyes.err
	})
}
