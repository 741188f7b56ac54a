package main

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"strconv"
	"sync"
	"testing"
	"time"
)

var (
	cycles = flag.Int("cycles", 20, "how often TestCrash kills a server")
	seed   = flag.Uint64("seed", 0, "what TestCrash draws from; by the clock when 0")
)

// perLife is how often one installation is killed before the next begins.
const perLife = 10

// TestCrash kills servers at random moments while senders send, people work and
// the command line is used beside them, and holds what is there afterwards
// against what was answered. Every other installation lies on a disk that forgets
// what was not synced: killing it is a loss of power.
func TestCrash(t *testing.T) {
	t.Parallel()
	from := *seed
	if from == 0 {
		from = uint64(time.Now().UnixNano())
	}
	t.Logf("%d cycles from seed %d", *cycles, from)
	total := tally{}
	for n := range (*cycles + perLife - 1) / perLife {
		forgets := n%2 == 1
		t.Run(fmt.Sprintf("life-%d-forgets-%t", n, forgets), func(t *testing.T) {
			l := newLife(t, from+uint64(n), forgets)
			for range min(perLife, *cycles-n*perLife) {
				if l.cycle(); t.Failed() {
					t.Fatalf("run it again with -seed %d", from)
				}
			}
			total.add(l.said.tally)
		})
	}
	t.Logf("%d cycles: %d detections, %d orders, %d edits and %d tenants were acknowledged, and nothing was lost or doubled",
		*cycles, total.detections, total.orders, total.edits, total.tenants)
}

// TestCrashFindsWhatIsNotSynced lets TestCrash fail: without its syncs, the
// store loses what it acknowledged, and the cycles notice.
func TestCrashFindsWhatIsNotSynced(t *testing.T) {
	t.Parallel()
	for _, mode := range []string{"off", "normal"} {
		c := exec.Command(os.Args[0], "-test.run=^TestCrash$/forgets-true", "-cycles=20", "-seed=1")
		c.Env = append(os.Environ(), synchronous+"="+mode)
		if out, err := c.CombinedOutput(); err == nil {
			t.Errorf("nobody notices synchronous=%s:\n%s", mode, out)
		}
	}
}

// life is an installation that is killed again and again.
type life struct {
	*server
	chance *rand.Rand
	round  int
	said   said
	// began is called by whoever was answered.
	began func()
	// forgets says that what was not synced is lost.
	forgets bool
}

func newLife(t *testing.T, seed uint64, forgets bool) *life {
	l := &life{server: newServer(t), chance: rand.New(rand.NewPCG(seed, 0)), forgets: forgets}
	l.said.init()
	return l
}

// cycle kills the server under load, and holds what is there against what was said.
func (l *life) cycle() {
	l.t.Helper()
	l.round++
	if l.forgets {
		l.kill() // it was started on an ordinary disk, or for the check
		l.environment = []string{disk + "=" + strconv.FormatUint(l.chance.Uint64(), 10)}
		if l.chance.IntN(2) == 0 { // much is written in place, too
			l.environment = append(l.environment, logLength+"=50")
		}
		l.start()
	}
	began := make(chan struct{})
	l.began = sync.OnceFunc(func() { close(began) })
	load := l.load()
	select {
	case <-began:
	case <-time.After(10 * time.Second):
		l.t.Error("nobody was answered")
	}
	time.Sleep(time.Duration(50+l.chance.IntN(350)) * time.Millisecond)
	l.kill()
	load.Wait()
	l.environment = nil
	l.checkReplay()
	if l.chance.IntN(4) == 0 {
		l.launch() // and it is killed before it is ready
		time.Sleep(time.Duration(l.chance.IntN(100)) * time.Millisecond)
		l.kill()
	}
	l.start()
	l.check()
}
