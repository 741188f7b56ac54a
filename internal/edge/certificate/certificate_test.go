package certificate

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"log/slog"
	"math/big"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// folder is where the files of a certificate stand.
type folder string

func (d folder) chain() string { return filepath.Join(string(d), "chain.pem") }
func (d folder) key() string   { return filepath.Join(string(d), "key.pem") }

// issue is a certificate for name that is its own authority, and its key.
func issue(t *testing.T, name string) (chain, key []byte) {
	t.Helper()
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: name}, DNSNames: []string{name},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
	}
	signed, err := x509.CreateCertificate(rand.Reader, template, template, &private.PublicKey, private)
	if err != nil {
		t.Fatal(err)
	}
	secret, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		t.Fatal(err)
	}
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: signed}), pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: secret})
}

func put(t *testing.T, name string, content []byte) {
	t.Helper()
	if err := os.WriteFile(name, content, 0o600); err != nil {
		t.Fatal(err)
	}
}

func (d folder) fill(t *testing.T, name string) {
	chain, key := issue(t, name)
	put(t, d.chain(), chain)
	put(t, d.key(), key)
}

// named is whose certificate the files give now, as if some time had passed.
func (f *Files) named() string {
	f.checked = time.Time{}
	return f.current().Leaf.Subject.CommonName
}

func open(t *testing.T, d folder) (*Files, *bytes.Buffer) {
	t.Helper()
	log := &bytes.Buffer{}
	f, err := Open(d.chain(), d.key(), slog.New(slog.NewTextHandler(log, nil)))
	if err != nil {
		t.Fatal(err)
	}
	return f, log
}

func TestANewCertificateIsUsedWithoutARestart(t *testing.T) {
	d := folder(t.TempDir())
	d.fill(t, "before.example")
	f, log := open(t, d)
	if f.named() != "before.example" {
		t.Fatal(f.named())
	}
	d.fill(t, "after.example")
	if f.current().Leaf.Subject.CommonName != "before.example" {
		t.Error("the files are looked at with every handshake")
	}
	if f.named() != "after.example" || !strings.Contains(log.String(), "read anew") {
		t.Errorf("%s %s", f.named(), log)
	}
}

func TestACertificateThatIsOfNoUseLeavesTheOneBefore(t *testing.T) {
	d := folder(t.TempDir())
	d.fill(t, "before.example")
	f, log := open(t, d)
	chain, key := issue(t, "after.example")
	put(t, d.chain(), chain) // and its key comes later
	if f.named() != "before.example" || !strings.Contains(log.String(), "goes on") {
		t.Errorf("%s %s", f.named(), log)
	}
	_ = os.Remove(d.key())
	if f.named() != "before.example" {
		t.Error(f.named())
	}
	put(t, d.key(), key)
	if f.named() != "after.example" || strings.Contains(log.String(), "PRIVATE") {
		t.Errorf("%s %s", f.named(), log)
	}
}

func TestFilesThatDoNotFitAreRefusedAtTheStart(t *testing.T) {
	d := folder(t.TempDir())
	if _, err := Open(d.chain(), d.key(), slog.Default()); err == nil {
		t.Error("files that are not there are taken")
	}
	d.fill(t, "a.example")
	chain, _ := issue(t, "b.example")
	put(t, d.chain(), chain)
	if _, err := Open(d.chain(), d.key(), slog.Default()); err == nil {
		t.Error("a key of another certificate is taken")
	}
}

func TestOldTLSIsRefusedAndHTTP2IsSpoken(t *testing.T) {
	d := folder(t.TempDir())
	d.fill(t, "caseweave.example")
	f, _ := open(t, d)
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	server.EnableHTTP2 = true
	server.TLS = f.Config()
	server.StartTLS()
	defer server.Close()
	roots := x509.NewCertPool()
	chain, _ := os.ReadFile(d.chain())
	roots.AppendCertsFromPEM(chain)
	ask := func(highest uint16) (*http.Response, error) {
		c := &http.Client{Transport: &http.Transport{ForceAttemptHTTP2: true, TLSClientConfig: &tls.Config{RootCAs: roots, ServerName: "caseweave.example", MinVersion: tls.VersionTLS10, MaxVersion: highest}}}
		defer c.CloseIdleConnections()
		return c.Get(server.URL)
	}
	if a, err := ask(tls.VersionTLS11); err == nil {
		t.Errorf("TLS 1.1 is spoken: %v", a.TLS)
	}
	for _, version := range []uint16{tls.VersionTLS12, tls.VersionTLS13} {
		a, err := ask(version)
		if err != nil {
			t.Fatal(err)
		}
		a.Body.Close()
		if a.ProtoMajor != 2 || a.TLS.Version != version {
			t.Errorf("%s over TLS %x", a.Proto, a.TLS.Version)
		}
	}
}
