package access

import (
	"testing"
	"time"

	"caseweave/internal/core/fault"
)

func TestASecondFactorIsAskedForByAPlaceOrOneAboveIt(t *testing.T) {
	root, acme, home := Reach{Root: true}, Reach{PartnerID: "acme"}, Reach{TenantID: "home"}
	for _, c := range []struct {
		name    string
		asks    []Reach
		home    Reach
		partner string
		want    bool
	}{
		{"nobody asks", nil, home, "acme", false},
		{"the tenant asks", []Reach{home}, home, "", true},
		{"its partner asks", []Reach{acme}, home, "acme", true},
		{"another's partner asks", []Reach{acme}, home, "other", false},
		{"the root asks a tenant", []Reach{root}, home, "", true},
		{"the root asks a partner", []Reach{root}, acme, "", true},
		{"the root asks its own", []Reach{root}, root, "", true},
		{"a tenant asks nobody above", []Reach{home}, acme, "", false},
		{"a partner asks its own", []Reach{acme}, acme, "", true},
		{"a partner does not ask the root", []Reach{acme}, root, "", false},
	} {
		var all SignIns
		for _, place := range c.asks {
			all = append(all, SignIn{Place: place, SecondFactor: true})
		}
		if got := all.SecondFactorAsked(c.home, c.partner); got != c.want {
			t.Errorf("%s: %v", c.name, got)
		}
	}
}

func TestTheRootSaysHowLongASessionMayGoUntouched(t *testing.T) {
	root, home := Reach{Root: true}, Reach{TenantID: "home"}
	if got := (SignIns{}).Idle(); got != UsualIdle*time.Minute {
		t.Errorf("where nobody said anything: %v", got)
	}
	if got := (SignIns{{Place: root, IdleMinutes: 30}}).Idle(); got != 30*time.Minute {
		t.Errorf("where the root said 30 minutes: %v", got)
	}
	for _, bad := range []SignIn{{Place: home, IdleMinutes: 30}, {Place: root, IdleMinutes: 4}, {Place: root, IdleMinutes: 721}, {Place: root, IdleMinutes: -1}} {
		if fault.KindOf(bad.Check()) != fault.Invalid {
			t.Errorf("%+v passes", bad)
		}
	}
	for _, good := range []SignIn{{Place: home, SecondFactor: true}, {Place: root, IdleMinutes: 5}, {Place: root, IdleMinutes: 720}, {Place: root}} {
		if err := good.Check(); err != nil {
			t.Errorf("%+v: %v", good, err)
		}
	}
}
