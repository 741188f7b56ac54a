package memory

import (
	"context"
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"caseweave/internal/core/access"
	"caseweave/internal/core/admin"
	"caseweave/internal/core/fault"
	"caseweave/internal/core/fold"
	"caseweave/internal/core/listing"
)

// Administer writes a change with the acts that tell of it, all or nothing. It is
// fault.Conflict where an id or a user's name is taken, or where somebody changed
// the same meanwhile.
func (s *Store) Administer(_ context.Context, c admin.Change) error {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if err := s.refuses(c); err != nil {
		return err
	}
	for _, p := range c.Partners {
		s.partners[p.ID] = p
	}
	for _, o := range c.Tenants {
		if s.tenants[o.ID] == nil {
			s.tenants[o.ID] = newTenant()
		}
		s.tenants[o.ID].organisation = o
	}
	for _, u := range c.Users {
		s.users[u.ID] = copied(u)
	}
	for _, t := range c.Tokens {
		s.tokens[t.ID] = copied(t)
	}
	for _, i := range c.SignIns {
		s.signIns[i.Place] = i
	}
	for _, p := range c.IdentityProviders {
		s.identityProviders[p.ID] = copied(p)
	}
	s.group(c.Groups, c.Installation)
	for _, a := range c.Acts {
		a.Entry = uint64(len(s.acts[a.Place])) + 1
		s.acts[a.Place] = append(s.acts[a.Place], copied(a))
	}
	return nil
}

// refuses says what of the change can't be.
func (s *Store) refuses(c admin.Change) error {
	for _, p := range c.Partners {
		if err := follows("partner", p.ID, s.partners[p.ID].Version, p.Version); err != nil {
			return err
		}
	}
	for _, o := range c.Tenants {
		var now uint64
		if t := s.tenants[o.ID]; t != nil {
			now = t.organisation.Version
		}
		if err := follows("tenant", o.ID, now, o.Version); err != nil {
			return err
		}
	}
	for _, u := range c.Users {
		if other, err := s.named(u.Name); err == nil && other.ID != u.ID {
			return fault.New(fault.Conflict, "The user %q is there already.", u.Name)
		}
		if err := follows("user", u.Name, s.users[u.ID].Version, u.Version); err != nil {
			return err
		}
	}
	for _, t := range c.Tokens {
		if err := follows("token", t.ID, s.tokens[t.ID].Version, t.Version); err != nil {
			return err
		}
	}
	for _, i := range c.SignIns {
		if err := follows("way to sign in", i.Place.String(), s.signIns[i.Place].Version, i.Version); err != nil {
			return err
		}
	}
	for _, p := range c.IdentityProviders {
		if err := follows("identity provider", p.ID, s.identityProviders[p.ID].Version, p.Version); err != nil {
			return err
		}
	}
	return s.refusesGroups(c.Groups, c.Installation)
}

// follows refuses a version that is not the one after now; 0 is of nothing.
func follows(what, name string, now, version uint64) error {
	switch {
	case version <= 1 && now > 0:
		return fault.New(fault.Conflict, "The %s %q is there already.", what, name)
	case version > 1 && version != now+1:
		return fault.New(fault.Conflict, "The %s %q has changed since you looked.", what, name)
	}
	return nil
}

// User is the user of that name, in any letter case; fault.NotFound where there is none.
func (s *Store) User(_ context.Context, name string) (access.User, error) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	return s.named(name)
}

func (s *Store) named(name string) (access.User, error) {
	for _, u := range s.users {
		if fold.String(u.Name) == fold.String(name) {
			return copied(u), nil
		}
	}
	return access.User{}, fault.New(fault.NotFound, "There is no such user.")
}

// UserByID is the user of that id; fault.NotFound where there is none.
func (s *Store) UserByID(_ context.Context, id string) (access.User, error) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	return one(s.users, id, "user")
}

// Users are all users by name.
func (s *Store) Users(context.Context) (all []access.User, err error) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	for _, id := range slices.Sorted(maps.Keys(s.users)) {
		all = append(all, copied(s.users[id]))
	}
	slices.SortFunc(all, func(a, b access.User) int { return strings.Compare(fold.String(a.Name), fold.String(b.Name)) })
	return all, nil
}

// Token is the token of that id; fault.NotFound where there is none.
func (s *Store) Token(_ context.Context, id string) (access.Token, error) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	return one(s.tokens, id, "token")
}

// Tokens are all tokens by id, those that are good no more among them.
func (s *Store) Tokens(context.Context) (all []access.Token, err error) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	for _, id := range slices.Sorted(maps.Keys(s.tokens)) {
		all = append(all, copied(s.tokens[id]))
	}
	return all, nil
}

// SignIns are what places ask of their people.
func (s *Store) SignIns(context.Context) (all access.SignIns, err error) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	for _, i := range s.signIns {
		all = append(all, i)
	}
	return all, nil
}

// Acts are what was done at a place, newest first or oldest first; none where there
// is no such place. The sort is "entry"; filters ask for admin.Fields.
func (s *Store) Acts(_ context.Context, place access.Reach, r listing.Request) (p listing.Page[admin.Act], err error) {
	if err := r.Check(admin.Sorts); err != nil {
		return p, err
	}
	keeps, err := filter(r, admin.Fields)
	if err != nil {
		return p, err
	}
	s.mutex.Lock()
	defer s.mutex.Unlock()
	all := make([]admin.Act, 0, len(s.acts[place]))
	for _, a := range s.acts[place] {
		all = append(all, copied(a))
	}
	return page(all, r, keeps, func(a *admin.Act) listing.Cursor { return listing.Cursor{ID: a.Entry} }), nil
}

func one[T any](all map[string]T, id, what string) (none T, err error) {
	found, ok := all[id]
	if !ok {
		return none, fault.New(fault.NotFound, "There is no such %s.", what)
	}
	return copied(found), nil
}

// copied shares nothing with record.
func copied[T any](record T) (copy T) {
	text, err := json.Marshal(record)
	if err == nil {
		err = json.Unmarshal(text, &copy)
	}
	if err != nil {
		panic("memory: an account does not encode: " + err.Error())
	}
	return copy
}
