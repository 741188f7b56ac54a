package notary

import (
	"bytes"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"caseweave/internal/core/access"
	"caseweave/internal/core/activity"
	"caseweave/internal/core/admin"
	"caseweave/internal/core/casefile"
	"caseweave/internal/core/change"
	"caseweave/internal/core/fault"
	"caseweave/internal/core/proof"
	"caseweave/internal/edge/store/sqlite"
	"caseweave/internal/edge/vault"
)

// archive is an installation with some history, whose rows a test changes.
type archive struct {
	*testing.T
	*Notary
	store *sqlite.Store
	db    *sql.DB
	said  *bytes.Buffer
	head  change.Head
}

var start = time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)

func newArchive(t *testing.T, entries int) *archive {
	dir := t.TempDir()
	s, err := sqlite.Open(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	a := &archive{T: t, store: s, said: &bytes.Buffer{}}
	if a.db, err = sql.Open("sqlite", filepath.Join(dir, sqlite.File)); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { a.db.Close() })
	deed := admin.Deed{By: activity.Actor{Kind: activity.System, Name: "test"}, At: start}
	if err := s.Administer(t.Context(), deed.CreateTenant(access.Organisation{ID: "acme", Name: "Acme", TimeZone: "UTC"})); err != nil {
		t.Fatal(err)
	}
	a.reopen(vault.New([32]byte{1}))
	if a.head, err = s.Claim(t.Context(), "acme"); err != nil {
		t.Fatal(err)
	}
	a.happens(entries)
	return a
}

// reopen is the notary after a restart.
func (a *archive) reopen(secrets Secrets) {
	a.Helper()
	n, err := New(a.Context(), a.store, secrets, slog.New(slog.NewTextHandler(a.said, nil)))
	if err != nil {
		a.Fatal(err)
	}
	n.now = func() time.Time { return start }
	a.Notary = n
}

// happens writes so many activities, of three cases in turn and by two people.
func (a *archive) happens(n int) {
	a.Helper()
	set := change.Set{TenantID: "acme", Before: a.head, After: a.head, At: start}
	set.After.Sequence++
	for range n {
		set.After.Entry++
		entry := set.After.Entry
		set.Activities = append(set.Activities, activity.Activity{
			TenantID: "acme", Entry: entry, Sequence: set.After.Sequence, At: start.Add(time.Duration(entry) * time.Second),
			Fact: activity.Fact{Kind: activity.Commented, Case: entry%3 + 1, Actor: activity.Actor{Kind: activity.User, ID: fmt.Sprint("u", entry%2), Name: "Ada"}, Note: "n"},
		})
	}
	if err := a.store.Commit(a.Context(), &set); err != nil {
		a.Fatal(err)
	}
	a.head = set.After
}

func (a *archive) alter(statement string, args ...any) {
	a.Helper()
	done, err := a.db.ExecContext(a.Context(), statement, args...)
	if err != nil {
		a.Fatal(err)
	}
	if n, err := done.RowsAffected(); err != nil || n == 0 {
		a.Fatalf("%s: %d rows, %v", statement, n, err)
	}
}

const acme = "tenant/acme"

// found is what a whole check finds.
func (a *archive) found() *proof.Flaw {
	a.Helper()
	if err := a.check(a.Context(), acme); err != nil {
		a.Fatal(err)
	}
	c, _ := a.Checked(acme)
	return c.Flaw
}

func TestAHistoryThatNobodyTouchedIsSound(t *testing.T) {
	a := newArchive(t, 700)
	a.round(t.Context())
	a.happens(3)
	a.reopen(vault.New([32]byte{1}))
	a.round(t.Context())
	c, ok := a.Checked(acme)
	if !ok || c.Flaw != nil || c.Entries != 703 || c.Signed.Size != 703 {
		t.Errorf("%+v", c)
	}
	if c, ok := a.Checked("acts/root"); !ok || c.Flaw != nil || c.Entries != 1 {
		t.Errorf("%+v", c)
	}
	for _, log := range []string{"log=tenant/acme entries=700", "log=tenant/acme entries=703", "log=acts/root entries=1"} {
		if strings.Count(a.said.String(), log) != 1 {
			t.Errorf("the server's log does not tell %q once:\n%s", log, a.said)
		}
	}
	if c, err := a.CheckCase(t.Context(), "acme", 2); err != nil || c.Flaw != nil || c.Entries != 235 {
		t.Errorf("%+v, %v", c, err)
	}
}

