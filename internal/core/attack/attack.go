// Package attack is the MITRE ATT&CK® Enterprise matrix and the XDR kill chain, as data.
//
// It promises the matrix order of version 19, with Stealth (TA0005) and Defense
// Impairment (TA0112) where earlier versions had Defense Evasion, whose name and
// id are still understood as Stealth. It is the one place that says which texts
// name the same tactic. It refuses nothing: a tactic or technique that it doesn't
// know is reported as unknown, and callers keep it as sent.
//
// The names are MITRE's; NOTICE.txt beside this file holds their licence and
// goes wherever the data goes.
package attack

import (
	_ "embed"
	"maps"
	"slices"
	"strings"

	"caseweave/internal/core/fold"
)

// Version is that of the matrix whose order and tactics these are.
const Version = "19"

// Notice is MITRE's copyright designation and licence, to be shown with the data.
//
//go:embed NOTICE.txt
var Notice string

//go:embed techniques.tsv
var table string

// Tactic is a column of the matrix: what an adversary is after.
type Tactic struct {
	// ID is MITRE's, such as "TA0008".
	ID string `json:"id"`
	// Shortname is the name in lower case with hyphens, such as "lateral-movement".
	Shortname string `json:"shortname"`
	Name      string `json:"name"`
	// Former are the names that earlier versions had for it.
	Former []string `json:"former,omitempty"`
	// Order is the place in the matrix, from 1.
	Order int `json:"order"`
	// Stage is the kill chain's, 1 to 5.
	Stage int `json:"stage"`
}

// Technique is a way to reach a tactic's goal.
type Technique struct {
	// ID is MITRE's, such as "T1059.001".
	ID string `json:"id"`
	// Name is the technique's own, without that of its parent.
	Name string `json:"name"`
	// Tactics are shortnames in matrix order.
	Tactics []string `json:"tactics"`
	// Retired says that MITRE withdrew it; old products still send it.
	Retired bool `json:"retired,omitempty"`
	// ReplacedBy is the id of what took its place, if anything did.
	ReplacedBy string `json:"replaced_by,omitempty"`
}

// stages are the kill chain's five, from the first (requirements, One model).
var stages = [...]string{
	"Initial attempts", "Persistent foothold", "Exploration", "Propagation", "Exfiltration & impact",
}

var tactics = []Tactic{
	{ID: "TA0043", Shortname: "reconnaissance", Name: "Reconnaissance", Stage: 1},
	{ID: "TA0042", Shortname: "resource-development", Name: "Resource Development", Stage: 1},
	{ID: "TA0001", Shortname: "initial-access", Name: "Initial Access", Stage: 1},
	{ID: "TA0002", Shortname: "execution", Name: "Execution", Stage: 2},
	{ID: "TA0003", Shortname: "persistence", Name: "Persistence", Stage: 2},
	{ID: "TA0004", Shortname: "privilege-escalation", Name: "Privilege Escalation", Stage: 4},
	{ID: "TA0005", Shortname: "stealth", Name: "Stealth", Former: []string{"Defense Evasion"}, Stage: 2},
	{ID: "TA0112", Shortname: "defense-impairment", Name: "Defense Impairment", Stage: 2},
	{ID: "TA0006", Shortname: "credential-access", Name: "Credential Access", Stage: 3},
	{ID: "TA0007", Shortname: "discovery", Name: "Discovery", Stage: 3},
	{ID: "TA0008", Shortname: "lateral-movement", Name: "Lateral Movement", Stage: 4},
	{ID: "TA0009", Shortname: "collection", Name: "Collection", Stage: 3},
	{ID: "TA0011", Shortname: "command-and-control", Name: "Command and Control", Stage: 2},
	{ID: "TA0010", Shortname: "exfiltration", Name: "Exfiltration", Stage: 5},
	{ID: "TA0040", Shortname: "impact", Name: "Impact", Stage: 5},
}

