// Package admin is what administrators do: the closed list of their acts, and
// everything that an act wants written, as one value.
//
// A Change is the only way in which accounts and the organisation come to be
// stored: the store writes it with the acts that tell of it in one transaction,
// or not at all. An act is only ever added: nothing here changes or removes one.
package admin

import (
	"encoding/json"
	"time"

	"github.com/go-json-experiment/json/jsontext"

	"caseweave/internal/core/access"
	"caseweave/internal/core/activity"
)

// Act is what was done at a place.
type Act struct {
	// Place is where it was done: its acts are numbered among themselves.
	Place access.Reach `json:"place"`
	// Entry counts the place's acts from 1, without a gap; the store gives it.
	Entry uint64 `json:"entry"`
	// At is when.
	At time.Time `json:"at"`
	// Actor is who did it.
	Actor activity.Actor `json:"actor"`
	Kind  Kind           `json:"kind"`
	// Subject is what it was done to.
	Subject Subject `json:"subject"`
	// Old and New are the value before and after, as text; empty where the kind has none.
	Old string `json:"old,omitempty"`
	New string `json:"new,omitempty"`
	// Note is a sentence that explains, where the kind alone does not.
	Note string `json:"note,omitempty"`
}

// Subject names an account or a part of the organisation as it was then.
type Subject struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// Canonical is the one encoding of an act that a hash is taken of: RFC 8785
// JSON, times in microseconds of UTC.
func (a Act) Canonical() []byte {
	a.At = a.At.UTC().Truncate(time.Microsecond)
	plain, err := json.Marshal(a)
	if err != nil {
		panic("admin: a record of texts and numbers does not encode: " + err.Error())
	}
	canonical := jsontext.Value(plain)
	if err := canonical.Canonicalize(); err != nil {
		panic("admin: " + err.Error())
	}
	return canonical
}
