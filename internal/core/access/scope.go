package access

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"caseweave/internal/core/fault"
)

// MayGive says whether p may do all that somebody may who has the role, narrowed to
// scopes; none narrow nothing. What is no role nobody may give. Where each of them may do it is for the reach to say.
func MayGive(p Principal, r Role, scopes []Action) bool {
	if !slices.Contains(Roles, r) {
		return false
	}
	given := Entitlements(Principal{Role: r, Scopes: scopes})
	return !slices.ContainsFunc(given, func(a Action) bool { return !entitled(p, a) })
}

// CheckScopes are the scopes in order, each once; fault.Invalid where the role does
// not have one of them anyway.
func CheckScopes(r Role, scopes []Action) (ordered []Action, err error) {
	for _, a := range scopes {
		if !slices.Contains(allowed[a], r) {
			return nil, fault.New(fault.Invalid, "The role %q has no %q that it could be narrowed to.", r, a)
		}
	}
	for _, a := range Actions {
		if slices.Contains(scopes, a) {
			ordered = append(ordered, a)
		}
	}
	return ordered, nil
}

const (
	// maxTokenYears is how long a token may be good that expires at all.
	maxTokenYears = 10
	// never is how one says that a token does not expire.
	never = "never"
)

// ParseExpiry reads until when something made now is good: a number of days such as
// 90d, a day such as 2027-01-31, which it outlasts in UTC, an instant as in RFC 3339,
// or never, which is the zero time.
func ParseExpiry(text string, now time.Time) (until time.Time, err error) {
	if text == never {
		return time.Time{}, nil
	}
	days, isDays := strings.CutSuffix(text, "d")
	switch count, wrong := strconv.ParseUint(days, 10, 16); {
	case isDays && wrong == nil:
		until = now.AddDate(0, 0, int(count))
	default:
		if until, err = time.Parse(time.DateOnly, text); err == nil {
			until = until.AddDate(0, 0, 1)
		} else if until, err = time.Parse(time.RFC3339, text); err != nil {
			return until, fault.New(fault.Invalid, "An expiry is a number of days such as 90d, a day such as 2027-01-31, or never.")
		}
	}
	if !until.After(now) || until.After(now.AddDate(maxTokenYears, 0, 1)) {
		return until, fault.New(fault.Invalid, "A token expires in the future, and within %d years.", maxTokenYears)
	}
	return until.UTC(), nil
}
