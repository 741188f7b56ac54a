// Package fault is the closed list of ways in which Caseweave says no.
//
// An error is made where its cause is known, with a sentence fit for a person,
// and is inspected on the way up with KindOf or errors.As. The edge turns it
// into an answer in exactly one place. Package fault never logs and never
// decides what a kind means on the wire.
package fault

import (
	"errors"
	"fmt"
)

// Kind says what sort of refusal an error is. The list is closed.
type Kind string

const (
	// Invalid means that the sender's input is wrong; sending it again unchanged fails again.
	Invalid Kind = "invalid"
	// NotFound means that the thing does not exist, or not for who asks: both answer the same.
	NotFound Kind = "not_found"
	// Conflict means that the world moved on since the sender looked.
	Conflict Kind = "conflict"
	// Denied means that who asks may not do this.
	Denied Kind = "denied"
	// TooLarge means that a stated limit was passed.
	TooLarge Kind = "too_large"
	// Unavailable means that the same request may succeed later.
	Unavailable Kind = "unavailable"
	// Busy means that more is asked for than can be done just now; the same request succeeds a little later.
	Busy Kind = "busy"
	// Internal means a defect of ours; its cause is logged, never shown.
	Internal Kind = "internal"
)

// Error is a refusal: a kind, a sentence for people, and the places it speaks of.
type Error struct {
	Kind    Kind
	Message string
	Details []Detail
	cause   error
}

// Detail points at one place in the sender's input.
type Detail struct {
	// Location names the field, such as "rules[3].filter"; empty when the input is one text.
	Location string `json:"location,omitempty"`
	// Line and Column count from 1, columns in characters; 0 means unknown.
	Line   int `json:"line,omitempty"`
	Column int `json:"column,omitempty"`
	// Message is a sentence fit for a person.
	Message string `json:"message"`
	// Suggestion is what the sender may have meant; empty when there is no guess.
	Suggestion string `json:"suggestion,omitempty"`
}

// New makes an error of a kind with a sentence for people.
func New(kind Kind, format string, args ...any) *Error {
	return &Error{Kind: kind, Message: fmt.Sprintf(format, args...)}
}

// Because makes an error whose cause is kept for the log.
func Because(cause error, kind Kind, format string, args ...any) *Error {
	return &Error{Kind: kind, Message: fmt.Sprintf(format, args...), cause: cause}
}

// With returns a copy of e that also points at the given places.
func (e *Error) With(details ...Detail) *Error {
	c := *e
	c.Details = append(append([]Detail(nil), e.Details...), details...)
	return &c
}

// Error is the sentence, followed by the cause if there is one.
func (e *Error) Error() string {
	if e.cause == nil {
		return e.Message
	}
	return e.Message + ": " + e.cause.Error()
}

// Unwrap gives the cause.
func (e *Error) Unwrap() error { return e.cause }

// KindOf is the kind of the first Error in err's chain, and Internal where there is none.
func KindOf(err error) Kind {
	var e *Error
	if errors.As(err, &e) {
		return e.Kind
	}
	return Internal
}

// DetailsOf are the places that the first Error in err's chain points at.
func DetailsOf(err error) []Detail {
	var e *Error
	if errors.As(err, &e) {
		return e.Details
	}
	return nil
}
