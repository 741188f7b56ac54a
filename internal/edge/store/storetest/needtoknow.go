package storetest

import (
	"fmt"
	"testing"

	"caseweave/internal/core/activity"
	"caseweave/internal/core/casefile"
	"caseweave/internal/core/change"
	"caseweave/internal/core/detection"
	"caseweave/internal/core/fault"
	"caseweave/internal/core/listing"
	"caseweave/internal/core/rulelog"
)

// eyes are those of a user by id; of a program where there is none.
func eyes(id string) casefile.Viewer {
	kind := activity.User
	if id == "" {
		kind = activity.Token
	}
	return casefile.ViewerOf(activity.Actor{Kind: kind, ID: id})
}

func knownTo(ids ...string) func(*casefile.Case) {
	return func(c *casefile.Case) {
		c.NeedToKnow = nil
		for _, id := range ids {
			c.NeedToKnow = append(c.NeedToKnow, casefile.Person{ID: id, Name: "name of " + id})
		}
	}
}

// hiddenCasesDoNotExist is that a case which names people is read by these only, and
// that nothing tells anybody else of it.
func hiddenCasesDoNotExist(t *testing.T, place Place) {
	s := opened(t, place)
	h := begin(t, "acme", s)
	d := h.arrives(nil)
	hidden := h.opens(knownTo("ada", "bob"), d)
	shown := h.opens(func(c *casefile.Case) {
		c.Continues = hidden.Number
		c.Ties = []casefile.Tie{{Kind: casefile.Related, To: hidden.Number}, {Kind: casefile.Related, To: 2}}
	}, d)
	h.tells(activity.Fact{Kind: activity.StatusChanged, Case: hidden.Number, Actor: activity.Automatic})
	h.tells(activity.Fact{Kind: activity.CaseTied, Case: shown.Number, Actor: activity.Automatic, Old: "related", New: "1", Note: "a secret"})
	h.tells(activity.Fact{Kind: activity.DetectionMovedIn, Case: shown.Number, Actor: activity.Automatic, Detection: &activity.Subject{ID: d.ID}, Old: "1"})
	h.set.After.Log++
	h.set.Logs = []rulelog.Entry{{TenantID: "acme", Entry: 1, Kind: rulelog.Created, Case: hidden.Number, Actor: activity.Automatic, Detection: &rulelog.Ref{ID: d.ID}}}
	h.commit()

	same(t, "what ada sees", map[string]string{
		"cases": "[1 2]", "the case": "", "its members": "", "its history": "", "its comments": "", "each member": "",
		"where a member of the other is": "[1 2]", "where the detection is": "[1 2]", "with its raw event": "[1 2]", "memberships": "[1 2]",
		"what the other mentions": "[1 1 2]", "what the other's history says": "[case_opened  case_tied related detection_moved_in 1]",
		"the tenant's history": "[1 2 1 2 2]", "how cases were handled": "[1]", "the rule log": "[1]", "the rule log of the case": "[1]", "any hidden": "false", "hidden": "map[]",
	}, look(t, s, "ada"))
	stranger := map[string]string{
		"cases": "[2]", "the case": "not_found", "its members": "not_found", "its history": "not_found", "its comments": "not_found", "each member": "not_found",
		"where a member of the other is": "[2]", "where the detection is": "[2]", "with its raw event": "[2]", "memberships": "[2]",
		"what the other mentions": "[2]", "what the other's history says": "[case_opened  detection_moved_in ]",
		"the tenant's history": "[2 2]", "how cases were handled": "[]", "the rule log": "[0]", "the rule log of the case": "[]", "any hidden": "true", "hidden": "map[1:true]",
	}
	same(t, "what eve sees", stranger, look(t, s, "eve"))
	same(t, "what a program sees", stranger, look(t, s, ""))

	knownTo("eve")(&hidden)
	h.set.Cases = []casefile.Case{hidden}
	h.commit()
	same(t, "when others are named, ada sees", "[2]", look(t, s, "ada")["cases"])
	same(t, "when she is named, eve sees", "[1 2]", look(t, s, "eve")["cases"])
	knownTo()(&hidden)
	h.set.Cases = []casefile.Case{hidden}
	h.tells(activity.Fact{Kind: activity.NeedToKnowChanged, Case: hidden.Number, Actor: activity.Automatic})
	h.commit()
	same(t, "when nobody is named, a program sees", "[1 2]", look(t, s, "")["cases"])
}

