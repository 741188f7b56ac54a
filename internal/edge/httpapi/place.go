package httpapi

import (
	"context"
	"time"

	"caseweave/internal/core/access"
	"caseweave/internal/core/admin"
)

const placePath = "/api/v1/places/{place}"

// InPlace is the path of what there is at the root, at partners and in tenants alike.
type InPlace struct {
	Place string `path:"place" example:"tenant:default" doc:"Where: root, partner:ID or tenant:ID."`
}

// needsAtPlace lets in who may do the action at the place of the path.
func needsAtPlace(a access.Action) need {
	return need{name: string(a), action: a, atPlace: true}
}

// enterPlace finds the place for somebody who wants to act there.
func (s *Server) enterPlace(ctx context.Context, v *visit, a access.Action, text string) (err error) {
	if v.place, err = access.ParseReach(text); err != nil {
		return nothingHere()
	}
	switch {
	case v.place.TenantID != "":
		v.tenant, err = s.enter(ctx, v.principal, a, v.place.TenantID)
	case v.place.PartnerID != "":
		v.partner, err = s.enterPartner(ctx, v.principal, a, v.place.PartnerID)
	case !v.principal.Reach.Root:
		err = nothingHere()
	case !access.MayAtRoot(v.principal, a):
		err = denied(v.principal, a)
	}
	return err
}

// deedOf is what the visitor does now.
func deedOf(v visit) admin.Deed {
	return admin.Deed{By: actorOf(v.principal), At: time.Now().UTC().Truncate(time.Microsecond)}
}
