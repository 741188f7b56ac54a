package app

import (
	"context"
	"crypto/tls"
	"net"
	"net/http"
	"net/http/httptest"
	"testing"
)

func TestAServerSpeaksTLSByItselfAndStops(t *testing.T) {
	lent := httptest.NewTLSServer(http.NotFoundHandler()) // its certificate, and who trusts it
	defer lent.Close()
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	a, err := New(ctx, Config{Storage: Storage{Data: t.TempDir()}, TLS: &tls.Config{Certificates: lent.TLS.Certificates, NextProtos: []string{"h2"}}})
	if err != nil {
		t.Fatal(err)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	served := make(chan error, 1)
	go func() { served <- a.Serve(ctx, listener) }()
	client := lent.Client()
	client.Transport.(*http.Transport).ForceAttemptHTTP2 = true
	answer, err := client.Get("https://" + listener.Addr().String() + "/readyz")
	if err != nil {
		t.Fatal(err)
	}
	answer.Body.Close()
	if answer.StatusCode != 200 || answer.ProtoMajor != 2 || answer.Header.Get("Strict-Transport-Security") == "" {
		t.Errorf("%s %s %v", answer.Proto, answer.Status, answer.Header)
	}
	plain, err := http.Get("http://" + listener.Addr().String() + "/readyz")
	if err == nil {
		plain.Body.Close()
	}
	if err != nil || plain.StatusCode != http.StatusBadRequest {
		t.Errorf("who speaks in the clear hears %v %v", plain, err)
	}
	client.CloseIdleConnections()
	stop()
	if err := <-served; err != nil {
		t.Errorf("the server did not stop well: %v", err)
	}
}
