package rule

import (
	"fmt"
	"strings"

	"caseweave/internal/core/detection"
)

// TenantBook is what a tenant of a partner writes itself.
type TenantBook struct {
	// Name is the tenant's.
	Name string
	Own  Book
}

// maxPreempting is how many tenants are named of those whose rules come first.
const maxPreempting = 5

// Preempted tells of a partner's rules that a tenant's own come first and take all that
// they ask for (T34): what Lint tells the tenants of theirs.
func Preempted(partners Book, tenants []TenantBook) (findings []Finding) {
	partners = partners.Identified()
	said := map[string][]string{}
	for _, t := range tenants {
		own := t.Own.Identified()
		titles := map[string]string{}
		for _, r := range own.Rules {
			titles[r.ID] = r.Title
		}
		for _, f := range Lint(Together(own, Shared(partners)), detection.Fraction(0), nil) {
			if f.Code == PreemptsPartner {
				id := strings.TrimPrefix(f.OtherRule, PartnerPrefix)
				said[id] = append(said[id], fmt.Sprintf("%q in %s", titles[f.Rule], t.Name))
			}
		}
	}
	for _, r := range partners.Rules {
		some := said[r.ID]
		if len(some) == 0 {
			continue
		}
		more := ""
		if n := len(some) - maxPreempting; n > 0 {
			some, more = some[:maxPreempting], fmt.Sprintf(", and more in %d others", n)
		}
		findings = append(findings, Finding{
			Rule: r.ID, Code: PreemptedByTenant,
			Message: "A tenant's own rule comes first and takes all that this one asks for: " + strings.Join(some, ", ") + more + ".",
		})
	}
	return findings
}
