package engine_test

import (
	"context"
	"runtime"
	"sync"
	"sync/atomic"

	"pgregory.net/rapid"

	"caseweave/internal/core/casefile"
	"caseweave/internal/core/change"
	"caseweave/internal/core/command"
	"caseweave/internal/core/detection"
	"caseweave/internal/core/fault"
	"caseweave/internal/core/rule"
)

// unsteady is a keeper some of whose next commits fail: whole, or so that only the answer is lost.
type unsteady struct {
	keeper
	mu   sync.Mutex
	next []mishap
	// slowness is how often a commit lets others go first.
	slowness atomic.Int64
}

type mishap int

const (
	none mishap = iota
	failed
	answerLost
)

func (u *unsteady) mishap() mishap {
	u.mu.Lock()
	defer u.mu.Unlock()
	if len(u.next) == 0 {
		return none
	}
	m := u.next[0]
	u.next = u.next[1:]
	return m
}

func (u *unsteady) expect(next []mishap) {
	u.mu.Lock()
	defer u.mu.Unlock()
	u.next = next
}

func (u *unsteady) Commit(ctx context.Context, set *change.Set) error {
	for range u.slowness.Load() {
		runtime.Gosched() // so that others come meanwhile
	}
	m := u.mishap()
	if m == failed {
		return fault.New(fault.Unavailable, "The disk is full.")
	}
	if err := u.keeper.Commit(ctx, set); err != nil || m == none {
		return err
	}
	return fault.New(fault.Unavailable, "The answer got lost.")
}

// deed is what somebody does while others do theirs: they send, or they order.
type deed struct {
	batch   []*detection.Detection
	command *command.Command
	err     error
}

// meanwhile lets several send and order at once, while commits may fail. What
// the store says was decided, in its order, is what the transcription is told;
// and what was acknowledged must be among it.
func (w *world) meanwhile() {
	deeds := w.drawDeeds()
	if !w.dreaming() { // who dreams forgets when a commit fails; the transcription can't know when
		w.keeper.expect(rapid.SliceOfN(rapid.SampledFrom([]mishap{none, none, failed, answerLost}), 0, 4).Draw(w.T, "mishaps"))
	}
	w.keeper.slowness.Store(int64(rapid.SampledFrom([]int{0, 20, 200}).Draw(w.T, "slowness")))
	defer w.keeper.slowness.Store(0)
	var all sync.WaitGroup
	for i := range deeds {
		all.Go(func() { deeds[i].err = w.do(&deeds[i]) })
	}
	all.Wait()
	w.keeper.expect(nil)
	w.catchUp()
	for i := range deeds {
		w.knows(&deeds[i])
	}
}

func (w *world) dreaming() bool {
	for _, r := range w.says.rules {
		if r.state == rule.Test {
			return true
		}
	}
	return false
}

func (w *world) drawDeeds() []deed {
	deeds := make([]deed, rapid.IntRange(2, 4).Draw(w.T, "deeds"))
	for i := range deeds {
		kinds := []func() deed{
			func() deed { return deed{batch: w.drawBatch()} },
			func() deed { return deed{batch: w.drawBatch()} },
		}
		if len(w.says.detections) > 0 {
			kinds = append(kinds, func() deed {
				return deed{command: &command.Command{Kind: command.OpenCase, Title: "By hand", Detections: w.some(), Side: command.Side{Tenant: true}}}
			})
		}
		if len(w.says.cases) > 0 {
			kinds = append(kinds, func() deed {
				return deed{command: &command.Command{
					Kind: rapid.SampledFrom([]command.Kind{command.AddDetections, command.RemoveDetections}).Draw(w.T, "kind"),
					Case: w.anyCase("case"), Detections: w.some(),
				}}
			}, func() deed {
				return deed{command: &command.Command{
					Kind: command.SetStatus, Case: w.anyCase("case"),
					Status: rapid.SampledFrom([]casefile.Status{casefile.InProgress, casefile.Resolved}).Draw(w.T, "status"),
				}}
			})
		}
		if i > 0 && deeds[i-1].batch != nil {
			kinds = append(kinds, func() deed { return deed{batch: again(deeds[i-1].batch)} })
		}
		deeds[i] = rapid.SampledFrom(kinds).Draw(w.T, "deed")()
	}
	return deeds
}

// again is the same, sent by another.
func again(batch []*detection.Detection) []*detection.Detection {
	same := make([]*detection.Detection, len(batch))
	for i, d := range batch {
		copied := *d
		same[i] = &copied
	}
	return same
}

func (w *world) do(d *deed) error {
	if d.command != nil {
		d.command.By = author
		_, err := w.engine.Order(w.Context(), w.tenant, *d.command)
		return err
	}
	_, err := w.engine.Receive(w.Context(), w.tenant, records(d.batch))
	return err
}

// catchUp tells the transcription what was decided since it last heard.
func (w *world) catchUp() {
	past, err := w.keeper.Past(w.Context(), w.tenant.ID, w.says.sequence, 1000)
	if err != nil {
		w.Fatal(err)
	}
	for _, p := range past {
		switch {
		case p.Arrived != nil:
			w.says.receive(w.sent[p.Arrived.Fingerprint])
		case p.Updated != nil:
			w.says.receive(w.sent[p.Updated.Version.Fingerprint])
		case p.Folded != nil:
			w.says.receive(w.sent[p.Folded.Fingerprint])
		case p.Command != nil:
			w.says.order(*p.Command)
		}
		if w.says.sequence != p.Sequence {
			w.Fatalf("number %d was given to %+v; by the transcription it changes nothing", p.Sequence, p)
		}
	}
}

// knows is that what was acknowledged is there.
func (w *world) knows(d *deed) {
	if d.err != nil || d.command != nil {
		return
	}
	for _, sent := range d.batch {
		known := len(w.says.folds[sent.UID]) > 0
		for _, have := range w.says.detections {
			known = known || have.UID == sent.UID
		}
		if !known {
			w.Fatalf("%s was acknowledged, and is not there", sent.UID)
		}
	}
}
