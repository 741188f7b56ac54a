package httpapi

import (
	"cmp"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"caseweave/internal/core/change"
	"caseweave/internal/core/fault"
	"caseweave/internal/core/rule"
)

func listShelf[T, I any](s *Server, v visit, lib library, sh shelf[T, I]) error {
	book, version, err := lib.read(v)
	if err != nil {
		return err
	}
	return writeList(s, v, sh, book, version)
}

func replaceShelf[T, I any](s *Server, v visit, lib library, sh shelf[T, I]) error {
	wanted, inBody, err := readList(s, v, sh)
	if err != nil {
		return err
	}
	seen, err := expected(v.r.Header.Values("If-Match"), inBody)
	if err != nil {
		return err
	}
	book, version, err := lib.edit(v, seen, func(own rule.Book) (rule.Book, error) {
		*sh.of(&own) = wanted
		return own, nil
	})
	if err != nil {
		return err
	}
	return writeList(s, v, sh, book, version)
}

func writeList[T, I any](s *Server, v visit, sh shelf[T, I], book rule.Book, version uint64) error {
	tag(v, version)
	v.w.Header().Add("Vary", "Accept")
	own, partners := sh.halves(book)
	if strings.Contains(v.r.Header.Get("Accept"), mediaYAML) {
		v.w.Header().Set("Content-Type", mediaYAML)
		v.w.Header().Set("Content-Disposition", "attachment")
		_, _ = v.w.Write(rule.WriteYAML(sh.alone(own))) // the client may be gone
		return nil
	}
	found, pending := s.lintStored(v, book, version)
	writeJSON(v.w, sh.list(own, partners, version, found, pending))
	return nil
}

func createItem[T, I any](s *Server, v visit, lib library, sh shelf[T, I]) error {
	item, err := readWritten(s, v, sh)
	if err != nil {
		return err
	}
	return editItem(s, v, lib, sh, http.StatusCreated, func(own *[]T) (int, error) {
		id := *sh.id(&item)
		if _, _, taken := sh.find(sh.alone(*own), id); taken && id != "" {
			return 0, wrongField("id", "There is a "+sh.kind+" with this id already.")
		}
		*own = append(*own, item)
		return len(*own) - 1, nil
	})
}

func replaceItem[T, I any](s *Server, v visit, lib library, sh shelf[T, I]) error {
	item, err := readWritten(s, v, sh)
	if err != nil {
		return err
	}
	id := v.r.PathValue("id")
	if given := *sh.id(&item); given != "" && given != id {
		return wrongField("id", "An id does not change; leave it out.")
	}
	*sh.id(&item) = id
	return editItem(s, v, lib, sh, http.StatusOK, func(own *[]T) (int, error) {
		_, place, found := sh.find(sh.alone(*own), id)
		if !found {
			return 0, notOwn(sh.kind, id)
		}
		(*own)[place] = item
		return place, nil
	})
}

// editItem has change made to one's own items, and answers the one at the place
// that it says.
func editItem[T, I any](s *Server, v visit, lib library, sh shelf[T, I], status int, change func(own *[]T) (int, error)) error {
	seen, err := expected(v.r.Header.Values("If-Match"), nil)
	if err != nil {
		return err
	}
	var id string
	var place int
	book, version, err := lib.edit(v, seen, func(own rule.Book) (rule.Book, error) {
		items := slices.Clone(*sh.of(&own))
		var err error
		if place, err = change(&items); err != nil {
			return own, err
		}
		*sh.of(&own) = items
		identified := own.Identified()
		id = *sh.id(&(*sh.of(&identified))[place])
		return own, nil
	})
	if err != nil {
		return alone(err, sh.name+"["+strconv.Itoa(place)+"]")
	}
	item, _, _ := sh.find(book, id)
	found, pending := s.lintStored(v, book, version)
	tag(v, version)
	if status == http.StatusCreated {
		v.w.Header().Set("Location", v.r.URL.EscapedPath()+"/"+pathEscape(id))
	}
	v.w.Header().Set("Content-Type", "application/json")
	v.w.WriteHeader(status)
	writeJSON(v.w, sh.answer(item, version, found, pending))
	return nil
}

func removeItem[T, I any](s *Server, v visit, lib library, sh shelf[T, I]) error {
	seen, err := expected(v.r.Header.Values("If-Match"), nil)
	if err != nil {
		return err
	}
	id := v.r.PathValue("id")
	_, version, err := lib.edit(v, seen, func(own rule.Book) (rule.Book, error) {
		_, place, found := sh.find(own, id)
		if !found {
			return own, notOwn(sh.kind, id)
		}
		*sh.of(&own) = slices.Delete(slices.Clone(*sh.of(&own)), place, place+1)
		return own, nil
	})
	if err != nil {
		return err
	}
	tag(v, version)
	writeJSON(v.w, Removed{version})
	return nil
}

func readItemOf[T, I any](s *Server, v visit, lib library, sh shelf[T, I]) error {
	id := v.r.PathValue("id")
	if text := v.r.URL.Query().Get("set_version"); text != "" {
		return readEdition(v, lib, sh, id, text)
	}
	book, version, err := lib.read(v)
	if err != nil {
		return err
	}
	item, _, exists := sh.find(book, id)
	if !exists {
		return notOwn(sh.kind, "")
	}
	found, pending := s.lintStored(v, book, version)
	tag(v, version)
	writeJSON(v.w, sh.answer(item, version, found, pending))
	return nil
}

// readEdition answers the item as it was in an older rule set.
func readEdition[T, I any](v visit, lib library, sh shelf[T, I], id, text string) error {
	wanted, err := strconv.ParseUint(text, 10, 64)
	if err != nil {
		return wrongParameter("set_version", "This is a whole number.")
	}
	_, newest, err := lib.read(v)
	if err == nil && wanted > newest {
		err = fault.New(fault.NotFound, "There is no version %d of the rule set; the newest is %d.", wanted, newest)
	}
	if err != nil {
		return err
	}
	all, err := lib.editions(v, sh.kind, id)
	if err != nil {
		return err
	}
	for _, e := range slices.SortedFunc(slices.Values(all), newestFirst) {
		if e.SetVersion > wanted {
			continue
		}
		var b rule.Book
		if e.Rule != nil {
			b.Rules = []rule.Rule{*e.Rule}
		} else {
			b.Templates = []rule.Template{*e.Template}
		}
		writeJSON(v.w, sh.answer((*sh.of(&b))[0], wanted, []Finding{}, false))
		return nil
	}
	return fault.New(fault.NotFound, "The %s was not there yet in version %d of the rule set.", sh.kind, wanted)
}

func newestFirst(a, b change.Edition) int { return cmp.Compare(b.SetVersion, a.SetVersion) }

func listVersions[T, I any](v visit, lib library, sh shelf[T, I]) error {
	all, err := lib.editions(v, sh.kind, v.r.PathValue("id"))
	if err == nil {
		writeJSON(v.w, sh.history(slices.SortedFunc(slices.Values(all), newestFirst)))
	}
	return err
}

// notOwn is why an item can't be had, or changed.
func notOwn(kind, id string) error {
	if strings.HasPrefix(id, rule.PartnerPrefix) {
		return fault.New(fault.Denied, "This %s is your partner's; it can't be changed here.", kind)
	}
	return fault.New(fault.NotFound, "There is no such %s.", kind)
}
