package engine_test

import (
	"fmt"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"caseweave/internal/core/casefile"
	"caseweave/internal/core/change"
	"caseweave/internal/core/command"
	"caseweave/internal/core/detection"
	"caseweave/internal/core/listing"
	"caseweave/internal/core/rule"
	"caseweave/internal/core/rulelog"
	"caseweave/internal/edge/store/memory"
	"caseweave/internal/engine"
)

func of(d *detection.Detection, title string, at time.Duration) *detection.Detection {
	d.Title = title
	d.CreatedAt, d.FirstSeenAt, d.LastSeenAt = noon.Add(at), noon.Add(at), noon.Add(at)
	return d
}

func TestARepeatIsSeenInAClosedCaseToo(t *testing.T) {
	h := newHouse(t, plain)
	h.receive(of(seen("a", 700, "a", 0), "same", 0))
	order := func(c command.Command) engine.Done {
		c.By = author
		d, err := h.Order(t.Context(), home, c)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	id := detection.ID(2)
	order(command.Command{Kind: command.OpenCase, Title: "two", Detections: []string{id}})
	order(command.Command{Kind: command.SetStatus, Case: 1, Status: casefile.Resolved})
	if a := h.receive(of(seen("r", 700, "r", 0), "same", 50*time.Second)); a.Folded != 1 {
		t.Fatalf("%+v", a)
	}
	order(command.Command{Kind: command.SetStatus, Case: 1, Status: casefile.New})
	if c := h.theCase(); !c.LatestAt.Equal(noon.Add(50 * time.Second)) {
		t.Errorf("case 1: latest %v, though its member was last seen at 12:00:50", c.LatestAt)
	}
}

func TestRulesOnTestForgetWhatWasNeverStored(t *testing.T) {
	h := newHouse(t, func(s *memory.Store) engine.Ledger { return &failing{Ledger: s, before: map[int]bool{3: true}} })
	trial := []rule.Rule{{ID: "trial", Title: "Trial", State: rule.Test, Filter: "severity >= 0.1", GroupBy: []string{"hostnames()"}}}
	if _, _, err := h.EditBook(t.Context(), home, author, nil, wholly(rule.Book{Rules: trial})); err != nil {
		t.Fatal(err)
	}
	if _, err := h.Receive(t.Context(), home, records([]*detection.Detection{seen("x", 700, "x", 0)})); err == nil {
		t.Fatal("no failure")
	}
	h.receive(seen("x", 700, "x", 0))
	page, err := h.keeper.RuleLogs(t.Context(), home.ID, casefile.AllSeeing, rulelog.Filter{Detection: detection.ID(3)}, listing.Request{Sort: "entry", Limit: 10})
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range page.Items {
		if e.Kind != rulelog.WouldCreate {
			t.Errorf("the first detection that there is: %s", e.Kind)
		}
	}
}

// What a job wrote before another of its batch failed stays written, and is told so.
func TestACommandThatWasCommittedIsNotToldAsFailed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		gate := make(chan struct{})
		h := newHouse(t, func(s *memory.Store) engine.Ledger {
			return &gated{Ledger: &failing{Ledger: s, before: map[int]bool{4: true}}, gate: gate} // 1 are the rules, 2 is x, 3 the first case
		})
		defer h.Close() // before the bubble ends
		ends := make([]chan error, 3)
		for i, job := range []func() error{
			func() error {
				_, err := h.Receive(t.Context(), home, records([]*detection.Detection{seen("x", 300, "x", 0)}))
				return err
			},
			func() error {
				_, err := h.Order(t.Context(), home, command.Command{Kind: command.OpenCase, Title: "first", By: author, Detections: []string{detection.ID(2)}})
				return err
			},
			func() error {
				_, err := h.Order(t.Context(), home, command.Command{Kind: command.OpenCase, Title: "second", By: author, Detections: []string{detection.ID(2)}})
				return err
			},
		} {
			ends[i] = make(chan error, 1)
			go func() { ends[i] <- job() }()
			synctest.Wait() // it is in line
		}
		close(gate)
		if err := <-ends[0]; err != nil {
			t.Error(err)
		}
		if err := <-ends[1]; err != nil || h.theCase().Title != "first" {
			t.Errorf("the first case is stored, and its author told: %v", err)
		}
		if err := <-ends[2]; err == nil {
			t.Error("what was not committed is told as done")
		}
	})
}

