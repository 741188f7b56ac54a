package rule

import (
	"crypto/sha256"
	"encoding/binary"
	"hash"
	"strconv"

	"caseweave/internal/core/detection"
)

// Searches says whether the rule's search for related detections may find d:
// the append filter holds or, where there is none, the filter (T44); and d is not
// deprioritised, unless the rule ignores that. When, how severe and how open d is
// the rule does not ask.
func (c *Compiled) Searches(d *detection.Detection) bool {
	if d.Deprioritized && !c.Rule.IgnorePrioritization {
		return false
	}
	if c.appends != nil {
		return c.Appends(d)
	}
	return c.Filter(d)
}

// Criterion stands for all that decides whether Searches holds, and which rows a
// detection has by the rule: what the index of open detections is kept by. It has
// 63 bits, so that it is a number in any store.
func (c *Compiled) Criterion() uint64 { return c.criterion }

func criterion(r *Rule, t *Tenant, apart []string) uint64 {
	h := sha256.New()
	zone := "UTC"
	if t.Zone != nil {
		zone = t.Zone.String()
	}
	digest(h, r.ID, r.Title, or(r.AppendFilter, r.Filter), strconv.FormatBool(r.IgnorePrioritization), zone, t.ID, t.Name)
	digest(h, r.GroupBy...)
	digest(h, r.Tags...)
	if len(apart) > 0 {
		digest(h, apart...)
	}
	return number63(h.Sum(nil))
}

// digest adds a list so that no other list adds the same bytes.
func digest(h hash.Hash, texts ...string) {
	for _, text := range append([]string{strconv.Itoa(len(texts))}, texts...) {
		h.Write(binary.AppendUvarint(nil, uint64(len(text))))
		h.Write([]byte(text))
	}
}

// RowHash stands for a row in the index of open detections: the first 63 bits
// that follow the highest of its SHA-256. It is stored, and never changes.
func RowHash(row string) uint64 {
	sum := sha256.Sum256([]byte(row))
	return number63(sum[:])
}

func number63(sum []byte) uint64 { return binary.BigEndian.Uint64(sum) &^ (1 << 63) }
