package httpapi

import (
	"context"
	"strings"
	"testing"

	"caseweave/internal/core/access"
	"caseweave/internal/core/admin"
)

// stock lets the people and programs of the examples be at home at the place, as the examples tell.
func (p *people) stock(place access.Reach) {
	u := access.User{ID: exampleUser.ID, Name: "in stock", Role: access.Analyst, Reach: place}
	before, _ := p.UserByID(context.Background(), u.ID)
	u.Version = before.Version + 1
	_, t := MintToken(exampleToken.Name, access.Ingest, place)
	t.ID = exampleToken.ID
	earlier, _ := p.Store.Token(context.Background(), t.ID)
	t.Version = earlier.Version + 1
	p.must(admin.Change{Users: []access.User{u}, Tokens: []access.Token{t}})
}

// mayAt says who may do something at a place, and whether anybody else of theirs knows that it is there.
func mayAt(p access.Principal, a access.Action, place access.Reach) (may, reaches bool) {
	switch {
	case place.TenantID != "":
		t := access.Tenant{ID: place.TenantID, PartnerID: "acme"}
		return access.May(p, a, t), access.Reaches(p, t)
	case place.PartnerID != "":
		return access.MayInPartner(p, a, place.PartnerID), access.ReachesPartner(p, place.PartnerID)
	}
	return access.MayAtRoot(p, a), p.Reach.Root
}

func TestAPlaceIsReachedFromThereAndFromAbove(t *testing.T) {
	places := []access.Reach{{Root: true}, {PartnerID: "acme"}, {TenantID: "default"}}
	elsewhere := []access.Reach{{PartnerID: "rival"}, {TenantID: "other"}}
	walked := 0
	for _, op := range operations(t) {
		if !strings.Contains(op.path, "/places/") {
			continue
		}
		for _, place := range places {
			w := newWorld(t)
			path := strings.Replace(op.path, "tenant:default", place.String(), 1)
			nowhere := w.ask("stranger", op.method, strings.Replace(op.path, "tenant:default", "tenant:nowhere", 1), op.body)
			for _, home := range append(places, elsewhere...) {
				for _, role := range access.Roles {
					w.people.stock(place)
					w.token["somebody"] = w.people.mint(role, home)
					answer := w.ask("somebody", op.method, path, op.body)
					may, reaches := mayAt(access.Principal{Role: role, Reach: home}, access.Action(op.needs), place)
					walked++
					switch {
					case !reaches:
						if !same(answer, nowhere) {
							t.Errorf("%s: %s of %s gets %d %s", path, role, home, answer.Code, answer.Body)
						}
					case !may:
						w.problem(answer, 403)
					case answer.Code/100 != 2 && answer.Code != 409: // the name is taken by who asked before
						t.Errorf("%s: %s of %s gets %d %s", path, role, home, answer.Code, answer.Body)
					}
				}
			}
		}
	}
	if walked < 600 {
		t.Errorf("only %d were asked", walked)
	}
}
