package intake

import (
	"bufio"
	"compress/gzip"
	"errors"
	"fmt"
	"io"

	"caseweave/internal/core/fault"
)

// body is the plain text of what was sent, counted, and why it stopped.
type body struct {
	sent  *watched
	plain io.Reader
	left  int64
	limit int64
	err   error
}

var errBodyTooLarge = errors.New("the body is too large")

// open unpacks what is gzip by its first bytes.
func open(r io.Reader, limits Limits) *body {
	sent := &watched{r: r}
	b := &body{sent: sent, left: limits.Body, limit: limits.Body}
	buffered := bufio.NewReaderSize(sent, 32<<10)
	b.plain = buffered
	if magic, _ := buffered.Peek(2); string(magic) == "\x1f\x8b" {
		b.plain = &unpacked{from: buffered}
	}
	return b
}

// Read gives at most the limit; one byte more is errBodyTooLarge.
func (b *body) Read(p []byte) (int, error) {
	if b.err != nil {
		return 0, b.err
	}
	var n int
	if b.left == 0 {
		b.err = b.pastLimit()
	} else {
		n, b.err = b.plain.Read(p[:min(int64(len(p)), b.left)])
		b.left -= int64(n)
	}
	return n, b.err
}

func (b *body) pastLimit() error {
	if _, err := io.ReadFull(b.plain, make([]byte, 1)); err != nil {
		return err
	}
	return errBodyTooLarge
}

// reason is the sentence for err, which ended the body after a line.
func (b *body) reason(err error, after int) error {
	switch {
	case err == errBodyTooLarge:
		return fault.New(fault.TooLarge, "the body is longer than %s; it was read up to line %d", size(b.limit), after)
	case b.sent.err != nil:
		return fault.Because(b.sent.err, fault.Unavailable, "the body broke off after line %d", after)
	}
	return fault.Because(err, fault.Invalid, "the gzip stream is broken after line %d", after)
}

// unpacked reads gzip, whose header is judged at the first read.
type unpacked struct {
	from io.Reader
	gz   *gzip.Reader
}

func (u *unpacked) Read(p []byte) (int, error) {
	if u.gz == nil {
		gz, err := gzip.NewReader(u.from)
		if err == io.EOF {
			err = io.ErrUnexpectedEOF
		}
		if err != nil {
			return 0, err
		}
		u.gz = gz
	}
	return u.gz.Read(p)
}

// watched remembers an error of the sender's connection, to tell it from one of gzip.
type watched struct {
	r   io.Reader
	err error
}

func (w *watched) Read(p []byte) (int, error) {
	n, err := w.r.Read(p)
	if err != nil && err != io.EOF {
		w.err = err
	}
	return n, err
}

// CheckEncoding says whether a Content-Encoding header names something that
// Records can read. gzip is known by its bytes, so a header that says gzip
// above plain text, or nothing above gzip, does no harm.
func CheckEncoding(header string) error {
	switch header {
	case "", "identity", "gzip", "x-gzip":
		return nil
	}
	return fault.New(fault.Invalid, "the content encoding %q is not read; send gzip or plain text", header)
}

func size(n int64) string {
	for _, unit := range []struct {
		bytes int64
		name  string
	}{{1 << 30, "GB"}, {1 << 20, "MB"}, {1 << 10, "kB"}} {
		if n >= unit.bytes && n%unit.bytes == 0 {
			return fmt.Sprintf("%d %s", n/unit.bytes, unit.name)
		}
	}
	return fmt.Sprintf("%d bytes", n)
}
