package app

import (
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"caseweave/internal/core/access"
	"caseweave/internal/core/admin"
	"caseweave/internal/edge/httpapi/credential"
)

// TestTimesTellNothingOfWhatIsOutOfReach asks a thousand times each, by turns, for
// what is another's and for what there is not. Were there no difference at all, the
// one took longer in half of the pairs, give or take 1.6 in a hundred.
func TestTimesTellNothingOfWhatIsOutOfReach(t *testing.T) {
	const pairs, give = 1000, 0.07
	a := opened(t, Config{Storage: Storage{Data: t.TempDir()}})
	defer shut(t, a)
	for _, c := range []admin.Change{
		deed().CreatePartner(access.Partner{ID: "acme", Name: "Acme"}), deed().CreatePartner(access.Partner{ID: "rival", Name: "Rival"}),
		deed().CreateTenant(access.Organisation{ID: "mine", Name: "Mine", PartnerID: "acme", TimeZone: "UTC"}),
		deed().CreateTenant(access.Organisation{ID: "theirs", Name: "Theirs", PartnerID: "rival", TimeZone: "UTC"}),
	} {
		if err := a.store.Administer(t.Context(), c); err != nil {
			t.Fatal(err)
		}
	}
	for _, reach := range []access.Reach{{TenantID: "mine"}, {PartnerID: "acme"}} {
		text, token := credential.MintToken("asks", access.Admin, reach)
		if err := a.store.Administer(t.Context(), deed().CreateToken(token)); err != nil {
			t.Fatal(err)
		}
		for _, paths := range [][2]string{
			{"/api/v1/tenants/theirs/cases", "/api/v1/tenants/nobody/cases"},
			{"/api/v1/places/tenant:theirs/users", "/api/v1/places/tenant:nobody/users"},
			{"/api/v1/partners/rival/rules", "/api/v1/partners/nobod/rules"},
		} {
			slower := 0
			for i := range pairs {
				var took [2]time.Duration
				for _, which := range [][]int{{0, 1}, {1, 0}}[i%2] {
					took[which] = timed(t, a, paths[which], text)
				}
				if took[0] > took[1] {
					slower++
				}
			}
			share := float64(slower) / pairs
			t.Logf("%s, %s: what is theirs took longer in %.3f of the pairs", reach, paths[0], share)
			if share < 0.5-give || share > 0.5+give {
				t.Errorf("%s, %s: what is theirs took longer in %.3f of the pairs", reach, paths[0], share)
			}
		}
	}
}

func timed(t *testing.T, a *App, path, token string) time.Duration {
	t.Helper()
	r := httptest.NewRequest("GET", path, nil)
	r.Header.Set("Authorization", "Bearer "+token)
	w := httptest.NewRecorder()
	begun := time.Now()
	a.server.ServeHTTP(w, r)
	took := time.Since(begun)
	if w.Code != http.StatusNotFound {
		t.Fatalf("%s: %d %s", path, w.Code, w.Body)
	}
	return took
}
