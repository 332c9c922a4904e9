package api

import (
	"encoding/json"
	"strings"
)

// flexString is a text that the service sends as a string in one object and as a
// number in the next, as it does with ids and flip digits. It never fails to be
// read: what is neither is empty.
type flexString string

// UnmarshalJSON reads a string, a number or a truth value.
func (l *flexString) UnmarshalJSON(raw []byte) error {
	s := strings.TrimSpace(string(raw))
	*l = ""
	switch {
	case strings.HasPrefix(s, `"`):
		return json.Unmarshal(raw, (*string)(l))
	case s == "" || s == "null" || strings.ContainsAny(s[:1], "[{"):
		return nil
	}
	*l = flexString(s)
	return nil
}

// clean is the one door to the screen for the texts of wire structs.
func (l flexString) clean() string { return Clean(string(l)) }
