package api

import (
	"cmp"
	"encoding/json"
	"net/http"
	"strings"

	"rcfwd/api/jsonobj"
	"rcfwd/api/rest"
)

// Unread is a record, or a part of one, that the service sent in a form that this version
// cannot read. The rest of its list is shown.
type Unread struct {
	Name   string   // what the record is called, such as its label; may be empty
	Fields []string // the fields that could not be read; empty for the whole record
}

// String says what could not be read, as in `"Cabin" (no id)` or `features of "Cabin"`.
func (u Unread) String() string {
	name := "a record without a name"
	if u.Name != "" {
		name = `"` + u.Name + `"`
	}
	if len(u.Fields) > 0 {
		return strings.Join(u.Fields, ", ") + " of " + name
	}
	return name + " (no id)"
}

// UnreadWords joins what could not be read; empty for nothing.
func UnreadWords(all []Unread) string {
	words := make([]string, 0, len(all))
	for _, u := range all {
		words = append(words, u.String())
	}
	return strings.Join(words, "; ")
}

// unreadRecord describes a record that cannot be read as a whole.
func unreadRecord(raw json.RawMessage) Unread {
	w, _ := jsonobj.Read(raw)
	return Unread{Name: rest.Clean(cmp.Or(w.Text("label"), w.Text("name"), w.Text("displayName"), w.Text("phoneNumber"), w.Text("id")))}
}

// readAll reads the records that are not null. Those that cannot be read are left out and
// described in unread. It is an error when no record can be read: such a list must not
// look like an empty one.
func readAll[T any](op rest.Operation, records []json.RawMessage, read func(json.RawMessage) (T, error)) (all []T, unread []Unread, err error) {
	all = make([]T, 0, len(records))
	for _, raw := range records {
		if string(raw) == "null" {
			continue
		}
		v, failed := read(raw)
		if failed != nil {
			unread, err = append(unread, unreadRecord(raw)), failed
			continue
		}
		all = append(all, v)
	}
	if err != nil && len(all) == 0 {
		return nil, unread, rest.Unusable(op, http.StatusOK, nil, err)
	}
	return all, unread, nil
}

// unique drops what has the key of something before it: records move between
// pages when the list is edited while it is read.
func unique[T any](all []T, key func(T) string) []T {
	had := map[string]bool{}
	var kept []T
	for _, v := range all {
		if k := key(v); k == "" || !had[k] {
			had[k] = true
			kept = append(kept, v)
		}
	}
	return kept
}
