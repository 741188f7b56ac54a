package httpapi

import (
	"context"
	"sync"
	"time"

	"caseweave/internal/core/access"
)

// tokenOf is a token as it is told, used last at some time or, at zero, never.
func tokenOf(t access.Token, used time.Time, orphaned bool) Token {
	return Token{
		ID: t.ID, Name: t.Name, Role: role(t.Role), Scopes: each(t.Scopes, func(a access.Action) action { return action(a) }),
		State: tokenStateOf(t, time.Now()), CreatedAt: t.CreatedAt.UTC(), CreatedBy: t.CreatorName, Orphaned: orphaned,
		ExpiresAt: some(t.ExpiresAt), LastUsedAt: some(used),
	}
}

func tokenStateOf(t access.Token, now time.Time) tokenState {
	switch {
	case t.Good(now):
		return tokenGood
	case !t.RevokedAt.IsZero():
		return tokenRevoked
	}
	return tokenExpired
}

// some is a time that there is; nil where there is none.
func some(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	t = t.UTC()
	return &t
}

// asked is the token that is asked for, as far as the body says.
func (n NewToken) asked(now time.Time) (t access.Token, err error) {
	if err := access.CheckUserName(n.Name); err != nil {
		return t, located(err, "body.name")
	}
	t.Name, t.Role = n.Name, access.Role(n.Role)
	if t.Scopes, err = access.CheckScopes(t.Role, each(n.Scopes, func(a action) access.Action { return access.Action(a) })); err != nil {
		return t, located(err, "body.scopes")
	}
	t.ExpiresAt, err = access.ParseExpiry(n.Expires, now)
	return t, located(err, "body.expires")
}

// useTold is how often it is written down that a token is in use.
const useTold = time.Minute

// uses are when tokens were used last, as far as that was written down.
type uses struct {
	mu   sync.Mutex
	last map[string]time.Time
}

func newUses() *uses { return &uses{last: map[string]time.Time{}} }

// due says whether a use should be written down, and takes it that it will be.
func (u *uses) due(id string, now time.Time) bool {
	u.mu.Lock()
	defer u.mu.Unlock()
	if now.Sub(u.last[id]) < useTold {
		return false
	}
	u.last[id] = now
	return true
}

// noteUse writes down that a token is in use, also where whoever uses it has left
// by then. Nobody is refused because that fails.
func (s *Server) noteUse(ctx context.Context, id string, now time.Time) {
	if !s.uses.due(id, now) {
		return
	}
	if err := s.accounts.UseToken(context.WithoutCancel(ctx), id, now); err != nil {
		s.log.WarnContext(ctx, "the use of a token was not written down", "token", id, "error", err)
	}
}
