package intake

import (
	"bytes"
	"errors"
	"strconv"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// event is a product's JSON object as a tree for paths and CEL: objects,
// lists, strings, bools, null, int64, float64. An integer beyond int64 is the
// text of its digits.
type event map[string]any

func readEvent(raw []byte) (event, error) {
	var e map[string]any
	err := json.UnmarshalRead(bytes.NewReader(raw), &e, json.WithUnmarshalers(exactNumbers))
	return e, err
}

var exactNumbers = json.UnmarshalFromFunc(func(d *jsontext.Decoder, v *any) error {
	if d.PeekKind() != '0' {
		return errors.ErrUnsupported
	}
	digits, err := d.ReadValue()
	if err == nil {
		*v = exactNumber(string(digits))
	}
	return err
})

func exactNumber(digits string) any {
	if n, err := strconv.ParseInt(digits, 10, 64); err == nil {
		return n
	}
	if n, err := strconv.ParseFloat(digits, 64); err == nil && !isDigits(digits) {
		return n
	}
	return digits
}

func isDigits(s string) bool {
	for i, c := range s {
		if (c < '0' || c > '9') && !(i == 0 && c == '-') {
			return false
		}
	}
	return true
}

// appendTexts adds the texts that lie at path below v. A list on the way means
// each of its elements; an object or null at the end is no text.
func appendTexts(texts []string, v any, path []string) []string {
	switch v := v.(type) {
	case []any:
		for _, element := range v {
			texts = appendTexts(texts, element, path)
		}
		return texts
	case event:
		return appendTexts(texts, map[string]any(v), path)
	case map[string]any:
		if len(path) > 0 {
			return appendTexts(texts, v[path[0]], path[1:])
		}
		return texts
	}
	if len(path) > 0 {
		return texts
	}
	return appendText(texts, v)
}

func appendText(texts []string, v any) []string {
	switch v := v.(type) {
	case string:
		return append(texts, v)
	case int64:
		return append(texts, strconv.FormatInt(v, 10))
	case float64:
		return append(texts, strconv.FormatFloat(v, 'f', -1, 64))
	case bool:
		return append(texts, strconv.FormatBool(v))
	}
	return texts
}
