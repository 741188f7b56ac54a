package store

import (
	"context"
	"database/sql"

	"caseweave/internal/core/activity"
	"caseweave/internal/core/casefile"
	"caseweave/internal/core/detection"
	"caseweave/internal/core/listing"
	"caseweave/internal/edge/store/marks"
)

// Statements are what must find its rows by a key, as texts.
func Statements() []string {
	all := []string{
		openBetween, openSpan, members, memberships, pastArrivals, pastUpdates, pastVersions, pastFolds, pastCommands, pastSettings, pastBooks,
		knownFolds + "($2, $3)", tailEnd, segmentEnd, wholeTail, dropTail, restOfTail, holdTenant, newSegments, newTail, chunkOf, ofIntake, blockOf, placeOf, rewriteBlock, dropBlock, currentSettings, openCases, openRows, openBars, heldKeys, heldBars, casesOf, trimBacktests,
		advance, keepCurrent, replaceCurrent, replaceRaw, oneCase, oneDetection, sharedVersion,
		expired, countExpired, lastExpired, newest, oneTile, lastTile, recordsOfTenant, recordsOfPlace, recordsOfCase, lastCheckpoint, oneHidden, anyHidden, anyNamed,
	}
	all = append(all, SeenStatements()...)
	all = append(all, Removals()...)
	for _, b := range bulks {
		all = append(all, b.text(2, numbered))
	}
	return all
}

// SealEach lets every so many marks of intake be a segment.
func SealEach(n int64) (undo func()) {
	before := segmentSize
	segmentSize = n
	return func() { segmentSize = before }
}

// LookAtMost lets a request read so many chunks of the index.
func LookAtMost(n int) (undo func()) {
	before := maxLooked
	maxLooked = n
	return func() { maxLooked = before }
}

// Trouble lets the store have met a full disk.
func (s *Store) Trouble() { s.troubled.Store(true) }

// Troubled says whether the next Ping tries to write.
func (s *Store) Troubled() bool { return s.troubled.Load() }

// Sealed waits until no tail is being sealed.
func (s *Store) Sealed() { s.sealer.running.Wait() }

// Walk goes the whole way behind a number, stretch by stretch, through the
// segments that runs make and a tail, and answers who bears any of wanted.
func Walk(runs []marks.Run, tail marks.Run, wanted []int64, descending bool, enough int) (numbers []int64) {
	var v view
	v.tail.Add(tail)
	for i, r := range runs {
		lowest, highest := r.Below().Bounds()
		v.segments = append(v.segments, segment{int64(i), lowest, highest})
	}
	look := func(place, mark int64, numbers []int64) ([]int64, error) {
		for _, p := range runs[place].Find(mark) {
			numbers = append(numbers, p.Number)
		}
		return numbers, nil
	}
	for c := start(descending); ; {
		s, _ := v.walk(look, wanted, c, enough, maxLooked)
		numbers = append(numbers, s.numbers...)
		if !s.ends {
			return numbers
		}
		c = s.after(c)
	}
}

// NumbersOf are those that bear the mark of an identity in tx's moment.
func (s *Store) NumbersOf(ctx context.Context, tx *sql.Tx, tenant int64, id detection.Identity) ([]int64, error) {
	return s.marked(ctx, tx, tenant, []int64{identityMark(id)})
}

// LooseStatements are what must find detections in no case without meeting others.
func LooseStatements() []string { return []string{expired, countExpired, lastExpired} }

// SeenStatements are those that ask what a person may know.
func SeenStatements() []string {
	ada := casefile.ViewerOf(activity.Actor{Kind: activity.User, ID: "ada"})
	case1, member, of := arguments{int64(1), int64(2)}, arguments{int64(1), int64(2)}, arguments{int64(1)}
	return []string{
		oneCase + sees(ada, &case1), memberships + notHidden("m.number", ada, &member) + " ORDER BY m.number",
		"SELECT a.entry FROM " + handled.from + " WHERE " + handled.where + notHidden("a.number", ada, &of),
	}
}

// CaseLists are lists of cases for a viewer in every order, without a filter.
func CaseLists(viewer casefile.Viewer) (all []string) {
	l, args := casesSeen(&sight{tenant: 1, viewer: viewer})
	for _, sort := range casefile.Sorts {
		for _, descending := range []bool{false, true} {
			s, err := l.selection(listing.Request{Sort: sort, Descending: descending, After: &listing.Cursor{}}, args)
			if err != nil {
				panic(err)
			}
			text, _ := s.text(50)
			all = append(all, text)
		}
	}
	return all
}

// Removals are what removes detections with what belongs to them.
func Removals() (all []string) {
	for _, b := range belongings {
		all = append(all, b.deletion("($2, $3)"))
	}
	return all
}

// Document is a record as JSON, as cases were kept before, and CaseOf a case of either form.
var (
	Document = document
	CaseOf   = caseOf
)
