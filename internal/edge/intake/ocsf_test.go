package intake

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"caseweave/internal/core/detection"
	"caseweave/internal/core/fault"
)

var now = time.Date(2026, 11, 22, 20, 0, 0, 0, time.UTC)

// accepted reads one finding that must be taken.
func accepted(t *testing.T, raw string) *detection.Detection {
	t.Helper()
	o := OCSF{}.Read([]byte(raw), now)
	if o.Err != nil {
		t.Fatalf("%v\n%s", o.Err, raw)
	}
	return o.Detection
}

// found is a finding of class 2004 with the given members beside uid and title.
func found(members string) string {
	return `{"class_uid":2004,"severity_id":3,"time":1790000000000,` + members + `"finding_info":{"uid":"u","title":"t"}}`
}

// info is a finding with the given members within finding_info.
func informed(members string) string {
	return `{"class_uid":2004,"severity_id":3,"time":1790000000000,"finding_info":{` + members + `}}`
}

func TestSeverityIsThatOfTheSchema(t *testing.T) {
	for _, c := range []struct {
		members string
		want    string
		assumed bool
	}{
		{`"severity_id":1`, "0.1", false},
		{`"severity_id":2`, "0.3", false},
		{`"severity_id":3`, "0.5", false},
		{`"severity_id":4`, "0.7", false},
		{`"severity_id":5`, "0.9", false},
		{`"severity_id":6`, "1", false},
		{`"severity_id":"4"`, "0.7", false},
		{`"severity_id":99,"severity":"0.39"`, "0.39", false},
		{`"severity_id":99,"severity":"0.3995"`, "0.4", false},
		{`"severity_id":99,"severity":0.6`, "0.6", false},
		{`"severity_id":99,"severity":"7"`, "0.5", true},
		{`"severity_id":99,"severity":"NaN"`, "0.5", true},
		{`"severity_id":99,"severity":"odd"`, "0.5", true},
		{`"severity_id":0,"severity":"Unknown"`, "0.5", true},
		{`"severity_id":0,"severity":" high "`, "0.7", false},
		{`"severity":"Critical"`, "0.9", false},
		{`"severity_id":7`, "0.5", true},
		{`"severity_id":2.5`, "0.5", true},
		{`"severity_id":{}`, "0.5", true},
		{`"severity_id":null`, "0.5", true},
		{`"x":1`, "0.5", true},
	} {
		d := accepted(t, `{"class_uid":2004,`+c.members+`,"finding_info":{"uid":"u","title":"t"}}`)
		if d.Severity.String() != c.want || slices.Contains(d.Tags, "severity_assumed") != c.assumed {
			t.Errorf("%s: %s, assumed %v, tags %v", c.members, d.Severity, slices.Contains(d.Tags, "severity_assumed"), d.Tags)
		}
	}
}

func TestTypeIsTheAnalyticElseTheFirstTypeElseTheTitle(t *testing.T) {
	for raw, want := range map[string]string{
		informed(`"uid":"u","title":"t","types":["a","b"],"analytic":{"uid":7,"name":"n"}`): "7",
		informed(`"uid":"u","title":"t","types":["a"],"analytic":{"name":"n"}`):             "n",
		informed(`"uid":"u","title":"t","types":["a","b"]`):                                 "a",
		informed(`"uid":"u","title":"t","types":"a"`):                                       "a",
		informed(`"uid":"u","title":" t "`):                                                 "t",
		`{"class_uid":2001,"analytic":{"uid":"x"},"finding":{"uid":"u","title":"t"}}`:       "x",
	} {
		if d := accepted(t, raw); d.Type != want {
			t.Errorf("%q is the type of %s", d.Type, raw)
		}
	}
}

