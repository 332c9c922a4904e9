package index

import (
	"fmt"
	"slices"
	"strings"
)

// Classes are all classes.
var Classes = []Class{Users, Queues, IVR, Company}

// Scope is the classes that an answer is about, as words with commas between. The empty
// one and "all" are all of them.
type Scope string

// Everything is the scope of all classes.
const Everything Scope = "all"

// ParseScope reads a scope. The error lists the words.
func ParseScope(text string) (Scope, error) {
	for word := range strings.SplitSeq(text, ",") {
		if text != "" && word != string(Everything) && !slices.Contains(Classes, Class(word)) {
			return "", fmt.Errorf("unknown scope %q; use users, queues, ivr, company or all, or several with commas between", word)
		}
	}
	return Scope(text), nil
}

// Has reports whether the scope has a class.
func (s Scope) Has(c Class) bool {
	for word := range strings.SplitSeq(string(s), ",") {
		if word == "" || word == string(Everything) || word == string(c) {
			return true
		}
	}
	return false
}

// without returns a list without what drop selects.
func without[T any](list []T, drop func(T) bool) []T {
	return slices.DeleteFunc(slices.Clone(list), drop)
}
