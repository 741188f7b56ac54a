package rulebook

import (
	"fmt"
	"slices"

	"caseweave/internal/core/casefile"
	"caseweave/internal/core/command"
	"caseweave/internal/core/fault"
	"caseweave/internal/core/listing"
	"caseweave/internal/core/query"
)

// order does what a person does by hand.
func (t *telling) order(name string, s Step) error {
	c, refused, err := t.command(s)
	if err != nil {
		return err
	}
	c.By = author
	done, err := t.engine.Order(t.ctx, t.tenant, c)
	if err == nil {
		t.ordered = done.Order
	}
	switch {
	case refused == "":
		return err
	case err == nil:
		t.differ("%s: it was done; want it refused as %s", name, refused)
	case fault.KindOf(err) != refused:
		t.differ("%s: refused as %s (%v); want %s", name, fault.KindOf(err), err, refused)
	}
	return nil
}

func (t *telling) command(s Step) (command.Command, fault.Kind, error) {
	switch {
	case s.Status != nil:
		number, err := t.caseOf(s.Status.CaseOf)
		return command.Command{Kind: command.SetStatus, Case: number, Status: s.Status.To}, s.Status.Refused, err
	case s.ManualCase != nil:
		ids, err := t.ids(s.ManualCase.Detections)
		return command.Command{
			Kind: command.OpenCase, Title: s.ManualCase.Title, Detections: ids, Side: sides[s.ManualCase.By],
		}, s.ManualCase.Refused, err
	case s.Add != nil:
		return t.handling(command.AddDetections, *s.Add)
	case s.Remove != nil:
		return t.handling(command.RemoveDetections, *s.Remove)
	case s.Move != nil:
		return t.handling(command.MoveDetections, *s.Move)
	case s.Split != nil:
		return t.handling(command.SplitCase, *s.Split)
	case s.Merge != nil:
		return t.merging(*s.Merge)
	case s.Tie != nil:
		return t.tying(command.TieCases, *s.Tie)
	case s.Untie != nil:
		return t.tying(command.UntieCases, *s.Untie)
	case s.Undo != nil:
		return command.Command{Kind: command.Undo, Undoes: t.ordered}, s.Undo.Refused, nil
	}
	return command.Command{}, "", fmt.Errorf("it does nothing")
}

func (t *telling) handling(kind command.Kind, h Handling) (c command.Command, refused fault.Kind, err error) {
	c = command.Command{Kind: kind, Side: sides[""]}
	uids := h.uids()
	if len(uids) == 0 {
		return c, h.Refused, fmt.Errorf("no detection is named")
	}
	if c.Detections, err = t.ids(uids); err != nil {
		return c, h.Refused, err
	}
	if kind == command.AddDetections {
		c.Case, err = t.caseOf(h.ToCaseOf)
		return c, h.Refused, err
	}
	from := h.FromCaseOf
	if from == "" {
		from = uids[0]
	}
	if c.Case, err = t.caseOf(from); err == nil && kind == command.MoveDetections {
		c.To, err = t.caseOf(h.ToCaseOf)
	}
	return c, h.Refused, err
}

func (t *telling) merging(h Handling) (c command.Command, refused fault.Kind, err error) {
	c = command.Command{Kind: command.MergeCases, Cases: make([]uint64, 1)}
	if c.Cases[0], err = t.caseOf(h.FromCaseOf); err == nil {
		c.Case, err = t.caseOf(h.ToCaseOf)
	}
	return c, h.Refused, err
}

func (t *telling) tying(kind command.Kind, y Tying) (c command.Command, refused fault.Kind, err error) {
	c = command.Command{Kind: kind, Tie: y.Kind}
	if c.Case, err = t.caseOf(y.CaseOf); err == nil {
		c.To, err = t.caseOf(y.ToCaseOf)
	}
	return c, y.Refused, err
}

// stored are the tenant's detections that a filter selects, by arrival.
func (t *telling) stored(filter query.Expr) ([]casefile.Filed, error) {
	var all []casefile.Filed
	r := listing.Request{Filter: filter, Sort: "arrival", Limit: listing.MaxLimit}
	for {
		page, err := t.keeper.Detections(t.ctx, t.tenant.ID, casefile.AllSeeing, r)
		if err != nil {
			return nil, err
		}
		all = append(all, page.Items...)
		if r.After = page.Next; r.After == nil {
			return all, nil
		}
	}
}

func (t *telling) ids(uids []string) ([]string, error) {
	all, err := t.stored(nil)
	if err != nil {
		return nil, err
	}
	ids := make([]string, len(uids))
	for i, uid := range uids {
		at := slices.IndexFunc(all, func(d casefile.Filed) bool { return d.UID == uid })
		if at < 0 {
			return nil, fmt.Errorf("there is no detection %q", uid)
		}
		ids[i] = all[at].ID
	}
	return ids, nil
}

// caseOf is the number of the one case that a detection is in.
func (t *telling) caseOf(uid string) (uint64, error) {
	all, err := t.stored(nil)
	if err != nil {
		return 0, err
	}
	return caseOf(all, uid)
}

func caseOf(all []casefile.Filed, uid string) (uint64, error) {
	for _, d := range all {
		switch {
		case d.UID != uid:
		case len(d.Cases) == 1:
			return d.Cases[0], nil
		default:
			return 0, fmt.Errorf("%q is in %d cases; name a detection that is in one", uid, len(d.Cases))
		}
	}
	return 0, fmt.Errorf("there is no detection %q", uid)
}
