package access

import (
	"slices"
	"strings"
	"testing"
	"time"

	"caseweave/internal/core/fault"
)

func TestScopesNarrowAndNeverWiden(t *testing.T) {
	here := Tenant{ID: "here"}
	for _, role := range Roles {
		for _, scope := range Actions {
			p := Principal{Role: role, Scopes: []Action{scope}, Reach: Reach{TenantID: "here"}}
			for _, action := range Actions {
				want := action == scope && slices.Contains(table[role], action)
				if got := May(p, action, here); got != want {
					t.Errorf("%s narrowed to %s may %s: %v", role, scope, action, got)
				}
			}
			_, err := CheckScopes(role, []Action{scope})
			if (err == nil) != slices.Contains(table[role], scope) {
				t.Errorf("%s narrowed to %s: %v", role, scope, err)
			}
		}
	}
}

func TestNobodyGivesMoreThanTheyMay(t *testing.T) {
	for _, giver := range Roles {
		for _, given := range Roles {
			want := !slices.ContainsFunc(table[given], func(a Action) bool { return !slices.Contains(table[giver], a) })
			if got := MayGive(Principal{Role: giver}, given, nil); got != want {
				t.Errorf("%s gives %s: %v", giver, given, got)
			}
		}
	}
	for _, none := range []Role{"", "Admin", "admin ", "root"} {
		if MayGive(Principal{Role: Admin}, none, nil) {
			t.Errorf("%q is given, which is no role", none)
		}
	}
	narrow := Principal{Role: Admin, Scopes: []Action{WritePeople, WriteTokens}}
	if MayGive(narrow, ReadOnly, nil) || !MayGive(narrow, Admin, []Action{WriteTokens}) {
		t.Error("a narrowed admin gives what it does not have, or not what it has")
	}
}

func TestSomebodyAlwaysAdministersTheInstallation(t *testing.T) {
	root := Reach{Root: true}
	ada := User{ID: "a", Name: "ada", Role: Admin, Reach: root, PasswordHash: "x"}
	bob := User{ID: "b", Name: "bob", Role: Admin, Reach: root, PasswordHash: "x"}
	invited := User{ID: "c", Role: Admin, Reach: root, Invitation: &Invitation{}}
	outside := Principal{ID: "token", Role: Admin, Reach: root}
	changed := func(u User, change func(*User)) User { change(&u); return u }
	demoted := func(u *User) { u.Role = Analyst }
	out := func(u *User) { u.ShutOut = true }
	for _, c := range []struct {
		name    string
		by      Principal
		was, is User
		all     []User
		want    fault.Kind
	}{
		{"another's role", ada.Principal(), bob, changed(bob, demoted), []User{ada, bob}, ""},
		{"one's own role", ada.Principal(), ada, changed(ada, demoted), []User{ada, bob}, fault.Denied},
		{"oneself shut out", ada.Principal(), ada, changed(ada, out), []User{ada, bob}, fault.Denied},
		{"the last, demoted", outside, ada, changed(ada, demoted), []User{ada, invited}, fault.Conflict},
		{"the last, shut out", outside, ada, changed(ada, out), []User{ada, changed(bob, out)}, fault.Conflict},
		{"a program's role", outside, bob, changed(bob, func(u *User) { u.Role = Ingest }), []User{ada, bob}, fault.Invalid},
		{"more than one has", Principal{Role: Admin, Scopes: []Action{WritePeople}}, User{}, bob, nil, fault.Denied},
	} {
		err := CheckPerson(c.by, c.was, c.is, c.all)
		if got := fault.KindOf(err); err == nil && c.want != "" || err != nil && got != c.want {
			t.Errorf("%s: %v", c.name, err)
		}
	}
}

func TestAnInvitationAdmitsItsHolderOnly(t *testing.T) {
	now := time.Date(2026, 5, 4, 0, 0, 0, 0, time.UTC)
	u := User{Invitation: &Invitation{SecretHash: []byte{1, 2}, ExpiresAt: now.Add(time.Hour)}}
	if !u.Admits([]byte{1, 2}, now) || u.Admits([]byte{1, 3}, now) || u.Admits([]byte{1, 2}, now.Add(time.Hour)) {
		t.Error("an invitation admits by another secret, or too late")
	}
	u.ShutOut = true
	if u.Admits([]byte{1, 2}, now) || (User{}).Admits(nil, now) {
		t.Error("who is shut out or was never invited is admitted")
	}
}

func TestExpiriesAreChosen(t *testing.T) {
	now := time.Date(2026, 5, 4, 12, 0, 0, 0, time.UTC)
	for text, want := range map[string]time.Time{
		"90d": now.AddDate(0, 0, 90), "2026-05-04": time.Date(2026, 5, 5, 0, 0, 0, 0, time.UTC), "never": {},
	} {
		if got, err := ParseExpiry(text, now); err != nil || !got.Equal(want) {
			t.Errorf("%s: %v, %v", text, got, err)
		}
	}
	for _, text := range []string{"", "0d", "-1d", "4000d", "2026-05-03", "2040-01-01", "soon", "99999999d"} {
		if _, err := ParseExpiry(text, now); fault.KindOf(err) != fault.Invalid {
			t.Errorf("%q was taken", text)
		}
	}
}

func TestEmailAddressesAreCheckedPlainly(t *testing.T) {
	for _, address := range []string{"ada@example.com", "a.b+c@mail.example.org", "jörg@exämple.de"} {
		if err := CheckEmail(address); err != nil {
			t.Errorf("%s: %v", address, err)
		}
	}
	for _, address := range []string{"", "ada", "@x", "x@", "a b@x.de", "a@b@c", "a@x..de", "a@.de", "<a@b.de>", "a@b.de\r\nBcc: c@d.de", strings.Repeat("a", 250) + "@b.de"} {
		if fault.KindOf(CheckEmail(address)) != fault.Invalid {
			t.Errorf("%q was taken", address)
		}
	}
}
