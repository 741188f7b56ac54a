package rulebook

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"
)

var unknownField = regexp.MustCompile(`field (.+) not found in type .*`)

// strict reads YAML in which nothing unknown stands; its errors begin with the line.
func strict(text []byte, into any) error {
	d := yaml.NewDecoder(bytes.NewReader(text))
	d.KnownFields(true)
	err := d.Decode(into)
	if errors.Is(err, io.EOF) {
		return nil
	}
	var wrong *yaml.TypeError
	if !errors.As(err, &wrong) {
		return err
	}
	for i, e := range wrong.Errors {
		wrong.Errors[i] = unknownField.ReplaceAllString(e, "$1 is nothing that can stand here")
	}
	return errors.New(strings.Join(wrong.Errors, "; "))
}

// wrong is a mistake at n, beside which others are told, too.
func wrong(n *yaml.Node, format string, args ...any) error {
	return &yaml.TypeError{Errors: []string{fmt.Sprintf("line %d: ", n.Line) + fmt.Sprintf(format, args...)}}
}

// Moment is a time from the story's beginning, or before it: 4h, -4h1us, 30d, -1d12h.
type Moment time.Duration

var days = regexp.MustCompile(`^(-?)(\d{1,5})d(.*)$`)

// UnmarshalText reads a duration as Go writes it, with days before the hours.
func (m *Moment) UnmarshalText(text []byte) error {
	parts := days.FindStringSubmatch(string(text))
	if parts == nil {
		parts = []string{"", "", "0", string(text)}
	}
	number, _ := strconv.Atoi(parts[2])
	rest, err := time.ParseDuration("0s")
	if parts[3] != "" {
		rest, err = time.ParseDuration(parts[3])
	}
	if err != nil {
		return fmt.Errorf("%q is no time from the story's beginning: write it like 90s, -4h or 30d", text)
	}
	at := time.Duration(number)*24*time.Hour + rest
	if parts[1] == "-" {
		at = -at
	}
	*m = Moment(at)
	return nil
}

// UIDs are names of detections; n1..n100 stands for a hundred.
type UIDs []string

var series = regexp.MustCompile(`^(.*?)(\d+)\.\.(.*?)(\d+)$`)

// UnmarshalYAML reads a list of uids and of series of them.
func (u *UIDs) UnmarshalYAML(n *yaml.Node) error {
	var written []string
	if err := n.Decode(&written); err != nil {
		return err
	}
	*u = make(UIDs, 0, len(written))
	for _, w := range written {
		parts := series.FindStringSubmatch(w)
		if parts == nil || parts[1] != parts[3] {
			*u = append(*u, w)
			continue
		}
		first, _ := strconv.Atoi(parts[2])
		last, _ := strconv.Atoi(parts[4])
		for i := first; i <= last; i++ {
			*u = append(*u, parts[1]+strconv.Itoa(i))
		}
	}
	return nil
}
