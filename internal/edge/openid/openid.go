// Package openid lets identity providers say who people are: OpenID Connect, by
// authorization code with PKCE.
//
// A Party believes a provider's word only where it came from the provider's own
// token endpoint, is signed with a key that the provider publishes, names this
// issuer and this client, answers this very question and is not out of date. All
// that it fetches is bounded in time and size, and never from a host that the
// provider's configuration does not name. What it reads of people is foreign text.
//
// Refusals carry an access.Refusal; their other words are for the log, and hold no
// code, token or secret.
package openid

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"

	"caseweave/internal/core/access"
)

// leeway is how far a provider's clock may be ahead.
const leeway = 5 * time.Minute

// Party relies on identity providers. It is safe for use by many at once.
type Party struct {
	client  *http.Client
	known   *memory
	nowFunc func() time.Time
}

// New makes a party that fetches by client.
func New(client *http.Client) *Party {
	return &Party{client: bounded(client), known: newMemory(), nowFunc: time.Now}
}

// Address is where the provider asks who somebody is. What it answers comes back
// to the redirect address.
func (p *Party) Address(ctx context.Context, by access.IdentityProvider, q access.Question) (string, error) {
	known, err := p.provider(ctx, by.Issuer)
	if err != nil {
		return "", err
	}
	return config(known, by, "", q).AuthCodeURL(q.State, oidc.Nonce(q.Nonce), oauth2.S256ChallengeOption(q.Verifier)), nil
}

// Redeem exchanges the code that somebody brought for the provider's word.
func (p *Party) Redeem(ctx context.Context, by access.IdentityProvider, secret string, q access.Question, code string) (access.Assertion, error) {
	known, err := p.provider(ctx, by.Issuer)
	if err != nil {
		return access.Assertion{}, err
	}
	ctx = oidc.ClientContext(ctx, p.client)
	tokens, err := config(known, by, secret, q).Exchange(ctx, code, oauth2.VerifierOption(q.Verifier))
	if err != nil {
		return access.Assertion{}, exchangeRefused(err)
	}
	word, err := p.verified(ctx, known, by, q, tokens)
	if err != nil {
		return access.Assertion{}, err
	}
	all, err := claimsOf(ctx, known, by, word, tokens)
	if err != nil {
		return access.Assertion{}, err
	}
	return assertion(word, by.Claims, all), nil
}

func config(known *provider, by access.IdentityProvider, secret string, q access.Question) *oauth2.Config {
	endpoint := known.Endpoint()
	endpoint.AuthStyle = known.authStyle(secret)
	scopes := append([]string{oidc.ScopeOpenID}, by.Scopes...)
	slices.Sort(scopes)
	return &oauth2.Config{ClientID: by.ClientID, ClientSecret: secret, Endpoint: endpoint, RedirectURL: q.Redirect, Scopes: slices.Compact(scopes)}
}

// verified is the provider's word, where it is one that counts here and now.
func (p *Party) verified(ctx context.Context, known *provider, by access.IdentityProvider, q access.Question, tokens *oauth2.Token) (*oidc.IDToken, error) {
	text, _ := tokens.Extra("id_token").(string)
	if text == "" {
		return nil, refuse(access.Misconfigured, "the provider gave no identity token; is the scope openid allowed?")
	}
	word, err := known.Verifier(&oidc.Config{ClientID: by.ClientID, Now: p.nowFunc}).Verify(ctx, text)
	var late *oidc.TokenExpiredError
	switch {
	case errors.As(err, &late):
		return nil, refuse(access.Clock, "the identity token ran out at %s", late.Expiry.UTC().Format(time.RFC3339))
	case err != nil:
		return nil, refuse(access.Misconfigured, "the identity token does not hold: %s", brief(err.Error()))
	}
	return word, p.fits(word, by, q, tokens)
}

// fits refuses a genuine word that was meant for somebody else, or for another time.
func (p *Party) fits(word *oidc.IDToken, by access.IdentityProvider, q access.Question, tokens *oauth2.Token) error {
	var more struct {
		Party string `json:"azp"`
	}
	if err := word.Claims(&more); err != nil {
		return refuse(access.Misconfigured, "the identity token can't be read")
	}
	switch {
	case q.Nonce == "" || word.Nonce != q.Nonce:
		return refuse(access.Stale, "the identity token answers another question")
	case word.Subject == "" || len(word.Subject) > maxText:
		return refuse(access.Misconfigured, "the identity token names nobody")
	case more.Party != "" && more.Party != by.ClientID, more.Party == "" && len(word.Audience) > 1:
		return refuse(access.Misconfigured, "the identity token is for another client")
	case word.IssuedAt.After(p.nowFunc().Add(leeway)):
		return refuse(access.Clock, "the identity token is from %s", word.IssuedAt.UTC().Format(time.RFC3339))
	case word.AccessTokenHash != "" && word.VerifyAccessToken(tokens.AccessToken) != nil:
		return refuse(access.Misconfigured, "the identity token belongs to another access token")
	}
	return nil
}

// exchangeRefused tells an unusable code from a client that the provider doesn't know.
func exchangeRefused(err error) error {
	var refused *oauth2.RetrieveError
	switch {
	case !errors.As(err, &refused):
		return unreached(err)
	case refused.ErrorCode == "invalid_grant":
		return refuse(access.Stale, "the provider does not take the code, or not any more")
	case refused.ErrorCode == "" && refused.Response != nil && refused.Response.StatusCode >= http.StatusInternalServerError:
		return refuse(access.Unreachable, "the token endpoint answered %d", refused.Response.StatusCode)
	}
	return refuse(access.Misconfigured, "the token endpoint refused: %q", brief(refused.ErrorCode))
}
