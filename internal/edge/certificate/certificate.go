// Package certificate holds the certificate by which the server speaks TLS, as
// two files tell it. When they change it is read anew, without a restart; while
// they are of no use, what was read before goes on.
package certificate

import (
	"crypto/tls"
	"fmt"
	"log/slog"
	"os"
	"sync"
	"time"
)

// pause is how long the files are not looked at again.
const pause = 5 * time.Second

// Files are a certificate with its chain, and its key, both PEM. They are safe
// for concurrent use.
type Files struct {
	chain, key string
	log        *slog.Logger

	mu      sync.Mutex
	held    *tls.Certificate
	state   string
	checked time.Time
}

// Open reads the files, which must fit together.
func Open(chain, key string, log *slog.Logger) (*Files, error) {
	f := &Files{chain: chain, key: key, log: log}
	state, err := f.look()
	if err == nil {
		err = f.read()
	}
	if err != nil {
		return nil, fmt.Errorf("the certificate can't be used: %w", err)
	}
	f.state, f.checked = state, time.Now()
	return f, nil
}

// Config is TLS as the server speaks it: 1.2 with modern suites, or later, and
// HTTP/2 where the client has it.
func (f *Files) Config() *tls.Config {
	return &tls.Config{
		MinVersion: tls.VersionTLS12, NextProtos: []string{"h2", "http/1.1"},
		GetCertificate: func(*tls.ClientHelloInfo) (*tls.Certificate, error) { return f.current(), nil },
		CipherSuites: []uint16{ // of 1.2; those of 1.3 are all good
			tls.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, tls.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,
			tls.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384, tls.TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,
			tls.TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256, tls.TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256,
		},
	}
}

// current is the certificate as the files told it last.
func (f *Files) current() *tls.Certificate {
	f.mu.Lock()
	defer f.mu.Unlock()
	if time.Since(f.checked) >= pause {
		f.checked = time.Now()
		f.renew()
	}
	return f.held
}

// renew reads the files where they changed. A pair of which only one half is
// there yet is looked at again.
func (f *Files) renew() {
	state, err := f.look()
	if err == nil && state == f.state {
		return
	}
	if err == nil {
		err = f.read()
	}
	if err != nil {
		f.log.Warn("the certificate changed and can't be used; the one before goes on", "error", err)
		return
	}
	f.state = state
	f.log.Info("the certificate was read anew", "valid_until", f.held.Leaf.NotAfter)
}

// look tells whether the files are still the same.
func (f *Files) look() (string, error) {
	var state string
	for _, name := range []string{f.chain, f.key} {
		info, err := os.Stat(name)
		if err != nil {
			return "", err
		}
		state += fmt.Sprintln(info.ModTime().UnixNano(), info.Size())
	}
	return state, nil
}

func (f *Files) read() error {
	pair, err := tls.LoadX509KeyPair(f.chain, f.key)
	if err == nil {
		f.held = &pair
	}
	return err
}
