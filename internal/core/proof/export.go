package proof

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"hash"
	"io"
	"time"
)

// Selection says which entries of a log an export holds. Its zero value is all of them.
type Selection struct {
	// From and To bound when they happened, From included and To not.
	From *time.Time `json:"from,omitempty"`
	To   *time.Time `json:"to,omitempty"`
	// Actor is the id or the name of who did it.
	Actor string `json:"actor,omitempty"`
	// Case is the number of the case that it happened to.
	Case uint64 `json:"case,omitempty"`
	// Withheld says that what happened to cases of which the reader may not know is left out.
	Withheld bool `json:"withheld,omitempty"`
}

// All says that nothing is left out.
func (s Selection) All() bool { return s == Selection{} }

// The lines of an export are: a head; the hashes of a stretch of the log with the
// records of its entries, again and again; and an end.
type (
	head struct {
		// Caseweave says what the file is.
		Caseweave  string    `json:"caseweave"`
		Form       int       `json:"form"`
		Log        string    `json:"log"`
		Selection  Selection `json:"selection"`
		Complete   bool      `json:"complete"`
		PublicKey  string    `json:"public_key"`
		Checkpoint string    `json:"checkpoint"`
	}
	leaves struct {
		// After is the entry before First that the export has; 0 for none.
		After uint64 `json:"after"`
		First uint64 `json:"first"`
		Count int    `json:"count"`
		// Hashes and Path lead to the checkpoint's root.
		Hashes []byte `json:"hashes"`
		Path   []byte `json:"path"`
	}
	leavesLine struct {
		Leaves leaves `json:"leaves"`
	}
	end struct {
		Entries uint64 `json:"entries"`
		// Seal is a note about all lines before it.
		Seal string `json:"seal"`
	}
	endLine struct {
		End end `json:"end"`
	}
)

const (
	exported = "export of a log"
	form     = 1
)

// The lines that are not the head begin with these.
var (
	leavesBegin = []byte(`{"leaves":`)
	entryBegin  = []byte(`{"entry":`)
	endBegin    = []byte(`{"end":`)
)

// sealed is what the note at the end says of the lines before it.
func sealed(log string, entries uint64, head []byte, body hash.Hash) string {
	return fmt.Sprintf("%s%s export\n%d entries\n%s\n%s\n", origin, log, entries, hashed(head), base64.StdEncoding.EncodeToString(body.Sum(nil)))
}

// Export writes entries of a log to a file that Verify takes. It holds no more
// than Width of them at a time.
type Export struct {
	w    io.Writer
	key  *Key
	tree *Tree
	log  string
	head []byte
	body hash.Hash
	// waiting are records of entries that follow one another, from first on.
	waiting [][]byte
	first   uint64
	last    uint64
	entries uint64
}

// NewExport begins an export of what selection says of a log, as it was when the
// checkpoint was made that tree has the root of.
func NewExport(w io.Writer, key *Key, checkpoint Checkpoint, tree *Tree, selection Selection) (*Export, error) {
	note, err := checkpoint.Sign(key)
	if err != nil {
		return nil, err
	}
	e := &Export{w: w, key: key, tree: tree, log: checkpoint.Log, body: sha256.New()}
	e.head, err = json.Marshal(head{exported, form, checkpoint.Log, selection, selection.All(), key.Public, note})
	if err != nil {
		return nil, err
	}
	e.head = append(e.head, '\n')
	_, err = w.Write(e.head)
	return e, err
}

// Add adds an entry; they come in their order.
func (e *Export) Add(entry uint64, record []byte) error {
	if len(e.waiting) == Width || len(e.waiting) > 0 && entry != e.first+uint64(len(e.waiting)) {
		if err := e.flush(); err != nil {
			return err
		}
	}
	if len(e.waiting) == 0 {
		e.first = entry
	}
	e.waiting = append(e.waiting, record)
	return nil
}

// End writes what is left, and the seal.
func (e *Export) End() error {
	if err := e.flush(); err != nil {
		return err
	}
	seal, err := e.key.Sign(sealed(e.log, e.entries, e.head, e.body))
	if err != nil {
		return err
	}
	return e.line(endLine{end{e.entries, seal}})
}

// flush writes what waits, stretch by stretch.
func (e *Export) flush() error {
	for len(e.waiting) > 0 {
		s := stretchAt(e.first, len(e.waiting))
		if err := e.stretch(s, e.waiting[:s.count]); err != nil {
			return err
		}
		e.waiting, e.first = e.waiting[s.count:], e.first+uint64(s.count)
	}
	e.waiting = e.waiting[:0]
	return nil
}

func (e *Export) stretch(s stretch, records [][]byte) error {
	entries := make([]uint64, s.count)
	for i := range entries {
		entries[i] = s.first + uint64(i)
	}
	hashes, err := e.tree.Leaves(entries)
	if err != nil {
		return err
	}
	path, err := e.tree.path(s)
	if err != nil {
		return err
	}
	if err := e.line(leavesLine{leaves{e.last, s.first, s.count, Bytes(hashes), Bytes(path)}}); err != nil {
		return err
	}
	var text bytes.Buffer
	for _, record := range records {
		text.Write(entryBegin)
		text.Write(record)
		text.WriteString("}\n")
	}
	e.last, e.entries = s.first+uint64(s.count)-1, e.entries+uint64(s.count)
	return e.write(text.Bytes())
}

func (e *Export) line(v any) error {
	text, err := json.Marshal(v)
	if err != nil {
		return err
	}
	return e.write(append(text, '\n'))
}

func (e *Export) write(text []byte) error {
	e.body.Write(text)
	_, err := e.w.Write(text)
	return err
}
