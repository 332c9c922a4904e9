package api

import (
	"encoding/json"
	"fmt"
	"strings"

	"rcfwd/api/jsonobj"
)

// abridged is a JSON text in which the elements of lists that are as they were are
// counted and not spelt out. It is for eyes alone. name is what the list is called.
func abridged(name string, now, was json.RawMessage) string {
	if was == nil {
		return string(now)
	}
	if t, ok := jsonobj.Read(now); ok {
		old, _ := jsonobj.Read(was)
		return abridgedObject(t, old)
	}
	var list, old []json.RawMessage
	if json.Unmarshal(now, &list) != nil || json.Unmarshal(was, &old) != nil {
		return string(now)
	}
	return "[" + strings.Join(abridgedList(name, list, old), ",") + "]"
}

func abridgedObject(now, was jsonobj.Object) string {
	var members []string
	for _, b := range now {
		members = append(members, string(b.Key())+":"+abridged(b.Name, b.Value, was.Get(b.Name)))
	}
	return "{" + strings.Join(members, ",") + "}"
}

// abridgedList counts the objects that stand in the same order as before, and spells
// out the others. In a list that is as long as before what stands in the place of one
// that changed is taken for it.
func abridgedList(name string, list, was []json.RawMessage) (shown []string) {
	kept, before := 0, was
	count := func() {
		if kept > 0 {
			shown = append(shown, unchanged(kept, name))
		}
		kept = 0
	}
	for at, raw := range list {
		if i := firstSame(was, raw); i >= 0 {
			kept, was = kept+1, was[i+1:]
			continue
		}
		count()
		var old json.RawMessage
		if len(list) == len(before) {
			old = before[at]
		}
		shown = append(shown, abridged("", raw, old))
	}
	count()
	return shown
}

// firstSame is where an object stands in a list; -1 for nowhere, and for what is short
// enough to be spelt out.
func firstSame(list []json.RawMessage, raw json.RawMessage) int {
	if _, ok := jsonobj.Read(raw); !ok {
		return -1
	}
	for i, other := range list {
		if jsonobj.Same(other, raw) {
			return i
		}
	}
	return -1
}

func unchanged(n int, name string) string {
	if n == 1 {
		return "1 " + strings.TrimSuffix(name, "s") + " as it is"
	}
	return fmt.Sprintf("%d %s as they are", n, name)
}
