package httpapi

import (
	"cmp"
	"context"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"caseweave/internal/core/access"
	"caseweave/internal/core/casefile"
	"caseweave/internal/core/fault"
)

const (
	tenantPath  = "/api/v1/tenants/{tenant}"
	partnerPath = "/api/v1/partners/{partner}"
)

// operation is what an operation of the API is before it has a handler.
type operation struct {
	method, path, id, summary, about string
	needs                            need
	// status is that of success; 200 where none is given.
	status int
	// takes and gives are examples of the body and of the answer.
	takes, gives any
	// params and body describe what a raw handler reads.
	params []*huma.Param
	body   *huma.RequestBody
	// many are query parameters that may be given more than once.
	many []string
	// longest is how long a body may be; maxBody where nothing is given.
	longest int64
	// answers are a raw handler's media types beside application/json.
	answers map[string]*huma.MediaType
}

// need is who may ask: anybody, whoever is signed in, or who may do an action
// in the tenant, at the partner or at the place of the path.
type need struct {
	name   string
	action access.Action
	// atPartner says that the path names a partner, atPlace that it names any place.
	atPartner, atPlace bool
	// atRoot says that it is the installation's own, and beyond that it is of all
	// tenants within reach: the path names none.
	atRoot, beyond bool
	// restricted lets in whoever has something to do first, enrolment who only has to
	// add a second factor.
	restricted, enrolment bool
	// quiet says that asking is no sign of somebody being there.
	quiet bool
	// sends says that what comes is limited by its bytes, not by the number of requests.
	sends bool
}

var (
	anybody    = need{name: "anybody", restricted: true}
	signedIn   = need{name: "signed in"}
	restricted = need{name: "signed in", restricted: true}
	enrolment  = need{name: "signed in", enrolment: true}
)

func needs(a access.Action) need { return need{name: string(a), action: a} }

func needsAtPartner(a access.Action) need {
	return need{name: string(a), action: a, atPartner: true}
}

func needsAtRoot(a access.Action) need { return need{name: string(a), action: a, atRoot: true} }

func needsBeyond(a access.Action) need { return need{name: string(a), action: a, beyond: true} }

// extensions are how the description tells n.
func (n need) extensions() map[string]any {
	if n.atRoot {
		return map[string]any{"x-needs": n.name, "x-place": "root"}
	}
	return map[string]any{"x-needs": n.name}
}

// InTenant is the path of everything that belongs to a tenant.
type InTenant struct {
	Tenant string `path:"tenant" example:"default" doc:"The tenant's id."`
}

// visit is one request of somebody who was let in.
type visit struct {
	principal access.Principal
	// tenant is that of the path; zero where the path has none.
	tenant access.Organisation
	// partner is that of the path; zero where the path has none.
	partner access.Partner
	// place is that of the path; zero where the path has none.
	place access.Reach
	// until is when the session or the token ends; zero for one that does not.
	until time.Time
	// session is the person's; zero for a token.
	session access.Session
	// first is what the person must do before anything else.
	first duty
	w     http.ResponseWriter
	r     *http.Request
}

// viewer is with whose eyes the visit reads cases.
func (v visit) viewer() casefile.Viewer { return casefile.ViewerOf(actorOf(v.principal)) }

type visitKey struct{}

// register adds an operation that answers with an O. Its input is read, and
// checked against its description, only once the caller was let in.
func register[I, O any](s *Server, op operation, handle func(context.Context, visit, *I) (O, error)) {
	type answer struct{ Body O }
	huma.Register(s.api, s.described(op), func(ctx context.Context, in *I) (*answer, error) {
		out, err := handle(ctx, ctx.Value(visitKey{}).(visit), in)
		if err != nil {
			return nil, problemOf(ctx, s.log, err)
		}
		return &answer{out}, nil
	})
}

// registerSilent adds an operation that answers 204.
func registerSilent[I any](s *Server, op operation, handle func(context.Context, visit, *I) error) {
	huma.Register(s.api, s.described(op), func(ctx context.Context, in *I) (*struct{}, error) {
		if err := handle(ctx, ctx.Value(visitKey{}).(visit), in); err != nil {
			return nil, problemOf(ctx, s.log, err)
		}
		return nil, nil
	})
}

// raw adds an operation whose handler reads and writes by itself.
func (s *Server) raw(op operation, handle func(visit) error) {
	described := s.described(op)
	described.Parameters = append([]*huma.Param{}, op.params...)
	described.RequestBody = op.body
	described.Responses["default"] = s.problemResponse()
	s.api.OpenAPI().AddOperation(&described)
	s.mux.HandleFunc(op.method+" "+op.path, func(w http.ResponseWriter, r *http.Request) {
		v, done, err := s.receive(op.needs, r)
		defer done()
		if err == nil {
			err = plainQuery(r, op.many)
		}
		if err == nil {
			err = knownQuery(r, op.params)
		}
		if err == nil {
			v.w = w
			err = handle(v)
		}
		if err != nil {
			problemOf(r.Context(), s.log, err).write(w)
		}
	})
}

