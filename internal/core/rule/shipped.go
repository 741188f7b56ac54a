package rule

import _ "embed"

//go:embed shipped.yaml
var shippedFile []byte

// Shipped is what an empty data directory begins with: two rules, enabled.
func Shipped() Book {
	b, err := ReadYAML(shippedFile)
	if err != nil {
		panic("rule: the shipped rules do not read: " + err.Error())
	}
	return b
}
