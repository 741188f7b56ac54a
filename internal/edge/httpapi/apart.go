package httpapi

import (
	"context"
	"strings"
	"time"
	"unicode/utf8"

	"caseweave/internal/core/access"
	"caseweave/internal/core/detection"
	"caseweave/internal/core/settings"
)

// EntitiesApart are the entities by which nothing is grouped.
type EntitiesApart struct {
	Items []EntityApart `json:"items" doc:"In the order in which people said so; at most 1,000."`
}

// EntityApart is an entity by which nothing is grouped.
type EntityApart struct {
	Entity string    `json:"entity"`
	Why    string    `json:"why,omitempty"`
	By     Actor     `json:"by"`
	At     time.Time `json:"at"`
}

// NewApart names an entity.
type NewApart struct {
	Entity string `json:"entity" maxLength:"4096" doc:"kind:value, such as host:proxy-1."`
	Why    string `json:"why,omitempty" maxLength:"1000"`
}

func (s *Server) registerApart() {
	example := EntityApart{Entity: "host:scanner-1", Why: "It looks at everything.", By: Actor{Kind: "user", ID: "u1", Name: "ada"}, At: exampleTime}
	register(s, operation{
		method: "GET", path: tenantPath + "/apart", id: "list-entities-apart", summary: "List the entities by which nothing is grouped",
		needs: needs(access.ReadRules), gives: EntitiesApart{[]EntityApart{example}},
	}, s.listApart)
	register(s, operation{
		method: "POST", path: tenantPath + "/apart", id: "keep-entity-apart", summary: "Let nothing be grouped by an entity", status: 201,
		about: "Grouping expressions do not see it from here on; filters do. What was grouped stays.",
		needs: needs(access.WriteRules), takes: NewApart{Entity: example.Entity, Why: example.Why}, gives: example,
	}, s.keepApart)
	register(s, operation{
		method: "DELETE", path: tenantPath + "/apart", id: "link-entity-again", summary: "Let things be grouped by an entity again",
		needs: needs(access.WriteRules), gives: EntitiesApart{[]EntityApart{}},
	}, s.linkAgain)
}

func (s *Server) listApart(ctx context.Context, v visit, _ *InTenant) (EntitiesApart, error) {
	bounds, err := s.settings.Settings(ctx, v.tenant)
	return EntitiesApart{each(bounds.Apart, apartOf)}, err
}

type keepApartInput struct {
	InTenant
	Body NewApart
}

func (s *Server) keepApart(ctx context.Context, v visit, in *keepApartInput) (EntityApart, error) {
	e, err := entityIn("body.entity", in.Body.Entity)
	if err != nil {
		return EntityApart{}, err
	}
	if !utf8.ValidString(in.Body.Why) || strings.ContainsRune(in.Body.Why, 0) {
		return EntityApart{}, wrongField("body.why", "This is no text.")
	}
	a := settings.Apart{Entity: e, Why: strings.TrimSpace(in.Body.Why), By: actorOf(v.principal), At: time.Now().UTC().Truncate(time.Microsecond)}
	_, err = s.settings.EditSettings(ctx, v.tenant, a.By, func(was settings.Settings) (settings.Settings, error) { return was.KeepApart(a) })
	return apartOf(a), err
}

type linkAgainInput struct {
	InTenant
	Entity string `query:"entity" required:"true" example:"host:proxy-1" doc:"kind:value"`
}

func (s *Server) linkAgain(ctx context.Context, v visit, in *linkAgainInput) (EntitiesApart, error) {
	e, err := entityIn("query.entity", in.Entity)
	if err != nil {
		return EntitiesApart{}, err
	}
	after, err := s.settings.EditSettings(ctx, v.tenant, actorOf(v.principal), func(was settings.Settings) (settings.Settings, error) { return was.LinkAgain(e) })
	return EntitiesApart{each(after.Apart, apartOf)}, err
}

// entityIn reads an entity as people write it.
func entityIn(place, text string) (detection.Entity, error) {
	kind, value, _ := strings.Cut(text, ":")
	e, ok := detection.NewEntity(kind, value)
	if !ok || !utf8.ValidString(text) || strings.ContainsRune(text, 0) {
		return "", wrongField(place, "An entity is a kind and a value, such as host:proxy-1.")
	}
	return e, nil
}

func apartOf(a settings.Apart) EntityApart {
	return EntityApart{string(a.Entity), a.Why, actorTold(a.By), a.At.UTC()}
}
