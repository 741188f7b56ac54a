package store

import (
	"caseweave/internal/core/casefile"
	"caseweave/internal/core/detection"
	"caseweave/internal/core/fold"

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

// detectionDocument is d without what the source sent, which is kept apart.
func detectionDocument(d *detection.Detection) ([]byte, error) {
	bare := *d
	bare.Raw = nil
	return document(&bare)
}

func detectionOf(text []byte, fingerprint string) (detection.Detection, error) {
	d := detection.Detection{Fingerprint: fingerprint}
	err := fromDocument(text, &d)
	return d, err
}

func caseOf(text []byte) (casefile.Case, error) {
	var c casefile.Case
	err := fromDocument(text, &c)
	return c, err
}

// folded is a text from outside in the form in which it is sorted and searched.
func folded(text string) []byte { return []byte(fold.String(text)) }