// look is what somebody sees of the cases 1 and 2, and of the detection in both.
func look(t *testing.T, s Store, who string) map[string]string {
	t.Helper()
	ctx, v := t.Context(), eyes(who)
	by := listing.Request{Sort: "entry", Limit: 1}
	refusal := func(_ any, err error) string {
		if err == nil {
			return ""
		}
		return string(fault.KindOf(err))
	}
	history := func(number uint64) []activity.Activity {
		return all(t, by, func(r listing.Request) (listing.Page[activity.Activity], error) {
			return s.Activities(ctx, "acme", v, number, r)
		})
	}
	log := func(f rulelog.Filter) string {
		return numbersOf(must(s.RuleLogs(ctx, "acme", v, f, by))(t).Items, func(e rulelog.Entry) uint64 { return e.Case })
	}
	ofActivity := func(a activity.Activity) uint64 { return a.Case }
	shown := must(s.Case(ctx, "acme", v, 2))(t)
	var said []string
	for _, a := range history(2) {
		said = append(said, string(a.Kind)+" "+a.Old)
	}
	return map[string]string{
		"cases": numbersOf(all(t, listing.Request{Sort: "number", Limit: 1}, func(r listing.Request) (listing.Page[casefile.Case], error) {
			return s.Cases(ctx, "acme", v, r)
		}), func(c casefile.Case) uint64 { return c.Number }),
		"the case":                       refusal(s.Case(ctx, "acme", v, 1)),
		"its members":                    refusal(s.CaseDetections(ctx, "acme", v, 1, newest)),
		"its history":                    refusal(s.Activities(ctx, "acme", v, 1, by)),
		"its comments":                   refusal(s.Comments(ctx, "acme", v, 1, by)),
		"each member":                    refusal(nil, s.EachMember(ctx, "acme", v, 1, 1, func(*detection.Detection) {})),
		"where a member of the other is": fmt.Sprint(must(s.CaseDetections(ctx, "acme", v, 2, newest))(t).Items[0].Cases),
		"where the detection is":         fmt.Sprint(must(s.Detection(ctx, "acme", v, detection.ID(1)))(t).Cases),
		"with its raw event":             fmt.Sprint(must(s.WithRaw(ctx, "acme", v, []string{detection.ID(1)}))(t)[0].Cases),
		"memberships":                    numbersOf(must(s.Memberships(ctx, "acme", v, detection.ID(1)))(t), func(m change.Member) uint64 { return m.Case }),
		"what the other mentions":        fmt.Sprint(shown.Mentions()),
		"what the other's history says":  fmt.Sprint(said),
		"the tenant's history":           numbersOf(history(0), ofActivity),
		"how cases were handled": numbersOf(all(t, by, func(r listing.Request) (listing.Page[activity.Activity], error) {
			return s.Handled(ctx, "acme", v, r)
		}), ofActivity),
		"the rule log":             log(rulelog.Filter{}),
		"the rule log of the case": log(rulelog.Filter{Case: 1}),
		"any hidden":               fmt.Sprint(must(s.AnyHidden(ctx, "acme", v))(t)),
		"hidden":                   fmt.Sprint(must(s.Hidden(ctx, "acme", v, []uint64{1, 2, 3}))(t)),
	}
}

func numbersOf[T any](items []T, number func(T) uint64) string {
	all := []uint64{}
	for _, item := range items {
		all = append(all, number(item))
	}
	return fmt.Sprint(all)
}
