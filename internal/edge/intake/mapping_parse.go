package intake

import (
	"bytes"
	"errors"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/ext"
	"go.yaml.in/yaml/v3"

	"caseweave/internal/core/fault"
	"caseweave/internal/core/fold"
)

// Limits of an expression in a mapping.
const (
	celCost  = 20_000
	celNodes = 500
	celRegex = 1_000
)

// ParseMapping reads a mapping file. It is strict: an unknown field, a path
// that cannot be one or an expression that does not compile is a fault.Invalid
// whose details name line and field.
func ParseMapping(file string, text []byte) (*Mapping, error) {
	m := new(Mapping)
	d := yaml.NewDecoder(bytes.NewReader(text))
	d.KnownFields(true)
	if err := d.Decode(m); err != nil && err != io.EOF {
		return nil, fault.New(fault.Invalid, "%s is not a mapping", file).With(yamlDetails(err)...)
	}
	var found []fault.Detail
	for _, c := range m.checks() {
		if d := c.check(); d != nil {
			found = append(found, *d)
		}
	}
	if len(found) > 0 {
		return nil, fault.New(fault.Invalid, "%s is not a mapping", file).With(found...)
	}
	return m, nil
}

// check is one thing that must hold: that a needed field is there, or that a value makes sense.
type check struct {
	field   string
	v       *value
	problem string
}

func (m *Mapping) checks() []check {
	cs := []check{
		needs("source", m.Source != ""), needs("product", m.Product != ""), needs("title", len(m.Title) > 0),
		needs("type", len(m.Type) > 0), needs("severity", len(m.Severity) > 0), needs("created_at", len(m.CreatedAt) > 0),
	}
	for i := range m.Skip {
		cs = append(cs, needs("skip.reason", m.Skip[i].Reason != ""), check{field: "skip.when", v: &m.Skip[i].When})
	}
	for i := range m.Entities {
		w := &m.Entities[i]
		cs = append(cs, needs("entities.kind", w.Kind != ""), check{field: "entities", v: &w.value})
		if w.Role != "" && (w.Kind != "ip" || roles[w.Role] == "") {
			cs = append(cs, check{field: "entities.role", v: &value{line: w.line}, problem: "role is source or destination, of an ip"})
		}
	}
	for name, vs := range m.fields() {
		for i := range vs {
			cs = append(cs, check{field: name, v: &vs[i]})
		}
	}
	slices.SortStableFunc(cs, func(a, b check) int { return a.line() - b.line() })
	return cs
}

func needs(field string, given bool) check {
	if given {
		return check{field: field}
	}
	return check{field: field, problem: field + " is missing"}
}

func (m *Mapping) fields() map[string]values {
	all := map[string]values{
		"uid": m.UID, "title": m.Title, "description": m.Description, "type": m.Type, "severity": m.Severity,
		"confidence": m.Confidence, "threat_score": m.ThreatScore, "deprioritized": m.Deprioritized,
		"created_at": m.CreatedAt, "first_seen_at": m.FirstSeenAt, "last_seen_at": m.LastSeenAt, "modified_at": m.ModifiedAt,
		"tactics": m.Tactics, "technique_ids": m.TechniqueIDs, "sensor_types": m.SensorTypes,
		"command_line": m.CommandLine, "attributes": m.Attributes,
	}
	for i, l := range m.Locations {
		at := "locations[" + strconv.Itoa(i) + "]."
		all[at+"country"], all[at+"city"], all[at+"ip"] = l.Country, l.City, l.IP
		all[at+"latitude"], all[at+"longitude"] = l.Latitude, l.Longitude
	}
	return all
}

func (c check) line() int {
	if c.v == nil {
		return 0
	}
	return c.v.line
}

func (c check) check() *fault.Detail {
	problem := c.problem
	if problem == "" && c.v != nil {
		problem = c.v.prepare()
	}
	if problem == "" {
		return nil
	}
	return &fault.Detail{Location: c.field, Line: c.line(), Message: problem}
}

// prepare compiles v and says what is wrong with it, or "".
func (v *value) prepare() string {
	given := 0
	for _, way := range []string{v.Path, v.CEL, v.Text} {
		if way != "" {
			given++
		}
	}
	switch {
	case given != 1:
		return "exactly one of path, cel and text must be given"
	case v.Cut != "" && v.Cut != "port":
		return "cut knows port only"
	case v.CEL != "":
		return v.compile()
	case v.Path != "":
		v.steps = splitPath(v.Path)
		if slices.Contains(v.steps, "") {
			return strconv.Quote(v.Path) + " is no path: keys are separated by single dots, and a key with a dot in it stands in double quotes"
		}
	}
	v.Values = folded(v.Values)
	return ""
}

