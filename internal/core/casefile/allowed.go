package casefile

// Reader is what decides what somebody may do with a case, besides the case itself.
type Reader struct {
	// Works says that the reader's role is trusted with cases.
	Works bool
	// Customer says that the reader is of a tenant that has a provider, and not of the provider.
	Customer bool
	// Served says that the tenant has a provider.
	Served bool
}

// Deed is something that a reader may be allowed to do with a case. The list is closed.
type Deed string

const (
	// ToComment is to say something about it.
	ToComment Deed = "comment"
	// ToEdit is to change its title, summary, type, severity, priority, assignee and tags,
	// and ToSetStatus where it stands and what it has turned out to be.
	ToEdit      Deed = "edit"
	ToSetStatus Deed = "status"
	// ToHandOver is to change who manages it.
	ToHandOver Deed = "managed_by"
	// ToTake is to add detections, and ToGive to remove them, move them away, or settle them.
	ToTake Deed = "take_detections"
	ToGive Deed = "give_detections"
	// ToMerge is to merge it with others and to split it, and ToTie to say how it stands to others.
	ToMerge Deed = "merge"
	ToTie   Deed = "tie"
)

// Deeds are all of them.
var Deeds = []Deed{ToComment, ToEdit, ToSetStatus, ToHandOver, ToTake, ToGive, ToMerge, ToTie}

// Theirs says that the case is the provider's to work on, and the reader the customer (S13).
func (r Reader) Theirs(c *Case) bool { return r.Customer && c.ManagedBy == Provider }

// Refusal is why a reader may not do something with the case now; empty where the
// reader may. Whatever is allowed may still be refused for what it says.
func (c *Case) Refusal(deed Deed, r Reader) string {
	switch {
	case !r.Works:
		return "Cases are worked on by administrators, analysts and responders."
	case c.MergedInto != 0:
		return "The case was merged into another."
	case r.Theirs(c):
		return Managed
	case deed == ToHandOver && !r.Served:
		return Unserved
	case !c.Open() && (deed == ToTake || deed == ToMerge):
		return "Only open cases take detections, are merged and split."
	}
	return ""
}

// Managed is why a customer changes nothing in a case, and Unserved why one can't be handed over.
const (
	Managed  = "Your provider manages this case: you read it."
	Unserved = "Nobody provides for this tenant: it manages its cases itself."
)

// Shown is where the case stands as a reader sees it: what a provider works on is in
// progress for its customer, on hold or not (S11).
func (r Reader) Shown(c *Case, s Status) Status {
	if r.Theirs(c) && (s == New || s == OnHold) {
		return InProgress
	}
	return s
}