func TestTheUidIsTheProductsOwnToTheLastDigit(t *testing.T) {
	for raw, want := range map[string]string{
		informed(`"uid":9007199254740993,"title":"t"`):                                      "9007199254740993",
		informed(`"uid":123456789012345678901234567890,"title":"t"`):                        "123456789012345678901234567890",
		informed(`"uid":" a ","title":"t"`):                                                 "a",
		`{"class_uid":2004,"metadata":{"uid":"m"},"finding_info":{"uid":null,"title":"t"}}`: "m",
		informed(`"uid":"` + strings.Repeat("x", 1024) + `","title":"t"`):                   strings.Repeat("x", 1024),
		informed(`"uid":"a\u0000b","title":"t"`):                                            "a\uFFFDb",
		`{"class_uid":2004, "finding_info":{"title":"two  spaces"}}`:                        "sha256:9ce9b1193b1a4dae488fbf781058566a",
		`{"class_uid":2004,"finding_info" : {"title":"two  spaces"}}`:                       "sha256:9ce9b1193b1a4dae488fbf781058566a",
	} {
		if d := accepted(t, raw); d.UID != want {
			t.Errorf("%q is the uid of %s", d.UID, raw)
		}
	}
	d := accepted(t, informed(`"uid":"`+strings.Repeat("x", 1025)+`","title":"t"`))
	if !strings.HasPrefix(d.UID, "sha256:") || len(d.UID) != len("sha256:")+32 {
		t.Errorf("a uid too long to be a key became %q", d.UID)
	}
}

func TestATitleIsNeverMissing(t *testing.T) {
	for raw, want := range map[string]string{
		informed(`"uid":"u","title":" spaced\n"`):                             "spaced",
		informed(`"uid":"u","analytic":{"name":"n","uid":"7"},"types":["x"]`): "n",
		informed(`"uid":"u","title":"  ","types":["x"]`):                      "x",
		informed(`"uid":"u"`):                                                 "Untitled detection from an unnamed product",
		`{"class_uid":2004,"metadata":{"product":{"name":"Falco"}}}`:          "Untitled detection from Falco",
	} {
		if d := accepted(t, raw); d.Title != want || d.Type == "" {
			t.Errorf("%q of type %q is the title of %s", d.Title, d.Type, raw)
		}
	}
}

func TestOnlyDetectionsAreTaken(t *testing.T) {
	for raw, want := range map[string]string{
		`{"class_uid":2002}`: "class 2002 (Vulnerability Finding) is not taken; send 2004 (Detection Finding) or 2001 (Security Finding)",
		`{"class_uid":1007,"class_name":"Process Activity"}`: "class 1007 (Process Activity) is not taken; send 2004 (Detection Finding) or 2001 (Security Finding)",
		`{"class_uid":4242}`:  "class 4242 is not taken; send 2004 (Detection Finding) or 2001 (Security Finding)",
		`{"type_uid":200301}`: "class 2003 (Compliance Finding) is not taken; send 2004 (Detection Finding) or 2001 (Security Finding)",
		`{"a":1}`:             "the event names no OCSF class: class_uid is missing",
		`{}`:                  "the event names no OCSF class: class_uid is missing",
	} {
		if o := (OCSF{}).Read([]byte(raw), now); o.Err == nil || o.Err.Error() != want || o.Detection != nil {
			t.Errorf("%s: %v", raw, o.Err)
		}
	}
	if d := accepted(t, `{"type_uid":200401,"finding_info":{"uid":"u","title":"t"}}`); d.UID != "u" {
		t.Error("type_uid alone names the class")
	}
}

func TestWhatIsNeededIsRejectedWithItsPlace(t *testing.T) {
	for raw, want := range map[string]string{
		informed(`"uid":{"a":1},"title":"t"`):                         "finding_info.uid",
		informed(`"uid":"u","title":["t"]`):                           "finding_info.title",
		`{"class_uid":2004,"finding_info":"x"}`:                       "finding_info",
		`{"class_uid":2001,"finding":{"title":{}}}`:                   "finding.title",
		`{"class_uid":2003}`:                                          "class_uid",
		`{"class_uid":2004,"a":{"severity":1,"severity":2}}`:          "a.severity",
		"{\"class_uid\":2004,\"observables\":[{\"value\":\"\xff\"}]}": "observables[0].value",
	} {
		o := OCSF{}.Read([]byte(raw), now)
		d := fault.DetailsOf(o.Err)
		if fault.KindOf(o.Err) != fault.Invalid || len(d) != 1 || d[0].Location != want {
			t.Errorf("%s: %v %+v", raw, o.Err, d)
		}
	}
}

