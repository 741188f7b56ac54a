package httpapi

import "caseweave/internal/core/casefile"

// Permit says whether the reader may do something now.
type Permit struct {
	May bool   `json:"may"`
	Why string `json:"why,omitempty" doc:"Why not."`
}

// Allowed is what the reader may do with a case now. What is allowed may still be
// refused for what it says, or because others were faster.
type Allowed struct {
	Comment        Permit `json:"comment"`
	Edit           Permit `json:"edit" doc:"Title, summary, type, severity, priority, assignee and tags."`
	Status         Permit `json:"status" doc:"Status and resolution."`
	ManagedBy      Permit `json:"managed_by"`
	TakeDetections Permit `json:"take_detections"`
	GiveDetections Permit `json:"give_detections" doc:"Remove, move away, settle."`
	Merge          Permit `json:"merge" doc:"Merge and split."`
	Tie            Permit `json:"tie" doc:"Say how it stands to others."`
}

func (p telling) allowed(c *casefile.Case) Allowed {
	permit := func(d casefile.Deed) Permit {
		why := c.Refusal(d, p.reader)
		return Permit{May: why == "", Why: why}
	}
	return Allowed{
		Comment: permit(casefile.ToComment), Edit: permit(casefile.ToEdit), Status: permit(casefile.ToSetStatus), ManagedBy: permit(casefile.ToHandOver),
		TakeDetections: permit(casefile.ToTake), GiveDetections: permit(casefile.ToGive), Merge: permit(casefile.ToMerge), Tie: permit(casefile.ToTie),
	}
}
