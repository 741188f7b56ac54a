package httpapi

import (
	"errors"
	"strings"

	"caseweave/internal/core/fault"
)

// alone is an error of a whole book told to who wrote one item of it: what
// stands below place is told without it, such as filter for rules[3].filter.
func alone(err error, place string) error {
	var f *fault.Error
	if !errors.As(err, &f) || len(f.Details) == 0 {
		return err
	}
	details := append([]fault.Detail{}, f.Details...)
	for i := range details {
		if rest, below := strings.CutPrefix(details[i].Location, place); below {
			details[i].Location = strings.TrimPrefix(rest, ".")
		}
	}
	return fault.New(f.Kind, "%s", strings.Replace(f.Message, place+".", "", 1)).With(details...)
}
