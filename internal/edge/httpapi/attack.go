package httpapi

import (
	"context"

	"caseweave/internal/core/attack"
)

// Attack is the catalogue of tactics and techniques, with links to MITRE's pages.
type Attack struct {
	Version    string            `json:"version"`
	Notice     string            `json:"notice" doc:"MITRE's copyright designation and licence."`
	Tactics    []AttackTactic    `json:"tactics" doc:"In matrix order."`
	Techniques []AttackTechnique `json:"techniques" doc:"By id, sub-techniques included."`
}

// AttackTactic is a column of the matrix.
type AttackTactic struct {
	ID        string   `json:"id"`
	Shortname string   `json:"shortname"`
	Name      string   `json:"name"`
	Former    []string `json:"former" doc:"The names that earlier versions of the matrix had for it."`
	URL       string   `json:"url"`
	Stage     string   `json:"stage" doc:"The stage of the kill chain, by name."`
	StageNo   int      `json:"stage_number" minimum:"1" maximum:"5"`
}

// AttackTechnique is a technique or sub-technique.
type AttackTechnique struct {
	ID      string   `json:"id"`
	Name    string   `json:"name" doc:"That of a sub-technique begins with its parent's."`
	Tactics []string `json:"tactics" doc:"Shortnames, in matrix order."`
	URL     string   `json:"url"`
}

func (s *Server) registerAttack() {
	register(s, operation{
		method: "GET", path: "/api/v1/attack", id: "attack", summary: "Read the ATT&CK catalogue", needs: signedIn, gives: exampleAttack,
	}, func(_ context.Context, v visit, _ *struct{}) (Attack, error) {
		v.w.Header().Set("Cache-Control", "private, max-age=86400")
		return catalogue(), nil
	})
}

func catalogue() Attack {
	return Attack{
		Version: attack.Version, Notice: attack.Notice,
		Tactics: each(attack.Tactics(), func(t attack.Tactic) AttackTactic {
			return AttackTactic{
				ID: t.ID, Shortname: t.Shortname, Name: t.Name, Former: list(t.Former), URL: attack.URL(t.ID),
				Stage: attack.StageName(t.Stage), StageNo: t.Stage,
			}
		}),
		Techniques: each(attack.Techniques(), func(t attack.Technique) AttackTechnique {
			return AttackTechnique{ID: t.ID, Name: t.FullName(), Tactics: list(t.Tactics), URL: attack.URL(t.ID)}
		}),
	}
}
