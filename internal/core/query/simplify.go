package query

import "slices"

// Simplify gives e a form in which equal filters look more alike: chains are
// flat, constants and double negation gone, negation is part of the test where
// that can be written, repeated parts occur once, an IN of one value is an
// equality, and a chain that contradicts itself is a constant. The order of what
// remains is kept. It never changes what e means, and Simplify of its result
// changes nothing.
func Simplify(e Expr) Expr {
	switch e := e.(type) {
	case And:
		return simplifyChain(e.All, false)
	case Or:
		return simplifyChain(e.Any, true)
	case Not:
		return negate(Simplify(e.Expr))
	case Test:
		return simplifyTest(e)
	}
	return e
}

// negate gives the exact negation of a simplified e, simplified.
func negate(e Expr) Expr {
	switch e := e.(type) {
	case Constant:
		return !e
	case Not:
		return e.Expr
	case Test:
		if !e.Op.orders() {
			e.Negated = !e.Negated
			return e
		}
	}
	return Not{e}
}

func simplifyTest(t Test) Expr {
	if t.Negated && t.Op.orders() {
		t.Negated = false
		return Not{t}
	}
	if t.Op == In {
		t.Values = once(t.Values, func(v Value) Value { return v })
		if len(t.Values) == 1 {
			t.Op = Eq
		}
	}
	return t
}

// simplifyChain simplifies an Or, whose parts decide it when they are true, or
// an And, whose parts do when they are false.
func simplifyChain(parts []Expr, decides Constant) Expr {
	var flat []Expr
	for _, part := range parts {
		switch part := Simplify(part).(type) {
		case Constant:
			if part == decides {
				return decides
			}
		case And:
			flat = splice(flat, part, part.All, !bool(decides))
		case Or:
			flat = splice(flat, part, part.Any, bool(decides))
		default:
			flat = append(flat, part)
		}
	}
	flat = once(flat, Expr.String)
	switch {
	case contradicts(flat):
		return decides
	case len(flat) == 0:
		return !decides
	case len(flat) == 1:
		return flat[0]
	case bool(decides):
		return Or{flat}
	}
	return And{flat}
}

// splice adds a chain to a chain: its parts if both are of one sort, else itself.
func splice(to []Expr, chain Expr, parts []Expr, same bool) []Expr {
	if same {
		return append(to, parts...)
	}
	return append(to, chain)
}

// contradicts says whether a part stands beside its negation: in an And nothing
// can satisfy both, in an Or everything satisfies one.
func contradicts(parts []Expr) bool {
	seen := make(map[string]bool, len(parts))
	for _, part := range parts {
		seen[part.String()] = true
	}
	return slices.ContainsFunc(parts, func(part Expr) bool { return seen[negate(part).String()] })
}

// once keeps the first of all that share a key.
func once[E any, K comparable](all []E, key func(E) K) []E {
	seen := make(map[K]bool, len(all))
	var kept []E
	for _, e := range all {
		if k := key(e); !seen[k] {
			seen[k] = true
			kept = append(kept, e)
		}
	}
	return kept
}
