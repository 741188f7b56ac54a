package openid

import (
	"cmp"
	"context"
	"strings"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"

	"caseweave/internal/core/access"
)

// maxGroups is how many groups of a person are looked at.
const maxGroups = 1000

// claims are what the provider says of a person.
type claims map[string]any

// claimsOf are those of the identity token, and what the provider tells beside it
// where the token lacks what was asked for (OpenID Connect Core 1.0, section 5.4).
func claimsOf(ctx context.Context, known *provider, by access.IdentityProvider, word *oidc.IDToken, tokens *oauth2.Token) (claims, error) {
	var all claims
	if err := word.Claims(&all); err != nil {
		return nil, refuse(access.Misconfigured, "the identity token can't be read")
	}
	if known.told.UserInfo == "" || all.at(by.Claims.Groups) != nil && all.at(by.Claims.Name) != nil {
		return all, nil
	}
	beside, err := known.UserInfo(ctx, oauth2.StaticTokenSource(tokens))
	if err != nil {
		return nil, refuse(access.Unreachable, "what the provider knows of the person can't be read: %s", brief(err.Error()))
	}
	if beside.Subject != word.Subject {
		return nil, refuse(access.Misconfigured, "the provider tells of another person")
	}
	var more claims
	if err := beside.Claims(&more); err != nil {
		return nil, refuse(access.Misconfigured, "what the provider knows of the person can't be read")
	}
	for name, value := range all { // what is signed counts first
		more[name] = value
	}
	return more, nil
}

// assertion is what of the claims counts here.
func assertion(word *oidc.IDToken, names access.ClaimNames, all claims) access.Assertion {
	name := cmp.Or(all.text(names.Name), all.text("preferred_username"), all.text("name"), all.text(names.Email), word.Subject)
	return access.Assertion{Issuer: word.Issuer, Subject: word.Subject, Name: name, Email: all.text(names.Email), Groups: all.texts(names.Groups)}
}

// at is the claim of that name, or the one at the end of the way that points name.
func (c claims) at(name string) any {
	if value, ok := c[name]; ok {
		return value
	}
	first, rest, deeper := strings.Cut(name, ".")
	below, _ := c[first].(map[string]any)
	if !deeper || below == nil {
		return nil
	}
	return claims(below).at(rest)
}

func (c claims) text(name string) string {
	text, _ := c.at(name).(string)
	if len(text) > maxText {
		return ""
	}
	return text
}

// texts are the values of a claim that is a text or a list of them. What is too
// long to be a group's name, or too far down the list, is none.
func (c claims) texts(name string) (all []string) {
	list, _ := c.at(name).([]any)
	if one, ok := c.at(name).(string); ok {
		list = []any{one}
	}
	for _, value := range list[:min(len(list), maxGroups)] {
		if text, ok := value.(string); ok && len(text) <= maxText {
			all = append(all, text)
		}
	}
	return all
}
