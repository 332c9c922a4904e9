package api

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"

	"rcfwd/api/jsonobj"
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
// by their names, the later of two with one name.
func canonical(raw json.RawMessage) []byte {
	var b bytes.Buffer
	writeCanonical(&b, raw)
	return b.Bytes()
}

func writeCanonical(b *bytes.Buffer, raw json.RawMessage) {
	if o, is := jsonobj.Read(raw); is {
		writeCanonicalObject(b, o)
		return
	}
	var list []json.RawMessage
	if json.Unmarshal(raw, &list) == nil && bytes.HasPrefix(bytes.TrimSpace(raw), []byte("[")) {
		b.WriteByte('[')
		for i, v := range list {
			if i > 0 {
				b.WriteByte(',')
			}
			writeCanonical(b, v)
		}
		b.WriteByte(']')
		return
	}
	var text string
	if json.Unmarshal(raw, &text) == nil && bytes.HasPrefix(bytes.TrimSpace(raw), []byte(`"`)) {
		again, _ := json.Marshal(text)
		b.Write(again)
		return
	}
	b.Write(bytes.TrimSpace(raw)) // a number keeps its text, which may be more exact than a float
}

func writeCanonicalObject(b *bytes.Buffer, o jsonobj.Object) {
	last := map[string]json.RawMessage{}
	var names []string
	for _, m := range o {
		if _, again := last[m.Name]; !again {
			names = append(names, m.Name)
		}
		last[m.Name] = m.Value
	}
	slices.Sort(names)
	b.WriteByte('{')
	for i, name := range names {
		if i > 0 {
			b.WriteByte(',')
		}
		key, _ := json.Marshal(name)
		b.Write(append(key, ':'))
		writeCanonical(b, last[name])
	}
	b.WriteByte('}')
}
