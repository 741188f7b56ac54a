package rule

import (
	"slices"

	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/operators"

	"caseweave/internal/core/detection"
	"caseweave/internal/core/query"
)

// hubs are the attributes that have few values, each shared by many detections.
var hubs = []string{"source", "type", "severity", "status", "sensor_types", "tactics", "deprioritized", "tags", "tenant_id", "confidence", "threat_score", "count", "version"}

func treeOf(text string) ast.Expr {
	tree, mistakes := grouping.parse(text)
	if mistakes != nil {
		return ast.NewExprFactory().NewUnspecifiedExpr(0)
	}
	return tree.NativeRep().Expr()
}

// readsHubsOnly says whether an expression reads no attribute but hubs. Names
// that a macro binds count as what they are spelled like, which errs on the quiet side.
func readsHubsOnly(text string) bool {
	only := true
	ast.PreOrderVisit(treeOf(text), ast.NewExprVisitor(func(e ast.Expr) {
		if name, reads := attributeRead(e); reads && !slices.Contains(hubs, name) {
			only = false
		}
	}))
	return only
}

// attributeRead is the attribute, collection or other source that a node reads.
func attributeRead(e ast.Expr) (name string, reads bool) {
	switch e.Kind() {
	case ast.IdentKind:
		_, known := attributes[e.AsIdent()]
		return e.AsIdent(), known || e.AsIdent() != hidden && e.AsIdent()[0] == '@' && resolvers[e.AsIdent()] != nil
	case ast.SelectKind:
		of := e.AsSelect().Operand()
		return e.AsSelect().FieldName(), of.Kind() == ast.IdentKind && of.AsIdent() == "detection"
	case ast.CallKind:
		f := e.AsCall().FunctionName()
		return f, f == "values" || f == operators.OptSelect
	}
	return "", false
}

// readsRule says whether an expression names the rule.
func readsRule(text string) bool {
	found := false
	ast.PreOrderVisit(treeOf(text), ast.NewExprVisitor(func(e ast.Expr) {
		found = found || e.Kind() == ast.IdentKind && e.AsIdent() == "rule"
	}))
	return found
}

// sortsOnly says whether an expression is a sorted list that stays one.
func sortsOnly(text string) bool {
	e := treeOf(text)
	return e.Kind() == ast.CallKind && e.AsCall().IsMemberFunction() && e.AsCall().FunctionName() == "sort"
}

// alwaysRow says whether an expression gives a row for every detection there can be.
func alwaysRow(text string) bool { return always(treeOf(text)) }

func always(e ast.Expr) bool {
	switch e.Kind() {
	case ast.LiteralKind:
		text, isText := e.AsLiteral().Value().(string)
		return isText && text != ""
	case ast.IdentKind:
		return slices.Contains([]string{"severity", "deprioritized", "count", "version", "arrival", "created_at", "received_at"}, e.AsIdent())
	case ast.CallKind:
		call := e.AsCall()
		switch call.FunctionName() {
		case "day", "hour":
			return always(call.Args()[0])
		case operators.Add:
			a, b := call.Args()[0], call.Args()[1]
			return (always(a) || always(b)) && neverFails(a) && neverFails(b)
		}
	}
	return false
}

// neverFails is a sum of texts, names and days.
func neverFails(e ast.Expr) bool {
	switch e.Kind() {
	case ast.LiteralKind:
		return true
	case ast.IdentKind:
		return e.AsIdent() != "confidence" && e.AsIdent() != "threat_score" && e.AsIdent() != "raw"
	case ast.CallKind:
		call := e.AsCall()
		name := call.FunctionName()
		return (name == "day" || name == "hour" || name == operators.Add) && !slices.ContainsFunc(call.Args(), func(a ast.Expr) bool { return !neverFails(a) })
	}
	return false
}

// Costs of a clause, in microseconds, as they were measured on ordinary events.
const (
	patternCost = 1
	rawCost     = 5
)

// cost tells of filters whose dear clauses have no cheap one beside them, which would spare most of them.
func (l *linter) cost(r submission) {
	if micros := unspared(query.Simplify(r.tree)); micros > 0 {
		l.tell(r, Costly, "", "This rule may ask a regular expression or the raw event of many detections, about %d µs each; a clause on severity, title or type beside it, joined by AND, spares most of that.", micros)
	}
}

// unspared is what the clauses cost that may be asked of many detections.
func unspared(e query.Expr) int {
	total := 0
	switch e := e.(type) {
	case query.And:
		for _, part := range e.All {
			cost := unspared(part)
			if cost == 0 && narrows(part) {
				return 0
			}
			total += cost
		}
	case query.Or:
		for _, part := range e.Any {
			total += unspared(part)
		}
	case query.Not:
		return unspared(e.Expr)
	case query.Test:
		return costOf(e)
	}
	return total
}

// narrows says whether a cheap part is of any use: a constant is not.
func narrows(e query.Expr) bool {
	_, constant := e.(query.Constant)
	return !constant
}

func costOf(t query.Test) int {
	f, _, _ := detection.Fields.Field(t.Field)
	switch {
	case f.Kind == query.Path:
		return rawCost
	case t.Op == query.Matches:
		return patternCost
	}
	return 0
}
