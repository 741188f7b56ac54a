package rulebook

import (
	"encoding/json"
	"strconv"
	"strings"
	"time"
)

// observable type ids of OCSF, by kind of entity; 99 keeps the kind in its type.
var observable = map[string]int{
	"host": 1, "ip": 2, "user": 4, "email": 5, "url": 6, "file": 7, "process": 9,
	"md5": 8, "sha1": 8, "sha256": 8,
}

// ocsf is the event as a product would send it: a Detection Finding.
func (e Event) ocsf(at time.Time) []byte {
	title := e.Title
	if title == "" {
		title = e.UID
	}
	finding := map[string]any{
		"class_uid": 2004, "activity_id": 1, "category_uid": 2, "type_uid": 200401,
		"metadata": map[string]any{"version": "1.5.0", "product": map[string]any{"name": "rulebook"}},
		"finding_info": map[string]any{
			"uid": e.UID, "title": title, "created_time_dt": at.Format(time.RFC3339Nano),
			"attacks": e.attacks(),
		},
		"observables": e.observables(),
	}
	e.severity(finding)
	text, err := json.Marshal(finding)
	if err != nil {
		panic("rulebook: " + err.Error())
	}
	return text
}

func (e Event) severity(finding map[string]any) {
	if e.SeverityID != 0 {
		finding["severity_id"] = e.SeverityID
		return
	}
	value := 0.7
	if e.Severity != nil {
		value = *e.Severity
	}
	finding["severity_id"] = 99
	finding["severity"] = strconv.FormatFloat(value, 'f', -1, 64)
}

func (e Event) observables() []map[string]any {
	var all []map[string]any
	for _, entity := range e.Entities {
		kind, value, _ := strings.Cut(entity, ":")
		id, known := observable[kind]
		if !known {
			id = 99
		}
		all = append(all, map[string]any{"name": kind, "type_id": id, "type": kind, "value": value})
	}
	return all
}

func (e Event) attacks() []map[string]any {
	var all []map[string]any
	for _, t := range e.Tactics {
		all = append(all, map[string]any{"tactic": map[string]any{"name": t}})
	}
	return all
}
