package query

// Clause is a leaf of a filter, and what it says of a record.
type Clause struct {
	// Text is the clause as it prints; Line and Column are where it stands in the
	// text, 0 for TRUE and FALSE.
	Text   string `json:"text"`
	Line   int    `json:"line,omitempty"`
	Column int    `json:"column,omitempty"`
	// Holds is what the clause says by itself, whatever stands around it.
	Holds bool `json:"holds"`
	// Found are texts that the record has in the clause's field, MaxFound at most;
	// none for numbers and times.
	Found []string `json:"found,omitempty"`
}

// MaxFound is how many texts a clause shows; each is shortened.
const MaxFound = 5

// Explain gives a function that tells of each leaf of e, in the order of the
// text, whether it holds of a record. What they come to together is Compile's to
// say. The errors are Check's.
func Explain[T any](e Expr, s *Schema[T]) (func(*T) []Clause, error) {
	if err := Check(e, s); err != nil {
		return nil, err
	}
	var leaves []func(*T) Clause
	Walk(e, func(e Expr) bool {
		switch e.(type) {
		case Test, Constant:
			leaves = append(leaves, explainLeaf(e, s))
		}
		return true
	})
	return func(record *T) []Clause {
		clauses := make([]Clause, len(leaves))
		for i, leaf := range leaves {
			clauses[i] = leaf(record)
		}
		return clauses
	}, nil
}

func explainLeaf[T any](e Expr, s *Schema[T]) func(*T) Clause {
	holds := prepare(Simplify(Plain(e, s)), s).holds
	t, _ := e.(Test)
	clause := Clause{Text: e.String(), Line: t.At.Line, Column: t.At.Column}
	found := func(*T) []string { return nil }
	if f, path, ok := s.Field(t.Field); ok {
		found = func(record *T) []string { return f.found(record, path) }
	}
	return func(record *T) Clause {
		c := clause
		c.Holds, c.Found = holds(record), found(record)
		return c
	}
}

// found are the first texts of a record in the field.
func (f Field[T]) found(record *T, path []string) (texts []string) {
	if some := f.Texts(path); some != nil {
		some(record, func(text string) bool {
			texts = append(texts, shortened(text))
			return len(texts) == MaxFound
		})
	}
	return texts
}
