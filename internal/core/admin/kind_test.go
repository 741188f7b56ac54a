package admin

import (
	"go/ast"
	"go/parser"
	"go/token"
	"slices"
	"strconv"
	"testing"
)

// TestKindsAreAllKinds: filters over acts know no other.
func TestKindsAreAllKinds(t *testing.T) {
	file, err := parser.ParseFile(token.NewFileSet(), "kind.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	var written []Kind
	ast.Inspect(file, func(n ast.Node) bool {
		spec, ok := n.(*ast.ValueSpec)
		if !ok || len(spec.Values) != 1 {
			return true
		}
		if text, ok := spec.Values[0].(*ast.BasicLit); ok {
			kind, err := strconv.Unquote(text.Value)
			if err != nil {
				t.Fatal(err)
			}
			written = append(written, Kind(kind))
		}
		return true
	})
	if !slices.Equal(written, Kinds) {
		t.Errorf("written are %q, and Kinds has %q", written, Kinds)
	}
}
