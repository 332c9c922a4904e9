package jsonobj

import "bytes"

// FlexString is a text that the service sends as a string in one object and as a
// number in another, as it does with ids and flip digits. Reading never fails: any
// other value is empty. The text is not cleaned.
type FlexString string

// UnmarshalJSON reads a string, or the text of a number or a truth value. The text is
// valid, as encoding/json promises.
func (f *FlexString) UnmarshalJSON(raw []byte) error {
	text := bytes.TrimSpace(raw)
	*f = ""
	switch {
	case len(text) == 0 || string(text) == "null" || text[0] == '[' || text[0] == '{':
	case text[0] == '"':
		*f = FlexString(unquote(text))
	default:
		*f = FlexString(text)
	}
	return nil
}
