package intake

import (
	"slices"
	"testing"
	"time"

	"caseweave/internal/core/detection"
)

func TestTimesAreReadInWordsAndInNumbers(t *testing.T) {
	for in, want := range map[string]string{
		"2026-03-04T13:55:05.224939+0000": "2026-03-04T13:55:05.224939Z",
		"2026-03-04T13:55:05.2249391Z":    "2026-03-04T13:55:05.224939Z",
		"2026-03-04T13:55:05-05:00":       "2026-03-04T18:55:05Z",
		"2026-03-04T13:55:05.698985":      "2026-03-04T13:55:05.698985Z",
		"2026-03-04 13:55:05":             "2026-03-04T13:55:05Z",
		"2026-03-04":                      "2026-03-04T00:00:00Z",
		"1601-01-01T00:00:00Z":            "1601-01-01T00:00:00Z",
		"9999-12-31T23:59:59Z":            "9999-12-31T23:59:59Z",
		"1695135922":                      "2023-09-19T15:05:22Z",
		"1695135922487":                   "2023-09-19T15:05:22.487Z",
		"1695135922487123":                "2023-09-19T15:05:22.487123Z",
		"1695135922487123456":             "2023-09-19T15:05:22.487123Z",
		"1695135922.487123":               "2023-09-19T15:05:22.487123Z",
		"1695135922487.5":                 "2023-09-19T15:05:22.4875Z",
		"1.695135922487e12":               "2023-09-19T15:05:22.487Z",
		"-11644473600000":                 "1601-01-01T00:00:00Z",
		"-11644473600":                    "1601-01-01T00:00:00Z",
		"-1.5":                            "1969-12-31T23:59:58.5Z",
		"253402300799000":                 "9999-12-31T23:59:59Z",
		"0":                               "", "": "", "yesterday": "", "1e300": "", "NaN": "", "-9e16": "", "10000-01-01T00:00:00Z": "",
		"9223372036854775807": "2262-04-11T23:47:16.854775Z",
		"999999999999999":     "",
	} {
		got := ""
		if at, ok := parseTime(in); ok {
			got = at.Format(time.RFC3339Nano)
		}
		if got != want {
			t.Errorf("%q is %q, want %q", in, got, want)
		}
	}
}

func TestCreatedAtIsTheFindingsOwnTimeInTheDesignsOrder(t *testing.T) {
	all := []string{`"created_time_dt":"2026-01-01T00:00:01Z"`, `"created_time":1767225602000`}
	for _, c := range []struct{ raw, want string }{
		{`{"class_uid":2004,"time":1767225604000,"time_dt":"2026-01-01T00:00:03Z","finding_info":{"uid":"u","title":"t",` + all[0] + `,` + all[1] + `}}`, "2026-01-01T00:00:01Z"},
		{`{"class_uid":2004,"time":1767225604000,"time_dt":"2026-01-01T00:00:03Z","finding_info":{"uid":"u","title":"t",` + all[1] + `}}`, "2026-01-01T00:00:02Z"},
		{`{"class_uid":2004,"time":1767225604000,"time_dt":"2026-01-01T00:00:03Z","finding_info":{"uid":"u","title":"t"}}`, "2026-01-01T00:00:03Z"},
		{`{"class_uid":2004,"time":1767225604000,"finding_info":{"uid":"u","title":"t"}}`, "2026-01-01T00:00:04Z"},
		{`{"class_uid":2004,"time":1767225604,"time_dt":"odd","finding_info":{"uid":"u","title":"t"}}`, "2026-01-01T00:00:04Z"},
		{`{"class_uid":2004,"time":-11644473600000,"finding_info":{"uid":"u","title":"t"}}`, "1601-01-01T00:00:00Z"},
	} {
		d := accepted(t, c.raw)
		if got := d.CreatedAt.Format(time.RFC3339Nano); got != c.want || slices.Contains(d.Tags, detection.TimeAssumed) || !d.FirstSeenAt.Equal(d.CreatedAt) {
			t.Errorf("%s, want %s: %s", got, c.want, c.raw)
		}
	}
}

func TestATimeMissingOrTooFarAheadIsWhenItWasReceived(t *testing.T) {
	at := func(d time.Duration) string { return now.Add(d).Format(time.RFC3339Nano) }
	for _, c := range []struct {
		created string
		assumed bool
	}{
		{at(10 * time.Minute), false}, {at(10*time.Minute + time.Microsecond), true}, {"9999-12-31T23:59:59Z", true}, {"", true}, {"odd", true},
	} {
		d := accepted(t, `{"class_uid":2004,"finding_info":{"uid":"u","title":"t","created_time_dt":"`+c.created+`","last_seen_time_dt":"9999-01-01T00:00:00Z","modified_time":"9999-01-01"}}`)
		if slices.Contains(d.Tags, detection.TimeAssumed) != c.assumed || c.assumed && !d.CreatedAt.Equal(now) {
			t.Errorf("%s: %s, assumed %v", c.created, d.CreatedAt, d.Tags)
		}
		if d.LastSeenAt.After(now.Add(lead)) || d.ModifiedAt.After(now.Add(lead)) || !d.ReceivedAt.Equal(now) {
			t.Errorf("%s: last seen %s, modified %s", c.created, d.LastSeenAt, d.ModifiedAt)
		}
	}
}

func TestWhatWasSeenFirstWasNotSeenLast(t *testing.T) {
	d := accepted(t, `{"class_uid":2004,"time":1767225604000,"finding_info":{"uid":"u","title":"t","first_seen_time":1767225603000,"last_seen_time":1767225601000}}`)
	if first, last := d.FirstSeenAt.Unix(), d.LastSeenAt.Unix(); first != 1767225601 || last != 1767225603 {
		t.Errorf("first %d, last %d", first, last)
	}
}
