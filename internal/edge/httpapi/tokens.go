package httpapi

import (
	"cmp"
	"context"
	"slices"
	"time"

	"caseweave/internal/core/access"
	"caseweave/internal/edge/httpapi/credential"
)

const tokensPath = placePath + "/tokens"

// Token is a program's key, without its secret.
type Token struct {
	ID        string     `json:"id"`
	Name      string     `json:"name" doc:"What histories call whoever uses it."`
	Role      role       `json:"role"`
	Scopes    []action   `json:"scopes" doc:"What it may do of what its role may; empty where it may do all of it."`
	State     tokenState `json:"state"`
	CreatedAt time.Time  `json:"created_at"`
	CreatedBy string     `json:"created_by,omitempty" doc:"The name of who made it, as it was then."`
	// Orphaned reminds of tokens that outlast their maker.
	Orphaned   bool       `json:"orphaned" doc:"Whoever it goes back to is shut out, or comes by no provider any more. It goes on until somebody revokes it."`
	ExpiresAt  *time.Time `json:"expires_at,omitempty" doc:"Missing where it does not expire."`
	LastUsedAt *time.Time `json:"last_used_at,omitempty" doc:"To the minute; missing where nobody has used it."`
}

// TokenList are the tokens that reach a place from there, the newest first.
type TokenList struct {
	Items []Token `json:"items"`
}

// NewToken is a token to be made.
type NewToken struct {
	Name    string   `json:"name" maxLength:"200"`
	Role    role     `json:"role"`
	Scopes  []action `json:"scopes,omitempty" doc:"Narrows the role to some of what it may do."`
	Expires string   `json:"expires" maxLength:"40" doc:"A number of days such as 90d, the last day such as 2027-01-31, in UTC, or an instant such as 2027-02-01T00:00:00+01:00, within ten years; or never."`
}

// MadeToken is a token with its secret.
type MadeToken struct {
	Token  Token  `json:"token"`
	Secret string `json:"secret" doc:"What the program sends as Authorization: Bearer. It is not shown again."`
}

// TokenInPlace is the path of a token at a place.
type TokenInPlace struct {
	InPlace
	Token string `path:"token" example:"1f0c9a1e7b324d68" doc:"The token's id."`
}

func (s *Server) registerTokens() {
	register(s, operation{
		method: "GET", path: tokensPath, id: "list-tokens", summary: "List the tokens of a place",
		about: "Those that are good no more are listed, too: they did something once.",
		needs: needsAtPlace(access.ReadTokens), gives: TokenList{[]Token{exampleToken}},
	}, s.listTokens)
	register(s, operation{
		method: "POST", path: tokensPath, id: "create-token", summary: "Make a token for a program", status: 201,
		about: "It reaches the place and what is below. Nobody makes one that may do more than they may.",
		needs: needsAtPlace(access.WriteTokens), gives: MadeToken{exampleToken, "cw_1f0c9a1e7b324d68_" + exampleSecret},
		takes: NewToken{Name: "sensor", Role: role(access.Ingest), Expires: "90d"},
	}, s.createToken)
	registerSilent(s, operation{
		method: "DELETE", path: tokensPath + "/{token}", id: "revoke-token", summary: "Revoke a token", status: 204,
		about: "Whoever uses it is refused from the next request on, and live streams end.",
		needs: needsAtPlace(access.WriteTokens),
	}, s.revokeToken)
}

func (s *Server) listTokens(ctx context.Context, v visit, _ *InPlace) (TokenList, error) {
	all, err := s.accounts.Tokens(ctx)
	if err != nil {
		return TokenList{}, err
	}
	uses, err := s.accounts.TokenUses(ctx)
	if err != nil {
		return TokenList{}, err
	}
	gone, err := s.gone(ctx)
	list := TokenList{Items: []Token{}}
	for _, t := range all {
		if t.Reach == v.place {
			list.Items = append(list.Items, tokenOf(t, uses[t.ID], gone[cmp.Or(t.OwnerID, t.CreatorID)]))
		}
	}
	slices.SortStableFunc(list.Items, func(a, b Token) int { return b.CreatedAt.Compare(a.CreatedAt) })
	return list, err
}

// gone are the ids of people who can't log in any more.
func (s *Server) gone(ctx context.Context) (map[string]bool, error) {
	all, err := s.accounts.Users(ctx)
	gone := map[string]bool{}
	for _, u := range all {
		gone[u.ID] = u.ShutOut || u.Lapsed()
	}
	return gone, err
}

type createTokenInput struct {
	InPlace
	Body NewToken
}

func (s *Server) createToken(ctx context.Context, v visit, in *createTokenInput) (MadeToken, error) {
	asked, err := in.Body.asked(time.Now())
	if err != nil {
		return MadeToken{}, err
	}
	if err := access.CheckToken(v.principal, asked); err != nil {
		return MadeToken{}, err
	}
	if ends := v.until; v.principal.Token && !ends.IsZero() && (asked.ExpiresAt.IsZero() || asked.ExpiresAt.After(ends)) {
		return MadeToken{}, wrongField("body.expires", "A token makes none that is good for longer than itself.")
	}
	text, t := credential.MintToken(asked.Name, asked.Role, v.place)
	t.Scopes, t.ExpiresAt, t.OwnerID = asked.Scopes, asked.ExpiresAt, ownerOf(v.principal)
	c := deedOf(v).CreateToken(t)
	if err := s.accounts.Administer(ctx, c); err != nil {
		return MadeToken{}, err
	}
	return MadeToken{tokenOf(c.Tokens[0], time.Time{}, false), text}, nil
}

func (s *Server) revokeToken(ctx context.Context, v visit, in *TokenInPlace) error {
	t, err := s.accounts.Token(ctx, in.Token)
	switch {
	case missing(err) || err == nil && t.Reach != v.place:
		return nothingHere()
	case err != nil || !t.RevokedAt.IsZero():
		return err
	}
	if err := access.CheckToken(v.principal, t); err != nil {
		return err
	}
	if err := s.accounts.Administer(ctx, deedOf(v).RevokeToken(t)); err != nil {
		return err
	}
	s.live.Doubt(t.ID)
	return nil
}

// ownerOf is the user whom what a principal makes goes back to; empty for none.
func ownerOf(p access.Principal) string {
	if p.Token {
		return p.OwnerID
	}
	return p.ID
}
