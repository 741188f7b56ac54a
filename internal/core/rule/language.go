package rule

import (
	"maps"
	"math/bits"
	"slices"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common"
	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/cost"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"
	"cel.dev/cel-go/common/types/traits"
	"cel.dev/cel-go/ext"
)

// dialect is CEL with every limit set, and the records that it speaks of. It is
// the same for all tenants; what differs comes with the subject.
type dialect struct {
	env     *cel.Env
	records []string
}

// The only dialects that there are.
var (
	// grouping speaks of one detection.
	grouping = newDialect(map[string]*cel.Type{"detection": detectionType, "rule": ruleType, "tenant": tenantType})
	// scripting speaks of a case and its detections, too: texts with ${…} are written in it.
	scripting = newDialect(map[string]*cel.Type{
		"detection": detectionType, "rule": ruleType, "tenant": tenantType, "detections": cel.ListType(detectionType), "case": caseType,
	})
)

func newDialect(records map[string]*cel.Type) dialect {
	options := declarations()
	for name, kind := range records {
		options = append(options, cel.Variable(name, kind))
	}
	return dialect{newLanguage(options), slices.Sorted(maps.Keys(records))}
}

func newLanguage(declarations []cel.EnvOption) *cel.Env {
	env, err := cel.NewEnv(append(declarations,
		functions(), shorthands(), guards(),
		cel.OptionalTypes(), ext.Strings(ext.StringsMaxPrecision(20)), ext.Lists(ext.ListsMaxRangeSize(MaxRows)),
		ext.Sets(), ext.Regex(), ext.Network(),
		cel.CrossTypeNumericComparisons(true), cel.DefaultUTCTimeZone(true),
		cel.ParserExpressionSizeLimit(MaxExpression), cel.ParserRecursionLimit(maxNesting),
		cel.ParserErrorRecoveryLimit(3), cel.ExpressionNodeLimit(maxNodes), cel.RegexProgramSizeLimit(maxRegex),
		cel.ASTValidators(
			cel.ValidateRegexLiterals(), cel.ValidateTimestampLiterals(), cel.ValidateDurationLiterals(),
			cel.ValidateComprehensionNestingLimit(maxLoops),
		),
		withRecords, // last: libraries register their types with the provider that this one wraps
	)...)
	if err != nil {
		panic("rule: the language of expressions does not build: " + err.Error())
	}
	return env
}

// program prepares a checked expression, with the limits of an evaluation. One
// that only sifts holds no more than its detection: to weigh it at every step
// would take as long as all the rest.
func (l dialect) program(tree *cel.Ast) (cel.Program, error) {
	limits := []cel.ProgramOption{
		cel.EvalOptions(cel.OptOptimize), cel.CostLimit(maxCost), cel.CostTrackerOptions(prices...),
	}
	if !sifts(tree.NativeRep().Expr()) {
		limits = append(limits, cel.MemoryTracking(
			types.MemoryTrackerLimit(maxMemory), types.MemoryTrackerSampleInterval(64),
			types.MemoryTrackerSizeCalculator(types.NewSizeCalculator(types.SizeCalculatorMaxTraversal(maxElements)))))
	}
	return l.env.Program(tree, limits...)
}

// prices correct CEL's own measure of work. It underrates regular expressions
// that are compiled at every call, and reading the raw event; it takes sorting
// for quadratic.
var prices = []cost.TrackerOption{
	cost.OverloadTracker("list_string_sort", sortPrice),
	cost.OverloadTracker("regex_extract_string_string", regexPrice),
	cost.OverloadTracker("regex_extractAll_string_string", regexPrice),
	cost.OverloadTracker("regex_replace_string_string_string", regexPrice),
	cost.OverloadTracker("regex_replace_string_string_string_int", regexPrice),
	cost.OverloadTracker(valuesOfKey, func(args []ref.Val, _ ref.Val) *uint64 {
		price := uint64(10 + len(args[1].(*subject).detection.Raw)/50)
		return &price
	}),
}

func regexPrice(args []ref.Val, _ ref.Val) *uint64 {
	price := uint64(50)
	for _, a := range args[:2] {
		s, _ := a.(types.String)
		price += 20 * uint64(len(s))
	}
	return &price
}

func sortPrice(args []ref.Val, _ ref.Val) *uint64 {
	l, isList := args[0].(traits.Lister)
	if !isList {
		return nil
	}
	n := uint64(l.Size().(types.Int))
	price := n * uint64(bits.Len64(n)) / 2
	return &price
}

// valuesOfKey identifies values(key).
const valuesOfKey = "values_of_key"

// hidden names the detection itself to the macros below; no user can write it.
const hidden = "@detection"

var (
	detectionType = cel.ObjectType("Detection")
	ruleType      = cel.ObjectType("Rule")
	tenantType    = cel.ObjectType("Tenant")
	caseType      = cel.ObjectType("Case")
	textList      = cel.ListType(cel.StringType)
)

func declarations() []cel.EnvOption {
	options := []cel.EnvOption{cel.Variable(hidden, detectionType)}
	for name, a := range attributes {
		options = append(options, cel.Variable(name, a.kind))
	}
	for name := range collections {
		options = append(options, cel.Variable("@"+name, textList))
	}
	return options
}

// shorthands are functions of the detection at hand: usernames() stands for a
// variable, and values(k), day(t) and hour(t) gain the detection as argument.
func shorthands() cel.EnvOption {
	var macros []cel.Macro
	for name := range collections {
		macros = append(macros, cel.GlobalMacro(name, 0,
			func(make cel.MacroExprFactory, _ ast.Expr, _ []ast.Expr) (ast.Expr, *common.Error) {
				return make.NewIdent("@" + name), nil
			}))
	}
	for _, name := range []string{"values", "day", "hour"} {
		macros = append(macros, cel.GlobalMacro(name, 1,
			func(make cel.MacroExprFactory, _ ast.Expr, args []ast.Expr) (ast.Expr, *common.Error) {
				return make.NewCall(name, args[0], make.NewIdent(hidden)), nil
			}))
	}
	return cel.Macros(macros...)
}

func functions() cel.EnvOption {
	values := cel.Function("values", cel.Overload(valuesOfKey, []*cel.Type{cel.StringType, detectionType}, textList,
		cel.BinaryBinding(func(key, of ref.Val) ref.Val {
			return texts(of.(*subject).detection.valuesUnder(string(key.(types.String))))
		})))
	day := cel.Function("day", cel.Overload("day_of_time", []*cel.Type{cel.TimestampType, detectionType}, cel.StringType,
		cel.BinaryBinding(func(at, of ref.Val) ref.Val {
			return types.String(at.(types.Timestamp).In(of.(*subject).zone).Format("2006-01-02"))
		})))
	hour := cel.Function("hour", cel.Overload("hour_of_time", []*cel.Type{cel.TimestampType, detectionType}, cel.IntType,
		cel.BinaryBinding(func(at, of ref.Val) ref.Val {
			return types.Int(at.(types.Timestamp).In(of.(*subject).zone).Hour())
		})))
	return cel.Lib(library{values, day, hour})
}

// library is a list of options as one.
type library []cel.EnvOption

func (l library) CompileOptions() []cel.EnvOption     { return l }
func (l library) ProgramOptions() []cel.ProgramOption { return nil }
