package httpapi

import (
	"context"

	"caseweave/internal/core/access"
	"caseweave/internal/core/admin"
	"caseweave/internal/edge/httpapi/credential"
)

// stock lets the people and programs of the examples be at home at the place, as the examples tell.
func (p *people) stock(place access.Reach) {
	u := access.User{ID: exampleUser.ID, Name: "in stock", Role: access.Analyst, Reach: place, Factor: &access.Factor{}}
	before, _ := p.UserByID(context.Background(), u.ID)
	u.Version = before.Version + 1
	_, t := credential.MintToken(exampleToken.Name, access.Ingest, place)
	t.ID = exampleToken.ID
	earlier, _ := p.Store.Token(context.Background(), t.ID)
	t.Version = earlier.Version + 1
	by := exampleProvider
	by.Place = place
	sooner, _ := p.IdentityProvider(context.Background(), by.ID)
	by.Version = sooner.Version + 1
	p.must(admin.Change{Users: []access.User{u}, Tokens: []access.Token{t}, IdentityProviders: []access.IdentityProvider{by}})
}
