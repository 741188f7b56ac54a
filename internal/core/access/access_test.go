package access

import (
	"slices"
	"strings"
	"testing"

	"caseweave/internal/core/fault"
)

// table is who may do what, written out; May must say the same for every role and action.
var table = map[Role][]Action{
	Admin: {
		SendDetections, ReadDetections, ReadCases, ReadRules, WriteRules, WriteCases, ReadSettings, WriteSettings,
		ReadPeople, WritePeople, ReadTokens, WriteTokens, ReadOrganisation, WriteOrganisation, ReadAudit,
	},
	Analyst:   {SendDetections, ReadDetections, ReadCases, ReadRules, WriteRules, WriteCases, ReadSettings},
	Responder: {ReadDetections, ReadCases, ReadRules, WriteCases, ReadSettings},
	ReadOnly:  {ReadDetections, ReadCases, ReadRules, ReadSettings},
	Ingest:    {SendDetections},
}

func TestMayIsTheTable(t *testing.T) {
	here := Tenant{ID: "here"}
	for _, role := range append(Roles, "king", "") {
		for _, action := range append(Actions, "everything") {
			p := Principal{Role: role, Reach: Reach{TenantID: "here"}}
			if got, want := May(p, action, here), slices.Contains(table[role], action); got != want {
				t.Errorf("%q may %s: %v, want %v", role, action, got, want)
			}
			atPartner := Principal{Role: role, Reach: Reach{PartnerID: "acme"}}
			if got, want := MayInPartner(atPartner, action, "acme"), slices.Contains(table[role], action); got != want {
				t.Errorf("at its partner %q may %s: %v, want %v", role, action, got, want)
			}
			atRoot := Principal{Role: role, Reach: Reach{Root: true}}
			if got, want := MayAtRoot(atRoot, action), slices.Contains(table[role], action); got != want {
				t.Errorf("at the root %q may %s: %v, want %v", role, action, got, want)
			}
			for _, who := range []Principal{p, atPartner, atRoot} {
				if MayBeyond(who, action) != slices.Contains(table[role], action) {
					t.Errorf("from %s %q may %s wherever it reaches", who.Reach, role, action)
				}
			}
			if MayBeyond(Principal{Role: role}, action) {
				t.Errorf("nowhere at home %q may %s", role, action)
			}
			if MayAtRoot(p, action) || MayAtRoot(atPartner, action) {
				t.Errorf("%q of a tenant or a partner may %s at the root", role, action)
			}
			p.Restricted, atPartner.Restricted, atRoot.Restricted = true, true, true
			if May(p, action, here) || MayInPartner(atPartner, action, "acme") || MayAtRoot(atRoot, action) || MayBeyond(p, action) {
				t.Errorf("%q with a one-time password may %s", role, action)
			}
		}
	}
}

func TestEntitlementsAreWhatOneMay(t *testing.T) {
	for _, role := range Roles {
		p := Principal{Role: role}
		if got := Entitlements(p); !slices.Equal(got, table[role]) {
			t.Errorf("%s does %v, want %v", role, got, table[role])
		}
		p.Restricted = true
		if got := Entitlements(p); len(got) > 0 {
			t.Errorf("%s with a one-time password does %v", role, got)
		}
	}
}

func TestReach(t *testing.T) {
	for _, c := range []struct {
		name  string
		reach Reach
		to    Tenant
		want  bool
	}{
		{"root reaches all", Reach{Root: true}, Tenant{ID: "a"}, true},
		{"a tenant reaches itself", Reach{TenantID: "a"}, Tenant{ID: "a"}, true},
		{"a tenant reaches no other", Reach{TenantID: "a"}, Tenant{ID: "b"}, false},
		{"a partner reaches its tenants", Reach{PartnerID: "p"}, Tenant{ID: "a", PartnerID: "p"}, true},
		{"a partner reaches no other's", Reach{PartnerID: "p"}, Tenant{ID: "a", PartnerID: "q"}, false},
		{"nobody's tenant is no partner's", Reach{}, Tenant{ID: "a"}, false},
		{"no tenant is reached by nobody", Reach{Root: true}, Tenant{}, false},
	} {
		if got := Reaches(Principal{Reach: c.reach}, c.to); got != c.want {
			t.Errorf("%s: %v", c.name, got)
		}
	}
}

func TestReachOfAPartnersOwn(t *testing.T) {
	for _, c := range []struct {
		name    string
		reach   Reach
		partner string
		want    bool
	}{
		{"root reaches all", Reach{Root: true}, "p", true},
		{"a partner reaches its own", Reach{PartnerID: "p"}, "p", true},
		{"a partner reaches no other's", Reach{PartnerID: "p"}, "q", false},
		{"a tenant reaches no partner's", Reach{TenantID: "p"}, "p", false},
		{"nobody reaches none", Reach{}, "p", false},
		{"no partner is reached by nobody", Reach{}, "", false},
		{"no partner is reached by root", Reach{Root: true}, "", false},
	} {
		if got := ReachesPartner(Principal{Reach: c.reach}, c.partner); got != c.want {
			t.Errorf("%s: %v", c.name, got)
		}
	}
}

func TestNamesAreOneLineOfPrintableText(t *testing.T) {
	for _, name := range []string{"API token", "Ünïcode 株式会社", "x"} {
		if err := CheckName(name); err != nil {
			t.Errorf("%q: %v", name, err)
		}
	}
	for _, name := range []string{"", "  ", " admin", "admin ", "a\nb", "\x1b[31m", "a\u202eb", "\xff", strings.Repeat("x", 201)} {
		if fault.KindOf(CheckName(name)) != fault.Invalid {
			t.Errorf("%q was taken", name)
		}
	}
}

func TestNobodyIsCalledWhatMeansSomebodyElse(t *testing.T) {
	for _, name := range []string{"caseweave", "Provider", "TENANT", "\uff43aseweave", "a\nb"} {
		if fault.KindOf(CheckUserName(name)) != fault.Invalid {
			t.Errorf("%q was taken", name)
		}
	}
	if err := CheckUserName("Tenant of the year"); err != nil {
		t.Error(err)
	}
}

func TestTenantIDsStandInPaths(t *testing.T) {
	for _, id := range []string{"default", "a", "acme-2", "0"} {
		if err := CheckID(id); err != nil {
			t.Errorf("%q: %v", id, err)
		}
	}
	for _, id := range []string{"", "-a", "a-", "A", "a/b", "..", "a b", "ü", "x12345678901234567890123456789012345678901"} {
		if fault.KindOf(CheckID(id)) != fault.Invalid {
			t.Errorf("%q was taken", id)
		}
	}
}

func TestPlacesAreReadAsTheyAreWritten(t *testing.T) {
	for _, r := range []Reach{{Root: true}, {PartnerID: "acme"}, {TenantID: "a-1"}} {
		if got, err := ParseReach(r.String()); err != nil || got != r {
			t.Errorf("%s: %v, %v", r, got, err)
		}
	}
	for _, text := range []string{"", "Root", "root:", "tenant:", "tenant:A", "partner:a/b", "user:a", "tenant:a ", "tenant:" + strings.Repeat("x", 99)} {
		if _, err := ParseReach(text); fault.KindOf(err) != fault.Invalid {
			t.Errorf("%q was taken", text)
		}
	}
}
