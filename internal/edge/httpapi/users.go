package httpapi

import (
	"context"
	"time"

	"caseweave/internal/core/access"
)

const (
	usersPath = placePath + "/users"
	userPath  = usersPath + "/{user}"
)

// User is a person's account.
type User struct {
	ID           string     `json:"id"`
	Name         string     `json:"name" doc:"What the person logs in with; no other has it, wherever they are at home."`
	Email        string     `json:"email,omitempty"`
	Role         role       `json:"role"`
	State        userState  `json:"state" doc:"invited: has yet to choose a password; shut_out: can't log in; lapsed: no provider of the place gives a role any more."`
	InvitedUntil *time.Time `json:"invited_until,omitempty" doc:"Until when the link that was given out last opens the choice of a password."`
	// IdentityProvider says who they are, in place of a password.
	IdentityProvider string     `json:"identity_provider,omitempty" doc:"The id of the identity provider by which they sign in; they have no password here."`
	SecondFactor     *time.Time `json:"second_factor,omitempty" doc:"Since when they log in with one; missing where there is none."`
	LockedUntil      *time.Time `json:"locked_until,omitempty" doc:"Until when no try to log in is looked at, after too many wrong ones; missing where the next one is."`
	CreatedAt        time.Time  `json:"created_at"`
	Yourself         bool       `json:"yourself" doc:"It is you."`
}

// UserList is who may come to a place.
type UserList struct {
	Items []User      `json:"items" doc:"Those who are at home there, by name."`
	Above []UserGroup `json:"above" doc:"Those who reach it from above, the nearest first. They are changed where they are at home."`
}

// UserGroup is who reaches a place from one that is above it.
type UserGroup struct {
	From   aboveKind `json:"from"`
	Name   string    `json:"name,omitempty" doc:"The provider's name, for those who may see its people."`
	Hidden bool      `json:"hidden" doc:"You may not see who they are."`
	Items  []User    `json:"items"`
}

// UserInPlace is the path of somebody at home at a place.
type UserInPlace struct {
	InPlace
	User string `path:"user" example:"u-grace" doc:"The user's id."`
}

func (s *Server) registerUsers() {
	register(s, operation{
		method: "GET", path: usersPath, id: "list-users", summary: "List who is at home at a place, and who reaches it from above",
		about: "Whoever does not reach the provider, or the root, learns only that there are people: their list is hidden.",
		needs: needsAtPlace(access.ReadPeople),
		gives: UserList{Items: []User{exampleUser}, Above: []UserGroup{{From: fromProvider, Hidden: true, Items: []User{}}, {From: fromRoot, Hidden: true, Items: []User{}}}},
	}, s.listUsers)
	register(s, operation{
		method: "POST", path: usersPath, id: "invite-user", summary: "Give a person an account", status: 201,
		about: "The answer holds a link that lets whoever opens it choose the password: once, and within seven days. It is shown this one time.",
		needs: needsAtPlace(access.WritePeople), takes: NewUser{Name: "grace", Email: "grace@example.com", Role: exampleUser.Role}, gives: exampleInvited,
	}, s.inviteUser)
	register(s, operation{
		method: "GET", path: userPath, id: "get-user", summary: "Read an account",
		needs: needsAtPlace(access.ReadPeople), gives: exampleUser,
	}, func(ctx context.Context, v visit, in *UserInPlace) (User, error) {
		u, err := s.userAt(ctx, v.place, in.User)
		if err != nil {
			return User{}, err
		}
		return s.userTold(ctx, u, v.principal)
	})
	register(s, operation{
		method: "PATCH", path: userPath, id: "change-user", summary: "Change an account, or shut its owner out",
		about: "What is not said stays. Another role holds from the next request on. Shutting out ends all sessions of the person at once, live streams too, and a link that was given out is good no more, whether or not they are let in again; tokens that the person made go on.",
		needs: needsAtPlace(access.WritePeople), takes: UserChange{Role: exampleUser.Role}, gives: exampleUser,
	}, s.changeUser)
	register(s, operation{
		method: "POST", path: userPath + "/reset", id: "reset-user", summary: "Give a person a new access",
		about: "The password is good no more and all sessions end. The link in the answer lets whoever opens it choose another, once, within 24 hours (seven days for who has not come yet); one that was given out before is good no more.",
		needs: needsAtPlace(access.WritePeople), gives: exampleInvited,
	}, s.resetUser)
}

