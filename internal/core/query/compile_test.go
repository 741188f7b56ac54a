package query

import (
	"slices"
	"testing"
	"time"
)

// seen is an alert with something in each field; nothing is the alert without.
var (
	five    = 5.0
	nothing = &alert{}
	seen    = &alert{
		title: "Größe of K\u212a", state: "open", labels: []string{"T1059.001", "Web", "10.0.0.9"}, score: &five, level: "medium", muted: true,
		addresses: []string{"10.0.0.5", "2001:db8::1", "printer", "fe80::1%eth0"}, seenAt: time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC),
		raw: map[string][]string{"port": {"443"}, "ports": {"80", "1e3", "0x10", "inf", "-", "1-2"}, "flag": {"true"}, "k.s/a": {"x"}},
	}
)

func TestWhatATestMeans(t *testing.T) {
	for filter, want := range map[string]struct{ seen, nothing bool }{
		"title = 'GRÖSSE OF KK'":                            {false, false},
		"title = 'GRÖßE OF kk'":                             {true, false},
		"title != 'x'":                                      {true, true},
		"title CONTAINS 'öẞE O'":                            {true, false},
		"title !CONTAINS 'x'":                               {true, true},
		"title STARTS_WITH 'grö'":                           {true, false},
		"title ENDS_WITH 'kK'":                              {true, false},
		"title MATCHES_REGEX 'K{2}$'":                       {true, false},
		"title MATCHES_REGEX '^of'":                         {false, false},
		"title > 'g' AND title < 'h'":                       {true, false},
		"title IN ('x', 'größe OF kk')":                     {true, false},
		"title !IN ('x')":                                   {true, true},
		"title IS NULL":                                     {false, true},
		"title IS NOT NULL":                                 {true, false},
		"labels = 'web' AND labels = 't1059.001'":           {true, false},
		"labels != 'web'":                                   {false, true},
		"labels STARTS_WITH 'T1059'":                        {true, false},
		"labels !STARTS_WITH 'T1'":                          {false, true},
		"labels IS NULL":                                    {false, true},
		"labels IN_CIDR '10.0.0.0/28'":                      {true, false},
		"@ip = '::FFFF:10.0.0.5'":                           {true, false},
		"@ip IN ('2001:0DB8:0::0001')":                      {true, false},
		"@ip = 'PRINTER'":                                   {true, false},
		"@ip IN_CIDR '10.0.0.5/32'":                         {true, false},
		"@ip IN_CIDR '::ffff:10.0.0.0/120'":                 {true, false},
		"@ip IN_CIDR 'fe80::/10'":                           {true, false},
		"@ip IN_CIDR '10.0.1.0/24'":                         {false, false},
		"@ip !IN_CIDR '10.0.0.0/8'":                         {false, true},
		"score >= 5 AND score <= 5 AND score = 5":           {true, false},
		"score < 5 OR score > 5":                            {false, false},
		"NOT score < 5":                                     {true, true},
		"score != 5":                                        {false, true},
		"score IN (1, 5) AND score IN (1, 'HIGH', 5)":       {true, false},
		"score = 'medium' AND score < 'high'":               {true, false},
		"score > 'medium' OR score > 'high'":                {false, false},
		"score <= 'high'":                                   {true, false},
		"score IS NULL":                                     {false, true},
		"level > 'LOW' AND level < 'high'":                  {true, false},
		"level >= 'medium' AND level <= 'medium'":           {true, false},
		"level != 'medium'":                                 {false, true},
		"level IN ('low', 'Medium')":                        {true, false},
		"muted = TRUE":                                      {true, false},
		"muted = false":                                     {false, true},
		"muted IS NULL":                                     {false, false},
		"seen_at = '2026-05-01T14:00:00+02:00'":             {true, false},
		"seen_at > '2026-05-01' AND seen_at < '2026-05-02'": {true, false},
		"seen_at >= '2026-05-01T12:00:00.000001Z'":          {false, false},
		"seen_at != '2020-01-01'":                           {true, true},
		"seen_at IS NULL":                                   {false, true},
		"raw.port = 443 AND raw.port = '443'":               {true, false},
		"raw.port > 80 AND raw.port < 1000":                 {true, false},
		"raw.port > '5'":                                    {false, false},
		"raw.port IN ('x', 443)":                            {true, false},
		"raw.port IN (80, '443')":                           {true, false},
		"raw.ports = 1000 AND raw.ports != 16":              {true, false},
		"raw.ports > 1000":                                  {false, false},
		"raw.flag = true":                                   {true, false},
		"raw.'k.s/a' IS NOT NULL":                           {true, false},
		"raw.Port IS NULL":                                  {true, true},
		"TRUE":                                              {true, true},
		"NOT TRUE":                                          {false, false},
	} {
		holds, err := Compile(mustParse(t, filter), alerts)
		if err != nil {
			t.Errorf("%s: %v", filter, err)
			continue
		}
		if got := holds(seen); got != want.seen {
			t.Errorf("%s is %v", filter, got)
		}
		if got := holds(nothing); got != want.nothing {
			t.Errorf("%s is %v of an empty alert", filter, got)
		}
	}
}

func TestOfAChainTheCheapPartsComeFirst(t *testing.T) {
	var asked []string
	text := func(name string) Field[int] {
		return TextField(name, "", func(*int) string { asked = append(asked, name); return "x" })
	}
	schema := NewSchema(
		PathField("raw", "", func(*int, []string, func(string) bool) bool { asked = append(asked, "raw"); return true }),
		text("matched"), text("searched"), text("compared"),
	)
	holds, err := Compile(mustParse(t, "raw.x = 'y' AND matched MATCHES_REGEX 'x' AND searched CONTAINS 'x' AND compared = 'x'"), schema)
	if err != nil || !holds(new(int)) {
		t.Fatal("the chain does not hold", err)
	}
	if want := []string{"compared", "searched", "matched", "raw"}; !slices.Equal(asked, want) {
		t.Fatalf("asked %v, want %v", asked, want)
	}
}

func TestOneNameHasOneField(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Fatal("two fields bear one name")
		}
	}()
	NewSchema(TextField("a", "", func(*int) string { return "" }), TextField("a", "", func(*int) string { return "" }))
}
