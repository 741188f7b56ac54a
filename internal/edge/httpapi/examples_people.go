package httpapi

import (
	"time"

	"caseweave/internal/core/access"
)

// The examples of people and programs: grace was invited to the tenant, and a sensor sends.
var (
	exampleSecret = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
	exampleUntil  = exampleTime.Add(access.InvitationLife)
	exampleUsed   = exampleTime.Add(90 * time.Minute)
	exampleEnd    = exampleTime.AddDate(0, 0, 90)

	exampleUser = User{
		ID: "u-grace", Name: "grace", Email: "grace@example.com", Role: role(access.Analyst), State: userInvited,
		InvitedUntil: &exampleUntil, CreatedAt: exampleTime,
	}
	exampleInvited = Invited{User: exampleUser, Link: welcomePath + "#u-grace_" + exampleSecret}

	exampleToken = Token{
		ID: "1f0c9a1e7b324d68", Name: "sensor", Role: role(access.Ingest), Scopes: []action{}, State: tokenGood,
		CreatedAt: exampleTime, CreatedBy: "ada", ExpiresAt: &exampleEnd, LastUsedAt: &exampleUsed,
	}
)