func TestACheckpointAfterTheCheckIsKnown(t *testing.T) {
	a := newArchive(t, 5)
	a.round(t.Context())
	a.happens(3)
	a.round(t.Context())
	c, ok := a.Checked(acme)
	if !ok || c.Entries != 5 || c.Signed.Size != 8 {
		t.Errorf("%+v", c)
	}
}

func TestWhatIsDoneToTheDatabaseIsFound(t *testing.T) {
	for _, harm := range []struct {
		name, statement string
		kind            proof.FlawKind
		entry           uint64
	}{
		{"a record is changed", `UPDATE activities SET canonical = replace(canonical, '"n"', '"m"') WHERE entry = 300`, proof.Changed, 300},
		{"the last record is changed", `UPDATE activities SET canonical = replace(canonical, '"n"', '"m"') WHERE entry = 700`, proof.Changed, 700},
		{"a record is removed", `DELETE FROM activities WHERE entry = 300`, proof.Missing, 300},
		{"the last records are removed", `DELETE FROM activities WHERE entry > 690`, proof.Missing, 691},
		{"two records are swapped", `UPDATE activities SET canonical = (SELECT canonical FROM activities b WHERE b.entry = CASE activities.entry WHEN 40 THEN 50 ELSE 40 END) WHERE entry IN (40, 50)`, proof.Swapped, 40},
		{"a record is added", `INSERT INTO activities (tenant, entry, number, kind, canonical) SELECT tenant, 701, number, kind, canonical FROM activities WHERE entry = 1`, proof.Inserted, 701},
		{"hashes are changed", `UPDATE proof_tiles SET hashes = zeroblob(8192) WHERE level = 0 AND number = 1`, proof.Unproven, 257},
		{"hashes are gone", `DELETE FROM proof_tiles WHERE log = 'tenant/acme' AND level = 1`, proof.Unproven, 0},
		{"the newest hashes are changed", `UPDATE proof_tiles SET hashes = zeroblob(length(hashes)) WHERE log = 'tenant/acme' AND level = 0 AND number = 2`, proof.Unproven, 0},
		{"the newest hashes are gone", `DELETE FROM proof_tiles WHERE log = 'tenant/acme' AND level = 0 AND number = 2`, proof.Truncated, 513},
		{"a checkpoint is changed", `UPDATE checkpoints SET note = replace(note, '700', '699') WHERE log = 'tenant/acme'`, proof.Signature, 0},
	} {
		t.Run(harm.name, func(t *testing.T) {
			a := newArchive(t, 700)
			if err := a.sign(t.Context(), acme); err != nil {
				t.Fatal(err)
			}
			a.alter(harm.statement)
			a.reopen(vault.New([32]byte{1}))
			flaw := a.found()
			if flaw == nil || flaw.Kind != harm.kind || flaw.Entry != harm.entry {
				t.Errorf("found %+v, want %s of entry %d", flaw, harm.kind, harm.entry)
			}
			if !strings.Contains(a.said.String(), "A HISTORY IS NOT WHAT WAS WRITTEN") {
				t.Error("nothing is said of it")
			}
		})
	}
}

// Who changes the last record and its hash has a tree that fits; it is not the one that was signed.
func TestAHistoryThatWasRewrittenIsNotSigned(t *testing.T) {
	a := newArchive(t, 300)
	if err := a.sign(t.Context(), acme); err != nil {
		t.Fatal(err)
	}
	forged := []byte(`{"entry":300,"note":"forged"}`)
	a.alter(`UPDATE activities SET canonical = $1 WHERE entry = 300`, forged)
	leaf := proof.Leaf(forged)
	a.alter(`UPDATE proof_tiles SET hashes = CAST(substr(hashes, 1, length(hashes) - 32) || $1 AS BLOB) WHERE log = 'tenant/acme' AND level = 0 AND number = 1`, leaf[:])
	if flaw := a.found(); flaw == nil || flaw.Kind != proof.Unproven {
		t.Errorf("found %+v", flaw)
	}
	if _, err := a.Checkpoint(t.Context(), acme); fault.KindOf(err) != fault.Unavailable {
		t.Errorf("a checkpoint: %v", err)
	}
	if _, err := a.Export(t.Context(), acme, casefile.AllSeeing, nil, proof.Selection{}); fault.KindOf(err) != fault.Unavailable {
		t.Errorf("an export: %v", err)
	}
	if c, err := a.CheckCase(t.Context(), "acme", 1); err != nil || c.Flaw == nil {
		t.Errorf("a case: %+v, %v", c, err)
	}
	before := a.said.Len()
	if err := a.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	a.Close()
	if !strings.Contains(a.said.String()[before:], "A HISTORY IS NOT WHAT WAS WRITTEN") {
		t.Error("the start says nothing of it")
	}
}

