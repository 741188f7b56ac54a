package rule

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"math"
	"slices"
	"strconv"
	"time"

	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"
	"cel.dev/cel-go/common/types/traits"

	"caseweave/internal/core/fault"
	"caseweave/internal/core/fold"
)

// gathering collects the rows of one detection by one rule.
type gathering struct {
	rows []string
	seen map[string]struct{}
}

// few is how many rows are cheaper to look through than to index.
const few = 16

// add takes all rows that an expression gave, or none and an error.
func (g *gathering) add(rows []string) error {
	before := len(g.rows)
	if before == 0 {
		g.rows = slices.Clip(rows)
	} else {
		for _, row := range rows {
			g.addRow(row)
		}
	}
	if len(g.rows) > MaxRows {
		g.rows, g.seen = g.rows[:before], nil
		return fault.New(fault.TooLarge, "there are more than %d rows", MaxRows)
	}
	return nil
}

// distinct are the rows, each once and none of them empty.
func distinct(rows []string) []string {
	g := gathering{rows: rows[:0]}
	for _, row := range rows {
		g.addRow(row)
	}
	return g.rows
}

func (g *gathering) addRow(row string) {
	if row == "" || g.has(row) {
		return
	}
	g.rows = append(g.rows, row)
	if g.seen != nil {
		g.seen[row] = struct{}{}
	}
}

func (g *gathering) has(row string) bool {
	if len(g.rows) <= few {
		return slices.Contains(g.rows, row)
	}
	if g.seen == nil {
		g.seen = make(map[string]struct{}, 4*few)
		for _, r := range g.rows {
			g.seen[r] = struct{}{}
		}
	}
	_, known := g.seen[row]
	return known
}

// rowsOf appends the texts of a value: of each element of a list, at any depth.
func rowsOf(rows []string, v ref.Val, depth int) ([]string, error) {
	if values, plain := v.Value().([]string); plain {
		for _, s := range values {
			rows = append(rows, row(s))
		}
		return rows, nil
	}
	if o, optional := v.(*types.Optional); optional {
		if !o.HasValue() {
			return rows, nil
		}
		return rowsOf(rows, o.GetValue(), depth)
	}
	if l, isList := v.(traits.Lister); isList {
		return rowsOfList(rows, l, depth)
	}
	text, err := textOf(v)
	if err != nil {
		return rows, err
	}
	return append(rows, row(text)), nil
}

func rowsOfList(rows []string, l traits.Lister, depth int) ([]string, error) {
	if depth == maxDepth {
		return rows, fault.New(fault.TooLarge, "lists stand in lists more than %d deep", maxDepth)
	}
	var err error
	for i := l.Iterator(); err == nil && i.HasNext() == types.True; {
		rows, err = rowsOf(rows, i.Next(), depth+1)
	}
	return rows, err
}

// textOf writes a scalar as text: null is "", numbers of equal value are equal
// texts, a time is RFC 3339 in UTC.
func textOf(v ref.Val) (string, error) {
	switch v := v.(type) {
	case types.String:
		return string(v), nil
	case types.Int:
		return strconv.FormatInt(int64(v), 10), nil
	case types.Uint:
		return strconv.FormatUint(uint64(v), 10), nil
	case types.Double:
		return numberText(float64(v))
	case types.Bool:
		return strconv.FormatBool(bool(v)), nil
	case types.Timestamp:
		return v.UTC().Format(time.RFC3339Nano), nil
	case types.Null:
		return "", nil
	}
	return "", fault.New(fault.Invalid, "a %s is no row", v.Type().TypeName())
}

func numberText(f float64) (string, error) {
	if math.IsNaN(f) || math.IsInf(f, 0) {
		return "", fault.New(fault.Invalid, "%v is no number", f)
	}
	return strconv.FormatFloat(f+0, 'f', -1, 64), nil
}

// row is a text as rows compare: folded, and at most MaxRow long.
func row(s string) string { return shorten(fold.String(s)) }

// shorten keeps a long row's beginning and lets a hash of the whole stand for
// the rest, so that equal rows stay equal and others apart.
func shorten(s string) string {
	if len(s) <= MaxRow {
		return s
	}
	sum := sha256.Sum256([]byte(s))
	tail := fmt.Sprintf("… sha256:%s", hex.EncodeToString(sum[:]))
	return begin(s, MaxRow-len(tail)) + tail
}
