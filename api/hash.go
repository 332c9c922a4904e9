package api

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
)

// Hashes of what is stored. Two readings with the same hash hold the same; a write that
// names the hash is refused when another user changed anything since.

// NumberHash is the SHA-256 in hex of a number of the snapshot: of its whole stored
// record, and of the rules that ring it. It is empty where the rules were not read.
func (s *Snapshot) NumberHash(n *Number) string { return s.NumberHashes(*n)[0] }

// NumberHashes returns the hash of each of some numbers, as NumberHash does.
func (s *Snapshot) NumberHashes(numbers ...Number) []string {
	hashes := make([]string, len(numbers))
	rules := make([][]byte, len(s.Rules)) // each is written once
	for i, n := range numbers {
		if s.Rules == nil {
			continue
		}
		parts := [][]byte{canonical(n.raw)}
		for j, r := range s.Rules {
			if !slices.ContainsFunc(r.Steps, func(st Step) bool { return st.rings(&n) }) {
				continue
			}
			if rules[j] == nil {
				rules[j] = canonical(r.raw)
			}
			parts = append(parts, rules[j])
		}
		hashes[i] = hashOf(parts...)
	}
	return hashes
}

// Hash is the SHA-256 in hex of the whole stored record of a rule and, where the rule of
// work hours only refers to them, of the work hours.
func (r *Rule) Hash() string {
	if r.hours != nil {
		return hashOf(canonical(r.raw), canonical(r.hours))
	}
	return hashOf(canonical(r.raw))
}

// HashNeed is what has to be read for the Hash of a rule.
func (r *Rule) HashNeed() Need {
	return Need{Rules: true, Hours: r.hours != nil, ForwardAll: r.CallHandling == V1 && r.Kind == ForwardAll}
}

// hashOf is the hash of canonical texts.
func hashOf(parts ...[]byte) string {
	h := sha256.New()
	for _, p := range parts {
		h.Write(p)
		h.Write([]byte{'\n'})
	}
	return hex.EncodeToString(h.Sum(nil))
}

// canonical writes a JSON text in one way: without white space, the members of each object
// by their names, the later of two with one name. Numbers keep their text, which may be
// more exact than a float.
func canonical(raw json.RawMessage) []byte {
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	var v any
	if d.Decode(&v) == nil {
		if text, err := json.Marshal(v); err == nil {
			return text
		}
	}
	return bytes.TrimSpace(raw)
}
