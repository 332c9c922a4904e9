package api

import (
	"slices"
	"strings"
)

// reordered says what was done to an order of steps: which one was moved, what was put
// together or apart. When that is more than one thing, it only says so.
func reordered(old, new []string) string {
	if name, up := movedStep(old, new); name != "" {
		if up {
			return "moved " + name + " up"
		}
		return "moved " + name + " down"
	}
	joined, split := without(new, old), without(old, new)
	switch {
	case len(joined) == 1 && len(split) == 2:
		return "put " + strings.ReplaceAll(joined[0], groupedWith, " and ") + " together"
	case len(joined) == 2 && len(split) == 1:
		return "put " + strings.ReplaceAll(split[0], groupedWith, " and ") + " apart"
	}
	return "changed the order"
}

// groupedWith is between the names of a group.
const groupedWith = " with "

// movedStep finds the step that was moved when it is the only one. Of two neighbours that
// changed places, it is the one that moved up.
func movedStep(old, new []string) (name string, up bool) {
	if len(old) != len(new) {
		return "", false
	}
	for to, name := range new {
		from := slices.Index(old, name)
		if from > to && slices.Equal(slices.Delete(slices.Clone(old), from, from+1), slices.Delete(slices.Clone(new), to, to+1)) {
			return name, true
		}
	}
	for to, name := range new {
		from := slices.Index(old, name)
		if from >= 0 && from < to && slices.Equal(slices.Delete(slices.Clone(old), from, from+1), slices.Delete(slices.Clone(new), to, to+1)) {
			return name, false
		}
	}
	return "", false
}

// without returns the names that are not among others.
func without(names, others []string) []string {
	return slices.DeleteFunc(slices.Clone(names), func(n string) bool { return slices.Contains(others, n) })
}
