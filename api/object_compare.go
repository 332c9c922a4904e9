package api

import (
	"bytes"
	"encoding/json"
	"math/big"
)

// sameJSON says whether two texts mean the same: members in any order, numbers
// written in any way.
func sameJSON(a, b json.RawMessage) bool {
	if bytes.Equal(a, b) {
		return true
	}
	x, okX := decoded(a)
	y, okY := decoded(b)
	return okX && okY && within(x, y) && within(y, x)
}

// holds says whether got has everything that sent has: each member of an object,
// each element of an array in its place. What got has beyond that is the
// service's own addition.
func holds(got, sent json.RawMessage) bool {
	x, okX := decoded(sent)
	y, okY := decoded(got)
	return okX && okY && within(x, y)
}

func decoded(raw json.RawMessage) (any, bool) {
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	var v any
	if d.Decode(&v) != nil {
		return nil, false
	}
	return v, true
}

// within says whether big holds all that small has.
func within(small, big any) bool {
	switch small := small.(type) {
	case map[string]any:
		big, ok := big.(map[string]any)
		if !ok {
			return false
		}
		for name, v := range small {
			if other, there := big[name]; !there || !within(v, other) {
				return false
			}
		}
		return true
	case []any:
		big, ok := big.([]any)
		if !ok || len(big) != len(small) {
			return false
		}
		for i := range small {
			if !within(small[i], big[i]) {
				return false
			}
		}
		return true
	case json.Number:
		other, ok := big.(json.Number)
		return ok && sameNumber(small, other)
	}
	return small == big
}

// maxExponent keeps a number such as 1e999999999 from being written out.
const maxExponent = 400

func sameNumber(a, b json.Number) bool {
	if a == b {
		return true
	}
	if _, err := a.Float64(); err != nil {
		return false // out of any range, so compared as text
	}
	if _, err := b.Float64(); err != nil {
		return false
	}
	x, okX := readNumeral(a)
	y, okY := readNumeral(b)
	return okX && okY && x.Cmp(y) == 0
}

func readNumeral(n json.Number) (*big.Rat, bool) {
	if e := bytes.IndexAny([]byte(n), "eE"); e >= 0 {
		exponent, err := json.Number(bytes.TrimPrefix([]byte(n[e+1:]), []byte("+"))).Int64()
		if err != nil || exponent > maxExponent || exponent < -maxExponent {
			return nil, false
		}
	}
	return new(big.Rat).SetString(string(n))
}
