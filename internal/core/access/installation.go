package access

// Installation is what holds for everybody.
type Installation struct {
	// HideAssignees keeps from tenants' own people who of their provider has a case (X29).
	HideAssignees bool `json:"hide_assignees,omitempty"`
	// Version counts its editions; 0 where nothing was ever set.
	Version uint64 `json:"version"`
}
