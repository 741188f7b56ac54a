// Package geoip says where public addresses are, by a file in the MaxMind DB format
// such as GeoLite2 City, DB-IP City Lite or GeoLite2 Country.
//
// The file is mapped into memory, not read into it. It is replaced by renaming
// another to its name, never by writing into it, and read anew at the next start.
package geoip

import (
	"fmt"
	"net/netip"
	"strings"

	"github.com/oschwald/maxminddb-golang/v2"

	"caseweave/internal/core/fault"
)

// Database answers from one file. Many may ask at once.
type Database struct{ file *maxminddb.Reader }

// record is what is read of an address.
type record struct {
	Country struct {
		Code string `maxminddb:"iso_code"`
	} `maxminddb:"country"`
	City struct {
		Names struct {
			English string `maxminddb:"en"`
		} `maxminddb:"names"`
	} `maxminddb:"city"`
}

// Open opens a file. One that is no such database, or one of something else than
// places, is fault.Invalid.
func Open(name string) (*Database, error) {
	file, err := maxminddb.Open(name)
	if err != nil {
		return nil, fault.Because(err, fault.Invalid, "%s can't be read as a MaxMind DB.", name)
	}
	if kind := file.Metadata.DatabaseType; !strings.Contains(kind, "City") && !strings.Contains(kind, "Country") && !strings.Contains(kind, "Enterprise") {
		return nil, fault.Because(file.Close(), fault.Invalid, "%s holds %q; a database of cities or countries is needed.", name, kind)
	}
	return &Database{file}, nil
}

// Close lets the file go; nobody may ask afterwards.
func (d *Database) Close() error {
	if err := d.file.Close(); err != nil {
		return fmt.Errorf("close the database of addresses: %w", err)
	}
	return nil
}

// Locate is the country's code and the city's English name, each empty where the
// file does not say. What can't be read there is as good as missing.
func (d *Database) Locate(address netip.Addr) (country, city string) {
	var r record
	if d.file.Lookup(address.WithZone("")).Decode(&r) != nil {
		return "", ""
	}
	return r.Country.Code, r.City.Names.English
}
