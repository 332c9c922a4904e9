package api

import (
	"encoding/json"
	"fmt"
	"strings"

	"rcfwd/api/jsonobj"
)

// abridged returns a JSON text in which the unchanged elements of lists are counted instead
// of written. It is for people only. name is the name of the list.
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

// abridgedList counts the objects that are in the same order as before, and writes the
// others. In a list of the same length, a changed element is compared with the one that was
// in its place.
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

// firstSame returns the position of an object in a list; -1 for none, and for anything but
// an object, which is short enough to be written.
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
