package sandbox

import (
	"net/url"
	"slices"
	"strconv"
)

// choice reads a repeatable filter with a fixed set of values. Empty values are
// ignored; others are CMN-101 (R21).
func (c *call) choice(name string, allowed ...string) (filter, error) {
	f := nonEmpty(c.r.URL.Query()[name])
	for _, v := range f {
		if !slices.Contains(allowed, v) {
			return nil, invalid(name)
		}
	}
	return f, nil
}

// nonEmpty returns a filter of the values that are not empty.
func nonEmpty(values []string) filter {
	return without(values, func(v string) bool { return v == "" })
}

// filter is a set of wanted values; empty means all.
type filter []string

// wants is not inlined: its copies would make the program larger.
//
//go:noinline
func (f filter) wants(value string) bool { return len(f) == 0 || slices.Contains(f, value) }

// choices reads several filters.
func (c *call) choices(specs ...filterSpec) (map[string]filter, error) {
	filters := map[string]filter{}
	for _, spec := range specs {
		f, err := c.choice(spec.name, spec.allowed...)
		if err != nil {
			return nil, err
		}
		filters[spec.name] = f
	}
	return filters, nil
}

type filterSpec struct {
	name    string
	allowed []string
}

// flag reads a boolean parameter; it defaults to false.
func (c *call) flag(name string) (bool, error) {
	switch c.r.URL.Query().Get(name) {
	case "":
		return false, nil
	case "true":
		return true, nil
	case "false":
		return false, nil
	}
	return false, invalid(name)
}

const (
	defaultPerPage = 100  // S, G
	maxPerPage     = 1000 // larger values are cut to it (S, G)
)

// positiveInt reads a whole number from 1. The schema's minimum is 1, so 0 is
// CMN-101 here, although the guide's text speaks of perPage=0 giving an empty
// result.
func positiveInt(q url.Values, name string, fallback int) (int, error) {
	text := q.Get(name)
	if !q.Has(name) {
		return fallback, nil
	}
	n, err := strconv.ParseInt(text, 10, 32) // S: int32
	if err != nil || n < 1 {
		return 0, invalid(name)
	}
	return int(n), nil
}
