package openid

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"

	"caseweave/internal/core/access"
)

// Examine asks the provider now, and says in words what keeps people from signing
// in by it, or might; nothing where all is well.
func (p *Party) Examine(ctx context.Context, by access.IdentityProvider) (troubles []string) {
	is, err := p.ask(ctx, by.Issuer)
	if err != nil {
		return []string{sentence(err)}
	}
	if lacks := is.lacks(by.Issuer); lacks != "" {
		return []string{capital(lacks) + "."}
	}
	if err := p.examineKeys(ctx, is.Keys); err != nil {
		troubles = append(troubles, sentence(err))
	}
	if len(is.Challenges) > 0 && !slices.Contains(is.Challenges, "S256") {
		troubles = append(troubles, "The provider does not offer PKCE with S256, which Caseweave uses.")
	}
	for _, scope := range by.Scopes {
		if len(is.Scopes) > 0 && !slices.Contains(is.Scopes, scope) {
			troubles = append(troubles, fmt.Sprintf("The provider does not know the scope %q; it may refuse people because of it.", scope))
		}
	}
	return troubles
}

// examineKeys wants keys that signatures can be checked with.
func (p *Party) examineKeys(ctx context.Context, address string) error {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return refuse(access.Misconfigured, "the provider names no address for its keys")
	}
	answer, err := p.client.Do(r)
	if err != nil {
		return unreached(err)
	}
	defer answer.Body.Close()
	var set struct {
		Keys []json.RawMessage `json:"keys"`
	}
	text, err := io.ReadAll(answer.Body)
	if err != nil || answer.StatusCode != http.StatusOK || json.Unmarshal(text, &set) != nil || len(set.Keys) == 0 {
		return refuse(access.Misconfigured, "the provider's keys can't be read")
	}
	return nil
}

// sentence says a refusal for people.
func sentence(err error) string {
	if errors.Is(err, access.Unreachable) {
		return "The provider does not answer: " + stopped(err.Error())
	}
	return capital(stopped(err.Error()))
}

// stopped is text with a full stop at its end.
func stopped(text string) string { return strings.TrimSuffix(text, ".") + "." }

func capital(text string) string { return strings.ToUpper(text[:1]) + text[1:] }
