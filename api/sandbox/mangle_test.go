package sandbox

import (
	"encoding/json"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"
)

// TestRules_surviveMangledBodies sends real rules with values removed, doubled,
// swapped or of another type. Such bodies are closer to real mistakes of
// clients than random bytes.
func TestRules_surviveMangledBodies(t *testing.T) {
	old, s := as(t, unlimited(t), "104"), as(t, onV2(t), "104")
	rng := rand.New(rand.NewPCG(1, 2))
	rounds := 150
	if testing.Short() {
		rounds = 40
	}
	for range rounds {
		for _, path := range []string{businessRule, meetingRule} {
			tryRule(t, old, "PUT", path, mangled(rng, old.do("GET", path, "").text))
		}
		for _, path := range []string{workRule, myStateRules + "/after-hours", myStateRules + "/forward-all-calls"} {
			tryRule(t, s, "PATCH", path, mangled(rng, s.do("GET", path, "").text))
		}
		tryRule(t, s, "PUT", myFlips, mangled(rng, s.do("GET", myFlips, "").text))
		checkAnswer(t, "DELETE", s.do("DELETE", myTargets, mangled(rng, s.do("GET", myTargets, "").text)))
	}
}

func mangled(rng *rand.Rand, text string) string {
	var v any
	if json.Unmarshal([]byte(text), &v) != nil {
		return text
	}
	return string(encode(mangle(rng, v)))
}

// mangle changes about one value in thirty.
func mangle(rng *rand.Rand, v any) any {
	if rng.IntN(30) == 0 {
		return []any{nil, true, "x", -1, 2.5, []any{}, []any{nil}, map[string]any{}, []any{v, v}, []any{v}}[rng.IntN(10)]
	}
	switch v := v.(type) {
	case map[string]any:
		for _, name := range slices.Sorted(maps.Keys(v)) {
			if v[name] = mangle(rng, v[name]); rng.IntN(30) == 0 {
				delete(v, name)
			}
		}
	case []any:
		for i := range v {
			v[i] = mangle(rng, v[i])
		}
		if len(v) > 0 && rng.IntN(10) == 0 {
			rng.Shuffle(len(v), func(i, j int) { v[i], v[j] = v[j], v[i] })
		}
	}
	return v
}
