package store

import (
	"caseweave/internal/core/casefile"
	"caseweave/internal/core/detection"
	"caseweave/internal/core/fold"
	"caseweave/internal/edge/store/compact"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// document is a record as it is kept: JSON, in which any text of UTF-8 comes back as it was.
func document(record any) ([]byte, error) {
	return json.Marshal(record, jsontext.AllowInvalidUTF8(true))
}

func fromDocument(text []byte, record any) error {
	return json.Unmarshal(text, record, jsontext.AllowInvalidUTF8(true), jsontext.AllowDuplicateNames(true))
}

// detectionOf is a detection as it is kept: compact or, from before, as JSON.
func detectionOf(text []byte, fingerprint string) (d detection.Detection, err error) {
	if compact.Is(text) {
		d, err = compact.Parse(text)
	} else {
		err = fromDocument(text, &d)
	}
	d.Fingerprint = fingerprint
	return d, err
}

// caseOf is a case as it is kept, in either form as a detection is.
func caseOf(text []byte) (c casefile.Case, err error) {
	if compact.Is(text) {
		return compact.ParseCase(text)
	}
	err = fromDocument(text, &c)
	return c, err
}

// folded is a text from outside in the form in which it is sorted and searched.
func folded(text string) []byte { return []byte(fold.String(text)) }
