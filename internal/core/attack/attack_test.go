package attack

import (
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

func TestTheMatrixHasFifteenTacticsInOrder(t *testing.T) {
	all := Tactics()
	if len(all) != 15 {
		t.Fatalf("%d tactics", len(all))
	}
	for i, tactic := range all {
		if tactic.Order != i+1 || StageName(tactic.Stage) == "" {
			t.Errorf("%+v has no place", tactic)
		}
	}
	all[0].Name = "changed"
	if Tactics()[0].Name == "changed" {
		t.Error("callers share one slice")
	}
}

func TestATacticIsFoundByAnySpelling(t *testing.T) {
	for spelling, want := range map[string]string{
		"defense-evasion": "TA0005", "Defense Evasion": "TA0005", "TA0005": "TA0005", "stealth": "TA0005",
		"defense_impairment": "TA0112", "ta0112": "TA0112", "privilege-escalation": "TA0004",
		"Command and Control": "TA0011", "CommandAndControl": "TA0011", "LATERAL MOVEMENT": "TA0008",
	} {
		if got, _ := TacticOf(spelling); got.ID != want {
			t.Errorf("%q is %q, want %s", spelling, got.ID, want)
		}
	}
	if _, known := TacticOf("world domination"); known {
		t.Error("an unknown tactic was found")
	}
}

func TestATacticIsAskedForAsItWasSentAndByItsID(t *testing.T) {
	for sent, want := range map[string]string{
		"Defense Evasion": "Defense Evasion, TA0005", "TA0005": "TA0005", "lateral_movement": "lateral_movement, TA0008",
		"world domination": "world domination",
	} {
		var names []string
		if SomeName(sent, func(name string) bool { names = append(names, name); return false }) {
			t.Errorf("%q is what nobody asked for", sent)
		}
		if got := strings.Join(names, ", "); got != want {
			t.Errorf("%q goes by %s, want %s", sent, got, want)
		}
	}
	if !SomeName("stealth", func(name string) bool { return name == TacticID("defense-evasion") }) {
		t.Error("Stealth is not found by its former name")
	}
}

func TestTheKillChainFollowsTheTactics(t *testing.T) {
	for tactic, want := range map[string]int{
		"initial-access": 1, "persistence": 2, "defense-evasion": 2, "TA0112": 2, "command-and-control": 2,
		"credential-access": 3, "collection": 3, "privilege-escalation": 4, "lateral-movement": 4, "impact": 5, "?": 0,
	} {
		known, _ := TacticOf(tactic)
		if got := known.Stage; got != want {
			t.Errorf("%s is stage %d, want %d", tactic, got, want)
		}
	}
}

func TestATechniqueKnowsItsNameTacticsAndPage(t *testing.T) {
	ps, known := TechniqueOf(" t1059.001 ")
	if !known || ps.FullName() != "Command and Scripting Interpreter: PowerShell" || !slices.Equal(ps.Tactics, []string{"execution"}) {
		t.Errorf("got %+v", ps)
	}
	if got := URL("T1059.001"); got != "https://attack.mitre.org/techniques/T1059/001" {
		t.Error(got)
	}
	if got := URL("defense-evasion"); got != "https://attack.mitre.org/tactics/TA0005" {
		t.Error(got)
	}
	if got := URL("T9999"); got != "" {
		t.Errorf("an unknown technique has the page %s", got)
	}
}

func TestDefenseEvasionIsNowTwoTactics(t *testing.T) {
	for id, want := range map[string]string{"T1562": "defense-impairment", "T1562.001": "defense-impairment", "T1027": "stealth"} {
		if got, _ := TechniqueOf(id); !slices.Equal(got.Tactics, []string{want}) {
			t.Errorf("%s serves %v, want %s", id, got.Tactics, want)
		}
	}
}

func TestARevokedTechniqueNamesItsSuccessor(t *testing.T) {
	if got, _ := TechniqueOf("T1009"); !got.Retired || got.ReplacedBy != "T1027.001" {
		t.Errorf("got %+v", got)
	}
}

func TestEveryTechniqueServesATactic(t *testing.T) {
	for id, technique := range techniqueBy {
		if technique.Name == "" || len(technique.Tactics) == 0 {
			t.Errorf("%s: %+v", id, technique)
		}
		if r := technique.ReplacedBy; r != "" {
			if _, known := TechniqueOf(r); !known {
				t.Errorf("%s gives way to unknown %s", id, r)
			}
		}
	}
}

func TestTheTableIsMitresWithTwoTacticsMoved(t *testing.T) {
	const source = "../../../../shared/data/attack/techniques.tsv"
	if _, err := os.Stat(source); err != nil {
		t.Skip("MITRE's table is not beside the repository: ", err)
	}
	derived, err := exec.Command("awk", "-f", "derive.awk", source).Output()
	if err != nil {
		t.Skip("awk: ", err)
	}
	if string(derived) != table {
		t.Error("techniques.tsv is not what derive.awk makes")
	}
}

func BenchmarkTacticOf(b *testing.B) {
	for _, spelling := range []string{"TA0005", "Defense Evasion", "DEFENSE_EVASION", "no tactic at all"} {
		b.Run(spelling, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				TacticOf(spelling)
			}
		})
	}
}
