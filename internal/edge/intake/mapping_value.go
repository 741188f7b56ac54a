package intake

import (
	"net"
	"strconv"
	"strings"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"
	"cel.dev/cel-go/common/types/traits"

	"caseweave/internal/core/fold"
)

// value says how to find texts in an event: where they lie (Path, or CEL where
// a path does not reach, or a fixed Text), and what to make of each.
type value struct {
	Path string `yaml:"path"`
	CEL  string `yaml:"cel"`
	Text string `yaml:"text"`

	// Split cuts each text at this separator.
	Split string `yaml:"split"`
	// Cut "port" takes the port off an address.
	Cut string `yaml:"cut"`
	// Values translates; what it does not know says nothing. Compared folded.
	Values map[string]string `yaml:"values"`
	// Bands translates numbers: the entry with the highest bound not above.
	Bands map[float64]string `yaml:"bands"`
	// Prefix comes before each text.
	Prefix string `yaml:"prefix"`

	steps   []string
	program cel.Program
	line    int
}

// values are alternatives: what the first finds counts where one text is
// wanted, what all find where several are.
type values []value

// first is the first text found.
func (vs values) first(e event) string {
	for _, v := range vs {
		if s := first(v.texts(e)...); s != "" {
			return s
		}
	}
	return ""
}

// all are the texts of all alternatives, in their order.
func (vs values) all(e event) (texts []string) {
	vs.each(e, func(s string) { texts = append(texts, s) })
	return texts
}

func (vs values) each(e event, do func(string)) {
	for _, v := range vs {
		for _, s := range v.texts(e) {
			do(s)
		}
	}
}

// where is the place of the first alternative, for people.
func (vs values) where() string {
	if len(vs) == 0 {
		return ""
	}
	return vs[0].Path + vs[0].CEL
}

// texts are what v finds in e, translated.
func (v *value) texts(e event) []string {
	var found []string
	switch {
	case v.Text != "":
		found = []string{v.Text}
	case v.program != nil:
		found = v.evaluate(e)
	default:
		found = appendTexts(nil, e, v.steps)
	}
	var made []string
	for _, s := range found {
		for _, part := range v.parts(s) {
			made = v.make(made, part)
		}
	}
	return made
}

func (v *value) parts(s string) []string {
	if v.Split == "" {
		return []string{s}
	}
	return strings.Split(s, v.Split)
}

// make appends what becomes of one text, if anything does.
func (v *value) make(made []string, s string) []string {
	s = strings.TrimSpace(s)
	if v.Cut == "port" {
		s = withoutPort(s)
	}
	if v.Values != nil {
		s = v.Values[fold.String(s)]
	}
	if v.Bands != nil {
		s = v.band(s)
	}
	if s == "" {
		return made
	}
	return append(made, v.Prefix+s)
}

func (v *value) band(s string) string {
	n, ok := number(s)
	if !ok {
		return ""
	}
	bound, found := 0.0, ""
	for from, to := range v.Bands {
		if from <= n && (found == "" || from > bound) {
			bound, found = from, to
		}
	}
	return found
}

// evaluate runs the CEL; an expression that fails, or costs too much, finds nothing.
func (v *value) evaluate(e event) []string {
	out, _, err := v.program.Eval(map[string]any{"event": map[string]any(e)})
	if err != nil {
		return nil
	}
	return celTexts(nil, out)
}

func celTexts(texts []string, v ref.Val) []string {
	switch v := v.(type) {
	case traits.Lister:
		for i := v.Iterator(); i.HasNext() == types.True; {
			texts = celTexts(texts, i.Next())
		}
	case types.String:
		return append(texts, string(v))
	case types.Int, types.Uint, types.Double, types.Bool:
		if s, ok := v.ConvertToType(types.StringType).(types.String); ok {
			return append(texts, string(s))
		}
	}
	return texts
}

// withoutPort is the host in "192.0.2.1:80", "[2001:db8::1]:80" or
// "example.com:80"; anything else stays.
func withoutPort(s string) string {
	host, port, err := net.SplitHostPort(s)
	if _, bad := strconv.ParseUint(port, 10, 16); err != nil || bad != nil || host == "" {
		return s
	}
	return host
}
