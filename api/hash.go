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
func (s Snapshot) NumberHash(n Number) string {
	if s.Rules == nil {
		return ""
	}
	parts := []json.RawMessage{n.raw}
	for _, r := range s.Rules {
		if slices.ContainsFunc(r.Steps, func(st Step) bool { return st.rings(n) }) {
			parts = append(parts, r.raw)
		}
	}
	return hashOf(parts...)
}

// Hash is the SHA-256 in hex of the whole stored record of a rule.
func (r Rule) Hash() string { return hashOf(r.raw) }

func hashOf(parts ...json.RawMessage) string {
	h := sha256.New()
	for _, p := range parts {
		h.Write(canonical(p))
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
