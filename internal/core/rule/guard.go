package rule

import (
	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common"
	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"
	"cel.dev/cel-go/common/types/traits"
)

// CEL measures the work of a call after it is done, which is too late where one
// call can make gigabytes of two short texts. So the target of such a method
// passes a guard first: title.replace(a, b) becomes @bounded(title, b).replace(a, b).
const (
	bounded = "@bounded" // the target, unless times the argument it is beyond maxProduct
	brief   = "@brief"   // the target, unless it is longer than maxSearched
)

// methods are those that need a guard, by their numbers of arguments.
var methods = map[string][]int{
	"replace": {2, 3, 4}, "join": {0, 1}, "indexOf": {1, 2}, "lastIndexOf": {1, 2}, "matches": {1}, "extract": {2}, "extractAll": {2},
}

func guards() cel.EnvOption {
	macros := []cel.Macro{cel.GlobalMacro("matches", 2, func(make cel.MacroExprFactory, _ ast.Expr, args []ast.Expr) (ast.Expr, *common.Error) {
		return make.NewCall("matches", make.NewCall(brief, args[0]), args[1]), nil
	})}
	for method, counts := range methods {
		for _, n := range counts {
			macros = append(macros, cel.ReceiverMacro(method, n, guard(method)))
		}
	}
	any := cel.TypeParamType("T")
	return cel.Lib(library{
		cel.Macros(macros...),
		cel.Function(bounded, cel.Overload("within_product", []*cel.Type{any, cel.DynType}, any, cel.BinaryBinding(withinProduct))),
		cel.Function(brief, cel.Overload("brief_text", []*cel.Type{any}, any, cel.UnaryBinding(briefText))),
	})
}

// guard rewrites a call of a method, or of the function of that name below regex.
func guard(method string) cel.MacroFactory {
	return func(make cel.MacroExprFactory, target ast.Expr, args []ast.Expr) (ast.Expr, *common.Error) {
		if target.Kind() == ast.IdentKind && target.AsIdent() == "regex" && len(args) > 1 {
			subject := make.NewCall(brief, args[0])
			if method == "replace" && len(args) > 2 {
				subject = make.NewCall(bounded, subject, make.Copy(args[2]))
			}
			return make.NewMemberCall(method, target, append([]ast.Expr{subject}, args[1:]...)...), nil
		}
		if method == "matches" {
			return make.NewMemberCall(method, make.NewCall(brief, target), args...), nil
		}
		growth := make.NewLiteral(types.String(""))
		if i := grows(method); i < len(args) {
			growth = make.Copy(args[i])
		}
		return make.NewMemberCall(method, make.NewCall(bounded, target, growth), args...), nil
	}
}

// grows is the argument by which a method's result or work grows.
func grows(method string) int {
	if method == "replace" {
		return 1
	}
	return 0
}

func withinProduct(target, growth ref.Val) ref.Val {
	by, _ := growth.(types.String)
	size := 0
	switch t := target.(type) {
	case types.String:
		size = (len(t) + 1) * (len(by) + 1)
	case traits.Lister:
		for i := t.Iterator(); i.HasNext() == types.True && size <= maxProduct; {
			s, _ := i.Next().(types.String)
			size += len(s) + len(by)
		}
	}
	if size > maxProduct {
		return types.NewErr("the texts are too long for this")
	}
	return target
}

func briefText(target ref.Val) ref.Val {
	if s, isText := target.(types.String); isText && len(s) > maxSearched {
		return types.NewErr("the text is too long for a regular expression")
	}
	return target
}
