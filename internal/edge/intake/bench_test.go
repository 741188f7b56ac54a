package intake

import (
	"bytes"
	"testing"

	"caseweave/internal/core/campaign"
)

func BenchmarkOCSF(b *testing.B) { benchmark(b, OCSF{}, "ocsf/findings.ndjson") }

// BenchmarkOCSFOfUsualSize reads findings of 1.4 kB with about six entities.
func BenchmarkOCSFOfUsualSize(b *testing.B) {
	story := campaign.New(1, now, campaign.Options{})
	var all [][]byte
	size := 0
	for range 1000 {
		all = append(all, story.Next().JSON)
		size += len(all[len(all)-1])
	}
	b.SetBytes(int64(size / len(all)))
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		OCSF{}.Read(all[i%len(all)], now)
	}
}

func BenchmarkWazuh(b *testing.B)    { benchmark(b, builtin()[1], "wazuh/insect.alerts.json") }
func BenchmarkSuricata(b *testing.B) { benchmark(b, builtin()[0], "suricata/eve_alerts.jsonl.gz") }

// benchmark reads real records of a source over and over; the body's framing is not in it.
func benchmark(b *testing.B, s Source, name string) {
	all := lines(b, sharedData(b, name))
	bytes := 0
	for _, raw := range all {
		bytes += len(raw)
	}
	b.SetBytes(int64(bytes / len(all)))
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		s.Read(all[i%len(all)], now)
	}
}

func BenchmarkRecords(b *testing.B) {
	record := []byte(found(`"message":"` + string(bytes.Repeat([]byte("x"), 1300)) + `",`))
	for name, body := range map[string][]byte{
		"lines": bytes.Repeat(append(record, '\n'), 1000),
		"list":  append(append([]byte("["), bytes.Repeat(append(record, ','), 1000)...), ']'),
	} {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(body)))
			for b.Loop() {
				for range Records(bytes.NewReader(body), Usual) {
				}
			}
		})
	}
}
