package proof

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"hash"
	"io"
)

// Verified is what an export without a flaw proves.
type Verified struct {
	Selection  Selection
	Checkpoint Checkpoint
	// Entries are how many there are, from First to Last.
	Entries, First, Last uint64
	// PublicKey is the one that signed. Unless it was told from outside, it only
	// says that all of the export is of one hand.
	PublicKey string
}

// Verify holds an export against the checkpoint in it, and that against a public
// key; where none is given, against the export's own. A *Flaw is the first thing
// that is wrong. told hears, now and then, how many entries were looked at.
func Verify(r io.Reader, public string, told func(entries uint64)) (Verified, error) {
	v := &verification{lines: newLines(r), public: public, body: sha256.New()}
	if err := v.readHead(); err != nil {
		return v.Verified, err
	}
	for {
		over, err := v.next()
		if over || err != nil {
			return v.Verified, err
		}
		if told != nil && v.line%progressLines == 0 {
			told(v.Entries)
		}
	}
}

// progressLines is how many lines lie between two tellings.
const progressLines = 1 << 14

// verification is an export being read.
type verification struct {
	Verified
	*lines
	public string
	head   head
	first  []byte
	body   hash.Hash
	// open is the stretch whose entries are being read; nil before the first.
	open *part
}

// readHead takes the first line.
func (v *verification) readHead() error {
	text, err := v.read()
	if err != nil {
		return err
	}
	v.first = bytes.Clone(text)
	if err := strictly(text, &v.head); err != nil || v.head.Caseweave != exported || v.head.Form != form {
		return v.flaw(Form, 0, "It is no export of a log that this program knows.")
	}
	if v.public == "" {
		v.public = v.head.PublicKey
	}
	if v.Checkpoint, err = OpenCheckpoint(v.head.Checkpoint, v.public); err != nil {
		return v.flaw(Signature, 0, "The checkpoint is not signed by the key "+Fingerprint(v.public)+".")
	}
	if v.Checkpoint.Log != v.head.Log || v.head.PublicKey != v.public || v.head.Complete != v.head.Selection.All() {
		return v.flaw(Form, 0, "What the export says of itself is not what its checkpoint says.")
	}
	v.Selection, v.PublicKey = v.head.Selection, v.public
	return nil
}

// next takes the next line; true after the last one.
func (v *verification) next() (over bool, err error) {
	text, err := v.read()
	if err != nil {
		return false, v.cutOff(err)
	}
	switch {
	case bytes.HasPrefix(text, entryBegin):
		v.body.Write(text)
		return false, v.readEntry(text)
	case bytes.HasPrefix(text, leavesBegin):
		v.body.Write(text)
		return false, v.readLeaves(text)
	case bytes.HasPrefix(text, endBegin):
		return true, v.readEnd(text)
	}
	return false, v.broken()
}

// cutOff is the end of a file that has none: the entry that comes next is what is
// wrong first, unless one before it is.
func (v *verification) cutOff(err error) error {
	var flaw *Flaw
	switch {
	case !errors.As(err, &flaw) || flaw.Kind != Truncated:
		return err
	case v.open != nil && !v.open.full():
		at := v.open.fits()
		if at < len(v.open.got) {
			return v.open.flaw(v.Checkpoint, v.line)
		}
		flaw.Entry = v.open.first + uint64(at)
		return flaw
	}
	if err := v.close(); err != nil {
		return err
	}
	if v.head.Complete && v.Last < v.Checkpoint.Size {
		flaw.Entry = v.Last + 1
	}
	return flaw
}

// broken is a line that is nothing: where a record is due, it is that.
func (v *verification) broken() error {
	if v.open == nil || v.open.full() {
		if err := v.close(); err != nil { // what is wrong before this line comes first
			return err
		}
		return v.flaw(Form, v.Last+1, "It is no line of an export.")
	}
	v.open.add(Hash{}, v.line, nil)
	return v.rest()
}

// rest reads on to the end of the open stretch, to tell what is wrong with it.
func (v *verification) rest() error {
	for !v.open.overfull() {
		text, err := v.read()
		if err != nil || bytes.HasPrefix(text, leavesBegin) || bytes.HasPrefix(text, endBegin) {
			break
		}
		v.take(text)
	}
	return v.close()
}

