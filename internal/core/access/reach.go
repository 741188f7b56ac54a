package access

import (
	"strings"

	"caseweave/internal/core/fault"
)

// Reach is a part of the organisation: everything, a partner with its tenants, or
// one tenant. It says where a role holds, and is the place of what belongs there.
type Reach struct {
	// Root reaches every tenant.
	Root bool
	// PartnerID reaches that partner's tenants; empty for none.
	PartnerID string
	// TenantID reaches that tenant; empty for none.
	TenantID string
}

const (
	rootPlace   = "root"
	partnerMark = "partner:"
	tenantMark  = "tenant:"
)

// String is the reach as paths and histories name it: root, partner:ID or
// tenant:ID; empty for none.
func (r Reach) String() string {
	switch {
	case r.Root:
		return rootPlace
	case r.PartnerID != "":
		return partnerMark + r.PartnerID
	case r.TenantID != "":
		return tenantMark + r.TenantID
	}
	return ""
}

// ParseReach reads what String wrote; anything else is fault.Invalid.
func ParseReach(text string) (Reach, error) {
	if text == rootPlace {
		return Reach{Root: true}, nil
	}
	if id, ok := strings.CutPrefix(text, partnerMark); ok && CheckID(id) == nil {
		return Reach{PartnerID: id}, nil
	}
	if id, ok := strings.CutPrefix(text, tenantMark); ok && CheckID(id) == nil {
		return Reach{TenantID: id}, nil
	}
	return Reach{}, fault.New(fault.Invalid, "A place is root, partner:ID or tenant:ID; %q is not.", text[:min(len(text), maxName)])
}

// MarshalText is String.
func (r Reach) MarshalText() ([]byte, error) { return []byte(r.String()), nil }

// UnmarshalText is ParseReach, and takes empty for none.
func (r *Reach) UnmarshalText(text []byte) (err error) {
	if len(text) == 0 {
		*r = Reach{}
		return nil
	}
	*r, err = ParseReach(string(text))
	return err
}
