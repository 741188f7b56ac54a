package httpapi

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"caseweave/internal/core/fault"
)

// Problem is the one shape of every answer that is no success (RFC 9457).
type Problem struct {
	// Type is about:blank, or a URN where a client should react to the very problem.
	Type   string `json:"type"`
	Title  string `json:"title"`
	Status int    `json:"status"`
	// Detail is a sentence fit for a person.
	Detail string `json:"detail"`
	// Reference finds the line in the server's log that tells the cause.
	Reference string `json:"reference,omitempty"`
	// Errors are the places in the request that are at fault.
	Errors []fault.Detail `json:"errors,omitempty"`
	// Stored is what a body that could not be read to its end left behind.
	Stored *Receipt `json:"stored,omitempty"`

	headers http.Header
}

// PasswordChangeRequired is the type of the problem that everything but
// /me, /me/password and /logout answers to a one-time password.
const PasswordChangeRequired = "urn:caseweave:password-change-required"

func (p *Problem) Error() string { return p.Detail }

// GetStatus makes p an error that huma answers as it is.
func (p *Problem) GetStatus() int { return p.Status }

// GetHeaders are headers that belong to the problem.
func (p *Problem) GetHeaders() http.Header { return p.headers }

// ContentType is that of RFC 9457.
func (p *Problem) ContentType(string) string { return "application/problem+json" }

func newProblem(status int, detail string, errs ...fault.Detail) *Problem {
	return &Problem{Type: "about:blank", Title: http.StatusText(status), Status: status, Detail: detail, Errors: errs, headers: http.Header{}}
}

func (p *Problem) with(header, value string) *Problem {
	p.headers.Set(header, value)
	return p
}

func (p *Problem) write(w http.ResponseWriter) {
	for name, values := range p.headers {
		w.Header()[name] = values
	}
	w.Header().Set("Content-Type", p.ContentType(""))
	w.WriteHeader(p.Status)
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	_ = encoder.Encode(p) // the client may be gone
}

var statusOf = map[fault.Kind]int{
	fault.Invalid: http.StatusUnprocessableEntity, fault.NotFound: http.StatusNotFound,
	fault.Conflict: http.StatusConflict, fault.Denied: http.StatusForbidden,
	fault.TooLarge: http.StatusRequestEntityTooLarge, fault.Unavailable: http.StatusServiceUnavailable,
	fault.Busy: http.StatusTooManyRequests, fault.Internal: http.StatusInternalServerError,
}

// problemOf turns any error into a problem, and logs what is the server's own trouble.
func problemOf(ctx context.Context, log *slog.Logger, err error) *Problem {
	var p *Problem
	switch {
	case errors.As(err, &p):
		return p
	case errors.Is(err, context.Canceled):
		return unavailable("The request was broken off before it was done.")
	case errors.Is(err, context.DeadlineExceeded):
		log.WarnContext(ctx, "a request took too long", "error", err)
		return unavailable("This took too long; please try again.")
	}
	var f *fault.Error
	if !errors.As(err, &f) || f.Kind == fault.Internal {
		return defect(ctx, log, err)
	}
	if f.Kind == fault.Unavailable {
		log.WarnContext(ctx, "a request could not be served", "error", err)
		return unavailable(sentenceOf(f.Message))
	}
	p = newProblem(statusOf[f.Kind], sentenceOf(f.Message), each(f.Details, capitalised)...)
	if f.Kind == fault.Busy {
		p.with("Retry-After", inSeconds(comeBack))
	}
	return p
}

func capitalised(d fault.Detail) fault.Detail {
	d.Message = capital(d.Message)
	return d
}

// comeBack is when a request that can't be served just now may be sent again.
const comeBack = 5 * time.Second

func unavailable(sentence string) *Problem {
	return newProblem(http.StatusServiceUnavailable, sentence).with("Retry-After", inSeconds(comeBack))
}

// defect logs the cause and answers nothing but where to find it.
func defect(ctx context.Context, log *slog.Logger, cause any, more ...any) *Problem {
	reference := strings.ToLower(rand.Text()[:10])
	log.ErrorContext(ctx, "a request failed", append([]any{"reference", reference, "error", cause}, more...)...)
	p := newProblem(http.StatusInternalServerError, "Something went wrong on the server. Its log tells more under the reference "+reference+".")
	p.Reference = reference
	return p
}

// nothingHere is what everybody hears of what is not there, or not theirs.
func nothingHere() *Problem {
	return newProblem(http.StatusNotFound, "There is nothing here, or nothing that you may see.")
}

func tooMany(sentence string, wait time.Duration) *Problem {
	return newProblem(http.StatusTooManyRequests, sentence).with("Retry-After", inSeconds(wait))
}

func inSeconds(wait time.Duration) string {
	return strconv.Itoa(max(1, int(wait.Round(time.Second)/time.Second)))
}

// huma refuses what does not fit an operation's description; it does so with our
// problems. The hooks are variables of its package and the same for every server.
func init() {
	huma.ValidateStrictCasing = true // the decoder takes "Role" for "role", unlooked at
	huma.DefaultArrayNullable = false
	huma.NewError = func(status int, message string, errs ...error) huma.StatusError {
		return refusal(status, message, errs)
	}
}

func refusal(status int, message string, errs []error) *Problem {
	if len(errs) == 0 {
		return newProblem(sane(status), told(status, "", message))
	}
	details := make([]fault.Detail, 0, len(errs))
	for _, err := range errs {
		place, sentence := "", err.Error()
		var located huma.ErrorDetailer
		if errors.As(err, &located) {
			place, sentence = located.ErrorDetail().Location, located.ErrorDetail().Message
		}
		details = append(details, fault.Detail{Location: place, Message: told(status, place, sentence)})
	}
	detail := details[0].Message
	if details[0].Location != "" {
		detail = details[0].Location + ": " + detail
	}
	return newProblem(sane(status), detail, details...)
}

// sane keeps a body that broke off while it was read from looking like a defect.
func sane(status int) int {
	if status == http.StatusInternalServerError {
		return http.StatusBadRequest
	}
	return status
}

// missing says that what was looked for is not there.
func missing(err error) bool { return err != nil && fault.KindOf(err) == fault.NotFound }
