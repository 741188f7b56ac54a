// Package vault keeps secrets from whoever has the database alone: they are
// encrypted with a key that lives in a file beside it.
package vault

import (
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/crypto/chacha20poly1305"

	"caseweave/internal/core/fault"
)

// File is the name of the key file in a data directory.
const File = "caseweave.key"

// form is the first byte of what Seal writes.
const form = 1

// Box seals secrets. It is safe for use by many at once.
type Box struct {
	key [chacha20poly1305.KeySize]byte
}

// New makes a box of a key.
func New(key [chacha20poly1305.KeySize]byte) *Box { return &Box{key} }

// Open is the box of a key file, which is made with a random key where there is
// none. A file that others than its owner can read is fault.Denied, one that holds
// no key fault.Invalid.
func Open(path string) (*Box, error) {
	box, err := read(path)
	if errors.Is(err, fs.ErrNotExist) {
		return create(path)
	}
	return box, err
}

func read(path string) (*Box, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("read the key file: %w", err)
	}
	if about, err := os.Stat(path); err != nil || about.Mode().Perm()&0o077 != 0 {
		return nil, fault.Because(err, fault.Denied, "Others can read the key file %s; make it its owner's alone: chmod 600.", path)
	}
	return parse(path, string(text))
}

func parse(path, text string) (*Box, error) {
	key, err := base64.StdEncoding.DecodeString(strings.TrimSpace(text))
	if err != nil || len(key) != chacha20poly1305.KeySize {
		return nil, fault.Because(err, fault.Invalid, "The key file %s holds no key: 32 bytes as base64 are wanted.", path)
	}
	return New([chacha20poly1305.KeySize]byte(key)), nil
}

// create writes a new key, whole or not at all, and never over another.
func create(path string) (*Box, error) {
	var key [chacha20poly1305.KeySize]byte
	_, _ = rand.Read(key[:])                                   // never fails
	draft, err := os.CreateTemp(filepath.Dir(path), File+".*") // mode 0600
	if err != nil {
		return nil, fmt.Errorf("make the key file: %w", err)
	}
	defer os.Remove(draft.Name())
	_, err = draft.WriteString(base64.StdEncoding.EncodeToString(key[:]) + "\n")
	if err = errors.Join(err, draft.Sync(), draft.Close()); err != nil {
		return nil, fmt.Errorf("write the key file: %w", err)
	}
	if err := os.Link(draft.Name(), path); errors.Is(err, fs.ErrExist) {
		return read(path) // another process was first, or it is a link to nowhere
	} else if err != nil {
		return nil, fmt.Errorf("write the key file: %w", err)
	}
	if err := syncDir(filepath.Dir(path)); err != nil {
		return nil, fmt.Errorf("write the key file: %w", err)
	}
	return New(key), nil
}

// syncDir makes the names in a directory outlive a loss of power.
func syncDir(path string) error {
	d, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}

// Seal encrypts plain. What label names must be named again to open it, so that
// nothing sealed for one purpose serves another.
func (b *Box) Seal(label string, plain []byte) []byte {
	cipher, err := chacha20poly1305.NewX(b.key[:])
	if err != nil {
		panic("vault: " + err.Error())
	}
	sealed := make([]byte, 1+chacha20poly1305.NonceSizeX, 1+chacha20poly1305.NonceSizeX+len(plain)+chacha20poly1305.Overhead)
	sealed[0] = form
	_, _ = rand.Read(sealed[1:]) // never fails
	return cipher.Seal(sealed, sealed[1:], plain, []byte(label))
}

// Open decrypts what Seal made with the same label. Anything else, and what was
// sealed with another key, is fault.Invalid.
func (b *Box) Open(label string, sealed []byte) ([]byte, error) {
	cipher, err := chacha20poly1305.NewX(b.key[:])
	if err != nil {
		return nil, err
	}
	if len(sealed) <= chacha20poly1305.NonceSizeX || sealed[0] != form {
		return nil, unreadable(nil)
	}
	nonce, text := sealed[1:1+chacha20poly1305.NonceSizeX], sealed[1+chacha20poly1305.NonceSizeX:]
	plain, err := cipher.Open(nil, nonce, text, []byte(label))
	if err != nil {
		return nil, unreadable(err)
	}
	return plain, nil
}

func unreadable(err error) error {
	return fault.Because(err, fault.Invalid, "The secret can't be read with this installation's key file.")
}
