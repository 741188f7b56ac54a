// Package proof makes histories evident: what was written can't be changed,
// removed, inserted or put in another order without showing.
//
// The records of a log are the leaves of a Merkle tree as RFC 6962 has it; entry
// n is leaf n-1. The tree is kept in tiles: 256 hashes of one level in a row, of
// which the last of each level grows and all others never change again. A
// checkpoint is the tree's size and root, signed, in the form of C2SP
// tlog-checkpoint. An export carries records with what leads from them to a
// checkpoint, and Verify holds one against it without anything else, and names
// the first entry that is wrong.
//
// Package proof is pure: it reads tiles through a function, and a file through an
// io.Reader. It does not know what a record says; only that it is one line.
package proof

import (
	"crypto/sha256"
	"encoding/base64"
	"strings"

	"golang.org/x/mod/sumdb/tlog"
)

// Hash is that of a record, or of a part of a tree.
type Hash = tlog.Hash

// Leaf is the hash of a record.
func Leaf(record []byte) Hash { return tlog.RecordHash(record) }

// Acts names the log of what administrators did at a place.
func Acts(place string) string { return acts + place }

// PlaceOf is the place whose acts a log tells; false where it tells none.
func PlaceOf(log string) (place string, ok bool) { return strings.CutPrefix(log, acts) }

// Record is an entry of a log: what its hash is taken of.
type Record struct {
	Entry uint64
	Text  []byte
}

// The names of logs begin with one of these.
const (
	history = "tenant/"
	acts    = "acts/"
)

// History names the log of what happened in a tenant.
func History(tenantID string) string { return history + tenantID }

// TenantOf is the tenant whose history a log is; false where it is none.
func TenantOf(log string) (tenantID string, ok bool) { return strings.CutPrefix(log, history) }

const (
	height = 8
	// Width is how many hashes a full tile has.
	Width = 1 << height
)

// subtree is the root of a tree whose leaves are a power of two.
func subtree(hashes []Hash) Hash {
	if len(hashes) == 1 {
		return hashes[0]
	}
	above := make([]Hash, len(hashes)/2)
	for i := range above {
		above[i] = tlog.NodeHash(hashes[2*i], hashes[2*i+1])
	}
	for n := len(above) / 2; n > 0; n /= 2 {
		for i := range n {
			above[i] = tlog.NodeHash(above[2*i], above[2*i+1])
		}
	}
	return above[0]
}

// Bytes are hashes one after the other.
func Bytes(hashes []Hash) []byte {
	text := make([]byte, 0, len(hashes)*tlog.HashSize)
	for i := range hashes {
		text = append(text, hashes[i][:]...)
	}
	return text
}

// Hashes are those whose Bytes are text; false where it is not made of hashes.
func Hashes(text []byte) ([]Hash, bool) {
	if len(text)%tlog.HashSize != 0 {
		return nil, false
	}
	hashes := make([]Hash, len(text)/tlog.HashSize)
	for i := range hashes {
		copy(hashes[i][:], text[i*tlog.HashSize:])
	}
	return hashes, true
}

// hashed is the SHA-256 of a text, as people and files tell it.
func hashed(text []byte) string {
	sum := sha256.Sum256(text)
	return base64.StdEncoding.EncodeToString(sum[:])
}
