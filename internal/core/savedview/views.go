package savedview

import (
	"slices"

	"caseweave/internal/core/fault"
	"caseweave/internal/core/fold"
)

// Most is how many views a person keeps of a list.
const Most = 50

// Views are those that a person keeps of one list in a tenant, in the order in which
// they are offered. Nothing here changes a slice that it was called on.
type Views []View

// Find is the view of that id and its place, from 0; fault.NotFound where there is none.
func (all Views) Find(id string) (View, int, error) {
	at := slices.IndexFunc(all, func(v View) bool { return v.ID == id })
	if at < 0 {
		return View{}, 0, fault.New(fault.NotFound, "There is no such view.")
	}
	return all[at], at, nil
}

// With are the views and a new one of list at a place, from 0; at the end where the
// place is negative or beyond it. A name that is taken is fault.Conflict, one view
// too many fault.TooLarge.
func (all Views) With(list List, v View, place int) (Views, error) {
	v.Version = 1
	if err := v.Check(list); err != nil {
		return nil, err
	}
	if len(all) >= Most {
		return nil, fault.New(fault.TooLarge, "You keep %d views of this list already; delete one first.", Most)
	}
	if err := all.free(v); err != nil {
		return nil, err
	}
	return all.inserted(v, place), nil
}

// Replaced are the views with v, of a version that somebody looked at, in place of the
// one of its id; 0 is any version, another than the present one fault.Conflict. A
// filter that stays as it was is not read again, so that a view can be renamed which
// has one that can't be. A negative place lets it stay where it is.
func (all Views) Replaced(list List, v View, place int) (Views, error) {
	was, at, err := all.seen(v.ID, v.Version)
	if err != nil {
		return nil, err
	}
	v.Version = was.Version + 1
	if err := v.checkShape(list); err != nil {
		return nil, err
	}
	if v.Filter != was.Filter {
		if err := v.checkFilter(list); err != nil {
			return nil, err
		}
	}
	if err := all.free(v); err != nil {
		return nil, err
	}
	if place < 0 {
		place = at
	}
	return slices.Delete(slices.Clone(all), at, at+1).inserted(v, place), nil
}

// Without are the views but the one of that id, if its version is the one that somebody
// looked at; 0 is any, another than the present one fault.Conflict.
func (all Views) Without(id string, version uint64) (Views, error) {
	_, at, err := all.seen(id, version)
	if err != nil {
		return nil, err
	}
	return slices.Delete(slices.Clone(all), at, at+1), nil
}

func (all Views) seen(id string, version uint64) (View, int, error) {
	v, at, err := all.Find(id)
	if err == nil && version != 0 && version != v.Version {
		err = fault.New(fault.Conflict, "The view “%s” has changed since you looked, in another window perhaps.", v.Name)
	}
	return v, at, err
}

// free refuses the name of another view.
func (all Views) free(v View) error {
	name := fold.String(v.Name)
	for _, other := range all {
		if other.ID != v.ID && fold.String(other.Name) == name {
			return fault.New(fault.Conflict, "You have a view “%s” of this list already.", other.Name).
				With(fault.Detail{Location: "name", Message: "This name is taken."})
		}
	}
	return nil
}

func (all Views) inserted(v View, place int) Views {
	if place < 0 || place > len(all) {
		place = len(all)
	}
	return slices.Insert(slices.Clone(all), place, v)
}
