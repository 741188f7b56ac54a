package rule

import (
	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"
)

// withRecords makes detection, rule, tenant and case structs whose fields are known at save.
func withRecords(env *cel.Env) (*cel.Env, error) {
	return cel.CustomTypeProvider(records{env.CELTypeProvider()})(env)
}

// records adds our structs to the types that CEL knows.
type records struct{ types.Provider }

func (r records) fields(record string) map[string]attribute {
	switch record {
	case "Detection":
		return attributes
	case "Rule":
		return ruleFields
	case "Tenant":
		return tenantFields
	case "Case":
		return caseFields
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
		GetFrom: func(of any) (any, error) { return answered(a.of(of.(*subject))) },
	}, known
}

// answered gives an error as one.
func answered(v ref.Val) (any, error) {
	if err, failed := v.(*types.Err); failed {
		return nil, err
	}
	return v, nil
}