func TestACasesEntriesAreItsOwn(t *testing.T) {
	a := newArchive(t, 30)
	a.alter(`UPDATE activities SET number = 1 WHERE entry = 5`)
	if c, err := a.CheckCase(t.Context(), "acme", 1); err != nil || c.Flaw == nil || c.Flaw.Entry != 5 || c.Flaw.Kind != proof.Inserted {
		t.Errorf("%+v, %v", c, err)
	}
	a.alter(`UPDATE activities SET canonical = replace(canonical, 'Ada', 'Eve') WHERE entry = 4`)
	if c, err := a.CheckCase(t.Context(), "acme", 2); err != nil || c.Flaw == nil || c.Flaw.Entry != 4 || c.Flaw.Kind != proof.Changed {
		t.Errorf("%+v, %v", c, err)
	}
}

func TestAnExportIsOfWhatWasAskedFor(t *testing.T) {
	a := newArchive(t, 700)
	from, to := start.Add(100*time.Second), start.Add(600*time.Second)
	for _, asked := range []struct {
		selection proof.Selection
		want      uint64
	}{
		{proof.Selection{}, 700},
		{proof.Selection{Actor: "Ada"}, 701},
		{proof.Selection{From: &from, To: &to}, 500},
		{proof.Selection{Actor: "u1", To: &to}, 300},
		{proof.Selection{Case: 2, To: &to}, 200},
		{proof.Selection{Case: 2, Actor: "u1", To: &to}, 100},
		{proof.Selection{Actor: "nobody"}, 0},
	} {
		var file bytes.Buffer
		write, err := a.Export(t.Context(), acme, casefile.AllSeeing, nil, asked.selection)
		if err == nil {
			a.happens(1) // what comes meanwhile is not in it
			err = write(&file)
		}
		if err != nil {
			t.Fatal(err)
		}
		v, err := proof.Verify(&file, a.key.Public, nil)
		if err != nil || v.Entries != asked.want {
			t.Errorf("%+v: %d entries, want %d (%v)", asked.selection, v.Entries, asked.want, err)
		}
	}
}

func TestAnExportOfWhatWasChangedNamesIt(t *testing.T) {
	a := newArchive(t, 700)
	a.alter(`UPDATE activities SET canonical = replace(canonical, 'Ada', 'Eve') WHERE entry = 400`)
	var file bytes.Buffer
	write, err := a.Export(t.Context(), acme, casefile.AllSeeing, nil, proof.Selection{})
	if err == nil {
		err = write(&file)
	}
	if err != nil {
		t.Fatal(err)
	}
	_, err = proof.Verify(&file, "", nil)
	var flaw *proof.Flaw
	if !errors.As(err, &flaw) || flaw.Kind != proof.Changed || flaw.Entry != 400 {
		t.Errorf("%v", err)
	}
}

func TestALostKeyFileIsSaidLoudly(t *testing.T) {
	a := newArchive(t, 5)
	if err := a.sign(t.Context(), acme); err != nil {
		t.Fatal(err)
	}
	first := a.key.Public
	if a.reopen(vault.New([32]byte{1})); a.key.Public != first || strings.Contains(a.said.String(), "KEY FILE") {
		t.Errorf("the key is another one after a restart: %s", a.said)
	}
	if a.reopen(vault.New([32]byte{2})); a.key.Public == first || !strings.Contains(a.said.String(), "KEY FILE") {
		t.Errorf("another key file goes unnoticed: %s", a.said)
	}
	second := a.key.Public
	if flaw := a.found(); flaw != nil {
		t.Errorf("what the key before signed counts no more: %v", flaw)
	}
	if a.reopen(vault.New([32]byte{2})); a.key.Public != second {
		t.Error("the new key does not stay")
	}
	if a.reopen(vault.New([32]byte{1})); a.key.Public != first {
		t.Error("the key file came back, and the key did not")
	}
}
