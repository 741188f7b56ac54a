package rule

import (
	"math/bits"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common"
	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/cost"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"
	"cel.dev/cel-go/common/types/traits"
	"cel.dev/cel-go/ext"
)

// language is the CEL of grouping and titles, with every limit set: the only
// environment there is. It is the same for all tenants; what differs comes with
// the subject.
var language = newLanguage()

func newLanguage() *cel.Env {
	env, err := cel.NewEnv(append(declarations(),
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

// program prepares a checked expression, with the limits of an evaluation.
func program(tree *cel.Ast) (cel.Program, error) {
	return language.Program(tree,
		cel.EvalOptions(cel.OptOptimize), cel.CostLimit(maxCost), cel.CostTrackerOptions(prices...),
		cel.MemoryTracking(
			types.MemoryTrackerLimit(maxMemory), types.MemoryTrackerSampleInterval(64),
			types.MemoryTrackerSizeCalculator(types.NewSizeCalculator(types.SizeCalculatorMaxTraversal(maxElements)))))
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
	textList      = cel.ListType(cel.StringType)
)

func declarations() []cel.EnvOption {
	options := []cel.EnvOption{
		cel.Variable("detection", detectionType), cel.Variable(hidden, detectionType),
		cel.Variable("rule", ruleType), cel.Variable("tenant", tenantType),
	}
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

// withRecords makes detection, rule and tenant structs whose fields are known at save.
func withRecords(env *cel.Env) (*cel.Env, error) {
	return cel.CustomTypeProvider(records{env.CELTypeProvider()})(env)
}

// records adds our three structs to the types that CEL knows.
type records struct{ types.Provider }

func (r records) fields(record string) map[string]attribute {
	switch record {
	case "Detection":
		return attributes
	case "Rule":
		return ruleFields
	case "Tenant":
		return tenantFields
	}
	return nil
}

// FindStructType knows our structs by name.
func (r records) FindStructType(name string) (*types.Type, bool) {
	if r.fields(name) != nil {
		return types.NewTypeTypeWithParam(types.NewObjectType(name)), true
	}
	return r.Provider.FindStructType(name)
}

// FindStructFieldNames lists the fields of our structs.
func (r records) FindStructFieldNames(name string) ([]string, bool) {
	fields := r.fields(name)
	if fields == nil {
		return r.Provider.FindStructFieldNames(name)
	}
	var names []string
	for field := range fields {
		names = append(names, field)
	}
	return names, true
}

// FindStructFieldType gives a field's type and how to read it from a subject.
func (r records) FindStructFieldType(name, field string) (*types.FieldType, bool) {
	fields := r.fields(name)
	if fields == nil {
		return r.Provider.FindStructFieldType(name, field)
	}
	a, known := fields[field]
	return &types.FieldType{
		Type:    a.kind,
		IsSet:   func(of any) bool { return a.of(of.(*subject)) != types.NullValue },
		GetFrom: func(of any) (any, error) { return a.of(of.(*subject)), nil },
	}, known
}
