package rule

import (
	"strconv"

	"go.yaml.in/yaml/v3"

	"caseweave/internal/core/casefile"
)

var stageLines = []field[casefile.Stage]{
	textLine("title", func(s *casefile.Stage) *string { return &s.Title }),
	recordsLine("tasks", "task", taskLines, func(s *casefile.Stage) *[]casefile.Task { return &s.Tasks }),
}

var taskLines = []field[casefile.Task]{
	textLine("title", func(t *casefile.Task) *string { return &t.Title }),
	textLine("instructions", func(t *casefile.Task) *string { return &t.Instructions }),
}

func stagesLine(name string, of func(*Template) *[]casefile.Stage) field[Template] {
	return recordsLine(name, "stage", stageLines, of)
}

// recordsLine is a list of records, each with lines of its own.
func recordsLine[T, R any](name, kind string, lines []field[R], of func(*T) *[]R) field[T] {
	return field[T]{
		name: name,
		form: object{"type": "array", "items": recordForm(lines, "title")},
		read: func(d *documents, into *T, n *yaml.Node) {
			if n.Kind != yaml.SequenceNode {
				d.mistake(n, name, "This is a list: one "+kind+" after each hyphen.", "")
				return
			}
			outer := d.prefix
			for i, entry := range n.Content {
				d.prefix = outer + name + "[" + strconv.Itoa(i) + "]."
				*of(into) = append(*of(into), readRecord(d, kind, resolved(entry), lines))
			}
			d.prefix = outer
		},
		write: func(from *T) *yaml.Node {
			list := &yaml.Node{Kind: yaml.SequenceNode, Tag: "!!seq"}
			for i := range *of(from) {
				list.Content = append(list.Content, writeRecord(&(*of(from))[i], lines))
			}
			if list.Content == nil {
				return nil
			}
			return list
		},
	}
}

func readRecord[R any](d *documents, kind string, n *yaml.Node, lines []field[R]) (r R) {
	if n.Kind != yaml.MappingNode {
		d.mistake(n, "title", "A "+kind+" is lines of a name, a colon and a value.", "title: …")
		return r
	}
	readLines(d, n, kind, &r, lines)
	return r
}

func writeRecord[R any](from *R, lines []field[R]) *yaml.Node {
	record := &yaml.Node{Kind: yaml.MappingNode, Tag: "!!map"}
	for _, line := range lines {
		if value := line.write(from); value != nil {
			record.Content = append(record.Content, scalar(line.name), value)
		}
	}
	return record
}
