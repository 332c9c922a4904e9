package jsonobj

import (
	"bytes"
	"encoding/json"
	"math/big"
)

// Same reports whether two JSON texts mean the same: members in any order, numbers
// and strings written in any way. Texts that are not JSON are the same when their
// bytes are equal.
func Same(a, b json.RawMessage) bool {
	return bytes.Equal(a, b) || Valid(a) && Valid(b) && contains(b, a) && contains(a, b)
}

// Holds reports whether got has everything that sent has: each member of an object,
// and each element of an array in its place. Objects in got may have more members,
// which is how a service's own additions to what it was sent look.
func Holds(got, sent json.RawMessage) bool {
	return Valid(got) && Valid(sent) && contains(got, sent)
}

// contains reports whether big has everything that small has. Both are valid.
func contains(big, small json.RawMessage) bool {
	big, small = bytes.TrimSpace(big), bytes.TrimSpace(small)
	if bytes.Equal(big, small) {
		return true
	}
	switch small[0] {
	case '{':
		return containsMembers(big, small)
	case '[':
		return big[0] == '[' && containsElements(elements(big), elements(small))
	case '"':
		return big[0] == '"' && unquote(big) == unquote(small)
	}
	return isNumber(big) && isNumber(small) && sameNumber(json.Number(small), json.Number(big))
}

// isNumber reports whether a valid text that is neither a string, an array nor an object
// is a number.
func isNumber(text json.RawMessage) bool { return text[0] == '-' || '0' <= text[0] && text[0] <= '9' }

func containsMembers(big, small json.RawMessage) bool {
	object, ok := Read(big)
	wanted, _ := Read(small)
	for i, m := range wanted {
		if wanted.index(m.Name) != i {
			continue // a later one of the same name counts
		}
		at := object.index(m.Name)
		if at < 0 || !contains(object[at].Value, m.Value) {
			return false
		}
	}
	return ok
}

func containsElements(big, small []json.RawMessage) bool {
	if len(big) != len(small) {
		return false
	}
	for i := range small {
		if !contains(big[i], small[i]) {
			return false
		}
	}
	return true
}

// maxExponent keeps a number such as 1e999999999 from being expanded.
const maxExponent = 400

func sameNumber(a, b json.Number) bool {
	if a == b {
		return true
	}
	if _, err := a.Float64(); err != nil {
		return false // out of range of a float64: only equal texts are the same
	}
	if _, err := b.Float64(); err != nil {
		return false
	}
	x, okX := exact(a)
	y, okY := exact(b)
	return okX && okY && x.Cmp(y) == 0
}

// exact returns the value of n; false when its exponent is too large.
func exact(n json.Number) (*big.Rat, bool) {
	if e := bytes.IndexAny([]byte(n), "eE"); e >= 0 {
		exponent, err := json.Number(bytes.TrimPrefix([]byte(n[e+1:]), []byte("+"))).Int64()
		if err != nil || exponent > maxExponent || exponent < -maxExponent {
			return nil, false
		}
	}
	return new(big.Rat).SetString(string(n))
}
