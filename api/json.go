package api

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"unicode/utf16"
)

// escapedJSON indents raw and escapes every character that Clean would drop,
// which a JSON text can only hold inside its strings.
func escapedJSON(raw json.RawMessage) string {
	var indented bytes.Buffer
	if json.Indent(&indented, raw, "", "  ") != nil {
		return ""
	}
	var b strings.Builder
	for _, r := range indented.String() {
		switch {
		case r == '\n' || printable(r):
			b.WriteRune(r)
		case r > 0xFFFF:
			high, low := utf16.EncodeRune(r)
			fmt.Fprintf(&b, `\u%04x\u%04x`, high, low)
		default:
			fmt.Fprintf(&b, `\u%04x`, r)
		}
	}
	return b.String()
}