// appending holds on host a; its cases are opened by what is named go, and take what is severe.
var appending = rule.Book{Rules: []rule.Rule{{
	ID: "r", Title: "R", State: rule.Enabled, Filter: "title = 'go'", AppendFilter: "severity >= 0.6", GroupBy: []string{"hostnames()"},
}}}

// A tenant that has another name has another index, which tells nothing of what was open before.
func TestARenamedTenantFindsWhatWasOpenBefore(t *testing.T) {
	h := newHouse(t, plain)
	if _, _, err := h.EditBook(t.Context(), home, author, nil, wholly(appending)); err != nil {
		t.Fatal(err)
	}
	h.receive(seen("open", 700, "open", 0))
	renamed := home
	renamed.Name = "House"
	next := engine.New(engine.Config{Ledger: h.keeper, Now: func() time.Time { return noon }})
	defer next.Close()
	if _, err := next.Receive(t.Context(), renamed, records([]*detection.Detection{of(seen("g", 700, "g", 0), "go", time.Minute)})); err != nil {
		t.Fatal(err)
	}
	if n := h.theCase().DetectionCount; n != 2 {
		t.Errorf("the case has %d detections: the search did not find what was open", n)
	}
}

// What updates took back is looked at once, and never again.
func TestASearchCorrectsTheIndex(t *testing.T) {
	h := newHouse(t, plain)
	if _, _, err := h.EditBook(t.Context(), home, author, nil, wholly(appending)); err != nil {
		t.Fatal(err)
	}
	for i := range 250 {
		uid := fmt.Sprint(i)
		h.receive(of(seen(uid, 700, uid, 0), uid, time.Duration(i)*2*time.Minute/250))
		elsewhere := of(seen(uid, 700, "anew "+uid, 0), uid, 0)
		elsewhere.Entities = []detection.Entity{"host:b"}
		h.receive(elsewhere)
	}
	h.receive(of(seen("last", 700, "last", 0), "last", -time.Minute))
	h.receive(of(seen("g", 700, "g", 0), "go", time.Minute))
	if n := h.theCase().DetectionCount; n != 2 {
		t.Errorf("the case has %d detections", n)
	}
	_, version, err := h.Book(t.Context(), home)
	if err != nil {
		t.Fatal(err)
	}
	set, err := rule.Compile(version, rule.Tenant{ID: home.ID, Name: home.Name, Zone: time.UTC}, appending)
	if err != nil {
		t.Fatal(err)
	}
	left, err := h.keeper.Related(t.Context(), home.ID, change.Inquiry{
		Criterion: set.Rules()[0].Criterion(), Rows: []uint64{rule.RowHash("a")}, Shared: 1, Around: noon, Reach: time.Hour, Limit: 1000,
	})
	if err != nil || len(left) != 0 {
		t.Errorf("the index still tells of %d, %v", len(left), err)
	}
}

// elsewhere is d of another host.
func elsewhere(d *detection.Detection) *detection.Detection {
	d.Entities = []detection.Entity{"host:b"}
	return d
}

func TestASearchGoesByTheVersionThatCounts(t *testing.T) {
	h := newHouse(t, plain)
	if _, _, err := h.EditBook(t.Context(), home, author, nil, wholly(appending)); err != nil {
		t.Fatal(err)
	}
	h.receive( // in one batch, so that nothing is stored in between
		seen("x", 700, "x", 0), elsewhere(seen("x", 700, "anew", 0)),
		elsewhere(seen("y", 700, "y", 0)), seen("y", 700, "anew y", 0),
		of(seen("g", 700, "g", 0), "go", time.Minute),
	)
	members, err := h.keeper.Members(t.Context(), home.ID, 1)
	if err != nil || len(members) != 2 || members[0].UID != "y" {
		t.Errorf("%v %v", members, err)
	}
}

