package detection

import (
	"fmt"
	"math"
	"strconv"
)

// Fraction is a number from 0 to 1, kept in thousandths, so that it compares
// exactly. In JSON it is the number itself, such as 0.7.
type Fraction int

// Fract rounds f to thousandths, half up, and keeps it within 0 and 1.
func Fract(f float64) Fraction {
	// The tiny step undoes that a decimal half such as 0.0005 has no exact double.
	t := math.Floor(f*1000 + 0.5 + 1e-9)
	if math.IsNaN(t) {
		return 0
	}
	return Fraction(max(0, min(1000, t)))
}

// Float is f as a number from 0 to 1: the double nearest to its decimal text.
func (f Fraction) Float() float64 { return float64(f) / 1000 }

// String is f's shortest decimal text, such as "0.7".
func (f Fraction) String() string { return strconv.FormatFloat(f.Float(), 'f', -1, 64) }

// MarshalJSON writes the number.
func (f Fraction) MarshalJSON() ([]byte, error) { return []byte(f.String()), nil }

// UnmarshalJSON reads a number from 0 to 1.
func (f *Fraction) UnmarshalJSON(b []byte) error {
	n, err := strconv.ParseFloat(string(b), 64)
	if err != nil || n < 0 || n > 1 {
		return fmt.Errorf("%s is not a number from 0 to 1", b)
	}
	*f = Fract(n)
	return nil
}

// Band is the word for a severity: bounds at 0.2, 0.4, 0.6 and 0.8, inclusive (requirements, One model).
func (f Fraction) Band() string {
	switch {
	case f >= 800:
		return "critical"
	case f >= 600:
		return "high"
	case f >= 400:
		return "medium"
	case f >= 200:
		return "low"
	}
	return "info"
}
