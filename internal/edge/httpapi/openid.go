package httpapi

import (
	"cmp"
	"context"
	"errors"
	"net/http"
	"net/url"
	"path"
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/danielgtaylor/huma/v2"

	"caseweave/internal/core/access"
	"caseweave/internal/core/fault"
)

const openIDPath = "/api/v1/openid"

// OpenIDChoice is a provider by which people may sign in.
type OpenIDChoice struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// OpenIDList is what stands on the login page.
type OpenIDList struct {
	Items []OpenIDChoice `json:"items"`
}

func (s *Server) registerOpenID() {
	register(s, operation{
		method: "GET", path: openIDPath, id: "list-openid", summary: "List the identity providers to sign in with",
		needs: anybody, gives: OpenIDList{[]OpenIDChoice{{ID: "okta", Name: "Okta"}}},
	}, s.listOpenID)
	s.browse(operation{
		method: "GET", path: openIDPath + "/{provider}/begin", id: "begin-sign-in", summary: "Send the browser to an identity provider",
		about:  "For browsers: it answers 303. next is the path on this server to go to afterwards, at the place whose providers the login page lists, too. Where it is refused, the login page gets both back.",
		params: []*huma.Param{providerParam(), wishParam("next"), wishParam("at")},
	}, s.beginSignIn)
	s.browse(operation{
		method: "GET", path: openIDPath + "/{provider}/callback", id: "finish-sign-in", summary: "Take what an identity provider sends back",
		about:  "For browsers that come back: it answers 303, to where they wanted or to the login page with refused=, which says why.",
		params: []*huma.Param{providerParam()},
	}, s.finishSignIn)
}

func providerParam() *huma.Param {
	return &huma.Param{Name: "provider", In: "path", Required: true, Example: "okta", Description: "The identity provider's id.", Schema: &huma.Schema{Type: huma.TypeString}}
}

func wishParam(name string) *huma.Param {
	return &huma.Param{Name: name, In: "query", Schema: &huma.Schema{Type: huma.TypeString}}
}

type listOpenIDInput struct {
	At string `query:"at" maxLength:"60" doc:"A partner or tenant whose providers are listed, too: partner:ID or tenant:ID."`
}

// listOpenID lists the root's providers and, for who names it, another place's: nobody's
// button stands before the people of others.
func (s *Server) listOpenID(ctx context.Context, _ visit, in *listOpenIDInput) (OpenIDList, error) {
	all, err := s.accounts.IdentityProviders(ctx)
	list := OpenIDList{Items: []OpenIDChoice{}}
	for _, p := range all {
		if !p.Removed && (p.Place.Root || p.Place.String() == in.At) {
			list.Items = append(list.Items, OpenIDChoice{ID: p.ID, Name: p.Name})
		}
	}
	slices.SortFunc(list.Items, func(a, b OpenIDChoice) int {
		return cmp.Or(strings.Compare(a.Name, b.Name), strings.Compare(a.ID, b.ID))
	})
	return list, err
}

// browse adds an operation that a browser visits: its answer is where to go on to,
// which is the login page where it is refused. Providers may add parameters of their own.
func (s *Server) browse(op operation, handle func(visit) (onward string, wanted wish, err error)) {
	op.needs, op.status = anybody, http.StatusSeeOther
	described := s.described(op)
	described.Parameters = op.params
	described.Responses["303"] = &huma.Response{Description: http.StatusText(http.StatusSeeOther)}
	s.api.OpenAPI().AddOperation(&described)
	s.mux.HandleFunc(op.method+" "+op.path, func(w http.ResponseWriter, r *http.Request) {
		v, done, err := s.receive(anybody, r)
		if err != nil {
			problemOf(r.Context(), s.log, err).write(w)
			return
		}
		defer done()
		v.w = w
		onward, wanted, err := handle(v)
		if err != nil {
			onward = s.turnedAway(v, wanted, err)
		}
		w.Header().Set("Location", onward)
		w.WriteHeader(http.StatusSeeOther)
	})
}

// turnedAway is the login page, which says why, and leads on to what was wanted. The log says more.
func (s *Server) turnedAway(v visit, wanted wish, err error) string {
	reason := access.Failed
	_ = errors.As(err, &reason)
	s.log.WarnContext(v.r.Context(), "somebody could not sign in", "provider", v.r.PathValue("provider"), "reason", string(reason), "cause", err)
	to := url.Values{"refused": {string(reason)}}
	if wanted.At != "" {
		to.Set("at", wanted.At)
	}
	if wanted.Next != "" && wanted.Next != "/" {
		to.Set("next", wanted.Next)
	}
	return "/login?" + to.Encode()
}