// What one case may not have again, another may.
func TestASearchKeepsWhatOnlyOneCaseIsBarredFrom(t *testing.T) {
	h := newHouse(t, plain)
	if _, _, err := h.EditBook(t.Context(), home, author, nil, wholly(appending)); err != nil {
		t.Fatal(err)
	}
	order := func(c command.Command) {
		c.By = author
		if _, err := h.Order(t.Context(), home, c); err != nil {
			t.Fatal(err)
		}
	}
	x, y := detection.ID(3), detection.ID(6)
	h.receive(seen("x", 700, "x", 0))
	order(command.Command{Kind: command.OpenCase, Title: "one", Detections: []string{x}, Side: command.Side{Tenant: true}})
	order(command.Command{Kind: command.RemoveDetections, Case: 1, Detections: []string{x}})
	h.receive(elsewhere(seen("y", 700, "y", 0)))
	h.receive(seen("y", 700, "anew", 0))
	order(command.Command{Kind: command.AddDetections, Case: 1, Detections: []string{y}}) // whose search meets x
	order(command.Command{Kind: command.SetStatus, Case: 1, Status: casefile.Resolved})
	h.receive(of(seen("g", 700, "g", 0), "go", time.Minute))
	if c, err := h.keeper.Case(t.Context(), home.ID, casefile.AllSeeing, 2); err != nil || c.DetectionCount != 2 {
		t.Errorf("%d detections, %v", c.DetectionCount, err)
	}
}

// What repeats make of an open detection counts in searches, whether it was there
// before the rule was or not, and whether it is stored by then or not.
func TestASearchGoesByHowOftenADetectionWasSeen(t *testing.T) {
	port := func(d *detection.Detection) *detection.Detection {
		d.Title, d.Raw = "beacon", []byte(`{"port": 443}`)
		return d
	}
	opener := of(seen("g", 700, "g", 0), "go", time.Minute)
	opener.Raw = []byte(`{"port": 443}`)
	oftenSeen := rule.Book{Rules: []rule.Rule{{
		ID: "r", Title: "R", State: rule.Enabled, Filter: "title = 'go'", AppendFilter: "count >= 3", GroupBy: []string{"values('port')"},
	}}}
	for name, c := range map[string]struct{ before, after []*detection.Detection }{
		"listed when it came":   {nil, []*detection.Detection{port(seen("x", 700, "x", 0)), port(seen("y", 700, "y", 0)), port(seen("z", 700, "z", 0))}},
		"there before the rule": {[]*detection.Detection{port(seen("x", 700, "x", 0))}, []*detection.Detection{port(seen("y", 700, "y", 0)), port(seen("z", 700, "z", 0))}},
	} {
		for _, together := range []bool{true, false} {
			t.Run(fmt.Sprint(name, ", in one batch: ", together), func(t *testing.T) {
				h := newHouse(t, plain)
				write := func(b rule.Book) {
					if _, _, err := h.EditBook(t.Context(), home, author, nil, wholly(b)); err != nil {
						t.Fatal(err)
					}
				}
				write(rule.Book{})
				h.receive(c.before...)
				write(oftenSeen)
				if together {
					h.receive(append(slices.Clone(c.after), opener)...)
				} else {
					for _, d := range append(slices.Clone(c.after), opener) {
						h.receive(d)
					}
				}
				if n := h.theCase().DetectionCount; n != 2 {
					t.Errorf("the case has %d detections", n)
				}
			})
		}
	}
}

// What a template says of a case may speak of that case; what it can't say, the log
// tells at the case and the template.
func TestTextsSpeakOfTheCaseThatTheyAreOf(t *testing.T) {
	h := newHouse(t, plain)
	book := rule.Book{
		Templates: []rule.Template{{ID: "t", Title: "T", CaseTitle: "${case.number}: ${detection.title}", KeyFindings: "${case.severity} ${detections[7].title}"}},
		Rules: []rule.Rule{{
			ID: "r", Title: "R", Template: "t", State: rule.Enabled, Filter: "severity >= 0.1", GroupBy: []string{"hostnames()"},
			AppendComment: "${detections.map(d, d.title).join('+')} of ${case.number}",
		}},
	}
	if _, _, err := h.EditBook(t.Context(), home, author, nil, wholly(book)); err != nil {
		t.Fatal(err)
	}
	h.receive(seen("one", 700, "one", 0))
	h.receive(seen("two", 700, "two", 0))
	h.receive(seen("three", 700, "three", 0))
	if c := h.theCase(); c.Title != "1: one" || c.KeyFindings != "" {
		t.Errorf("%q %q", c.Title, c.KeyFindings)
	}
	page, err := h.keeper.Activities(t.Context(), home.ID, casefile.AllSeeing, 1, listing.Request{Sort: "entry", Descending: true, Limit: 1})
	if err != nil || page.Items[0].Note != "one+two+three of 1" {
		t.Errorf("%+v %v", page.Items[0], err)
	}
	log, err := h.keeper.RuleLogs(t.Context(), home.ID, casefile.AllSeeing, rulelog.Filter{Case: 1, Template: "t"}, listing.Request{Sort: "entry", Limit: 10})
	if err != nil || len(log.Items) != 2 || log.Items[0].Kind != rulelog.ExpressionFailed {
		t.Errorf("%+v %v", log.Items, err)
	}
}

