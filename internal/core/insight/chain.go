// Package insight tells what many cases come to: how far along the kill chain
// they are, how old those are that are open, how long people took, what rules
// yield. It counts what it is given, and promises nothing about the rest; who asks
// says how much that was.
package insight

import (
	"cmp"
	"slices"

	"caseweave/internal/core/attack"
	"caseweave/internal/core/casefile"
	"caseweave/internal/core/fold"
)

// MaxTop is how many cases stand for a stage.
const MaxTop = 5

// Chain is how many cases reach which stage of the kill chain, by which tactics and techniques.
type Chain struct {
	// Counted is how many cases were looked at.
	Counted int
	// Stages are the five, in order.
	Stages [5]Stage
	// Tactics and Techniques count cases by MITRE's ids; what ATT&CK does not know, as it
	// was first met: what differs in letter case alone is one, as it is for a filter.
	Tactics, Techniques map[string]int

	met map[string]string
}

// Stage is a stage of the kill chain.
type Stage struct {
	Name string
	// Cases is how many reach it, and Top those with the highest scores, MaxTop at most.
	Cases int
	Top   []casefile.Case
}

// NewChain has counted nothing.
func NewChain() *Chain {
	c := &Chain{Tactics: map[string]int{}, Techniques: map[string]int{}, met: map[string]string{}}
	for i := range c.Stages {
		c.Stages[i].Name = attack.StageName(i + 1)
	}
	return c
}

// Add counts a case: once for each stage, tactic and technique that it has.
func (c *Chain) Add(k casefile.Case) {
	c.Counted++
	var reached [5]bool
	for _, name := range k.Tactics {
		if t, known := attack.TacticOf(name); known {
			reached[t.Stage-1] = true
		}
	}
	c.mention(c.Tactics, k.Tactics, attack.TacticID)
	c.mention(c.Techniques, k.TechniqueIDs, attack.TechniqueID)
	for i := range reached {
		if reached[i] {
			c.Stages[i].add(k)
		}
	}
}

// mention counts a case once for each of the names that its detections have.
func (c *Chain) mention(counts map[string]int, names []string, idOf func(string) string) {
	counted := map[string]bool{}
	for _, name := range names {
		id := c.first(idOf(name))
		if !counted[id] {
			counted[id] = true
			counts[id]++
		}
	}
}

// first is how a text was spelt when it was first met.
func (c *Chain) first(text string) string {
	folded := fold.String(text)
	if _, met := c.met[folded]; !met {
		c.met[folded] = text
	}
	return c.met[folded]
}

func (s *Stage) add(k casefile.Case) {
	s.Cases++
	at, _ := slices.BinarySearchFunc(s.Top, k, func(a, b casefile.Case) int {
		return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(b.Number, a.Number))
	})
	if at == MaxTop {
		return
	}
	s.Top = slices.Insert(s.Top, at, k)
	s.Top = s.Top[:min(len(s.Top), MaxTop)]
}
