package access

import (
	"strings"
	"testing"
)

func TestTheWidestRoleOfTheGroupsWins(t *testing.T) {
	p := IdentityProvider{Groups: []GroupRole{{"soc", Responder}, {"leads", Admin}, {"soc", Analyst}}}
	for groups, want := range map[string]Role{
		"": "", "poets": "", "SOC": "", "soc": Analyst, "poets soc": Analyst, "soc leads": Admin, "leads soc": Admin,
	} {
		if got := p.RoleOf(strings.Fields(groups)); got != want {
			t.Errorf("%q have %q, want %q", groups, got, want)
		}
	}
	for role, taken := range map[Role]bool{"": true, ReadOnly: true, Admin: false, "root": false} {
		if err := checkOthers(role); (err == nil) != taken {
			t.Errorf("others as %q: %v", role, err)
		}
	}
	p.Others = ReadOnly
	if p.RoleOf(nil) != ReadOnly || p.RoleOf([]string{"soc"}) != Analyst {
		t.Error("others count for more than groups")
	}
}

func TestIssuersAreAddressesOfTLS(t *testing.T) {
	for _, issuer := range []string{"https://a.example", "https://a.example:8443/realms/x/", "http://127.0.0.1:9998", "http://localhost/x", "http://[::1]:1"} {
		if err := (IdentityProvider{Issuer: issuer}).CheckIssuer(); err != nil {
			t.Errorf("%s: %v", issuer, err)
		}
	}
	for _, issuer := range []string{
		"", "a.example", "http://a.example", "http://127.0.0.1.evil.example", "https://", "https://a@b.example", "https://a?b", "https://a?", "https://a#",
		"ftp://localhost", "https://a\n.example", " https://a.example", "https://" + strings.Repeat("a", 500),
	} {
		if (IdentityProvider{Issuer: issuer}).CheckIssuer() == nil {
			t.Errorf("%q was taken", issuer)
		}
	}
}

func TestAnIdentityIsOfOnePlaceIssuerAndSubject(t *testing.T) {
	all := map[string]bool{}
	for _, place := range []Reach{{Root: true}, {PartnerID: "a"}, {TenantID: "a"}} {
		for _, said := range [][2]string{{"i", "s"}, {"s", "i"}, {"is", ""}, {"i", "S"}} {
			all[IdentityID(place, said[0], said[1])] = true
		}
	}
	if len(all) != 12 {
		t.Errorf("%d ids", len(all))
	}
}
