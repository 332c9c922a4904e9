package jsonobj

import (
	"encoding/json"
	"strings"
)

// FlexString is a text that the service sends as a string in one object and as a
// number in another, as it does with ids and flip digits. Reading never fails: any
// other value is empty. The text is not cleaned.
type FlexString string

// UnmarshalJSON reads a string, or the text of a number or a truth value.
func (f *FlexString) UnmarshalJSON(raw []byte) error {
	text := strings.TrimSpace(string(raw))
	*f = ""
	switch {
	case strings.HasPrefix(text, `"`):
		return json.Unmarshal(raw, (*string)(f))
	case text == "" || text == "null" || strings.ContainsAny(text[:1], "[{"):
		return nil
	}
	*f = FlexString(text)
	return nil
}
