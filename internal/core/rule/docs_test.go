package rule

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"caseweave/internal/core/fault"
)

var block = regexp.MustCompile("(?s)```(yaml|cel)\n(.*?)```")

func TestTheGuideTellsTheTruth(t *testing.T) {
	guide, err := os.ReadFile("../../../docs/rules.md")
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]int{}
	for _, b := range block.FindAllStringSubmatch(string(guide), -1) {
		found[b[1]]++
		if b[1] == "yaml" {
			book, err := ReadYAML([]byte(b[2]))
			if err == nil {
				_, err = Compile(1, Tenant{}, book)
			}
			if err != nil {
				t.Errorf("%s%v %+v", b[2], err, fault.DetailsOf(err))
			}
			continue
		}
		for line := range strings.Lines(b[2]) {
			if _, mistakes := compileGrouping(strings.TrimSpace(line)); mistakes != nil {
				t.Errorf("%s%+v", line, mistakes)
			}
		}
	}
	if found["yaml"] == 0 || found["cel"] == 0 {
		t.Error("the guide has no examples")
	}
}

func TestTheGuideNamesEverything(t *testing.T) {
	guide, err := os.ReadFile("../../../docs/rules.md")
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for name := range attributes {
		all = append(all, name)
	}
	for name := range collections {
		all = append(all, name+"()")
	}
	all = append(append(all, names(ruleLines)...), names(templateLines)...)
	for _, name := range all {
		if !strings.Contains(string(guide), "`"+name+"`") {
			t.Errorf("the guide does not name %s", name)
		}
	}
}
