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
	if bytes.Equal(a, b) {
		return true
	}
	x, okX := decode(a)
	y, okY := decode(b)
	return okX && okY && contains(y, x) && contains(x, y)
}

// Holds reports whether got has everything that sent has: each member of an object,
// and each element of an array in its place. Objects in got may have more members,
// which is how a service's own additions to what it was sent look.
func Holds(got, sent json.RawMessage) bool {
	x, okX := decode(sent)
	y, okY := decode(got)
	return okX && okY && contains(y, x)
}

func decode(raw json.RawMessage) (any, bool) {
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	var v any
	if d.Decode(&v) != nil {
		return nil, false
	}
	return v, true
}

// contains reports whether big has everything that small has.
func contains(big, small any) bool {
	switch small := small.(type) {
	case map[string]any:
		return containsMembers(big, small)
	case []any:
		return containsElements(big, small)
	case json.Number:
		other, ok := big.(json.Number)
		return ok && sameNumber(small, other)
	}
	return small == big
}

func containsMembers(big any, small map[string]any) bool {
	object, ok := big.(map[string]any)
	for name, value := range small {
		other, found := object[name]
		ok = ok && found && contains(other, value)
	}
	return ok
}

func containsElements(big any, small []any) bool {
	list, ok := big.([]any)
	if !ok || len(list) != len(small) {
		return false
	}
	for i := range small {
		if !contains(list[i], small[i]) {
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
