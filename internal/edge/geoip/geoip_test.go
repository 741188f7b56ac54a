package geoip

import (
	"net"
	"net/netip"
	"os"
	"path/filepath"
	"testing"

	"github.com/maxmind/mmdbwriter"
	"github.com/maxmind/mmdbwriter/mmdbtype"

	"caseweave/internal/core/fault"
)

// written is a database of a kind with some networks.
func written(t testing.TB, kind string, networks map[string]mmdbtype.DataType) string {
	t.Helper()
	tree, err := mmdbwriter.New(mmdbwriter.Options{DatabaseType: kind, IncludeReservedNetworks: true})
	if err != nil {
		t.Fatal(err)
	}
	for network, data := range networks {
		_, prefix, err := net.ParseCIDR(network)
		if err == nil {
			err = tree.Insert(prefix, data)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	name := filepath.Join(t.TempDir(), "places.mmdb")
	file, err := os.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := tree.WriteTo(file); err != nil {
		t.Fatal(err)
	}
	if err := file.Close(); err != nil {
		t.Fatal(err)
	}
	return name
}

func place(country, city string) mmdbtype.Map {
	return mmdbtype.Map{
		"country":  mmdbtype.Map{"iso_code": mmdbtype.String(country), "names": mmdbtype.Map{"en": mmdbtype.String("a country")}},
		"city":     mmdbtype.Map{"names": mmdbtype.Map{"de": mmdbtype.String("Stadt"), "en": mmdbtype.String(city)}},
		"location": mmdbtype.Map{"latitude": mmdbtype.Float64(6.5)},
	}
}

func TestAnAddressIsWhereTheFileSays(t *testing.T) {
	d, err := Open(written(t, "GeoLite2-City", map[string]mmdbtype.DataType{
		"203.0.113.0/24":  place("NG", "Lagos"),
		"198.51.100.0/25": mmdbtype.Map{"country": mmdbtype.Map{"iso_code": mmdbtype.String("DE")}},
		"192.0.2.0/24":    mmdbtype.Map{"country": mmdbtype.String("no map")},
		"2001:db8::/32":   place("IS", "Reykjavík"),
	}))
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	for address, want := range map[string][2]string{
		"203.0.113.7": {"NG", "Lagos"}, "::ffff:203.0.113.7": {"NG", "Lagos"}, "198.51.100.9": {"DE", ""}, "2001:db8::1%eth0": {"IS", "Reykjavík"},
		"192.0.2.1": {}, "198.51.100.200": {}, "2001:db9::1": {},
	} {
		country, city := d.Locate(netip.MustParseAddr(address))
		if got := [2]string{country, city}; got != want {
			t.Errorf("%s is in %q, want %q", address, got, want)
		}
	}
}

func TestWhatIsNoDatabaseOfPlacesIsRefused(t *testing.T) {
	text := filepath.Join(t.TempDir(), "text")
	if err := os.WriteFile(text, []byte("203.0.113.7 Lagos"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{text, filepath.Join(t.TempDir(), "none"), written(t, "GeoLite2-ASN", nil)} {
		if _, err := Open(name); fault.KindOf(err) != fault.Invalid {
			t.Errorf("%s: %v", name, err)
		}
	}
}
