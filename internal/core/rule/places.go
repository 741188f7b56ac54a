package rule

import (
	"errors"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"

	"caseweave/internal/core/fault"
)

// Places tells where in a file the fields of a book stood.
type Places struct {
	of    map[string]place
	lines []string
}

// InFile moves what an error points at, such as line 1 of rules[3].filter, to its
// place in the file. That is exact in texts on one line without escapes and in
// literal blocks (|); in others it is where the text begins.
func (p Places) InFile(err error) error {
	var e *fault.Error
	if !errors.As(err, &e) || len(e.Details) == 0 {
		return err
	}
	moved := *e
	moved.Details = make([]fault.Detail, len(e.Details))
	for i, d := range e.Details {
		d.Line, d.Column = p.find(d)
		moved.Details[i] = d
	}
	return &moved
}

// find is the line and column in the file of what d points at.
func (p Places) find(d fault.Detail) (line, column int) {
	at, known := p.of[d.Location]
	if !known {
		at = p.of[d.Location[:strings.LastIndexByte(d.Location, '.')+1]]
	}
	if at.node == nil || d.Line < 1 || d.Column < 1 {
		return at.line, at.column
	}
	if at.node.Style&yaml.LiteralStyle != 0 {
		return p.inBlock(at, d)
	}
	return p.inLine(at, d)
}

// inLine finds a place in a text that stands on one line as it is.
func (p Places) inLine(at place, d fault.Detail) (line, column int) {
	column = at.column
	if at.node.Style&(yaml.SingleQuotedStyle|yaml.DoubleQuotedStyle) != 0 {
		column++
	}
	if d.Line > 1 || !strings.HasPrefix(from(p.line(at.line), column), at.node.Value) {
		return at.line, at.column
	}
	return at.line, column + d.Column - 1
}

// inBlock finds a place in a text whose lines follow the one with the |.
func (p Places) inBlock(at place, d fault.Detail) (line, column int) {
	values := strings.Split(at.node.Value, "\n")
	line = at.line + d.Line
	if d.Line > len(values) {
		return at.line, at.column
	}
	indent, ends := strings.CutSuffix(p.line(line), values[d.Line-1])
	if !ends {
		return at.line, at.column
	}
	return line, utf8.RuneCountInString(indent) + d.Column
}

func (p Places) line(number int) string {
	if number < 1 || number > len(p.lines) {
		return ""
	}
	return strings.TrimSuffix(p.lines[number-1], "\r")
}

// from is a line from a column on, which counts from 1 in characters.
func from(line string, column int) string {
	for ; column > 1 && line != ""; column-- {
		_, size := utf8.DecodeRuneInString(line)
		line = line[size:]
	}
	return line
}
