package rule

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestHalfWrittenExpressionsAreCompleted(t *testing.T) {
	for text, want := range map[string]string{
		"hostn|":                             "hostnames()",
		"é + crea|ted":                       "é + created_at",
		"detection.sev|":                     "detection.severity",
		"rule.ti|":                           "rule.title",
		"usernames().so|":                    "usernames().sort(",
		"usernames().\n  jo|":                "usernames().\n  join(",
		"script: x ${case.nu|":               "script: x ${case.number",
		"script: ${detections.map(d, d.tit|": "script: ${detections.map(d, d.title",
		"script: ${detections.exists(é, é.tit|)": "script: ${detections.exists(é, é.title)",
		"script: ${title} ${deta|}":              "", "script: hostn|": "", "script: $${hostn|": "", "script: ${title} host|": "",
		"'hostn|": "", "detecti|": "detection", "script: ${detections|": "script: ${detections", "case.|": "case.all(", "entities.map(d, d.tit|": "",
	} {
		source, script := strings.CutPrefix(text, "script: ")
		before, after, _ := strings.Cut(source, "|")
		all := CompleteExpression(before+after, utf8.RuneCountInString(before), script)
		got := ""
		if len(all) > 0 {
			whole := []rune(before + after)
			got = string(whole[:all[0].From]) + all[0].Insert + string(whole[all[0].To:])
		}
		if want := strings.TrimPrefix(want, "script: "); got != want {
			t.Errorf("%s: %q, want %q", text, got, want)
		}
	}
}

func TestEveryCompletionAtTopLevelIsKnownToTheLanguage(t *testing.T) {
	for _, c := range CompleteExpression("", 0, false) {
		text := c.Insert
		switch {
		case c.Kind == "record":
			text += ".id"
		case strings.HasSuffix(text, "'"):
			text += "x')"
		}
		if _, mistakes := compileGrouping("[" + text + "].map(x, title)"); mistakes != nil {
			t.Errorf("%s: %+v", text, mistakes)
		}
	}
}

func TestACheckedExpressionTellsWhatItGives(t *testing.T) {
	for text, want := range map[string]string{
		"title": "text", "severity": "number", "usernames()": "list of text", "created_at": "time", "confidence": "number or null", "raw.a": "anything",
		"deprioritized": "truth value", "title +": "", "script: ${title}": "text", "script: ${tags}": "",
	} {
		source, script := strings.CutPrefix(text, "script: ")
		got, mistakes := CheckExpression(source, script)
		if got != want || (want == "") != (len(mistakes) > 0) {
			t.Errorf("%s: %q %+v, want %q", text, got, mistakes, want)
		}
	}
}

func FuzzCompleteExpression(f *testing.F) {
	f.Add("detections.map(d, d.", 20, true)
	f.Fuzz(func(t *testing.T, text string, position int, script bool) {
		for _, c := range CompleteExpression(text, position, script) {
			if c.From < 0 || c.From > c.To || c.To > utf8.RuneCountInString(text) {
				t.Fatalf("%+v", c)
			}
		}
	})
}
