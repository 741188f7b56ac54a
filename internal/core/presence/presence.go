// Package presence is who looks at a case just now (B15).
//
// A page that is open on a case shows a sign of life each Beat, and is gone when it
// gave none for as long as Lasts. Whoever has several pages open is there once.
// Programs are never there.
package presence

import (
	"cmp"
	"iter"
	"slices"
	"time"
)

const (
	// Beat is how often a page shows a sign of life.
	Beat = 4 * time.Second
	// Lasts is how long it counts: one may be lost.
	Lasts = 10 * time.Second
	// MaxPeople is how many people are told of.
	MaxPeople = 50
)

// View is a page that is open on a case.
type View struct {
	// UserID and Name are those of the person in front of it.
	UserID, Name string
	// Page tells the pages of one person apart.
	Page string
	// Edits are the fields that are being edited in it.
	Edits []Field
}

// Field is something that a person may be editing. The list is closed: see Fields.
type Field string

const (
	// Title is the case's.
	Title Field = "title"
	// Description is the case's, which the page calls its summary.
	Description Field = "description"
)

// Fields are all of them.
var Fields = []Field{Title, Description}

// Person is somebody who looks at a case, and what is being edited in any of the pages.
type Person struct {
	UserID, Name string
	// Edits are in the order of Fields.
	Edits []Field
}

// Same says whether both are the same people, editing the same.
func Same(a, b []Person) bool {
	return slices.EqualFunc(a, b, func(a, b Person) bool {
		return a.UserID == b.UserID && a.Name == b.Name && slices.Equal(a.Edits, b.Edits)
	})
}

// People are those in front of some views, by name, the first MaxPeople of them.
func People(views iter.Seq[View]) []Person {
	byID := map[string]*Person{}
	for v := range views {
		p := byID[v.UserID]
		if p == nil {
			p = &Person{UserID: v.UserID, Name: v.Name}
			byID[v.UserID] = p
		}
		p.Edits = append(p.Edits, v.Edits...)
	}
	var all []Person
	for _, p := range byID {
		p.Edits = inOrder(p.Edits)
		all = append(all, *p)
	}
	slices.SortFunc(all, func(a, b Person) int { return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.UserID, b.UserID)) })
	return all[:min(MaxPeople, len(all))]
}

// inOrder are the known fields among some, each once.
func inOrder(some []Field) (fields []Field) {
	for _, f := range Fields {
		if slices.Contains(some, f) {
			fields = append(fields, f)
		}
	}
	return fields
}
