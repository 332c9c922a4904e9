package output

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"rcfwd/api/rest"
)

// text returns a value as text, with sep between the elements of a list of texts; empty
// for none. Without a separator a list is compact JSON, as is everything else that has
// parts.
func text(v any, sep string) string {
	switch v := v.(type) {
	case nil:
		return ""
	case string:
		return v
	case int, bool:
		return fmt.Sprint(v)
	case time.Time:
		return v.UTC().Format(time.RFC3339)
	case []string:
		if sep != "" {
			return strings.Join(v, sep)
		}
	}
	return string(encode(v))
}

// encode returns a value as compact JSON, in which what could control a terminal is
// escaped.
func encode(v any) []byte {
	if t, is := v.(time.Time); is {
		v = t.UTC().Format(time.RFC3339)
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return []byte("null")
	}
	return rest.EscapeJSON(bytes.TrimSuffix(b.Bytes(), []byte("\n")))
}

// forLine returns text that stays in its cell of a line: tabs and line ends become spaces.
// For a terminal it is cleaned as well.
func forLine(s string, terminal bool) string {
	if terminal {
		return rest.Clean(s)
	}
	return lineEnds.Replace(s)
}

var lineEnds = strings.NewReplacer("\r\n", " ", "\n", " ", "\r", " ", "\t", " ")