func TestAFieldOfAWrongTypeIsAsGoodAsMissing(t *testing.T) {
	d := accepted(t, found(`"message":{"a":1},"observables":{"type_id":1,"value":"web"},"device":"x","evidences":[7,{"src_endpoint":[1]},null],
		"metadata":[],"unmapped":"x","malware":"x","resources":7,"confidence_score":"much","actor":{"user":"root"},"attacks":{"technique":{"uid":"T1"}},`))
	if d.Description != "" || !slices.Equal(d.Entities, []detection.Entity{"host:web"}) || !slices.Equal(d.TechniqueIDs, []string{"T1"}) || slices.Contains(d.Tags, detection.TimeAssumed) {
		t.Errorf("%+v", d)
	}
}

func TestBadRecordsAreRejectedInWords(t *testing.T) {
	deep := func(n int) string { return found(`"x":` + strings.Repeat("[", n-1) + strings.Repeat("]", n-1) + `,`) }
	for _, c := range []struct{ name, raw, want string }{
		{"nothing", "", "this is not JSON"},
		{"null", "null", "a record must be a JSON object; this is null"},
		{"number", "7", "a record must be a JSON object; this is a number"},
		{"text", `"x"`, "a record must be a JSON object; this is a text"},
		{"list", `[{"class_uid":2004}]`, "a record must be a JSON object; this is a list"},
		{"cut", `{"class_uid":2004,`, "this is not JSON: "},
		{"garbage", `{"class_uid":2004} x`, "this is not JSON: invalid character 'x' after top-level value, at byte 20"},
		{"NaN", `{"class_uid":2004,"time":NaN}`, "this is not JSON: invalid character 'N'"},
		{"invalid UTF-8", "{\"class_uid\":2004,\"message\":\"\xff\"}", "a text is not valid UTF-8, at byte"},
		{"half a surrogate", `{"class_uid":2004,"message":"\ud800"}`, "this is not JSON: "},
		{"duplicate key", found(`"severity_id":5,`), `the key "severity_id" occurs twice`},
		{"duplicate key within", found(`"device":{"ip":"a","ip":"b"},`), `the key "ip" occurs twice in device`},
		{"10,000 levels", deep(10_000), "the record nests deeper than 64 levels"},
		{"65 levels", deep(65), "the record nests deeper than 64 levels"},
	} {
		for _, s := range []Source{OCSF{}, builtin()[0]} {
			o := s.Read([]byte(c.raw), now)
			if o.Err == nil || fault.KindOf(o.Err) != fault.Invalid || !strings.HasPrefix(o.Err.Error(), c.want) {
				t.Errorf("%s by %s: %v", c.name, s.Name(), o.Err)
			}
		}
	}
	accepted(t, deep(64))
	accepted(t, found(`"many":[`+strings.Repeat("{},", 100)+`{}],`))
}

