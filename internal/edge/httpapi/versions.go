package httpapi

import (
	"time"

	"caseweave/internal/core/change"
)

// RuleVersions are all versions of a rule, newest first.
type RuleVersions struct {
	Items []RuleVersion `json:"items"`
}

// RuleVersion is a rule as it was written.
type RuleVersion struct {
	Version    uint64    `json:"version" doc:"The rule's own."`
	SetVersion uint64    `json:"set_version" doc:"The first rule set that had it so."`
	At         time.Time `json:"at"`
	By         string    `json:"by" doc:"The name of who wrote it."`
	Rule       Rule      `json:"rule"`
}

// TemplateVersions are all versions of a template, newest first.
type TemplateVersions struct {
	Items []TemplateVersion `json:"items"`
}

// TemplateVersion is a template as it was written.
type TemplateVersion struct {
	Version    uint64    `json:"version" doc:"The template's own."`
	SetVersion uint64    `json:"set_version" doc:"The first rule set that had it so."`
	At         time.Time `json:"at"`
	By         string    `json:"by" doc:"The name of who wrote it."`
	Template   Template  `json:"template"`
}

func ruleVersionOf(e change.Edition) RuleVersion {
	return RuleVersion{Version: e.Rule.Version, SetVersion: e.SetVersion, At: e.At.UTC(), By: e.Rule.UpdatedBy, Rule: ruleOf(*e.Rule)}
}

func templateVersionOf(e change.Edition) TemplateVersion {
	return TemplateVersion{
		Version: e.Template.Version, SetVersion: e.SetVersion, At: e.At.UTC(), By: e.Template.UpdatedBy, Template: templateOf(*e.Template),
	}
}