func (v *verification) readEntry(text []byte) error {
	if v.open == nil {
		return v.flaw(Inserted, v.entryIn(text), "There are no hashes that it belongs to.")
	}
	v.take(text)
	if v.open.overfull() {
		return v.close()
	}
	return nil
}

// take lets the open stretch have the record of a line.
func (v *verification) take(text []byte) {
	record, framed := bytes.CutPrefix(bytes.TrimSuffix(text, []byte("\n")), entryBegin)
	record, closed := bytes.CutSuffix(record, []byte("}"))
	var h Hash
	if framed && closed {
		h = Leaf(record)
	}
	v.open.add(h, v.line, record)
}

func (v *verification) readLeaves(text []byte) error {
	if err := v.close(); err != nil {
		return err
	}
	var l leavesLine
	if strictly(text, &l) != nil {
		return v.flaw(Form, v.Last+1, "The line of hashes is not as it was written.")
	}
	p, ok := partOf(l.Leaves, v.line)
	switch {
	case !ok || p.first+uint64(p.count)-1 > v.Checkpoint.Size:
		return v.flaw(Form, v.Last+1, "The line of hashes is not as it was written.")
	case l.Leaves.After != v.Last:
		return v.flaw(Missing, v.Last+1, "Something was left out before this line, or the line was moved.")
	case p.first <= v.Last:
		return v.flaw(Inserted, p.first, "The entries go back.")
	case v.head.Complete && p.first != v.Last+1:
		return v.flaw(Missing, v.Last+1, "The export says that it is complete, and goes on with a later entry.")
	}
	p.proven = p.leads(p.hashes, p.path, v.Checkpoint.Size, v.Checkpoint.Root)
	v.open = p
	return nil
}

// close holds the open stretch against what was read of it.
func (v *verification) close() error {
	if v.open == nil {
		return nil
	}
	if flaw := v.open.flaw(v.Checkpoint, v.line); flaw != nil {
		return flaw
	}
	if v.First == 0 {
		v.First = v.open.first
	}
	v.Last, v.Entries = v.open.first+uint64(v.open.count)-1, v.Entries+uint64(v.open.count)
	v.open = nil
	return nil
}

func (v *verification) readEnd(text []byte) error {
	if err := v.close(); err != nil {
		return err
	}
	var e endLine
	if strictly(text, &e) != nil {
		return v.flaw(Form, 0, "The end is not as it was written.")
	}
	if v.head.Complete && v.Last != v.Checkpoint.Size {
		return v.flaw(Missing, v.Last+1, "The export says that it is complete, and ends before the checkpoint does.")
	}
	seal, err := signed(e.End.Seal, v.public)
	if err != nil {
		return v.flaw(Signature, 0, "The seal at the end is not signed by the key "+Fingerprint(v.public)+".")
	}
	if seal != sealed(v.head.Log, e.End.Entries, v.first, v.body) || e.End.Entries != v.Entries {
		return v.unsealed(seal, e.End.Entries)
	}
	if _, err := v.read(); err == nil || v.line > v.ended {
		return v.flaw(Form, 0, "There is something behind the end.")
	}
	return nil
}

// unsealed says what the seal is of, where all entries fit and it does not.
func (v *verification) unsealed(seal string, entries uint64) error {
	if whole := bytes.Split([]byte(seal), []byte("\n")); len(whole) == 5 && string(whole[2]) != hashed(v.first) {
		v.line = 1
		return v.flaw(Form, 0, "What the export says of itself was changed after it was sealed.")
	}
	if entries != v.Entries {
		return v.flaw(Missing, 0, "Entries were left out or added: the seal speaks of another number of them.")
	}
	return v.flaw(Form, 0, "The lines are not those that were sealed.")
}

func (v *verification) entryIn(text []byte) uint64 {
	return numberOf(bytes.TrimPrefix(text, entryBegin))
}

// numberOf is the entry that a record says it is; 0 where it does not.
func numberOf(record []byte) uint64 {
	var told struct {
		Entry uint64 `json:"entry"`
	}
	_ = json.NewDecoder(bytes.NewReader(record)).Decode(&told) // what does not say it has none
	return told.Entry
}

// strictly reads a line that must be byte for byte what it is written as.
func strictly(text []byte, into any) error {
	if err := json.Unmarshal(text, into); err != nil {
		return err
	}
	again, err := json.Marshal(into)
	if err == nil && !bytes.Equal(append(again, '\n'), text) {
		err = base64.CorruptInputError(0)
	}
	return err
}
