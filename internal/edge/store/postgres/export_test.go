package postgres

import "time"

// Impatient lets the lock be held by another for so long only.
func Impatient(d time.Duration) (undo func()) {
	before := patience
	patience = d
	return func() { patience = before }
}
