package rule

import (
	"fmt"
	"testing"

	"caseweave/internal/core/detection"
)

func TestWhatOnlySifts(t *testing.T) {
	for expression, want := range map[string]bool{
		"hostnames()": true,
		"entities.filter(e, e.startsWith('ip:') && !(e in ['ip:127.0.0.1', 'ip:0.0.0.0']))": true,
		"tags.filter(a, tactics.exists(b, b == a)).filter(a, a.size() > 3)":                 true,
		"severity >= 0.6 ? usernames() : hostnames()":                                       true,
		"entities[0]":                                 true,
		"title + type":                                false,
		"[title]":                                     false,
		"[title, type].join('|')":                     false,
		"entities + entities":                         false,
		"entities.filter(e, e in [title])":            false,
		"entities.map(e, entities)":                   false,
		"entities.map(e, e + e)":                      false,
		"tags.filter(a, entities.map(b, tags) != [])": false,
		"raw.list":                                    false,
		"raw.filter(key, key != 'a')":                 false,
		"entities.map(e, e != 'a', entities)":         false,
		"values('key')":                               false,
		"usernames().sort()":                          false,
		"entities.filter(e, e.matches('a+'))":         false,
	} {
		tree, mistakes := grouping.parse(expression)
		if mistakes != nil {
			t.Fatalf("%s: %v", expression, mistakes)
		}
		if got := sifts(tree.NativeRep().Expr()); got != want {
			t.Errorf("%s sifts: %v, want %v", expression, got, want)
		}
	}
}

func TestSiftingManyEndsAtItsCost(t *testing.T) {
	d := seen("Many")
	for i := range 20_000 {
		d.Entities = append(d.Entities, detection.Entity(fmt.Sprint("ip:", i)))
	}
	rows, errs := grouped(t, "entities.filter(a, entities.exists(b, b == 'none'))").Rows(d)
	if len(rows) != 0 || len(errs) != 1 {
		t.Errorf("%d rows, %v", len(rows), errs)
	}
}
