package httpapi

import (
	"context"
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"caseweave/internal/core/rule"
)

func TestNobodyWaitsForLintOfALargeRuleSet(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var told []uint64
		l := newLints(func(_ string, version uint64) { told = append(told, version) })
		runs := 0
		slow := func() []Finding {
			runs++
			time.Sleep(10 * time.Second)
			return []Finding{exampleFinding}
		}
		ctx, enough := context.WithTimeout(t.Context(), lintPatience)
		defer enough()
		if found, known := l.within(ctx, "default", 3, slow); known || len(found) != 0 || found == nil {
			t.Errorf("%v %v", found, known)
		}
		if _, known, _ := l.have("default", 3, slow); known {
			t.Error("known before its time")
		}
		time.Sleep(11 * time.Second)
		synctest.Wait()
		if found, known, _ := l.have("default", 3, slow); !known || len(found) != 1 || runs != 1 || len(told) != 1 || told[0] != 3 {
			t.Errorf("%v %v after %d runs, told %v", found, known, runs, told)
		}
	})
}

func TestALargeRuleSetIsLintedInTheEnd(t *testing.T) {
	w := newWorld(t)
	for i := range lintedAtOnce + 1 {
		r := exampleRuleWritten
		r.ID, r.Title = fmt.Sprint("r", i), fmt.Sprint("Rule ", i)
		w.desk.book.Rules = append(w.desk.book.Rules, r)
	}
	w.desk.version = 4
	w.desk.book.Templates = []rule.Template{exampleTemplateWritten}
	if found := answered[Findings](t, w.ask("read-only", "POST", rulesPath+"/lint", "")).Items; len(found) == 0 {
		t.Fatal("nothing was found")
	}
	if list := answered[RuleList](t, w.ask("read-only", "GET", rulesPath, "")); list.LintPending || len(list.Lint) == 0 {
		t.Errorf("what is known is not told: pending %v", list.LintPending)
	}
}