func TestEntitiesAreCanonicalAndEachOnce(t *testing.T) {
	d := accepted(t, found(`"observables":[
		{"name":"device.hostname","type_id":1,"value":"WEB-1"},
		{"name":"src_endpoint.ip","type_id":2,"value":"::ffff:192.0.2.7"},
		{"name":"x","type_id":2,"value":"192.0.2.7"},
		{"name":"actor.user.name","type_id":4,"value":"Mia"},
		{"name":"h","type_id":8,"value":"D41D8CD98F00B204E9800998ECF8427E"},
		{"name":"u","type_id":"6","value":"https://Evil.example/x?y=1:2"},
		{"name":"process.uid","type_id":25,"value":"{GUID-1}"},
		{"name":"nameless","type_id":99,"value":"Kept"},
		{"name":"empty","type_id":1,"value":" "},
		{"type":"IP Address","value":"192.0.2.8"}],
		"evidences":[{"dst_endpoint":{"ip":"2001:DB8::1","hostname":"web-1","location":{"city":"Oslo","country":"NO","coordinates":[10.7,59.9]}},
			"process":{"name":"cmd.exe","cmd_line":"cmd /c whoami","file":{"path":"C:\\x.exe","hashes":[{"algorithm_id":3,"value":"`+strings.Repeat("Ab", 32)+`"}]}},
			"query":{"hostname":"c2.example"},"url":{"url_string":"http://c2.example/a"}, "email":{"from":"a@b.example","to":["c@d.example"]}}],
		"resources":[{"uid":"arn:x","name":"ignored"}],`))
	want := []detection.Entity{
		"host:web-1", "ip:192.0.2.7", "user:mia", "md5:d41d8cd98f00b204e9800998ecf8427e", "url:https://evil.example/x?y=1:2", "process:{guid-1}", "ip:192.0.2.8",
		"ip:2001:db8::1", "process:cmd.exe", "file:c:\\x.exe", detection.Entity("sha256:" + strings.Repeat("ab", 32)),
		"email:a@b.example", "email:c@d.example", "url:http://c2.example/a", "domain:c2.example", "resource:arn:x",
	}
	if diff := cmp.Diff(want, d.Entities); diff != "" {
		t.Error(diff)
	}
	for _, a := range []detection.Attribute{
		{Name: "source_ip", Value: "192.0.2.7"}, {Name: "destination_ip", Value: "2001:db8::1"}, {Name: "nameless", Value: "Kept"}, {Name: "device.hostname", Value: "WEB-1"},
	} {
		if !slices.Contains(d.Attributes, a) {
			t.Errorf("%v is not among %v", a, d.Attributes)
		}
	}
	if d.CommandLine != "cmd /c whoami" {
		t.Error(d.CommandLine)
	}
	if diff := cmp.Diff([]detection.Place{{Country: "NO", City: "Oslo", Latitude: 59.9, Longitude: 10.7, Entity: "ip:2001:db8::1"}}, d.Locations); diff != "" {
		t.Error(diff)
	}
}

func TestTacticsAndTechniquesAreKeptAsSent(t *testing.T) {
	d := accepted(t, informed(`"uid":"u","title":"t","attacks":[{"tactic":{"uid":"TA0001","name":"Initial Access"},"technique":{"uid":"T1566"},"sub_technique":{"uid":"T1566.001"}},
		{"tactics":[{"name":"Weird"}],"technique":{"uid":"T1566"}},{"technique":{"uid":"T9999"}}]`))
	if !slices.Equal(d.Tactics, []string{"TA0001", "Weird"}) || !slices.Equal(d.TechniqueIDs, []string{"T1566", "T1566.001", "T9999"}) {
		t.Errorf("%v %v", d.Tactics, d.TechniqueIDs)
	}
}

func TestWhatTheSourceThinksOfItIsRead(t *testing.T) {
	d := accepted(t, found(`"confidence_score":35,"unmapped":{"deprioritized":true,"threat_score":7.5},`))
	if d.Confidence == nil || d.Confidence.String() != "0.35" || !d.Deprioritized || d.ThreatScore == nil || *d.ThreatScore != 7.5 {
		t.Errorf("%+v", d)
	}
	d = accepted(t, found(`"confidence":"High","unmapped":{"deprioritized":"no","threat_score":11},`))
	if d.Confidence != nil || d.Deprioritized || d.ThreatScore != nil {
		t.Errorf("%+v", d)
	}
}

func TestWhatIsTooLongIsCutAndSaysSo(t *testing.T) {
	long := strings.Repeat("é", 100<<10)
	d := accepted(t, found(`"message":"`+long+`","device":{"hostname":"`+long+`"},`))
	if len(d.Description) > 64<<10 || len(d.Entities[0]) > 2<<10 || !slices.Equal(d.Tags, []string{"truncated"}) {
		t.Errorf("%d %d %v", len(d.Description), len(d.Entities[0]), d.Tags)
	}
	if strings.Contains(d.Description, "\uFFFD") {
		t.Error("cut within a character")
	}
	many, _ := json.Marshal(strings.Split(strings.Repeat("x@y.z ", 2000), " "))
	for i := range 2000 {
		many = []byte(strings.Replace(string(many), `"x@y.z"`, `"x`+time.Duration(i).String()+`@y.z"`, 1))
	}
	d = accepted(t, found(`"email":{"to":`+string(many)+`},`))
	if len(d.Entities) != 1000 || !slices.Contains(d.Tags, "truncated") {
		t.Errorf("%d entities, %v", len(d.Entities), d.Tags)
	}
}
