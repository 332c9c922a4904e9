package sandbox

import (
	"bytes"
	"encoding/json"
	"mime"
	"strconv"

	"rcfwd/api/jsonobj"
)

// payload is the JSON object of a request. Unknown fields are ignored, since
// the schema does not forbid them (S).
type payload map[string]json.RawMessage

// payload reads the body. S: 415 for another content type; R21: CMN-103 for
// invalid JSON. Guess: CMN-103 too for JSON that is not an object, or no body.
func (c *call) payload() (payload, error) {
	media, _, _ := mime.ParseMediaType(c.r.Header.Get("Content-Type"))
	if media != "application/json" && len(c.body) > 0 {
		return nil, wrongContentType()
	}
	var p payload
	if err := json.Unmarshal(c.body, &p); err != nil || p == nil {
		return nil, badJSON()
	}
	return p, nil
}

// has reports whether a field is present. null counts as absent.
func (p payload) has(name string) bool {
	raw, found := p[name]
	return found && !isNull(raw)
}

func isNull(raw json.RawMessage) bool { return string(bytes.TrimSpace(raw)) == "null" }

// text reads a string; "" if it is absent. Guess: another JSON type is CMN-101
// for the field.
func (p payload) text(name string) (string, error) {
	var s string
	if p.has(name) && json.Unmarshal(p[name], &s) != nil {
		return "", invalid(name)
	}
	return s, nil
}

// deviceID reads device.id; "" if there is none. given reports whether there is
// a device at all.
func (p payload) deviceID() (id string, given bool, err error) {
	if !p.has("device") {
		return "", false, nil
	}
	var device payload
	if json.Unmarshal(p["device"], &device) != nil {
		return "", true, invalid("device")
	}
	if id, err = device.text("id"); err != nil {
		return "", true, invalid("device.id")
	}
	return id, true, nil
}

// maxFlip is the highest flip digit. The v2 schema says 1 to 8, v1 states no
// range. Guess: the same.
const maxFlip = 8

// flip reads flipNumber, which is an integer in POST and a string in PUT (S).
// Guess: either form is accepted in both. 0 with given clears the digit, as do
// "" and null.
func (p payload) flip() (digit int, given bool, err error) {
	raw, given := p["flipNumber"]
	if !given || isNull(raw) {
		return 0, given, nil
	}
	text := string(bytes.TrimSpace(raw))
	if text[0] == '"' && json.Unmarshal(raw, &text) != nil {
		return 0, true, invalid("flipNumber")
	}
	if text == "" {
		return 0, true, nil
	}
	digit, err = strconv.Atoi(text)
	if err != nil || digit < 0 || digit > maxFlip {
		return 0, true, invalid("flipNumber") // R21
	}
	return digit, true, nil
}

// decode reads a whole body that payload has accepted.
func decode[T any](body []byte) (value T, err error) {
	if json.Unmarshal(body, &value) != nil {
		return value, badJSON()
	}
	return value, nil
}

// jsonBody reads the body as payload does, and keeps the order and the text of
// its members.
func (c *call) jsonBody() (jsonobj.Object, error) {
	if _, err := c.payload(); err != nil {
		return nil, err
	}
	var o jsonobj.Object
	if json.Unmarshal(c.body, &o) != nil {
		return nil, badJSON()
	}
	return o.Unique(), nil
}
