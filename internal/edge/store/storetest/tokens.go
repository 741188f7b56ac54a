package storetest

import (
	"testing"
	"time"

	"caseweave/internal/core/access"
	"caseweave/internal/core/admin"
)

func tokensTellTheirLastUse(t *testing.T, place Place) {
	ctx, s := t.Context(), opened(t, place)
	deed := admin.Deed{At: start}
	sensor := deed.CreateToken(access.Token{
		ID: "b", SecretHash: []byte{1}, Name: "sensor", Role: access.Analyst, Scopes: []access.Action{access.SendDetections},
		Reach: access.Reach{TenantID: "a"}, ExpiresAt: start.AddDate(0, 0, 30),
	})
	report := deed.CreateToken(access.Token{ID: "a", SecretHash: []byte{2}, Name: "report", Role: access.ReadOnly, Reach: access.Reach{Root: true}})
	for _, c := range []admin.Change{sensor, report} {
		if err := s.Administer(ctx, c); err != nil {
			t.Fatal(err)
		}
	}
	if uses := must(s.TokenUses(ctx))(t); len(uses) != 0 {
		t.Errorf("used before anybody did: %v", uses)
	}
	for _, minute := range []time.Duration{1, 7, 3} {
		if err := s.UseToken(ctx, "b", start.Add(minute*time.Minute)); err != nil {
			t.Fatal(err)
		}
	}
	same(t, "uses", map[string]time.Time{"b": start.Add(7 * time.Minute)}, must(s.TokenUses(ctx))(t))

	revoked := admin.Deed{At: start.Add(time.Hour)}.RevokeToken(sensor.Tokens[0])
	if err := s.Administer(ctx, revoked); err != nil {
		t.Fatal(err)
	}
	same(t, "tokens", []access.Token{report.Tokens[0], revoked.Tokens[0]}, must(s.Tokens(ctx))(t))
}