// described is op for huma: with its gate, its examples and who may ask.
func (s *Server) described(op operation) huma.Operation {
	d := huma.Operation{
		Method: op.method, Path: op.path, OperationID: op.id, Summary: op.summary, Description: op.about,
		RejectUnknownQueryParameters: true, BodyReadTimeout: bodyTimeout,
		DefaultStatus: op.status,
		MaxBodyBytes:  cmp.Or(op.longest, maxBody) + 1, // huma refuses a body of exactly so many bytes
		Middlewares:   huma.Middlewares{s.gate(op.needs, op.many)},
		Extensions:    op.needs.extensions(),
		Responses:     map[string]*huma.Response{},
	}
	if op.needs != anybody {
		d.Security = []map[string][]string{{"token": {}}, {"session": {}}}
	}
	if op.takes != nil {
		d.RequestBody = &huma.RequestBody{Content: map[string]*huma.MediaType{"application/json": {Example: op.takes}}}
	}
	if op.gives != nil || op.answers != nil {
		d.Responses[strconv.Itoa(op.success())] = s.answerOf(op)
	}
	return d
}

func (op operation) success() int { return cmp.Or(op.status, http.StatusOK) }

func (s *Server) answerOf(op operation) *huma.Response {
	content := map[string]*huma.MediaType{}
	if op.gives != nil {
		content["application/json"] = &huma.MediaType{Example: op.gives, Schema: s.schemaOf(op.gives)}
	}
	for name, media := range op.answers {
		content[name] = media
	}
	return &huma.Response{Description: http.StatusText(op.success()), Content: content}
}

// gate lets in who may, and answers everybody else.
func (s *Server) gate(n need, many []string) func(huma.Context, func(huma.Context)) {
	return func(ctx huma.Context, next func(huma.Context)) {
		r, w := humago.Unwrap(ctx)
		v, done, err := s.receive(n, r)
		defer done()
		if err == nil {
			err = plainQuery(r, many)
		}
		if err != nil {
			problemOf(r.Context(), s.log, err).write(w)
			return
		}
		v.w = w
		next(huma.WithValue(ctx, visitKey{}, v))
	}
}

// admit says who asks and in which tenant, or why they may not.
func (s *Server) admit(n need, r *http.Request) (visit, error) {
	v := visit{r: r}
	if n == anybody {
		return v, nil
	}
	var err error
	if err = s.identify(&v, n.quiet); err != nil {
		return v, err
	}
	if err = v.first.refuses(n); err != nil {
		return v, err
	}
	if n.action == "" {
		return v, nil
	}
	switch {
	case n.atPlace:
		err = s.enterPlace(r.Context(), &v, n.action, r.PathValue("place"))
	case n.atRoot:
		err = s.enterPlace(r.Context(), &v, n.action, "root")
	case n.beyond:
		if !access.MayBeyond(v.principal, n.action) {
			err = denied(v.principal, n.action)
		}
	case n.atPartner:
		v.partner, err = s.enterPartner(r.Context(), v.principal, n.action, r.PathValue("partner"))
	default:
		v.tenant, err = s.enter(r.Context(), v.principal, n.action, r.PathValue("tenant"))
	}
	return v, err
}

// enter finds a tenant for somebody who wants to act in it.
func (s *Server) enter(ctx context.Context, p access.Principal, a access.Action, id string) (access.Organisation, error) {
	if access.CheckID(id) != nil {
		return access.Organisation{}, nothingHere()
	}
	tenant, err := s.accounts.TenantWithin(ctx, p.Reach, id)
	switch {
	case err != nil && !missing(err):
		return tenant, err
	case err != nil || !access.Reaches(p, tenant.Tenant()):
		return tenant, nothingHere()
	case !access.May(p, a, tenant.Tenant()):
		return tenant, denied(p, a)
	}
	return tenant, nil
}

// enterPartner finds a partner for somebody who wants to act on what belongs to it.
func (s *Server) enterPartner(ctx context.Context, p access.Principal, a access.Action, id string) (access.Partner, error) {
	if access.CheckID(id) != nil || !access.ReachesPartner(p, id) {
		return access.Partner{}, nothingHere()
	}
	partner, err := s.accounts.Partner(ctx, id)
	switch {
	case err != nil && !missing(err):
		return partner, err
	case err != nil:
		return partner, nothingHere()
	case !access.MayInPartner(p, a, id):
		return partner, denied(p, a)
	}
	return partner, nil
}

func denied(p access.Principal, a access.Action) error {
	if whole := (access.Principal{Role: p.Role}); p.Token && slices.Contains(access.Entitlements(whole), a) {
		return fault.New(fault.Denied, "This token is narrowed to some of what its role may do; this needs %q.", a)
	}
	return fault.New(fault.Denied, "The role %q may not do this; it needs %q.", p.Role, a)
}

// knownQuery refuses query parameters that the operation doesn't have.
func knownQuery(r *http.Request, params []*huma.Param) error {
	for name := range r.URL.Query() {
		if !slices.ContainsFunc(params, func(p *huma.Param) bool { return p.In == "query" && p.Name == name }) {
			return wrongParameter(name, "There is no such parameter.")
		}
	}
	return nil
}

// plainQuery refuses a query that can't be decoded, or that says something twice
// that is none of many.
func plainQuery(r *http.Request, many []string) error {
	query, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil {
		return newProblem(http.StatusBadRequest, "The query string can't be decoded: write % as %25, & as %26 and ; as %3B.")
	}
	for _, name := range slices.Sorted(maps.Keys(query)) {
		if len(query[name]) > 1 && !slices.Contains(many, name) {
			return wrongParameter(name, "This parameter is given twice.")
		}
	}
	return nil
}

func wrongParameter(name, sentence string) error {
	place := "query." + name
	return newProblem(http.StatusUnprocessableEntity, place+": "+sentence, fault.Detail{Location: place, Message: sentence})
}

func (s *Server) problemResponse() *huma.Response {
	return &huma.Response{Description: "Error", Content: map[string]*huma.MediaType{
		"application/problem+json": {Schema: s.schemaOf(Problem{})},
	}}
}
