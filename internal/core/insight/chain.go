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
)

// MaxTop is how many cases stand for a stage.
const MaxTop = 5

// Chain is how many cases reach which stage of the kill chain, by which tactics and techniques.
type Chain struct {
	// Counted is how many cases were looked at.
	Counted int
	// Stages are the five, in order.
	Stages [5]Stage
	// Tactics and Techniques count cases by MITRE's ids; what ATT&CK does not know, as it was sent.
	Tactics, Techniques map[string]int
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
	c := &Chain{Tactics: map[string]int{}, Techniques: map[string]int{}}
	for i := range c.Stages {
		c.Stages[i].Name = attack.StageName(i + 1)
	}
	return c
}

// Add counts a case: once for each stage, tactic and technique that it has.
func (c *Chain) Add(k casefile.Case) {
	c.Counted++
	var reached [5]bool
	tactics := map[string]bool{}
	for _, name := range k.Tactics {
		id := name
		if t, known := attack.TacticOf(name); known {
			id, reached[t.Stage-1] = t.ID, true
		}
		tactics[id] = true
	}
	for id := range tactics {
		c.Tactics[id]++
	}
	techniques := map[string]bool{}
	for _, id := range k.TechniqueIDs {
		if t, known := attack.TechniqueOf(id); known {
			id = t.ID
		}
		techniques[id] = true
	}
	for id := range techniques {
		c.Techniques[id]++
	}
	for i := range reached {
		if reached[i] {
			c.Stages[i].add(k)
		}
	}
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
