package httpapi

import (
	"encoding/json"
	"time"

	"caseweave/internal/core/activity"
	"caseweave/internal/core/casefile"
	"caseweave/internal/core/detection"
	"caseweave/internal/core/listing"
	"caseweave/internal/core/rule"
	"caseweave/internal/core/span"
	"caseweave/internal/engine"
)

// The examples that the description carries. They are one story: a detection
// of a web shell, the case it opened, and the rule that did so.
var (
	exampleTime = time.Date(2026, 5, 4, 9, 30, 0, 0, time.UTC)

	exampleFiled = casefile.Filed{Cases: []uint64{42}, Detection: detection.Detection{
		ID: detection.ID(42), TenantID: "default", Source: "ocsf", UID: "f-1001", Title: "Web shell written below the document root",
		Description: "A script that runs commands appeared in a folder that the web server serves.", Type: "webshell-file",
		Severity: 700, Status: detection.InCase, Tactics: []string{"persistence"}, TechniqueIDs: []string{"T1505.003"},
		Entities: []detection.Entity{"host:web-1", "ip:192.0.2.7", "user:www-data"}, SensorTypes: []string{"edr"},
		CommandLine: "sh -c id", Locations: []detection.Place{{Country: "NL", City: "Amsterdam", Latitude: 52.37, Longitude: 4.9, Entity: "ip:192.0.2.7"}},
		Count: 1, CreatedAt: exampleTime, FirstSeenAt: exampleTime, LastSeenAt: exampleTime, ReceivedAt: exampleTime.Add(2 * time.Second),
		Arrival: 42, Version: 1, Raw: exampleEvent,
	}}
	exampleEvent = json.RawMessage(`{"class_uid":2004,"severity_id":4,"time":1777887000000,"finding_info":{"uid":"f-1001","title":"Web shell written below the document root","analytic":{"uid":"webshell-file","type_id":1}},"observables":[{"name":"device.hostname","type_id":1,"value":"web-1"},{"name":"src_endpoint.ip","type_id":2,"value":"192.0.2.7"}]}`)

	exampleDetectionWithRaw = detectionOf(exampleFiled)
	exampleDetection        = withoutRaw(exampleFiled)

	exampleOpened = casefile.Case{
		TenantID: "default", Number: 42, Version: 1, Title: "Web shell written below the document root · 4 May 2026", Type: casefile.Types[0],
		Severity: casefile.High, Priority: "P3", Status: casefile.New, Score: 70, ManagedBy: casefile.Self,
		OpenedBy: casefile.RuleRef{ID: "same-host-or-user", Title: "Same host or user", SetVersion: 3}, DetectionCount: 1,
		Tactics: []string{"persistence"}, TechniqueIDs: []string{"T1505.003"},
		EarliestAt: exampleTime, LatestAt: exampleTime, CreatedAt: exampleTime.Add(2 * time.Second), UpdatedAt: exampleTime.Add(2 * time.Second),
	}
	exampleCase       = caseOf(exampleOpened)
	exampleCaseDetail = CaseDetail{Case: exampleCase, Hosts: []string{"web-1"}, HostCount: 1, Users: []string{"www-data"}, UserCount: 1}

	exampleActivity = activityOf(activity.Activity{TenantID: "default", Entry: 99, Sequence: 42, At: exampleTime.Add(2 * time.Second), Fact: activity.Fact{
		Kind: activity.CaseOpened, Case: 42, Actor: activity.Automatic, New: exampleOpened.Title,
		Rule: &activity.Rule{ID: "same-host-or-user", Title: "Same host or user", SetVersion: 3},
	}})

	exampleCursor = mark("/api/v1/tenants/default/detections", "") + listing.Cursor{Sort: "-arrival", Number: 42, ID: 42}.String()

	exampleReceipt = receiptOf(engine.Answer{Accepted: 1, Cases: []uint64{42}, CasesTotal: 1})

	exampleMe = Me{
		User: MeUser{ID: "u1", Name: "admin"}, Role: "admin", Tenants: []MeTenant{{ID: "default", Name: "Default"}}, Version: "1.0",
	}

	exampleRules = RuleList{Version: 3, Items: []rule.Rule{{
		ID: "same-host-or-user", Title: "Same host or user", State: rule.Enabled, Order: 10, Template: "intrusion",
		Filter: "severity >= 0.4", GroupBy: []string{"hostnames()", "usernames()"}, GroupDuration: span.Span(4 * time.Hour),
	}}}
	exampleTemplates = TemplateList{Version: 3, Items: []rule.Template{{
		ID: "intrusion", Title: "Intrusion", Type: casefile.Types[0], Priority: "P2", Status: casefile.New, ManagedBy: casefile.Self,
	}}}

	exampleAttack = Attack{
		Version: "19", Notice: "© The MITRE Corporation …",
		Tactics:    []AttackTactic{{ID: "TA0003", Shortname: "persistence", Name: "Persistence", URL: "https://attack.mitre.org/tactics/TA0003", Stage: "Persistent foothold", StageNo: 2}},
		Techniques: []AttackTechnique{{ID: "T1505.003", Name: "Server Software Component: Web Shell", Tactics: []string{"persistence"}, URL: "https://attack.mitre.org/techniques/T1505/003"}},
	}
)
