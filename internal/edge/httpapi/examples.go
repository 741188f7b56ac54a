package httpapi

import (
	"encoding/json"
	"time"

	"caseweave/internal/core/access"
	"caseweave/internal/core/activity"
	"caseweave/internal/core/backtest"
	"caseweave/internal/core/casefile"
	"caseweave/internal/core/detection"
	"caseweave/internal/core/fault"
	"caseweave/internal/core/listing"
	"caseweave/internal/core/rule"
	"caseweave/internal/core/rulelog"
	"caseweave/internal/core/settings"
	"caseweave/internal/core/span"
	"caseweave/internal/engine"
)

// The examples that the description carries. They are one story: a detection
// of a web shell, the case it opened, and the rule that did so.
var (
	exampleTelling = telling{prefix: casefile.DefaultPrefix, reader: casefile.Reader{Works: true}}
	exampleTime    = time.Date(2026, 5, 4, 9, 30, 0, 0, time.UTC)

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

	exampleDetectionWithRaw = exampleTelling.detectionOf(exampleFiled)
	exampleDetection        = exampleTelling.withoutRaw(exampleFiled)

	exampleOpened = casefile.Case{
		TenantID: "default", Number: 42, Version: 1, Title: "Web shell written below the document root · 4 May 2026", Type: casefile.Types[0],
		Severity: casefile.High, Priority: "P3", Status: casefile.New, Score: 70, ManagedBy: casefile.Self,
		OpenedBy: casefile.RuleRef{ID: "same-host-or-user", Title: "Same host or user", Version: 2, SetVersion: 3}, DetectionCount: 1,
		Template: casefile.TemplateRef{ID: "intrusion", Title: "Intrusion", Version: 1}, KeyFindings: "Commands ran as www-data on web-1.",
		Stages:  []casefile.Stage{{Title: "Contain", Tasks: []casefile.Task{{Title: "Isolate the host", Instructions: "Ask its owner first."}}}},
		Tactics: []string{"persistence"}, TechniqueIDs: []string{"T1505.003"}, Severe: 1, Assets: []uint64{1, 2},
		Top:        casefile.Member{ID: detection.ID(42), Title: "Web shell written below the document root", Severity: 700, Arrival: 42},
		EarliestAt: exampleTime, LatestAt: exampleTime, CreatedAt: exampleTime.Add(2 * time.Second), UpdatedAt: exampleTime.Add(2 * time.Second),
	}
	exampleCase       = exampleTelling.caseOf(exampleOpened)
	exampleCaseDetail = exampleTelling.detailOf(exampleOpened, exampleGist())
	exampleScene      = Scene{
		Who: SceneWho{
			Hosts: []Seen{{Entity: "host:web-1", Detections: 1, Filter: "@host = 'web-1'"}}, HostCount: 1,
			Users: []Seen{{Entity: "user:www-data", Detections: 1, Filter: "@user = 'www-data'"}}, UserCount: 1,
		},
		What: &SceneWhat{Detection: exampleFiled.ID, Title: exampleFiled.Title, Severity: 0.7, Tactics: []string{"persistence"}, TechniqueIDs: []string{"T1505.003"}},
		When: SceneWhen{CreatedAt: exampleOpened.CreatedAt, UpdatedAt: exampleOpened.UpdatedAt, FirstSeenAt: exampleTime, LastSeenAt: exampleTime},
		Where: SceneWhere{PlaceCount: 1, Places: []ScenePlace{{
			Country: "NL", City: "Amsterdam", Detections: 1, SeenCount: 1, Filter: "locations = 'Amsterdam, NL'",
			Seen: []Seen{{Entity: "ip:192.0.2.7", Detections: 1, Filter: "locations = 'Amsterdam, NL' AND entities = 'ip:192.0.2.7'"}},
		}}},
		Read: 1, Complete: true,
	}

	exampleActivity = exampleTelling.activityOf(activity.Activity{TenantID: "default", Entry: 99, Sequence: 42, At: exampleTime.Add(2 * time.Second), Fact: activity.Fact{
		Kind: activity.CaseOpened, Case: 42, Actor: activity.Automatic, New: exampleOpened.Title,
		Rule: &activity.Rule{ID: "same-host-or-user", Title: "Same host or user", SetVersion: 3},
	}})

	exampleCursor = mark("/api/v1/tenants/default/detections", "") + listing.Cursor{Sort: "-arrival", Number: 42, ID: 42}.String()

	exampleReceipt = exampleTelling.receiptOf(engine.Answer{Accepted: 1, Cases: []uint64{42}, CasesTotal: 1})

	exampleMe = Me{
		User: MeUser{ID: "u1", Name: "admin"}, Role: "admin", Place: "root", May: []action{action(access.ReadCases), action(access.WriteCases)},
		Tenants: []MeTenant{{ID: "default", Name: "Default"}}, Partners: []MeTenant{{ID: "acme", Name: "Acme"}}, Groups: []MeGroup{{ID: "north", Name: "North", Tenants: []string{"default"}}}, Version: "1.0",
	}

	exampleRuleID     = "same-host-or-user"
	exampleTemplateID = "intrusion"

	exampleRuleWritten = rule.Rule{
		ID: exampleRuleID, Title: "Same host or user", State: rule.Enabled, Order: 10, Template: exampleTemplateID,
		Filter: "severity >= 0.4", GroupBy: []string{"hostnames()", "usernames()"}, GroupDuration: span.Span(4 * time.Hour),
		Version: 2, UpdatedBy: "ada", UpdatedAt: exampleTime,
	}
	exampleTemplateWritten = rule.Template{
		ID: exampleTemplateID, Title: "Intrusion", CaseTitle: "Intrusion on ${detection.title}", Type: casefile.Types[0],
		Priority: "P2", Status: casefile.New, ManagedBy: casefile.Self, SharedWithChildren: true, Version: 1, UpdatedBy: "ada", UpdatedAt: exampleTime,
	}
	exampleFile      = string(rule.WriteYAML(rule.Book{Rules: []rule.Rule{exampleRuleWritten}, Templates: []rule.Template{exampleTemplateWritten}}))
	exampleFinding   = Finding{Rule: exampleRuleID, Level: "warning", Code: "unreachable", Message: "Another rule takes every detection before this one.", RelatedRule: "everything"}
	exampleRule      = RuleAnswer{Version: 3, Rule: ruleOf(exampleRuleWritten), Lint: []Finding{}}
	exampleTemplate  = TemplateAnswer{Version: 3, Template: templateOf(exampleTemplateWritten)}
	exampleRules     = RuleList{Version: 3, Items: []Rule{exampleRule.Rule}, PartnerItems: []Rule{}, Lint: []Finding{}}
	exampleTemplates = TemplateList{Version: 3, Items: []Template{exampleTemplate.Template}, PartnerItems: []Template{}}

	exampleNewRule = NewRule{Rule: rule.Rule{
		Title: "Same user", Template: exampleTemplateID, Filter: "severity >= 0.6", GroupBy: []string{"usernames()"}, GroupDuration: span.Span(4 * time.Hour),
	}, State: ruleState(rule.Test)}
	exampleNewTemplate = Template{Template: rule.Template{Title: "Phishing", CaseTitle: "Phishing: ${detection.title}"}, Priority: "P2"}
	exampleNewBook     = NewBook{Rules: []NewRule{exampleNewRule}}

	exampleRuleVersions     = RuleVersions{[]RuleVersion{{Version: 2, SetVersion: 3, At: exampleTime, By: "ada", Rule: exampleRule.Rule}}}
	exampleTemplateVersions = TemplateVersions{[]TemplateVersion{{Version: 1, SetVersion: 1, At: exampleTime, By: "ada", Template: exampleTemplate.Template}}}

	exampleImport = Import{Version: 3, DryRun: true, Changes: []ImportChange{{
		Kind: "rule", ID: exampleRuleID, Title: "Same host or user", Change: "changed",
		Fields: []FieldChange{{Field: "filter", Before: "severity >= 0.4", After: "severity >= 0.6"}},
	}}, Lint: []Finding{}}

	exampleDraft = RuleDraft{Filter: "severity >= 0.4", GroupBy: []string{"hostnames()"}}
	exampleTried = RuleTried{
		Mistakes: []fault.Detail{}, Matching: Matching{Count: 1, Since: exampleTime}, Lint: []Finding{},
		Samples: []RuleSample{{
			ID: detection.ID(42), Title: exampleFiled.Title, Severity: 0.7, CreatedAt: exampleTime, Filter: true, Rows: []string{"web-1"}, RowCount: 1, Errors: []string{},
		}},
	}
	exampleTemplateDraft = TemplateDraft{CaseTitle: "Intrusion: ${detection.title}"}
	exampleTemplateTried = TemplateTried{Mistakes: []fault.Detail{}, Samples: []TemplateSample{{
		ID: detection.ID(42), Title: exampleFiled.Title, CaseTitle: "Intrusion: " + exampleFiled.Title, Errors: []string{},
	}}}

	examplePosition = 3
	exampleQuery    = QueryText{Text: "sev", Kind: "filter", Of: "detections", Position: &examplePosition}
	exampleChecked  = QueryChecked{
		Mistakes:    []fault.Detail{{Line: 1, Column: 1, Message: "There is no field sev.", Suggestion: "severity"}},
		Completions: []Completion{{Label: "severity", Insert: "severity", Kind: "field", Detail: "How bad it is, from 0 to 1.", To: 3}},
	}
	exampleExpression        = ExpressionText{Text: "hostnames()", Kind: "grouping"}
	exampleExpressionChecked = ExpressionChecked{Mistakes: []fault.Detail{}, Type: "list(string)", Completions: []Completion{}}

	exampleCounts = RuleCounts{Since: exampleTime, ImaginedSince: exampleTime, Items: []RuleCount{{Rule: exampleRuleID, Created: 1}}}

	exampleLogged = rulelog.Entry{
		TenantID: "default", Entry: 7, Sequence: 42, At: exampleTime.Add(2 * time.Second), Kind: rulelog.Created, Actor: activity.Automatic, SetVersion: 3,
		Rule: &rulelog.Ref{ID: exampleRuleID, Title: "Same host or user"}, Detection: &rulelog.Ref{ID: detection.ID(42), Title: exampleFiled.Title},
		Case: 42, Rows: []string{"web-1", "www-data"}, RowCount: 2,
	}
	exampleRuleLog = exampleTelling.ruleLogOf(exampleLogged)

	exampleExplained = engine.Explanation{
		Detection: exampleFiled, Version: 1, SetVersion: 3, TriggerSeverity: 400,
		Decision: engine.Decision{
			Kind: engine.DecidedOpened, At: exampleTime.Add(2 * time.Second), Case: 42, Rule: exampleOpened.OpenedBy,
			Sentence: "Rule “Same host or user” opened the case.",
		},
		Rules: []engine.Trial{{
			Rule: exampleRuleWritten, Outcome: engine.OutcomeDecided, Sentence: "It opened case 42.",
			Filter: engine.FilterTrial{Text: "severity >= 0.4", Holds: true, Clauses: []engine.ClauseTrial{{Text: "severity >= 0.4", Line: 1, Column: 1, Holds: true, Value: "0.7"}}},
			Rows:   []engine.RowTrial{{Row: "web-1"}, {Row: "www-data"}},
		}},
		Memberships: []engine.Membership{{Case: 42, Since: exampleTime.Add(2 * time.Second), By: engine.ByRule, Rule: &exampleOpened.OpenedBy}},
		Log:         []rulelog.Entry{exampleLogged},
	}
	exampleExplanation = exampleTelling.explanationOf(exampleExplained)

	exampleNewBacktest = NewBacktest{Book: &exampleNewBook}
	exampleRun         = backtest.Backtest{
		ID: "b1", Status: backtest.Done, By: "ada", At: exampleTime, From: exampleTime.Add(-24 * time.Hour), To: exampleTime,
		Progress: backtest.Progress{Done: 2, Total: 2}, Result: &backtest.Result{
			Detections: 2, Changed: true, Before: backtest.World{Cases: 1, InCases: 2, PerCase: 2}, After: backtest.World{Cases: 1, InCases: 1, Open: 1, PerCase: 1},
			Cases: backtest.Cases{Changed: 1}, Moves: backtest.Moves{Left: 1, Unaffected: 1},
			Rules: []backtest.Yield{{ID: exampleRuleID, Title: "Same host or user", CreatedBefore: 1, CreatedAfter: 1, AppendedBefore: 1}},
			Examples: []backtest.Example{{
				Change: backtest.Left, Detection: backtest.Subject{ID: detection.ID(43), Title: "Port scan", Severity: 500, CreatedAt: exampleTime},
				BeforeCase: exampleOpened.Title, BeforeRule: "Same host or user",
			}},
		},
	}
	exampleBacktest = backtestOf(exampleRun)

	exampleBounds         = settings.Default("Europe/Berlin")
	exampleSettings       = settingsOf(exampleBounds)
	exampleTrigger        = 0.5
	exampleSettingsChange = SettingsChange{TriggerSeverity: &exampleTrigger}

	exampleAttack = Attack{
		Version: "19", Notice: "© The MITRE Corporation …",
		Tactics:    []AttackTactic{{ID: "TA0003", Shortname: "persistence", Name: "Persistence", Former: []string{}, URL: "https://attack.mitre.org/tactics/TA0003", Stage: "Persistent foothold", StageNo: 2}},
		Techniques: []AttackTechnique{{ID: "T1505.003", Name: "Server Software Component: Web Shell", Tactics: []string{"persistence"}, URL: "https://attack.mitre.org/techniques/T1505/003"}},
	}
)

// exampleGist is what the case's detection comes to.
func exampleGist() *casefile.Gist {
	var g casefile.Gist
	g.Meet(&exampleFiled.Detection)
	return &g
}