// beginSignIn asks the provider who the browser's person is.
func (s *Server) beginSignIn(v visit) (string, wish, error) {
	wanted := wishOf(v.r.URL.Query())
	if from := v.r.Header.Get("Sec-Fetch-Site"); from == "cross-site" || from == "same-site" {
		return "", wanted, because(access.Failed, "another site sent the browser to sign in")
	}
	p, err := s.signInBy(v)
	if err != nil {
		return "", wanted, err
	}
	w := newWay(p, s.redirectURI(v.r, p.ID), wanted, time.Now())
	address, err := s.openid.Address(v.r.Context(), p, w.Question)
	if err != nil {
		return "", wanted, err
	}
	s.keepWay(v, w)
	return address, wanted, nil
}

// finishSignIn begins a session for whom the provider names.
func (s *Server) finishSignIn(v visit) (string, wish, error) {
	w, refused := s.wayOf(v)
	s.forgetWay(v)
	p, err := s.signInBy(v)
	if err == nil {
		err = cmp.Or(refused, w.leadsTo(p, v.r.URL.Query().Get("state"), time.Now()))
	}
	if err != nil {
		return "", w.wish, err
	}
	u, err := s.broughtBack(v, p, w)
	if err != nil {
		return "", w.wish, err
	}
	return w.Next, w.wish, s.begin(v, u)
}

// broughtBack is the user whom the provider names in what the browser brings back.
func (s *Server) broughtBack(v visit, p access.IdentityProvider, w way) (u access.User, err error) {
	query := v.r.URL.Query()
	switch {
	case query.Has("error"):
		return u, declined(query)
	case query.Has("iss") && query.Get("iss") != p.Issuer: // RFC 9207
		return u, because(access.Misconfigured, "the answer is of another issuer")
	}
	said, err := s.redeem(v.r.Context(), p, w, query.Get("code"))
	if err != nil {
		return u, err
	}
	if now, err := s.signInBy(v); err != nil || now.Version != p.Version {
		return u, because(access.Failed, "the provider was changed meanwhile")
	}
	return s.signIn(v.r.Context(), p, said)
}

// redeem is what the provider says of who brought the code.
func (s *Server) redeem(ctx context.Context, p access.IdentityProvider, w way, code string) (access.Assertion, error) {
	secret, err := s.secretOf(p)
	if err != nil {
		return access.Assertion{}, err
	}
	return s.openid.Redeem(ctx, p, secret, w.Question, code)
}

// signInBy is the provider of the path.
func (s *Server) signInBy(v visit) (access.IdentityProvider, error) {
	p, err := s.accounts.IdentityProvider(v.r.Context(), v.r.PathValue("provider"))
	if missing(err) || err == nil && p.Removed {
		return p, access.Gone
	}
	return p, err
}

// declined is what a provider answered instead of a code; its words go to the log only.
func declined(query url.Values) error {
	reason := access.Misconfigured
	switch query.Get("error") {
	case "access_denied", "login_required", "interaction_required", "consent_required", "account_selection_required":
		reason = access.Declined
	case "temporarily_unavailable", "server_error":
		reason = access.Unreachable
	}
	return because(reason, "the provider answered "+logged(query.Get("error"))+": "+logged(query.Get("error_description")))
}

// because is a refusal with words for the log.
func because(reason access.Refusal, detail string) error {
	return fault.Because(reason, fault.Denied, "%s", detail)
}

// logged is foreign text for one line of the log.
func logged(text string) string {
	clean := strings.Map(func(r rune) rune {
		if !unicode.IsPrint(r) {
			return ' '
		}
		return r
	}, text)
	return strings.ToValidUTF8(clean[:min(len(clean), 300)], "")
}

// redirectURI is where the provider sends people back to, on the host that they came to.
func (s *Server) redirectURI(r *http.Request, provider string) string {
	scheme := "http"
	if s.encrypted(r) {
		scheme = "https"
	}
	return scheme + "://" + r.Host + openIDPath + "/" + provider + "/callback"
}

// localPath is text where it is a path of the workspace, and the beginning of all else.
func localPath(text string) string {
	u, err := url.Parse(text)
	odd := strings.ContainsFunc(text, func(r rune) bool { return r == '\\' || !unicode.IsPrint(r) })
	if err != nil || odd || len(text) > 2000 || u.Scheme != "" || u.Host != "" || u.User != nil || !workspace(u.Path) || path.Clean(u.Path) != u.Path {
		return "/"
	}
	return u.String()
}
