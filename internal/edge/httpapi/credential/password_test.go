package credential

import (
	"strings"
	"testing"

	"caseweave/internal/core/fault"
)

func TestPasswordHashesAreArgon2idAsRecommended(t *testing.T) {
	const password = "correct horse battery"
	hash, err := HashPassword(t.Context(), password)
	if err != nil || !strings.HasPrefix(hash, "$argon2id$v=19$m=19456,t=2,p=1$") {
		t.Fatalf("%s %v", hash, err)
	}
	for given, want := range map[string]bool{password: true, password + " ": false, "": false} {
		if same, err := SamePassword(t.Context(), hash, given); same != want || err != nil {
			t.Errorf("%q: %v %v", given, same, err)
		}
	}
	for _, bad := range []string{"", "x", strings.Replace(hash, "m=19456", "m=99999999", 1), strings.Replace(hash, "$v=19", "", 1), hash[:40] + "!" + hash[41:]} {
		if same, err := SamePassword(t.Context(), bad, password); same || err == nil {
			t.Errorf("%q is taken for a hash", bad)
		}
	}
	if a, b := OneTimePassword(), OneTimePassword(); a == b || CheckNewPassword("admin", a) != nil || len(a) != 23 {
		t.Errorf("one-time passwords %s and %s", a, b)
	}
}

func TestAPasswordIsMoreThanTheName(t *testing.T) {
	for _, password := range []string{"padminpadmin", "PadminpadminPADMIN", "padminpadmin123"} {
		if fault.KindOf(CheckNewPassword("Padmin", password)) != fault.Invalid {
			t.Errorf("%q was taken", password)
		}
	}
	if err := CheckNewPassword("padmin", "padmin has a horse"); err != nil {
		t.Error(err)
	}
}
