package rule

import (
	"slices"

	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/operators"
)

// questions are functions that answer yes or no, or give what is there already.
var questions = []string{
	operators.Equals, operators.NotEquals, operators.Less, operators.LessEquals, operators.Greater, operators.GreaterEquals,
	operators.LogicalAnd, operators.LogicalOr, operators.LogicalNot, operators.NotStrictlyFalse, operators.Conditional,
	operators.In, operators.OldIn, operators.Index, "startsWith", "endsWith", "contains", "size",
}

// sifts says whether an expression only asks questions and sifts lists by them:
// it makes no text, and no list that is longer than one of its detection's. The
// raw event is no list to sift.
func sifts(tree ast.Expr) bool {
	sifts, kept := true, map[int64]bool{}
	ast.PreOrderVisit(tree, ast.NewExprVisitor(func(e ast.Expr) {
		switch e.Kind() {
		case ast.IdentKind:
			sifts = sifts && e.AsIdent() != "raw"
		case ast.ComprehensionKind:
			for _, step := range keeps(e.AsComprehension()) {
				kept[step.ID()] = true
			}
		case ast.CallKind:
			sifts = sifts && (kept[e.ID()] || slices.Contains(questions, e.AsCall().FunctionName()))
		case ast.ListKind:
			sifts = sifts && (kept[e.ID()] || !slices.ContainsFunc(e.AsList().Elements(), isNoLiteral))
		case ast.LiteralKind:
		default:
			sifts = false
		}
	}))
	return sifts
}

// keeps are the steps by which a loop keeps the element at hand, as filter's does.
func keeps(loop ast.ComprehensionExpr) []ast.Expr {
	step := loop.LoopStep()
	if step.Kind() != ast.CallKind || step.AsCall().FunctionName() != operators.Conditional {
		return nil
	}
	sum := step.AsCall().Args()[1]
	if sum.Kind() != ast.CallKind || sum.AsCall().FunctionName() != operators.Add {
		return nil
	}
	list := sum.AsCall().Args()[1]
	if list.Kind() != ast.ListKind || list.AsList().Size() != 1 {
		return nil
	}
	if kept := list.AsList().Elements()[0]; kept.Kind() != ast.IdentKind || kept.AsIdent() != loop.IterVar() {
		return nil
	}
	return []ast.Expr{sum, list}
}

func isNoLiteral(e ast.Expr) bool { return e.Kind() != ast.LiteralKind }
