package rulebook_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var block = regexp.MustCompile("(?s)```yaml\n(.*?)```")

// TestTheCookbookIsTheRulebook holds the examples of the cookbook to the stories that prove them.
func TestTheCookbookIsTheRulebook(t *testing.T) {
	cookbook := text(t, "docs", "cookbook.md")
	recipes := strings.Split(cookbook, "](../rulebook/")[1:]
	shown := 0
	for _, r := range recipes {
		story, r, _ := strings.Cut(r, ")")
		for i, b := range block.FindAllStringSubmatch(r, -1) {
			file := []string{"rules.yaml", "steps.yaml", "expect.yaml"}[i]
			if b[1] != text(t, "rulebook", story, file) {
				t.Errorf("the cookbook does not show %s/%s as it is", story, file)
			}
			shown++
		}
	}
	if all := strings.Count(cookbook, "```yaml"); shown < 39 || shown != all {
		t.Errorf("%d of %d blocks are held to a story", shown, all)
	}
}

// TestTheReadmeNamesEverything keeps the manual of stories complete.
func TestTheReadmeNamesEverything(t *testing.T) {
	manual := text(t, "rulebook", "README.md")
	for _, file := range []string{"step.go", "event.go", "expectation.go"} {
		source, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, tag := range regexp.MustCompile("yaml:\"([a-z_]+)\"").FindAllStringSubmatch(string(source), -1) {
			if !strings.Contains(manual, "`"+tag[1]+"`") && !strings.Contains(manual, "`"+tag[1]+":") && !strings.Contains(manual, "{"+tag[1]+":") {
				t.Errorf("the manual does not name %s", tag[1])
			}
		}
	}
}

func text(t *testing.T, parts ...string) string {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(append([]string{root}, parts...)...))
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}
