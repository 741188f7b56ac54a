package outward

import (
	"io"
	"net/http"

	"caseweave/internal/core/fault"
)

// bounded lets nobody answer more than most bytes.
type bounded struct {
	*http.Transport
	most int64
}

// RoundTrip makes one call.
func (b bounded) RoundTrip(r *http.Request) (*http.Response, error) {
	answer, err := b.Transport.RoundTrip(r)
	if err == nil {
		answer.Body = &measured{answer.Body, b.most}
	}
	return answer, err
}

// measured is a body of which so much is left to be read.
type measured struct {
	io.ReadCloser
	left int64
}

func (m *measured) Read(b []byte) (int, error) {
	if m.left < 0 {
		return 0, fault.New(fault.TooLarge, "The answer is too long.")
	}
	if int64(len(b)) > m.left+1 {
		b = b[:m.left+1]
	}
	n, err := m.ReadCloser.Read(b)
	if m.left -= int64(n); m.left < 0 {
		return n - 1, fault.New(fault.TooLarge, "The answer is too long.")
	}
	return n, err
}
