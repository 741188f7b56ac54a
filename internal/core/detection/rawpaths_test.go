package detection

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
)

// agrees holds a reading of all paths against one reading for each.
func agrees(t *testing.T, raw string, paths ...[]string) {
	t.Helper()
	d := Detection{Raw: []byte(raw)}
	got := make([][]string, len(paths))
	NewRawPaths(paths...).Each(&d, func(path int, text string) { got[path] = append(got[path], text) })
	for i, path := range paths {
		if want := reached(raw, path...); !slices.Equal(got[i], want) {
			t.Errorf("%s at %q: %q, want %q", raw, path, got[i], want)
		}
	}
}

func TestManyPathsAreReadAsEachAlone(t *testing.T) {
	var paths [][]string
	for _, path := range []string{"a", "a/b", "a/b/c", "list", "list/n", "list/m", `q"k`, "a.b", "no", "missing/x", "last", "a"} {
		paths = append(paths, strings.Split(path, "/"))
	}
	paths = append(paths, nil)
	for _, raw := range []string{
		` {"a" : {"b": [1, "two", [3.0, null, ""], {"c": "\u00e9\\"}]}, "q\"k": true, "a.b": 1e3, "list": [{"n": "x"}, {"n": ["y"]}, 7], "last": -0} `,
		`[{"a": 1}, {"a": {"b": {"c": [{}]}}}]`, `{"a": 1, "a": {"b": 2}}`, `"text"`, `7`, `null`, `{}`, ``,
	} {
		agrees(t, raw, paths...)
	}
}

func FuzzRawPaths(f *testing.F) {
	for _, seed := range []string{`{"a":{"b":[1,{"b":"x"},"\"\\"]}}`, `[[[{"a":1}]]]`, `{"a":{"a":[]},"b":"]"}`, `{"a"`, `[}`, `{"`} {
		f.Add([]byte(seed), "a", "b")
	}
	f.Fuzz(func(t *testing.T, raw []byte, first, second string) {
		paths := [][]string{{first}, {first, second}, {second}, {second, first, first}, {}}
		if !json.Valid(raw) {
			NewRawPaths(paths...).Each(&Detection{Raw: raw}, func(int, string) {})
			return
		}
		agrees(t, string(raw), paths...)
	})
}