// What left a case while nothing was committed yet gives no key to its continuation.
func TestAContinuationCopiesNoKeysOfWhoLeft(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		gate := make(chan struct{})
		h := newHouse(t, func(s *memory.Store) engine.Ledger { return &gated{Ledger: s, gate: gate} })
		defer h.Close()
		small := []rule.Rule{{ID: "r", Title: "R", State: rule.Enabled, Filter: "severity >= 0.1", GroupBy: []string{"hostnames()"}, MaxDetections: 1}}
		if _, _, err := h.EditBook(t.Context(), home, author, nil, wholly(rule.Book{Rules: small})); err != nil {
			t.Fatal(err)
		}
		both := seen("both", 700, "both", 0)
		both.Entities = []detection.Entity{"host:a", "host:b"}
		for _, first := range []*detection.Detection{seen("a", 700, "a", 0), both} {
			go func() { gate <- struct{}{} }()
			h.receive(first) // case 1, and case 2, which continues it and holds a and b
		}
		add := command.Command{Kind: command.AddDetections, Case: 1, By: author, Detections: []string{detection.ID(4)}}
		if _, err := h.Order(t.Context(), home, add); err != nil { // case 1 holds b by both, too
			t.Fatal(err)
		}
		var ends sync.WaitGroup
		line := func(job func() error) {
			ends.Go(func() {
				if err := job(); err != nil {
					t.Error(err)
				}
			})
			synctest.Wait() // it is in line
		}
		send := func(uid string) func() error {
			return func() error {
				_, err := h.Receive(t.Context(), home, records([]*detection.Detection{seen(uid, 700, uid, 0)}))
				return err
			}
		}
		low := seen("low", 50, "low", 0)
		line(func() error {
			_, err := h.Receive(t.Context(), home, records([]*detection.Detection{low}))
			return err
		})
		for _, c := range []command.Command{
			{Kind: command.SetStatus, Case: 2, Status: casefile.Resolved},
			{Kind: command.RemoveDetections, Case: 1, Detections: []string{detection.ID(4)}},
		} {
			line(func() error {
				c.By = author
				_, err := h.Order(t.Context(), home, c)
				return err
			})
		}
		line(send("next"))
		close(gate)
		ends.Wait()
		held, err := h.keeper.HeldCase(t.Context(), home.ID, 3)
		if err != nil {
			t.Fatal(err)
		}
		for _, k := range held.Keys {
			if k.Row == "b" {
				t.Errorf("case 3 holds %+v", k)
			}
		}
	})
}

// Who left while nothing was committed yet is not counted among those who stay.
func TestWhoLeftIsNotCounted(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		gate := make(chan struct{})
		h := newHouse(t, func(s *memory.Store) engine.Ledger { return &gated{Ledger: s, gate: gate} })
		defer h.Close()
		go func() { gate <- struct{}{} }()
		h.receive(seen("worst", 900, "1", 0), seen("bad", 700, "2", 0), seen("mild", 500, "3", 0))
		var ends sync.WaitGroup
		line := func(job func() error) {
			ends.Go(func() {
				if err := job(); err != nil {
					t.Error(err)
				}
			})
			synctest.Wait() // it is in line
		}
		send := func(d *detection.Detection) func() error {
			return func() error {
				_, err := h.Receive(t.Context(), home, records([]*detection.Detection{d}))
				return err
			}
		}
		line(send(seen("low", 50, "low", 0)))
		line(func() error {
			leave := command.Command{Kind: command.RemoveDetections, Case: 1, By: author, Detections: []string{detection.ID(2)}}
			_, err := h.Order(t.Context(), home, leave)
			return err
		})
		line(send(seen("bad", 400, "anew", 0)))
		close(gate)
		ends.Wait()
		if c := h.theCase(); c.DetectionCount != 2 || c.Top.Title != "mild" || c.Score != 50 {
			t.Errorf("%d detections, led by %s, score %d", c.DetectionCount, c.Top.Title, c.Score)
		}
	})
}