// Tactics are all tactics in matrix order; the slice is the caller's.
func Tactics() []Tactic {
	all := append([]Tactic(nil), tactics...)
	for i := range all {
		all[i].Order = i + 1
	}
	return all
}

// tacticBy finds tactics by what most products send, as it is, and by the key of
// each of their names.
var tacticBy = func() map[string]Tactic {
	by := map[string]Tactic{}
	for _, t := range Tactics() {
		for _, name := range append([]string{t.ID, t.Shortname, t.Name}, t.Former...) {
			by[name], by[key(name)] = t, t
		}
	}
	return by
}()

// TacticOf finds a tactic by id, name, shortname or former name, in any letter case
// and with spaces, hyphens or underscores. Defense Evasion is Stealth.
func TacticOf(nameOrID string) (t Tactic, known bool) {
	if t, known = tacticBy[nameOrID]; !known {
		t, known = tacticBy[key(nameOrID)]
	}
	return t, known
}

// TacticID is the id of the tactic that a text names; any other text is itself.
func TacticID(text string) string {
	if t, known := TacticOf(text); known {
		return t.ID
	}
	return text
}

// SomeName calls holds with each text by which a tactic can be asked for, until it
// answers true, and says whether it did: as it was sent, and its id beside another name.
func SomeName(sent string, holds func(string) bool) bool {
	if holds(sent) {
		return true
	}
	id := TacticID(sent)
	return id != sent && holds(id)
}

var withoutGaps = strings.NewReplacer(" ", "", "-", "", "_", "")

// key is the form in which products' spellings of one tactic agree.
func key(s string) string { return withoutGaps.Replace(fold.String(s)) }

var techniqueBy = func() map[string]Technique {
	by := map[string]Technique{}
	for line := range strings.Lines(table) {
		column := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		t := Technique{ID: column[0], Name: column[1], Tactics: inMatrixOrder(column[2])}
		t.Retired = column[3] != ""
		t.ReplacedBy = strings.TrimPrefix(column[3], "-")
		by[t.ID] = t
	}
	return by
}()

func inMatrixOrder(list string) []string {
	var ordered []string
	for _, t := range tactics {
		if strings.Contains(","+list+",", ","+t.Shortname+",") {
			ordered = append(ordered, t.Shortname)
		}
	}
	return ordered
}

// TechniqueOf finds a technique or sub-technique by id, in any letter case.
func TechniqueOf(id string) (t Technique, known bool) {
	t, known = techniqueBy[strings.ToUpper(strings.TrimSpace(id))]
	return t, known
}

// TechniqueID is the id of the technique that a text names; any other text is itself.
func TechniqueID(text string) string {
	if t, known := TechniqueOf(text); known {
		return t.ID
	}
	return text
}

// Techniques are all techniques and sub-techniques, by id; the slice is the caller's.
func Techniques() []Technique {
	return slices.SortedFunc(maps.Values(techniqueBy), func(a, b Technique) int { return strings.Compare(a.ID, b.ID) })
}

// FullName is the name with that of its parent: "Command and Scripting Interpreter: PowerShell".
func (t Technique) FullName() string {
	parentID, _, isSub := strings.Cut(t.ID, ".")
	if parent, known := TechniqueOf(parentID); isSub && known {
		return parent.Name + ": " + t.Name
	}
	return t.Name
}

// StageName names a stage from 1 to 5; any other number has the empty name.
func StageName(stage int) string {
	if stage < 1 || stage > len(stages) {
		return ""
	}
	return stages[stage-1]
}

// URL is the page of a tactic or technique at MITRE, and empty for an id that
// this package doesn't know.
func URL(id string) string {
	if t, known := TechniqueOf(id); known {
		return "https://attack.mitre.org/techniques/" + strings.Replace(t.ID, ".", "/", 1)
	}
	if t, known := TacticOf(id); known {
		return "https://attack.mitre.org/tactics/" + t.ID
	}
	return ""
}
