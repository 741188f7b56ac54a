package query

import (
	"strings"
	"time"
)

// Kind is what a literal or a field holds. The list is closed; literals are Text or Number.
type Kind int

const (
	// Text is one text; empty is null.
	Text Kind = iota
	// Number is a number, which may be null.
	Number
	// List is any number of texts; empty is null.
	List
	// Time is a moment; zero is null.
	Time
	// Bool is true or false, never null.
	Bool
	// Rank is one of a few words in their order, such as low < high; empty is null.
	Rank
	// Path is a tree of values below a name, such as raw.a.b: what a path leads
	// to is a list of texts, and a text that reads as a number compares as one with numbers.
	Path
)

// nouns say what a field of a kind is.
var nouns = map[Kind]string{
	Text: "a text", Number: "a number", List: "a list of texts", Time: "a time",
	Bool: "true or false", Rank: "a word of a scale", Path: "a value of any kind",
}

// Some calls holds with the texts that a record has in a field, none of them
// empty, until holds answers true, and says whether it did.
type Some[T any] func(record *T, holds func(string) bool) bool

// Field is what a filter may ask of a T. It is made by TextField and its siblings.
type Field[T any] struct {
	// Name is how filters call it, in lower case.
	Name string
	Kind Kind
	// Description is a sentence for who writes a filter.
	Description string
	// Words are all that a Text or Rank can be; a Rank's rise. Empty: anything.
	Words []string
	// Bands are words for ranges of a Number.
	Bands []Band
	// Canonical brings the literals of = and IN into the form in which the field
	// holds its texts; nil where folding is enough. It is idempotent.
	Canonical func(string) string

	some   Some[T]
	number func(*T) (float64, bool)
	moment func(*T) time.Time
	path   func(record *T, path []string, holds func(string) bool) bool
}

// Texts is how a record's texts in the field are read, of a Path those that path
// leads to; nil where it holds numbers or times.
func (f Field[T]) Texts(path []string) Some[T] {
	if f.Kind != Path {
		return f.some
	}
	at := f.path
	return func(record *T, holds func(string) bool) bool { return at(record, path, holds) }
}

// Number is how a record's number in the field is read; nil where it holds none.
func (f Field[T]) Number() func(*T) (n float64, ok bool) { return f.number }

// Band is a word for the numbers from From up to the next band.
type Band struct {
	Word string
	From float64
}

// TextField is a field that holds one text.
func TextField[T any](name, description string, get func(*T) string) Field[T] {
	return Field[T]{Name: name, Kind: Text, Description: description, some: one(get)}
}

// ListField is a field that holds texts.
func ListField[T any](name, description string, some Some[T]) Field[T] {
	return Field[T]{Name: name, Kind: List, Description: description, some: some}
}

// NumberField is a field that holds a number; ok is false for null.
func NumberField[T any](name, description string, get func(*T) (n float64, ok bool)) Field[T] {
	return Field[T]{Name: name, Kind: Number, Description: description, number: get}
}

// TimeField is a field that holds a moment.
func TimeField[T any](name, description string, get func(*T) time.Time) Field[T] {
	return Field[T]{Name: name, Kind: Time, Description: description, moment: get}
}

// BoolField is a field that is true or false.
func BoolField[T any](name, description string, get func(*T) bool) Field[T] {
	f := TextField(name, description, func(record *T) string {
		if get(record) {
			return "true"
		}
		return "false"
	}).OneOf("false", "true")
	f.Kind = Bool
	return f
}

// RankField is a field that holds one of words, which rise.
func RankField[T any](name, description string, words []string, get func(*T) string) Field[T] {
	return Field[T]{Name: name, Kind: Rank, Description: description, Words: words, some: one(get)}
}

// PathField is a tree of values. some gets the segments after the field's name.
func PathField[T any](name, description string, some func(record *T, path []string, holds func(string) bool) bool) Field[T] {
	return Field[T]{Name: name, Kind: Path, Description: description, path: some}
}

// OneOf is f with a closed list of texts.
func (f Field[T]) OneOf(words ...string) Field[T] { f.Words = words; return f }

// InBands is f with words for ranges of its numbers, rising, the first from its least number.
func (f Field[T]) InBands(bands ...Band) Field[T] { f.Bands = bands; return f }

// InForm is f with the one form of its texts.
func (f Field[T]) InForm(canonical func(string) string) Field[T] { f.Canonical = canonical; return f }

func one[T any](get func(*T) string) Some[T] {
	return func(record *T, holds func(string) bool) bool {
		s := get(record)
		return s != "" && holds(s)
	}
}

// Schema is the closed list of what filters may ask of a T.
type Schema[T any] struct {
	fields []Field[T]
	byName map[string]*Field[T]
}

// NewSchema makes a schema; no two fields may bear one name.
func NewSchema[T any](fields ...Field[T]) *Schema[T] {
	s := &Schema[T]{fields: fields, byName: make(map[string]*Field[T], len(fields))}
	for i := range s.fields {
		f := &s.fields[i]
		if s.byName[f.Name] != nil || reserved[f.Name] {
			panic("query: no field can be called " + f.Name + " here")
		}
		s.byName[f.Name] = f
	}
	return s
}

// Fields are all fields in the order given. They may not be changed.
func (s *Schema[T]) Fields() []Field[T] { return s.fields }

// Field is what a canonical name means, and the segments of its path below a
// Path field.
func (s *Schema[T]) Field(name string) (f Field[T], path []string, ok bool) {
	if f := s.byName[name]; f != nil {
		return *f, nil, true
	}
	if head, _, dotted := strings.Cut(name, "."); dotted {
		if f := s.byName[head]; f != nil && f.Kind == Path {
			return *f, segments(name)[1:], true
		}
	}
	return Field[T]{}, nil, false
}

// names are the names of all fields.
func (s *Schema[T]) names() []string {
	names := make([]string, len(s.fields))
	for i, f := range s.fields {
		names[i] = f.Name
	}
	return names
}
