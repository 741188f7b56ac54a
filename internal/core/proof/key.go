package proof

import (
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"io"
	"strings"

	"golang.org/x/mod/sumdb/note"
)

// keyName is what keys are named after.
const keyName = "caseweave"

// Key signs checkpoints and exports. It is an Ed25519 key in the form of package note.
type Key struct {
	signer note.Signer
	// Public is what tells whether something was signed by the key.
	Public string
}

// SealedKey is a key as it is kept: its secret is encrypted.
type SealedKey struct {
	Public string
	Secret []byte
}

// NewKey makes a key, and the secret that KeyOf makes it of again.
func NewKey(random io.Reader) (key *Key, secret string, err error) {
	secret, public, err := note.GenerateKey(random, keyName)
	if err != nil {
		return nil, "", err
	}
	key, err = KeyOf(secret, public)
	return key, secret, err
}

// KeyOf is the key of a secret and what is public of it.
func KeyOf(secret, public string) (*Key, error) {
	signer, err := note.NewSigner(secret)
	if err != nil {
		return nil, err
	}
	verifier, err := note.NewVerifier(public)
	if err != nil {
		return nil, err
	}
	if signer.KeyHash() != verifier.KeyHash() || signer.Name() != verifier.Name() {
		return nil, fmt.Errorf("the signing key and its public half do not belong together")
	}
	return &Key{signer, public}, nil
}

// Sign is a text of lines with the key's signature below.
func (k *Key) Sign(text string) (string, error) {
	signed, err := note.Sign(&note.Note{Text: text}, k.signer)
	return string(signed), err
}

// CheckPublic refuses what is no public key.
func CheckPublic(public string) error {
	_, err := note.NewVerifier(public)
	return err
}

// Fingerprint is short for a public key, so that people can compare it: it is the
// SHA-256 of the key, as OpenSSH writes such.
func Fingerprint(public string) string {
	_, rest, _ := strings.Cut(public, "+")
	_, text, _ := strings.Cut(rest, "+")
	key, err := base64.StdEncoding.DecodeString(text)
	if err != nil || len(key) < 2 {
		return ""
	}
	sum := sha256.Sum256(key[1:])
	return "SHA256:" + base64.RawStdEncoding.EncodeToString(sum[:])
}

// signed is the text that was signed by a key, and by nobody else.
func signed(text, public string) (string, error) {
	verifier, err := note.NewVerifier(public)
	if err != nil {
		return "", err
	}
	n, err := note.Open([]byte(text), note.VerifierList(verifier))
	if err != nil {
		return "", err
	}
	if len(n.Sigs) != 1 || len(n.UnverifiedSigs) != 0 {
		return "", fmt.Errorf("it bears more than one signature")
	}
	if _, err := base64.StdEncoding.Strict().DecodeString(n.Sigs[0].Base64); err != nil {
		return "", err
	}
	return n.Text, nil
}
