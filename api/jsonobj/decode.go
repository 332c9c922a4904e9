package jsonobj

import (
	"encoding/json"
	"errors"
)

// Decode decodes an object into the struct at out, as encoding/json does, but leaves out
// members whose values are of another type than their fields, so that one of them does not
// hide the others. It reports whether raw is an object.
func Decode(raw json.RawMessage, out any) bool {
	if _, ok := Read(raw); !ok {
		return false
	}
	err := json.Unmarshal(raw, out)
	_, odd := errors.AsType[*json.UnmarshalTypeError](err)
	return err == nil || odd
}