// folded is table with its keys folded; nil stays nil.
func folded(table map[string]string) map[string]string {
	if table == nil {
		return nil
	}
	keys := make(map[string]string, len(table))
	for key, to := range table {
		keys[fold.String(strings.TrimSpace(key))] = to
	}
	return keys
}

var pathStep = regexp.MustCompile(`"[^"]*"|[^".]*`)

// splitPath cuts a path such as data."a.b".c into its keys; a key is empty
// where the path is none.
func splitPath(path string) []string {
	var steps []string
	for {
		step := pathStep.FindString(path)
		path = path[len(step):]
		steps = append(steps, strings.Trim(step, `"`))
		if path == "" {
			return steps
		}
		if path[0] != '.' {
			return append(steps, "")
		}
		path = path[1:]
	}
}

func (v *value) compile() string {
	env, err := cel.NewEnv(cel.Variable("event", cel.MapType(cel.StringType, cel.DynType)), ext.Strings(), ext.Lists(),
		cel.OptionalTypes(), cel.ExpressionNodeLimit(celNodes), cel.RegexProgramSizeLimit(celRegex))
	if err != nil {
		return err.Error()
	}
	ast, issues := env.Compile(v.CEL)
	if issues.Err() != nil {
		return issues.Errors()[0].Message
	}
	v.program, err = env.Program(ast, cel.CostLimit(celCost), cel.EvalOptions(cel.OptOptimize))
	if err != nil {
		return err.Error()
	}
	return ""
}

// UnmarshalYAML reads a path alone, or an object with one.
func (v *value) UnmarshalYAML(node *yaml.Node) error {
	v.line = node.Line
	if node.Kind == yaml.ScalarNode {
		v.Path = node.Value
		return nil
	}
	type plain value
	return strict(node, (*plain)(v))
}

// UnmarshalYAML reads one value or a list of alternatives.
func (vs *values) UnmarshalYAML(node *yaml.Node) error {
	if node.Kind == yaml.SequenceNode {
		type plain values
		return node.Decode((*plain)(vs))
	}
	*vs = values{{}}
	return node.Decode(&(*vs)[0])
}

// UnmarshalYAML reads an object: the embedded value's own reading would hide the rest.
func (w *who) UnmarshalYAML(node *yaml.Node) error {
	type plainValue value
	read := struct {
		Kind       string `yaml:"kind"`
		Role       string `yaml:"role"`
		plainValue `yaml:",inline"`
	}{}
	err := strict(node, &read)
	*w = who{Kind: read.Kind, Role: read.Role, value: value(read.plainValue)}
	w.line = node.Line
	return err
}

// strict decodes node and refuses fields that into does not have, which
// node.Decode alone would pass over.
func strict(node *yaml.Node, into any) error {
	text, err := yaml.Marshal(node)
	if err != nil {
		return err
	}
	d := yaml.NewDecoder(bytes.NewReader(text))
	d.KnownFields(true)
	var wrong *yaml.TypeError
	if err := d.Decode(into); errors.As(err, &wrong) {
		return &yaml.TypeError{Errors: shift(wrong.Errors, node.Line-1)}
	} else if err != nil {
		return err
	}
	return nil
}

var yamlLine = regexp.MustCompile(`^line (\d+): `)

// shift moves the lines of messages about a part of the file to where the part stands.
func shift(messages []string, by int) []string {
	var moved []string
	for _, m := range messages {
		line, rest := cutLine(m)
		moved = append(moved, "line "+strconv.Itoa(line+by)+": "+rest)
	}
	return moved
}

func cutLine(message string) (line int, rest string) {
	if at := yamlLine.FindStringSubmatch(message); at != nil {
		line, _ = strconv.Atoi(at[1])
		return line, message[len(at[0]):]
	}
	return 0, message
}

var unknownField = regexp.MustCompile(`^field (\S+) not found in type .*$`)

// yamlDetails puts the errors of the YAML reader into words.
func yamlDetails(err error) []fault.Detail {
	messages := []string{strings.TrimPrefix(err.Error(), "yaml: ")}
	var wrong *yaml.TypeError
	if errors.As(err, &wrong) {
		messages = wrong.Errors
	}
	var details []fault.Detail
	for _, m := range messages {
		line, rest := cutLine(m)
		d := fault.Detail{Line: line, Message: rest}
		if field := unknownField.FindStringSubmatch(rest); field != nil {
			d.Location, d.Message = field[1], "there is no field "+field[1]
		}
		details = append(details, d)
	}
	return details
}
