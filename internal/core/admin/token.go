package admin

import (
	"strings"
	"time"

	"caseweave/internal/core/access"
)

// CreateToken gives a program a token.
func (d Deed) CreateToken(t access.Token) Change {
	t.CreatedAt, t.Version = d.At, 1
	t.CreatorID, t.CreatorName = d.By.ID, d.By.Name
	act := d.act(t.Reach, TokenCreated, Subject{t.ID, t.Name})
	act.New, act.Note = string(t.Role), terms(t)
	return Change{Acts: []Act{act}, Tokens: []access.Token{t}}
}

// RevokeToken ends a token.
func (d Deed) RevokeToken(t access.Token) Change {
	t.RevokedAt, t.Version = d.At, t.Version+1
	return Change{Acts: []Act{d.act(t.Reach, TokenRevoked, Subject{t.ID, t.Name})}, Tokens: []access.Token{t}}
}

// terms are what a token is narrowed to, and until when it is good.
func terms(t access.Token) string {
	end := "It does not expire."
	if !t.ExpiresAt.IsZero() {
		end = "It expires at " + t.ExpiresAt.UTC().Format(time.RFC3339) + "."
	}
	if len(t.Scopes) == 0 {
		return end
	}
	scopes := make([]string, len(t.Scopes))
	for i, a := range t.Scopes {
		scopes[i] = string(a)
	}
	return "Only " + strings.Join(scopes, ", ") + ". " + end
}
