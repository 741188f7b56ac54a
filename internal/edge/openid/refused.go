package openid

import (
	"fmt"

	"caseweave/internal/core/access"
)

// refused is a refusal with what only the log, or an administrator, should hear of it.
type refused struct {
	reason access.Refusal
	detail string
}

func refuse(reason access.Refusal, format string, args ...any) error {
	return &refused{reason, fmt.Sprintf(format, args...)}
}

func (r *refused) Error() string { return r.detail }

// Unwrap is why.
func (r *refused) Unwrap() error { return r.reason }
