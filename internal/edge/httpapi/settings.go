package httpapi

import (
	"context"
	"slices"

	"caseweave/internal/core/access"
	"caseweave/internal/core/casefile"
	"caseweave/internal/core/detection"
	"caseweave/internal/core/settings"
	"caseweave/internal/core/span"
)

// Settings are the bounds that a tenant sets for itself. Spans are written as in
// rules: 60s, 4h, 30d.
type Settings struct {
	TriggerSeverity float64  `json:"trigger_severity" minimum:"0" maximum:"1" doc:"Rules are tried from this severity on."`
	AppendSeverity  float64  `json:"append_severity" minimum:"0" maximum:"1" doc:"The search for related detections takes from this severity on."`
	RepeatWindow    string   `json:"repeat_window" doc:"How far apart repeats may lie to become one detection; 0s lets none."`
	CaseQuietLimit  string   `json:"case_quiet_limit" doc:"How long a case takes detections after its last one."`
	KeepOpen        string   `json:"keep_open" doc:"How long open detections are kept that never were in a case; 0s keeps them for ever."`
	KeepSettled     string   `json:"keep_settled" doc:"How long closed and ignored detections are kept that never were in a case; 0s keeps them for ever."`
	TimeZone        string   `json:"time_zone" doc:"An IANA name; days and hours of grouping follow it."`
	CasePrefix      string   `json:"case_prefix" doc:"Begins the numbers of cases."`
	DetectionsStay  bool     `json:"detections_stay" doc:"Closing a case may not close or ignore its detections."`
	ProviderSources []string `json:"provider_sources" doc:"Sources whose detections open cases that the provider manages."`
}

// SettingsChange is any part of the settings; the others stay.
type SettingsChange struct {
	TriggerSeverity *float64  `json:"trigger_severity,omitempty" minimum:"0" maximum:"1"`
	AppendSeverity  *float64  `json:"append_severity,omitempty" minimum:"0" maximum:"1"`
	RepeatWindow    *string   `json:"repeat_window,omitempty"`
	CaseQuietLimit  *string   `json:"case_quiet_limit,omitempty"`
	KeepOpen        *string   `json:"keep_open,omitempty"`
	KeepSettled     *string   `json:"keep_settled,omitempty"`
	TimeZone        *string   `json:"time_zone,omitempty"`
	CasePrefix      *string   `json:"case_prefix,omitempty"`
	DetectionsStay  *bool     `json:"detections_stay,omitempty"`
	ProviderSources *[]string `json:"provider_sources,omitempty"`
}

func settingsOf(s settings.Settings) Settings {
	return Settings{
		TriggerSeverity: s.TriggerSeverity.Float(), AppendSeverity: s.AppendSeverity.Float(),
		RepeatWindow: s.RepeatWindow.String(), CaseQuietLimit: s.CaseQuietLimit.String(),
		KeepOpen: s.KeepOpen.String(), KeepSettled: s.KeepSettled.String(),
		TimeZone: s.TimeZone, CasePrefix: s.CasePrefix, DetectionsStay: s.DetectionsStay, ProviderSources: list(s.ProviderSources),
	}
}

func (s *Server) registerSettings() {
	register(s, operation{
		method: "GET", path: tenantPath + "/settings", id: "get-settings", summary: "Read the settings",
		needs: needs(access.ReadSettings), gives: exampleSettings,
	}, func(ctx context.Context, v visit, _ *InTenant) (Settings, error) {
		bounds, err := s.settings.Settings(ctx, v.tenant)
		return settingsOf(bounds), err
	})
	register(s, operation{
		method: "PATCH", path: tenantPath + "/settings", id: "change-settings", summary: "Change some of the settings",
		about: "What is not said stays. A change takes effect on what arrives after the answer; what was kept long enough is removed from within a quarter of an hour on, for good: see forecast-retention.",
		needs: needs(access.WriteSettings), takes: exampleSettingsChange, gives: exampleSettings,
	}, s.changeSettings)
}

type changeSettingsInput struct {
	InTenant
	Body SettingsChange
}

func (s *Server) changeSettings(ctx context.Context, v visit, in *changeSettingsInput) (Settings, error) {
	if some := in.Body.ProviderSources; some != nil && len(*some) > 0 && v.tenant.PartnerID == "" {
		return Settings{}, wrongField("provider_sources", casefile.Unserved)
	}
	bounds, err := s.settings.EditSettings(ctx, v.tenant, actorOf(v.principal), func(was settings.Settings) (settings.Settings, error) {
		is, err := in.Body.applied(was)
		if err == nil {
			err = is.Check()
		}
		return is, err
	})
	return settingsOf(bounds), err
}

// applied is what the settings become.
func (c SettingsChange) applied(to settings.Settings) (settings.Settings, error) {
	if c.TriggerSeverity != nil {
		to.TriggerSeverity = detection.Fract(*c.TriggerSeverity)
	}
	if c.AppendSeverity != nil {
		to.AppendSeverity = detection.Fract(*c.AppendSeverity)
	}
	if c.TimeZone != nil {
		to.TimeZone = *c.TimeZone
	}
	if c.CasePrefix != nil {
		to.CasePrefix = *c.CasePrefix
	}
	if c.DetectionsStay != nil {
		to.DetectionsStay = *c.DetectionsStay
	}
	if c.ProviderSources != nil {
		to.ProviderSources = slices.Clip(append([]string(nil), *c.ProviderSources...))
	}
	for _, s := range []struct {
		text  *string
		place string
		into  *span.Span
	}{
		{c.RepeatWindow, "repeat_window", &to.RepeatWindow},
		{c.CaseQuietLimit, "case_quiet_limit", &to.CaseQuietLimit},
		{c.KeepOpen, "keep_open", &to.KeepOpen},
		{c.KeepSettled, "keep_settled", &to.KeepSettled},
	} {
		if err := readSpan(s.text, s.place, s.into); err != nil {
			return to, err
		}
	}
	return to, nil
}

func readSpan(text *string, place string, into *span.Span) error {
	if text == nil {
		return nil
	}
	length, err := span.Parse(*text)
	if err != nil {
		return wrongField(place, sentenceOf(err.Error()))
	}
	*into = length
	return nil
}
