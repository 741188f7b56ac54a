package rule

import (
	"fmt"
	"slices"
	"strings"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/operators"
	"cel.dev/cel-go/common/types/ref"

	"caseweave/internal/core/fault"
)

// expression is one CEL expression, checked and prepared.
type expression struct {
	text    string
	program cel.Program
	// plain reads the one variable that is the whole expression; nil where there is more to it.
	plain func(*subject) ref.Val
	// ofRule says that the value may depend on the rule.
	ofRule bool
}

// compileGrouping prepares an expression whose values are rows: it names an
// attribute of the detection (T20), and its type can be a row or a list of rows.
func compileGrouping(text string) (*expression, []fault.Detail) {
	tree, mistakes := grouping.parse(text)
	if mistakes != nil {
		return nil, mistakes
	}
	if !namesAttribute(tree.NativeRep().Expr(), nil) {
		return nil, at(1, 1, "A grouping expression names at least one attribute of the detection.", "hostnames()")
	}
	if !givesRows(tree.OutputType(), 0) {
		return nil, at(1, 1, fmt.Sprintf("The result is %s; a row is a text, number, truth value or time, or there is a list of these.",
			describe(tree.OutputType())), suggestRows(text, tree.OutputType()))
	}
	return grouping.prepare(text, tree)
}

// compileText prepares an expression that stands in a text, whose result is one row.
func compileText(text string) (*expression, []fault.Detail) {
	tree, mistakes := scripting.parse(text)
	if mistakes != nil {
		return nil, mistakes
	}
	if t := tree.OutputType(); t.Kind() == cel.ListKind || !givesRows(t, 0) {
		return nil, at(1, 1, fmt.Sprintf("The result is %s; in a text stands a text, number, truth value or time.", describe(t)),
			suggestText(text, t))
	}
	return scripting.prepare(text, tree)
}

func (l dialect) parse(text string) (*cel.Ast, []fault.Detail) {
	switch {
	case strings.TrimSpace(text) == "":
		return nil, at(1, 1, "The expression is empty.", "")
	case len(text) > MaxExpression:
		return nil, at(1, 1, fmt.Sprintf("The expression is %d bytes long; %d are allowed.", len(text), MaxExpression), "")
	}
	tree, issues := l.env.Compile(text)
	if issues.Err() != nil {
		return nil, l.mistakesOf(text, issues)
	}
	if mistakes := variablePatterns(tree); mistakes != nil {
		return nil, mistakes
	}
	return tree, nil
}

// patternAt says which argument of a function is a regular expression.
var patternAt = map[string]int{"matches": 0, "regex.replace": 1, "regex.extract": 1, "regex.extractAll": 1}

// variablePatterns finds regular expressions that are not written down: to
// compile one for each detection costs more than CEL's measure of work knows.
func variablePatterns(tree *cel.Ast) (mistakes []fault.Detail) {
	rep := tree.NativeRep()
	ast.PreOrderVisit(rep.Expr(), ast.NewExprVisitor(func(e ast.Expr) {
		if e.Kind() != ast.CallKind {
			return
		}
		call := e.AsCall()
		i, takesPattern := patternAt[call.FunctionName()]
		if !call.IsMemberFunction() && call.FunctionName() == "matches" {
			i++
		}
		if takesPattern && call.Args()[i].Kind() != ast.LiteralKind {
			place := rep.SourceInfo().GetStartLocation(call.Args()[i].ID())
			mistakes = append(mistakes, fault.Detail{
				Line: place.Line(), Column: place.Column() + 1, Message: "A regular expression is written as one text in quotes.",
			})
		}
	}))
	return mistakes
}

func (l dialect) prepare(text string, tree *cel.Ast) (*expression, []fault.Detail) {
	p, err := l.program(tree)
	if err != nil {
		return nil, at(1, 1, "The expression can't be run: "+sentence(err.Error()), "")
	}
	root := tree.NativeRep().Expr()
	e := &expression{text: text, program: p, ofRule: speaksOfRule(root)}
	if root.Kind() == ast.IdentKind {
		e.plain = resolvers[root.AsIdent()]
	}
	return e, nil
}

