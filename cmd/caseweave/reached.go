package main

import "caseweave/internal/core/access"

// reached is where something holds that is made: a tenant, a partner, or everything.
type reached struct {
	Tenant  string `help:"It holds in this tenant." required:"" xor:"place"`
	Partner string `help:"It holds in all tenants of this partner." required:"" xor:"place"`
	Root    bool   `help:"It holds in the whole installation." required:"" xor:"place"`
}

func (r reached) reach() access.Reach {
	return access.Reach{Root: r.Root, PartnerID: r.Partner, TenantID: r.Tenant}
}
