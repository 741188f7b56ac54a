package detection

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
)

// reached lists what a path leads to.
func reached(raw string, path ...string) []string {
	d := Detection{Raw: []byte(raw)}
	var texts []string
	d.someRaw(path, func(s string) bool { texts = append(texts, s); return false })
	return texts
}

func TestAPathLeadsThroughObjectsAndArrays(t *testing.T) {
	const raw = ` {"a" : {"b": [1, "two", [3.0, null, ""], {"c": "\u00e9\\"}]}, "empty": [], "no": null,
		"q\"k": true, "a.b": 1e3, "list": [{"n": "x"}, {"n": ["y", "z"]}, 7, {"m": "{]\""}], "last": -0} `
	for _, c := range []struct {
		path string
		want []string
	}{
		{"a/b", []string{"1", "two", "3.0", `{"c": "\u00e9\\"}`}},
		{"a/b/c", []string{`é\`}},
		{"list/n", []string{"x", "y", "z"}},
		{"list/m", []string{`{]"`}},
		{`q"k`, []string{"true"}},
		{"a.b", []string{"1e3"}},
		{"last", []string{"-0"}},
		{"empty", nil},
		{"no", nil},
		{"A/b", nil},
		{"a/b/c/d", nil},
		{"missing", nil},
	} {
		if got := reached(raw, strings.Split(c.path, "/")...); !slices.Equal(got, c.want) {
			t.Errorf("%s leads to %q, want %q", c.path, got, c.want)
		}
	}
	if got := reached(`{"a": 1}`); !slices.Equal(got, []string{`{"a": 1}`}) {
		t.Errorf("the empty path leads to %q", got)
	}
	if got := reached(""); got != nil {
		t.Errorf("no JSON leads to %q", got)
	}
}

func TestASearchOfRawEndsWithItsFirstFinding(t *testing.T) {
	d, asked := Detection{Raw: []byte(`{"a":["x","y"]}`)}, 0
	if !d.someRaw([]string{"a"}, func(string) bool { asked++; return true }) || asked != 1 {
		t.Fatalf("asked %d times", asked)
	}
}

// FuzzRaw holds the reader against encoding/json, and sees that it ends on
// whatever is no JSON.
func FuzzRaw(f *testing.F) {
	for _, seed := range []string{`{"a":{"b":[1,{"b":"x"},"\"\\"]}}`, `[[[{"a":1}]]]`, `{"a"`, `{"a":}`, `[}`, `"\`, `{"a":tru"`, `{"a":{"a":[]},"b":"]"}`} {
		f.Add([]byte(seed), "a", "b")
	}
	f.Fuzz(func(t *testing.T, raw []byte, first, second string) {
		got := reached(string(raw), first, second)
		var tree any
		if json.Unmarshal(raw, &tree) != nil || !json.Valid(raw) || twice(raw) {
			return
		}
		want := leaves(tree, first, second)
		if len(got) != len(want) {
			t.Fatalf("%s at %q %q: %q, want %d", raw, first, second, got, len(want))
		}
		for i, w := range want {
			if s, ok := w.(string); ok && s != got[i] {
				t.Fatalf("%s at %q %q: %q, want %q", raw, first, second, got[i], s)
			}
		}
	})
}

// twice says whether an object may bear a key twice, or keys that encoding/json
// repairs; there the reader sees more than a map can hold.
func twice(raw []byte) bool {
	var tree any
	_ = json.Unmarshal(raw, &tree)
	return strings.Count(string(raw), ":") != keys(tree) || strings.ContainsRune(string(raw), '\uFFFD') || !slices.Equal([]byte(strings.ToValidUTF8(string(raw), "")), raw)
}

func keys(tree any) int {
	n := 0
	switch tree := tree.(type) {
	case map[string]any:
		for _, v := range tree {
			n += 1 + keys(v)
		}
	case []any:
		for _, v := range tree {
			n += keys(v)
		}
	}
	return n
}

func leaves(tree any, path ...string) []any {
	switch tree := tree.(type) {
	case []any:
		var all []any
		for _, v := range tree {
			all = append(all, leaves(v, path...)...)
		}
		return all
	case map[string]any:
		if len(path) > 0 {
			return leaves(tree[path[0]], path[1:]...)
		}
	}
	if len(path) > 0 || tree == nil || tree == "" {
		return nil
	}
	return []any{tree}
}