func speaksOfRule(tree ast.Expr) (speaks bool) {
	ast.PreOrderVisit(tree, ast.NewExprVisitor(func(e ast.Expr) {
		speaks = speaks || e.Kind() == ast.IdentKind && e.AsIdent() == "rule"
	}))
	return speaks
}

// value of the expression for a subject.
func (e *expression) value(s *subject) (ref.Val, error) {
	if e.plain != nil {
		return e.plain(s), nil
	}
	v, _, err := e.program.Eval(s)
	if err != nil {
		return nil, fault.Because(err, fault.Invalid, "The expression %s failed", e.text)
	}
	return v, nil
}

// yield of a grouping expression for a subject.
func (e *expression) yield(s *subject) yield {
	v, err := e.value(s)
	if err != nil {
		return yield{err: err}
	}
	rows, err := rowsOf(nil, v, 0)
	return yield{distinct(rows), err}
}

func at(line, column int, message, suggestion string) []fault.Detail {
	return []fault.Detail{{Line: line, Column: column, Message: message, Suggestion: suggestion}}
}

// givesRows says whether values of a type are rows, or may be.
func givesRows(t *cel.Type, depth int) bool {
	switch t.Kind() {
	case cel.StringKind, cel.IntKind, cel.UintKind, cel.DoubleKind, cel.BoolKind, cel.TimestampKind, cel.DynKind, cel.AnyKind, cel.TypeParamKind:
		return true
	case cel.ListKind:
		return depth < maxDepth && givesRows(t.Parameters()[0], depth+1)
	case cel.OpaqueKind:
		return t.TypeName() == "optional_type" && givesRows(t.Parameters()[0], depth)
	}
	return false
}

// namesAttribute says whether a tree reads an attribute of the detection.
// Names that a macro binds are not the detection's.
func namesAttribute(e ast.Expr, bound []string) bool {
	free := func(name string) bool { return !slices.Contains(bound, name) }
	any := func(parts ...ast.Expr) bool {
		return slices.ContainsFunc(parts, func(p ast.Expr) bool { return namesAttribute(p, bound) })
	}
	switch e.Kind() {
	case ast.IdentKind:
		name := e.AsIdent()
		_, isAttribute := attributes[name]
		return isAttribute && free(name) || strings.HasPrefix(name, "@") && resolvers[name] != nil && name != hidden
	case ast.SelectKind:
		of := e.AsSelect().Operand()
		return of.Kind() == ast.IdentKind && of.AsIdent() == "detection" && free("detection") || any(of)
	case ast.CallKind:
		call := e.AsCall()
		return call.FunctionName() == "values" || call.IsMemberFunction() && any(call.Target()) || any(call.Args()...) || optionalSelect(call, free)
	case ast.ListKind:
		return any(e.AsList().Elements()...)
	case ast.MapKind:
		return slices.ContainsFunc(e.AsMap().Entries(), func(entry ast.EntryExpr) bool {
			return any(entry.AsMapEntry().Key(), entry.AsMapEntry().Value())
		})
	case ast.ComprehensionKind:
		loop := e.AsComprehension()
		inner := append(slices.Clone(bound), loop.IterVar(), loop.IterVar2(), loop.AccuVar())
		return any(loop.IterRange(), loop.AccuInit()) || namesAttribute(loop.LoopCondition(), inner) ||
			namesAttribute(loop.LoopStep(), inner) || namesAttribute(loop.Result(), inner)
	}
	return false
}

// optionalSelect is detection.?field.
func optionalSelect(call ast.CallExpr, free func(string) bool) bool {
	return call.FunctionName() == operators.OptSelect && call.Args()[0].Kind() == ast.IdentKind &&
		call.Args()[0].AsIdent() == "detection" && free("detection")
}
