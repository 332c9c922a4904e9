package rest

import (
	"net/url"
	"strings"
)

// Mine stands in a path for the account or the extension of the token's owner.
const Mine = "~"

// Path returns a path of v1 of the API: its elements, each escaped with Escape.
func Path(elements ...string) string { return join("/restapi/v1.0", elements) }

// PathV2 returns a path of v2 of the API.
func PathV2(elements ...string) string { return join("/restapi/v2", elements) }

// AuthPath returns the path of a call of the sign-in.
func AuthPath(call string) string { return join("/restapi/oauth", []string{call}) }

func join(path string, elements []string) string {
	var b strings.Builder
	b.WriteString(path)
	for _, e := range elements {
		b.WriteByte('/')
		b.WriteString(Escape(e))
	}
	return b.String()
}

// Escape escapes one element of a path, so that an id that holds a slash stays one
// element, and one that a server would take for a step in the tree stays an id.
func Escape(element string) string {
	if element == "." || element == ".." {
		return strings.ReplaceAll(element, ".", "%2E")
	}
	return url.PathEscape(element)
}
