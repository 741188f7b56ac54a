package store

import (
	"context"
	"database/sql"
	"time"

	"caseweave/internal/core/change"
	"caseweave/internal/core/detection"
)

const (
	standsAt = `SELECT sequence, entry, case_number, rule_set, log, epoch FROM tenants WHERE tenant = $1`

	allCases = `SELECT document FROM cases WHERE tenant = $1 ORDER BY number`

	allKeys = `SELECT number, arrival, rule, "row" FROM case_keys
		WHERE tenant = $1 ORDER BY number, arrival, rule, "row"`

	allBars = `SELECT number, arrival FROM case_bars WHERE tenant = $1 ORDER BY number, arrival`

	allMembers = `SELECT number, arrival, rule, rule_set FROM case_members WHERE tenant = $1 ORDER BY number, arrival`

	allStandings = `SELECT arrival, status, count, last_seen_at FROM detections WHERE tenant = $1 ORDER BY arrival`
)

// State is all that the tenant's decisions have come to, read at one moment.
func (s *Store) State(ctx context.Context, tenantID string) (state change.State, err error) {
	tenant, err := s.tenant(ctx, tenantID)
	if err != nil {
		return state, err
	}
	err = s.read(ctx, "read what was decided", func(tx *sql.Tx) error {
		h := &state.Head
		if err := tx.QueryRowContext(ctx, standsAt, tenant).Scan(&h.Sequence, &h.Entry, &h.Case, &h.RuleSet, &h.Log, &h.Epoch); err != nil {
			return err
		}
		if err := readHeld(ctx, tx, tenant, &state); err != nil {
			return err
		}
		if err := readMembers(ctx, tx, tenant, &state); err != nil {
			return err
		}
		return readStandings(ctx, tx, tenant, &state)
	})
	return state, err
}

func readHeld(ctx context.Context, tx *sql.Tx, tenant int64, state *change.State) error {
	cases, err := readCases(ctx, tx, allCases, tenant)
	if err != nil || len(cases) == 0 {
		return err
	}
	state.Cases = make([]change.Held, len(cases))
	for i := range cases {
		state.Cases[i].Case = cases[i]
	}
	return hold(ctx, tx, state.Cases, allKeys, allBars, tenant)
}

func readMembers(ctx context.Context, tx *sql.Tx, tenant int64, state *change.State) error {
	rows, err := tx.QueryContext(ctx, allMembers, tenant)
	if err != nil {
		return err
	}
	return each(rows, func() error {
		var m change.Member
		err := rows.Scan(&m.Case, &m.Arrival, &m.By.ID, &m.By.SetVersion)
		m.DetectionID = detection.ID(m.Arrival)
		state.Members = append(state.Members, m)
		return err
	})
}

func readStandings(ctx context.Context, tx *sql.Tx, tenant int64, state *change.State) error {
	rows, err := tx.QueryContext(ctx, allStandings, tenant)
	if err != nil {
		return err
	}
	return each(rows, func() error {
		var d change.Standing
		var seen int64
		err := rows.Scan(&d.Arrival, &d.Status, &d.Count, &seen)
		d.LastSeenAt = moment(seen)
		state.Standings = append(state.Standings, d)
		return err
	})
}

const createdWithin = `SELECT count(*), coalesce(min(created_at), 0) FROM detections
	WHERE tenant = $1 AND created_at >= $2 AND created_at < $3`

// Created counts the detections with created_at from one time until before
// another, and answers the earliest created_at among them.
func (s *Store) Created(ctx context.Context, tenantID string, from, to time.Time) (n int, first time.Time, err error) {
	tenant, err := s.tenant(ctx, tenantID)
	if err != nil {
		return 0, first, err
	}
	var earliest int64
	err = s.reader.QueryRowContext(ctx, createdWithin, tenant, ceiling(from), ceiling(to)).Scan(&n, &earliest)
	if err == nil && n > 0 {
		first = moment(earliest)
	}
	return n, first, s.refusal("count the detections", err)
}

// ceiling is the first microsecond that is not before at.
func ceiling(at time.Time) int64 {
	micros := at.UnixMicro()
	if time.UnixMicro(micros).Before(at) {
		micros++
	}
	return micros
}
