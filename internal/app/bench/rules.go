package bench

import (
	"fmt"
	"strings"

	"caseweave/internal/core/rule"
)

// shapes are filters as people write them; %d is the number of a rule.
var shapes = []string{
	"severity >= 0.4 AND type = 'analytic-%d'",
	"title CONTAINS 'product %d' AND severity >= 0.6",
	"@host = 'server-%d' OR @user = 'user-%d'",
	"@ip IN_CIDR '172.16.%d.0/24'",
	"severity >= 0.4 AND @ip IS NOT NULL AND title MATCHES_REGEX 'never %d'",
}

// Mixed are the shipped rules, and n of mixed shape: nearly all of them hold on none of the detections.
func Mixed(n int) rule.Book {
	book := rule.Shipped()
	for i := range n {
		filter := shapes[i%len(shapes)]
		filter = strings.ReplaceAll(filter, "172.16.%d.", fmt.Sprintf("172.%d.%d.", 16+i/256%16, i%256))
		book.Rules = append(book.Rules, rule.Rule{
			ID: fmt.Sprint("mixed-", i), Title: fmt.Sprint("Mixed ", i), State: rule.Enabled, Order: 100 + i,
			Filter: strings.ReplaceAll(filter, "%d", fmt.Sprint(i)), GroupBy: []string{"hostnames()"},
		})
	}
	return book
}
