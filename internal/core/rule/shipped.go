package rule

import (
	_ "embed"
	"sync"
)

//go:embed shipped.yaml
var shippedFile []byte

var shipped = sync.OnceValue(func() Book {
	b, err := ReadYAML(shippedFile)
	if err != nil {
		panic("rule: the shipped rules do not read: " + err.Error())
	}
	return b
})

// Shipped is what an empty data directory begins with: two rules, enabled. The
// book is the caller's.
func Shipped() Book { return shipped().Identified() }
