package query

// Texts are the first MaxFound texts that a record has in a field, those of
// numbers and times not among them. Long ones are left out.
func (s *Schema[T]) Texts(record *T, name string) []string {
	f, path, ok := s.Field(name)
	if !ok {
		return nil
	}
	var texts []string
	if some := f.Texts(path); some != nil {
		some(record, func(text string) bool {
			if text == shortened(text) {
				texts = append(texts, text)
			}
			return len(texts) == MaxFound
		})
	}
	return texts
}
