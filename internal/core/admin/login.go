package admin

import (
	"fmt"
	"strings"

	"caseweave/internal/core/access"
)

// AddFactor lets the user log in with a second factor from now on.
func (d Deed) AddFactor(u access.User, f access.Factor) Change {
	f.Since = d.At
	return d.setFactor(u, SecondFactorAdded, &f, "")
}

// RemoveFactor lets the user log in without a second factor, as they wish.
func (d Deed) RemoveFactor(u access.User) Change {
	return d.setFactor(u, SecondFactorRemoved, nil, "")
}

// ResetFactor takes another's second factor.
func (d Deed) ResetFactor(u access.User) Change {
	return d.setFactor(u, SecondFactorReset, nil, "")
}

// Reset gives the user a password to replace at the next login, and takes the second factor.
func (d Deed) Reset(u access.User, hash string) Change {
	c := d.SetPassword(u, hash, true)
	if u.Factor != nil {
		c.Users[0].Factor = nil
		c.Acts = append(c.Acts, d.act(u.Reach, SecondFactorReset, Subject{u.ID, u.Name}))
	}
	return c
}

// ReplaceRecovery gives the user other recovery codes; none of the earlier is good any more.
func (d Deed) ReplaceRecovery(u access.User, hashes [][]byte) Change {
	f := *u.Factor
	f.Recovery = hashes
	return d.setFactor(u, RecoveryCodesReplaced, &f, fmt.Sprint(len(hashes)))
}

// UseRecovery takes note that a recovery code let the user in; left is the factor without it.
func (d Deed) UseRecovery(u access.User, left access.Factor) Change {
	return d.setFactor(u, RecoveryCodeUsed, &left, fmt.Sprint(len(left.Recovery)))
}

func (d Deed) setFactor(u access.User, kind Kind, f *access.Factor, left string) Change {
	c := d.tell(u, kind)
	c.Acts[0].New = left
	u.Factor, u.Version = f, u.Version+1
	c.Users = []access.User{u}
	return c
}

// Lock tells that the user's name must wait.
func (d Deed) Lock(u access.User) Change { return d.tell(u, UserLocked) }

// Unlock tells that the user's wrong tries are forgotten.
func (d Deed) Unlock(u access.User) Change { return d.tell(u, UserUnlocked) }

// EndSessions tells that all sessions of the user ended.
func (d Deed) EndSessions(u access.User) Change { return d.tell(u, SessionsEnded) }

// tell is an act that concerns a user and changes no record.
func (d Deed) tell(u access.User, kind Kind) Change {
	return Change{Acts: []Act{d.act(u.Reach, kind, Subject{u.ID, u.Name})}}
}

// SetSignIn makes a place ask something else of its people.
func (d Deed) SetSignIn(before, after access.SignIn) Change {
	after.Place, after.Version = before.Place, before.Version+1
	act := d.act(before.Place, SignInChanged, Subject{ID: before.Place.String(), Name: before.Place.String()})
	act.Old, act.New = asked(before), asked(after)
	return Change{Acts: []Act{act}, SignIns: []access.SignIn{after}}
}

// asked is what a place asks, in words.
func asked(s access.SignIn) string {
	all := []string{"second factor optional"}
	if s.SecondFactor {
		all[0] = "second factor required"
	}
	if s.Place.Root {
		all = append(all, fmt.Sprintf("untouched sessions end after %d minutes", int(access.SignIns{s}.Idle().Minutes())))
	}
	return strings.Join(all, ", ")
}
