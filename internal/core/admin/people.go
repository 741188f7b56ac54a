package admin

import "caseweave/internal/core/access"

// ChangeUser makes of was what is differs from it in: name, e-mail address, role, and
// whether they are shut out. Each difference is told; none at all is an empty change.
// Shutting somebody out ends all their sessions for good, and the link that is out:
// letting them in again gives neither back.
func (d Deed) ChangeUser(was, is access.User) (c Change) {
	tell := func(kind Kind, old, now string) {
		act := d.act(was.Reach, kind, Subject{is.ID, is.Name})
		act.Old, act.New = old, now
		c.Acts = append(c.Acts, act)
	}
	if was.Name != is.Name {
		tell(UserRenamed, was.Name, is.Name)
	}
	if was.Email != is.Email {
		tell(UserEmailChanged, was.Email, is.Email)
	}
	if was.Role != is.Role {
		tell(UserRoleChanged, string(was.Role), string(is.Role))
	}
	switch {
	case is.ShutOut && !was.ShutOut:
		tell(UserShutOut, "", "")
		is.Era++
		is.Invitation = d.lapsed(is.Invitation)
	case was.ShutOut && !is.ShutOut:
		tell(UserLetIn, "", "")
		is.Invitation = d.lapsed(is.Invitation)
	}
	if len(c.Acts) > 0 {
		is.Version = was.Version + 1
		c.Users = []access.User{is}
	}
	return c
}

// lapsed is an invitation that nothing opens from now on. It stays: who has no
// password is still awaited.
func (d Deed) lapsed(i *access.Invitation) *access.Invitation {
	if i == nil {
		return nil
	}
	return &access.Invitation{ExpiresAt: d.At}
}

// Readmit gives the user a new access, by an invitation that replaces whatever was
// out: the password is good no more, and all sessions end.
func (d Deed) Readmit(u access.User, i access.Invitation) Change {
	kind := PasswordReset
	if u.Awaited() {
		kind = UserInvited
	}
	u.PasswordHash, u.OneTime, u.Invitation = "", false, &i
	u.Era, u.Version = u.Era+1, u.Version+1
	return Change{Acts: []Act{d.act(u.Reach, kind, Subject{u.ID, u.Name})}, Users: []access.User{u}}
}
