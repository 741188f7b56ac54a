package proof

import (
	"fmt"
	"slices"
)

// part is a stretch of an export, with the records that stand there for its entries.
type part struct {
	stretch
	hashes, path []Hash
	// line is that of the hashes.
	line int
	// proven says that the hashes lead to the checkpoint.
	proven bool
	got    []got
}

// got is a record that was read.
type got struct {
	hash Hash
	line int
	// says is the entry that it says it is; only told where it is none of the stretch's.
	says uint64
}

func partOf(l leaves, line int) (*part, bool) {
	p := &part{stretch: stretch{l.First, l.Count}, line: line}
	var hashes, path bool
	p.hashes, hashes = Hashes(l.Hashes)
	p.path, path = Hashes(l.Path)
	return p, hashes && path && p.valid() && len(p.hashes) == p.count
}

func (p *part) full() bool { return len(p.got) >= p.count }

// overfull says that more records came than could tell anything new.
func (p *part) overfull() bool { return len(p.got) > p.count+1 }

func (p *part) add(h Hash, line int, record []byte) {
	g := got{hash: h, line: line}
	if at := len(p.got); at >= p.count || p.hashes[at] != h {
		g.says = numberOf(record)
	}
	p.got = append(p.got, g)
}

// flaw is what is wrong with the part; line is the one after it.
func (p *part) flaw(c Checkpoint, line int) *Flaw {
	at := p.fits()
	switch {
	case !p.proven:
		return p.unproven(c, at)
	case at == p.count && len(p.got) == p.count:
		return nil
	}
	kind, shows, why := p.wrong(at, line)
	return &Flaw{kind, p.first + uint64(at), shows, why}
}

// fits is how many of the records are as they should be, before the first that is not.
func (p *part) fits() (n int) {
	for n < p.count && n < len(p.got) && p.got[n].hash == p.hashes[n] {
		n++
	}
	return n
}

// unproven is the flaw of hashes that do not lead to the checkpoint. Where the
// records do, the hashes are what is wrong.
func (p *part) unproven(c Checkpoint, at int) *Flaw {
	own := make([]Hash, len(p.got))
	for i, g := range p.got {
		own[i] = g.hash
	}
	entry := p.first + uint64(min(at, p.count-1))
	if len(own) == p.count && at < p.count && p.leads(own, p.path, c.Size, c.Root) {
		return &Flaw{Unproven, entry, p.line, "The hash of this entry was changed in the line of hashes; its record is as it was written."}
	}
	why := fmt.Sprintf("The hashes of entries %d to %d do not lead to the checkpoint: these entries are not what was signed.", p.first, p.first+uint64(p.count)-1)
	return &Flaw{Unproven, entry, p.line, why}
}

// wrong says what is wrong with the entry at a place, where the hashes are right.
func (p *part) wrong(at, line int) (kind FlawKind, shows int, why string) {
	switch {
	case at >= p.count && p.got[at].says == p.first+uint64(at):
		return Missing, p.got[at].line, "The line of hashes that this entry belongs to was left out."
	case at >= p.count:
		return Inserted, p.got[at].line, "There are more records here than entries: this one was never written here."
	case at >= len(p.got):
		return Missing, line, "The record of this entry was left out."
	}
	g := p.got[at]
	belongs := slices.Index(p.hashes, g.hash)
	own := slices.ContainsFunc(p.got[at+1:], func(o got) bool { return o.hash == p.hashes[at] })
	again := slices.ContainsFunc(p.got[at+1:], func(o got) bool { return o.hash == g.hash })
	switch {
	case own && (again || belongs < at): // what belongs nowhere is at -1
		return Inserted, g.line, "A record that was never written here stands before that of this entry."
	case own:
		return Swapped, g.line, fmt.Sprintf("The record of entry %d stands in the place of this one.", p.first+uint64(belongs))
	case belongs > at:
		return Missing, g.line, "The record of this entry was left out."
	case g.says != 0 && g.says != p.first+uint64(at):
		return Swapped, g.line, fmt.Sprintf("What stands in its place says that it is entry %d.", g.says)
	}
	return Changed, g.line, "The record is not what was written."
}
