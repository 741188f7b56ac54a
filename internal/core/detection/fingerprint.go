package detection

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
)

// Fingerprint identifies what a source sent, white space between tokens aside:
// two events of one identity with equal fingerprints are a resend. It sees
// every detection, and so does without a JSON parser.
func Fingerprint(raw []byte) string {
	sum := sha256.Sum256(withoutSpace(raw))
	return hex.EncodeToString(sum[:16])
}

// withoutSpace is raw without the white space between its tokens: raw itself
// where there is none.
func withoutSpace(raw []byte) []byte {
	var kept []byte
	taken := 0
	for i := 0; i < len(raw); i++ {
		switch raw[i] {
		case '"':
			i += textLength(raw[i:]) - 1
		case ' ', '\t', '\r', '\n':
			kept = append(kept, raw[taken:i]...)
			taken = i + 1
		}
	}
	if taken == 0 {
		return raw
	}
	return append(kept, raw[taken:]...)
}

// textLength is how long the JSON text is that b begins with, quotes counted.
func textLength(b []byte) int {
	for end := 1; ; {
		next := bytes.IndexByte(b[end:], '"')
		if next < 0 {
			return len(b)
		}
		end += next + 1
		escapes := 0
		for b[end-2-escapes] == '\\' {
			escapes++
		}
		if escapes%2 == 0 {
			return end
		}
	}
}
