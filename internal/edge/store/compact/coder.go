package compact

import (
	"encoding/binary"
	"math"
	"time"
)

// coder writes fields to text, or reads them from left. Both ways take the same
// walk, so that they can't part; what is written is not changed.
type coder struct {
	reading bool
	// form is that of what is read.
	form   byte
	text   []byte
	left   string
	broken bool
}

// reading is a coder for text, which is broken where it is in no form up to the newest.
func reading(text []byte, newest byte) coder {
	if !Is(text) || text[0] > newest {
		return coder{reading: true, broken: true}
	}
	return coder{reading: true, form: text[0], left: string(text[1:])}
}

// whole says that what was read is all of the text.
func (c *coder) whole() bool { return !c.broken && c.left == "" }

func (c *coder) unsigned(n *uint64) {
	if c.reading {
		*n = c.uvarint()
	} else {
		c.text = binary.AppendUvarint(c.text, *n)
	}
}

// uvarint reads as binary.Uvarint does, from a string.
func (c *coder) uvarint() (n uint64) {
	for i := 0; i < len(c.left) && i < binary.MaxVarintLen64; i++ {
		b := c.left[i]
		n |= uint64(b&0x7f) << (7 * i)
		if b < 0x80 {
			c.left = c.left[i+1:]
			return n
		}
	}
	c.broken, c.left = true, ""
	return 0
}

func number[N ~int | ~int64](c *coder, n *N) {
	zigzag := uint64(*n)<<1 ^ uint64(int64(*n)>>63)
	c.unsigned(&zigzag)
	if c.reading {
		*n = N(zigzag>>1) ^ -N(zigzag&1)
	}
}

func (c *coder) float(f *float64) {
	bits := math.Float64bits(*f)
	c.unsigned(&bits)
	if c.reading {
		*f = math.Float64frombits(bits)
	}
}

func (c *coder) bool(b *bool) {
	var n uint64
	if *b {
		n = 1
	}
	c.unsigned(&n)
	if c.reading {
		*b = n == 1
	}
}

func (c *coder) time(t *time.Time) {
	micros := t.UnixMicro()
	number(c, &micros)
	if c.reading {
		*t = time.UnixMicro(micros).UTC()
	}
}

func (c *coder) string(s *string) {
	n := c.length(len(*s))
	if !c.reading {
		c.text = append(c.text, *s...)
		return
	}
	*s, c.left = c.left[:n], c.left[n:]
}

// length is the number of things that follow, of which each takes a byte at least.
func (c *coder) length(n int) int {
	length := uint64(n)
	c.unsigned(&length)
	if c.reading && length > uint64(len(c.left)) {
		c.broken, c.left = true, ""
		return 0
	}
	return int(length)
}

func texts[S ~string](c *coder, all *[]S) {
	list(c, all, func(c *coder, s *S) {
		text := string(*s)
		c.string(&text)
		if c.reading {
			*s = S(text)
		}
	})
}

func list[V any](c *coder, all *[]V, each func(*coder, *V)) {
	n := c.length(len(*all))
	if c.reading && n > 0 {
		*all = make([]V, n)
	}
	for i := range *all {
		each(c, &(*all)[i])
	}
}

func optional[V any](c *coder, v **V, each func(*coder, *V)) {
	there := *v != nil
	c.bool(&there)
	if !there {
		return
	}
	if c.reading {
		*v = new(V)
	}
	each(c, *v)
}
