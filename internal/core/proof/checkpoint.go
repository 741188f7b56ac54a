package proof

import (
	"encoding/base64"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// origin is what the first line of a checkpoint begins with.
const origin = "caseweave/"

// Checkpoint says what a log held at some time: so many entries, and the root of their tree.
type Checkpoint struct {
	Log  string
	Size uint64
	Root Hash
	// At is when it was signed, in seconds.
	At time.Time
}

// text is the checkpoint as it is signed.
func (c Checkpoint) text() string {
	return fmt.Sprintf("%s%s\n%d\n%s\nat %s\n", origin, c.Log, c.Size, base64.StdEncoding.EncodeToString(c.Root[:]), c.At.UTC().Format(time.RFC3339))
}

// Sign is the checkpoint as a note signed by a key.
func (c Checkpoint) Sign(key *Key) (string, error) { return key.Sign(c.text()) }

// OpenCheckpoint is the checkpoint of a note, where it was signed by a key.
func OpenCheckpoint(note, public string) (Checkpoint, error) {
	text, err := signed(note, public)
	if err != nil {
		return Checkpoint{}, err
	}
	c, err := parseCheckpoint(text)
	if err == nil && c.text() != text {
		err = fmt.Errorf("it is no checkpoint of Caseweave")
	}
	return c, err
}

func parseCheckpoint(text string) (c Checkpoint, err error) {
	lines := strings.Split(text, "\n")
	if len(lines) != 5 {
		return c, fmt.Errorf("a checkpoint has 4 lines")
	}
	c.Log = strings.TrimPrefix(lines[0], origin)
	if c.Size, err = strconv.ParseUint(lines[1], 10, 63); err != nil {
		return c, err
	}
	root, err := base64.StdEncoding.DecodeString(lines[2])
	if err != nil || copy(c.Root[:], root) != len(c.Root) {
		return c, fmt.Errorf("the root of a checkpoint has 32 bytes")
	}
	c.At, err = time.Parse(time.RFC3339, strings.TrimPrefix(lines[3], "at "))
	return c, err
}
