package openid

import (
	"errors"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"
	"unicode"

	"caseweave/internal/core/access"
	"caseweave/internal/core/fault"
)

const (
	// patience is how long one answer of a provider may take.
	patience = 10 * time.Second
	// maxAnswer is the longest answer that is read, in bytes.
	maxAnswer = 1 << 20
	// maxText is the longest text of a provider's that is kept, in bytes.
	maxText = 500
)

// bounded is client with bounds of its own: providers answer soon, briefly and
// themselves.
func bounded(client *http.Client) *http.Client {
	own := *client
	base := own.Transport
	if base == nil {
		base = http.DefaultTransport
	}
	own.Transport, own.Timeout, own.CheckRedirect = brieflyOnly{base}, patience, sameHost
	return &own
}

func sameHost(r *http.Request, via []*http.Request) error {
	if len(via) > 3 || r.URL.Host != via[0].URL.Host || r.URL.Scheme != via[0].URL.Scheme {
		return errors.New("the provider sends to another host")
	}
	return nil
}

// brieflyOnly reads no answer beyond maxAnswer.
type brieflyOnly struct{ http.RoundTripper }

// RoundTrip cuts the answer off.
func (b brieflyOnly) RoundTrip(r *http.Request) (*http.Response, error) {
	answer, err := b.RoundTripper.RoundTrip(r)
	if err == nil {
		answer.Body = struct {
			io.Reader
			io.Closer
		}{io.LimitReader(answer.Body, maxAnswer), answer.Body}
	}
	return answer, err
}

// unreached is a call that came to nothing, without the address that it was for.
func unreached(err error) error {
	var call *url.Error
	if errors.As(err, &call) {
		err = call.Err
	}
	if refused, ok := errors.AsType[*fault.Error](err); ok {
		err = refused // by this server itself
	}
	if unknown, ok := errors.AsType[*net.DNSError](err); ok { // whose text tells who was asked
		return refuse(access.Unreachable, "the name %q is not found", brief(unknown.Name))
	}
	return refuse(access.Unreachable, "%s", brief(err.Error()))
}

// brief is foreign text for one line of a log.
func brief(text string) string {
	clean := strings.Map(func(r rune) rune {
		if !unicode.IsPrint(r) {
			return ' '
		}
		return r
	}, text)
	return strings.ToValidUTF8(clean[:min(len(clean), maxText)], "")
}
