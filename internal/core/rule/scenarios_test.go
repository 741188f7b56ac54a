package rule

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"

	"caseweave/internal/core/detection"
	"caseweave/internal/core/fault"
)

// scenario is the part of a ready scenario that rules can be tried on.
type scenario struct {
	Name  string
	Rules []struct {
		Title, State, Filter string
		AppendFilter         string   `yaml:"append_filter"`
		GroupBy              []string `yaml:"group_by"`
		GroupCount           int      `yaml:"group_count"`
		MaxDetections        int      `yaml:"max_detections"`
	}
	Steps []struct{ Send yaml.Node }
}

type sent struct {
	UID, Title string
	Entities   []string
}

// scenarios reads the ready scenarios beside the repository.
func scenarios(t *testing.T) []scenario {
	t.Helper()
	files, _ := filepath.Glob("../../../../shared/scenarios/*.yaml")
	if len(files) == 0 {
		t.Skip("the ready scenarios are not beside the repository")
	}
	var all []scenario
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var some []scenario
		if err := yaml.Unmarshal([]byte(own(string(text))), &some); err != nil {
			t.Fatal(file, err)
		}
		all = append(all, some...)
	}
	return all
}

// own makes the names of a run: ~ and the networks.
func own(text string) string {
	return strings.NewReplacer("~", "-7", "{net6}", "2001:db8:7:1", "{NET6}", "2001:DB8:7:1:0:0:0", "{net}", "10.7.1").Replace(text)
}

func (s scenario) book() Book {
	var b Book
	for _, r := range s.Rules {
		if r.State == "" && r.GroupCount == 0 && r.MaxDetections == 0 {
			b.Rules = append(b.Rules, Rule{Title: r.Title, Filter: r.Filter, AppendFilter: r.AppendFilter, GroupBy: r.GroupBy})
		}
	}
	return b
}

func (s scenario) detections(t *testing.T) map[string]*detection.Detection {
	all := map[string]*detection.Detection{}
	for _, step := range s.Steps {
		var some []sent
		if step.Send.Kind == yaml.MappingNode {
			some = make([]sent, 1)
			_ = step.Send.Decode(&some[0])
		} else {
			_ = step.Send.Decode(&some)
		}
		for _, one := range some {
			d := seen(one.Title)
			if one.Title == "" {
				d.Title = one.UID
			}
			for _, e := range one.Entities {
				kind, value, _ := strings.Cut(e, ":")
				entity, ok := detection.NewEntity(kind, value)
				if !ok {
					t.Fatalf("%q is no entity", e)
				}
				d.Entities = append(d.Entities, entity)
			}
			all[one.UID] = d
		}
	}
	return all
}

func TestTheRulesOfAllScenariosCompile(t *testing.T) {
	for _, s := range scenarios(t) {
		if _, err := Compile(1, Tenant{}, s.book()); err != nil {
			t.Errorf("%s: %v %+v", s.Name, err, fault.DetailsOf(err))
		}
	}
}

func TestTheGroupingScenariosHaveTheseRows(t *testing.T) {
	want := map[string]map[string][]string{
		"group-list-is-or":                       {"a": {"u1-7", "u2-7"}, "b": {"u2-7", "u9-7"}, "c": {"u4-7"}},
		"group-join-is-and":                      {"a": {"u1-7,u2-7"}, "b": {"u1-7"}, "c": {"u1-7,u2-7"}, "d": {"u1-7,u2-7,u3-7"}},
		"group-noise-addresses-excluded":         {"a": {"ip:10.7.1.1"}, "b": {"ip:10.7.1.2"}, "c": nil, "d": {"ip:10.7.1.1"}, "e": {"ip:10.7.1.1"}},
		"group-several-attributes-in-one-row":    {"a": {"alpha -7|h1-7"}, "b": {"alpha -7|h1-7"}, "c": {"alpha -7|h2-7"}, "d": {"beta -7|h1-7"}},
		"group-failing-expression-harms-nothing": {"a": {"u1-7"}, "b": nil, "c": nil, "d": {"t-7", "u1-7"}, "e": {"t-7"}},
		"group-values-compare-folded":            {"a": {"web-7"}, "b": {"web-7"}, "c": {"2001:db8:7:1::1"}, "d": {"2001:db8:7:1::1"}, "e": {"2001:db8:7:1::11"}},
	}
	for _, s := range scenarios(t) {
		for uid, rows := range want[s.Name] {
			set, err := Compile(1, Tenant{}, s.book())
			if err != nil {
				t.Fatal(err)
			}
			if got, _ := set.Rules()[0].Rows(s.detections(t)[uid]); !slices.Equal(got, rows) {
				t.Errorf("%s %s: %q, want %q", s.Name, uid, got, rows)
			}
		}
	}
}
