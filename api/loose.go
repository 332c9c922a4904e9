package api

import (
	"encoding/json"
	"strings"
)

// loose is a text that the service sends as a string in one object and as a
// number in the next, as it does with ids and flip digits. It never fails to be
// read: what is neither is empty.
type loose string

// UnmarshalJSON reads a string, a number or a truth value.
func (l *loose) UnmarshalJSON(raw []byte) error {
	s := strings.TrimSpace(string(raw))
	*l = ""
	switch {
	case strings.HasPrefix(s, `"`):
		return json.Unmarshal(raw, (*string)(l))
	case s == "" || s == "null" || strings.ContainsAny(s[:1], "[{"):
		return nil
	}
	*l = loose(s)
	return nil
}

// clean is the one door to the screen for the texts of wire structs.
func (l loose) clean() string { return Clean(string(l)) }
