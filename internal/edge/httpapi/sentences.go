package httpapi

import (
	"net/http"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/danielgtaylor/huma/v2/validation"
)

// What huma says of a value that does not fit its description, as sentences.
func init() {
	validation.MsgUnexpectedProperty = "There is no such field."
	validation.MsgExpectedRequiredProperty = "The field %s is missing."
	validation.MsgExpectedObject = "This is an object with fields."
	validation.MsgExpectedArray = "This is a list."
	validation.MsgExpectedString = "This is a text."
	validation.MsgExpectedInteger = "This is a whole number."
	validation.MsgExpectedNumber = "This is a number."
	validation.MsgExpectedBoolean = "This is true or false."
	validation.MsgExpectedRFC3339DateTime = "This is a time as in RFC 3339, such as 2026-05-04T09:30:00Z."
	validation.MsgExpectedOneOf = "This is one of: %s."
	validation.MsgExpectedMinimumNumber = "This is at least %v."
	validation.MsgExpectedMaximumNumber = "This is at most %v."
	validation.MsgExpectedMinLength = "This has at least %d characters."
	validation.MsgExpectedMaxLength = "This has at most %d characters."
}

// words are huma's other messages, as sentences.
var words = map[string]string{
	"unknown query parameter":             "There is no such parameter.",
	"required query parameter is missing": "This parameter is missing.",
	"invalid integer":                     "This is a whole number.",
	"request body is required":            "The body is missing.",
	"unknown content type":                "Send application/json.",
	"cannot read request body":            "The body broke off.",
	"request body read timeout":           "The body took too long.",
}

// told is what huma says, for people; what Go's JSON says is not for them.
func told(status int, location, message string) string {
	if sentence, known := words[message]; known {
		return sentence
	}
	switch {
	case location == "body" && status == http.StatusBadRequest:
		return "The body is no JSON."
	case strings.HasPrefix(message, "json: "):
		return "Something in the body is not what belongs there."
	}
	return sentenceOf(message)
}

// sentenceOf is message with a capital letter before and a stop behind.
func sentenceOf(message string) string {
	if message == "" {
		return ""
	}
	message = capital(message)
	if !strings.HasSuffix(message, ".") {
		message += "."
	}
	return message
}

// capital is message with a capital letter first, unless it begins with a name
// such as created_at or group_by[0].
func capital(message string) string {
	word, _, _ := strings.Cut(message, " ")
	if strings.ContainsFunc(strings.TrimRight(word, ",.:;"), func(r rune) bool { return !unicode.IsLetter(r) && r != '\'' }) {
		return message
	}
	first, size := utf8.DecodeRuneInString(message)
	return string(unicode.ToUpper(first)) + message[size:]
}
