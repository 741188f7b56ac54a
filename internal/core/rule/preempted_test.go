package rule

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

func TestAPartnerIsToldWhichTenantsComeFirst(t *testing.T) {
	partners := Book{Rules: []Rule{ruled("scans", "title = 'scan'", "ips()"), ruled("rest", "severity >= 0.4", "hostnames()")}}
	scans := TenantBook{"Acme", Book{Rules: []Rule{ruled("own", "title CONTAINS 'scan' OR title = 'x'", "hostnames()")}}}
	none := TenantBook{"Initech", Book{Rules: []Rule{ruled("narrow", "title = 'scan' AND severity >= 0.9", "hostnames()")}}}
	asleep := TenantBook{"Hooli", Book{Rules: []Rule{with(ruled("all", "TRUE", "ips()"), func(r *Rule) { r.State = Test })}}}
	got := Preempted(partners, []TenantBook{scans, none, asleep})
	want := []Finding{{Rule: "scans", Code: PreemptedByTenant, Message: `A tenant's own rule comes first and takes all that this one asks for: "own" in Acme.`}}
	if !slices.Equal(got, want) {
		t.Errorf("%+v", got)
	}
	var many []TenantBook
	for i := range maxPreempting + 2 {
		many = append(many, TenantBook{fmt.Sprint("t", i), Book{Rules: []Rule{ruled("all", "TRUE", "ips()")}}})
	}
	for _, f := range Preempted(partners, many) {
		if !strings.HasSuffix(f.Message, `"all" in t4, and more in 2 others.`) {
			t.Error(f.Message)
		}
	}
}
