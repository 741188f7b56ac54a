package httpapi

import (
	"reflect"
	"testing"
)

const settingsPath = "/api/v1/tenants/default/settings"

func TestSettingsChangeInWhatIsSaidOnly(t *testing.T) {
	w := newWorld(t)
	before := answered[Settings](t, w.ask("read-only", "GET", settingsPath, ""))
	got := answered[Settings](t, w.ask("admin", "PATCH", settingsPath, `{"trigger_severity":0.5555,"repeat_window":"0s","case_prefix":"INC","keep_open":"30d"}`))
	want := before
	want.TriggerSeverity, want.RepeatWindow, want.CasePrefix, want.KeepOpen = 0.556, "0s", "INC", "30d"
	if !reflect.DeepEqual(got, want) || w.desk.by.Name != "test" {
		t.Errorf("%+v, want %+v", got, want)
	}
	if again := answered[Settings](t, w.ask("read-only", "GET", settingsPath, "")); !reflect.DeepEqual(again, want) {
		t.Errorf("%+v", again)
	}
}

func TestSettingsOutOfRangeAreRefusedWithTheirPlace(t *testing.T) {
	w := newWorld(t)
	before := w.desk.bounds
	for body, place := range map[string]string{
		`{"trigger_severity":1.1}`: "body.trigger_severity", `{"append_severity":-0.1}`: "body.append_severity",
		`{"repeat_window":"soon"}`: "repeat_window", `{"repeat_window":"2h"}`: "repeat_window", `{"case_quiet_limit":"1s"}`: "case_quiet_limit",
		`{"time_zone":"Mars/North"}`: "time_zone", `{"time_zone":"Local"}`: "time_zone", `{"case_prefix":"<b>"}`: "case_prefix", `{"case_prefix":"7"}`: "case_prefix",
		`{"keep_open":"23h"}`: "keep_open", `{"keep_settled":"long"}`: "keep_settled",
		`{"colour":"red"}`: "body",
	} {
		if p := w.problem(w.ask("admin", "PATCH", settingsPath, body), 422); len(p.Errors) == 0 || p.Errors[0].Location != place && p.Errors[0].Location != place+".colour" {
			t.Errorf("%s: %+v", body, p)
		}
	}
	if !w.desk.bounds.Equal(before) {
		t.Errorf("%+v", w.desk.bounds)
	}
}
