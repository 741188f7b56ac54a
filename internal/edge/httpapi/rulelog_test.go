package httpapi

import (
	"reflect"
	"testing"

	"caseweave/internal/core/rulelog"
)

const logsPath = "/api/v1/tenants/default/rule-logs"

func TestFiltersOfTheRuleLogAreTakenTogether(t *testing.T) {
	w := newWorld(t)
	list := answered[RuleLogList](t, w.ask("read-only", "GET", logsPath+"?rule=r&case=INC42&detection=d&template=t&kind=created&limit=7", ""))
	want := rulelog.Filter{Rule: "r", Case: 42, Detection: "d", Template: "t", Kinds: []rulelog.Kind{rulelog.Created}}
	if !reflect.DeepEqual(w.shelf.filter, want) || w.shelf.asked.Limit != 7 || w.shelf.asked.Order() != "-entry" {
		t.Errorf("%+v %+v", w.shelf.filter, w.shelf.asked)
	}
	one := list.Items[0]
	if one.Sentence == "" || one.Rule.ID != exampleRuleID || one.Template != nil || *one.Case != "SECC0000042" || one.Imagined != nil {
		t.Errorf("%+v", one)
	}
	w.problem(w.ask("read-only", "GET", logsPath+"?case=x", ""), 422)
	w.problem(w.ask("read-only", "GET", logsPath+"?kind=x", ""), 422)
}

func TestACursorOfOneRuleLogContinuesNoOther(t *testing.T) {
	w := newWorld(t)
	cursor := answered[RuleLogList](t, w.ask("read-only", "GET", logsPath+"?rule=r", "")).NextCursor
	answered[RuleLogList](t, w.ask("read-only", "GET", logsPath+"?limit=9&cursor="+cursor+"&rule=r", ""))
	w.problem(w.ask("read-only", "GET", logsPath+"?rule=s&cursor="+cursor, ""), 422)
}

func TestCountsSayWhichRuleKeepsFailing(t *testing.T) {
	w := newWorld(t)
	c := answered[RuleCounts](t, w.ask("read-only", "GET", "/api/v1/tenants/default/rule-counts", ""))
	if len(c.Items) != 2 || c.Items[0].Rule != "a" || !c.Items[0].Failing || c.Items[1].Created != 2 || c.Items[1].Failing || c.ImaginedSince.IsZero() {
		t.Errorf("%+v", c)
	}
}

func TestWhatIsNotThereIsNotExplained(t *testing.T) {
	w := newWorld(t)
	w.problem(w.ask("read-only", "GET", "/api/v1/tenants/default/detections/none/explain", ""), 404)
}