func (s *Server) listUsers(ctx context.Context, v visit, _ *InPlace) (UserList, error) {
	all, err := s.accounts.Users(ctx)
	if err != nil {
		return UserList{}, err
	}
	list := UserList{Above: []UserGroup{}}
	if list.Items, err = s.athome(ctx, all, v.place, v.principal); err != nil {
		return list, err
	}
	if provider := v.tenant.PartnerID; provider != "" {
		group, err := s.providers(ctx, v.principal, provider, all)
		if err != nil {
			return list, err
		}
		list.Above = append(list.Above, group)
	}
	if v.place.Root {
		return list, nil
	}
	root, err := s.group(ctx, fromRoot, all, access.Reach{Root: true}, v.principal, access.MayAtRoot(v.principal, access.ReadPeople))
	list.Above = append(list.Above, root)
	return list, err
}

// providers are the people of a tenant's provider.
func (s *Server) providers(ctx context.Context, p access.Principal, partnerID string, all []access.User) (UserGroup, error) {
	seen := access.MayInPartner(p, access.ReadPeople, partnerID)
	g, err := s.group(ctx, fromProvider, all, access.Reach{PartnerID: partnerID}, p, seen)
	if !seen || err != nil {
		return g, err
	}
	partner, err := s.accounts.Partner(ctx, partnerID)
	g.Name = partner.Name
	return g, err
}

// group tells of who is at home at a place above, as far as p may see them.
func (s *Server) group(ctx context.Context, from aboveKind, all []access.User, place access.Reach, p access.Principal, seen bool) (UserGroup, error) {
	if !seen {
		return UserGroup{From: from, Hidden: true, Items: []User{}}, nil
	}
	there, err := s.athome(ctx, all, place, p)
	return UserGroup{From: from, Items: there}, err
}

func (s *Server) athome(ctx context.Context, all []access.User, place access.Reach, p access.Principal) ([]User, error) {
	there := []User{}
	for _, u := range all {
		if u.Reach != place {
			continue
		}
		told, err := s.userTold(ctx, u, p)
		if err != nil {
			return there, err
		}
		there = append(there, told)
	}
	return there, nil
}

// userAt is the user of that id who is at home at the place; anybody else is not there.
func (s *Server) userAt(ctx context.Context, place access.Reach, id string) (access.User, error) {
	u, err := s.accounts.UserByID(ctx, id)
	if missing(err) || err == nil && u.Reach != place {
		return access.User{}, nothingHere()
	}
	return u, err
}

// userTold is an account as p is told of it.
func (s *Server) userTold(ctx context.Context, u access.User, p access.Principal) (User, error) {
	told := User{ID: u.ID, Name: u.Name, Email: u.ReachedBy(), Role: role(u.Role), State: stateOf(u), CreatedAt: u.CreatedAt.UTC(), Yourself: u.ID == p.ID}
	if u.Invitation != nil {
		told.InvitedUntil = some(u.Invitation.ExpiresAt)
	}
	if u.Identity != nil {
		told.IdentityProvider = u.Identity.Provider
		return told, nil
	}
	if u.Factor != nil {
		told.SecondFactor = some(u.Factor.Since)
	}
	tries, err := s.tries.Tries(ctx, u.Name)
	now := time.Now()
	if wait := tries.Wait(access.FreeTries, now); wait > 0 {
		told.LockedUntil = some(now.Add(wait).Truncate(time.Second))
	}
	return told, err
}

func stateOf(u access.User) userState {
	switch {
	case u.ShutOut:
		return userShutOut
	case u.Awaited():
		return userInvited
	case u.Lapsed():
		return userLapsed
	}
	return userActive
}
