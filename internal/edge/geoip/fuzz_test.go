package geoip

import (
	"net/netip"
	"os"
	"path/filepath"
	"testing"

	"github.com/maxmind/mmdbwriter/mmdbtype"
)

// FuzzDatabase opens any file and asks it; what is wrong with it stays in it.
func FuzzDatabase(f *testing.F) {
	whole, err := os.ReadFile(written(f, "GeoLite2-City", map[string]mmdbtype.DataType{"203.0.113.0/24": place("NG", "Lagos"), "2001:db8::/32": place("IS", "Reykjavík")}))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(whole)
	f.Add(whole[:len(whole)/2])
	f.Add([]byte("\xab\xcd\xefMaxMind.com"))
	f.Fuzz(func(t *testing.T, content []byte) {
		name := filepath.Join(t.TempDir(), "any.mmdb")
		if err := os.WriteFile(name, content, 0o600); err != nil {
			t.Fatal(err)
		}
		d, err := Open(name)
		if err != nil {
			return
		}
		defer d.Close()
		for _, a := range []string{"203.0.113.7", "2001:db8::1", "::", "255.255.255.255", "::ffff:203.0.113.7"} {
			d.Locate(netip.MustParseAddr(a))
		}
	})
}
