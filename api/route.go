package api

import (
	"net/url"
	"strings"
)

// route gives the path of v1 of the API below which elements lie, each of them
// escaped, so that an id holding a slash stays one element.
func route(elements ...string) string {
	var b strings.Builder
	b.WriteString("/restapi/v1.0")
	for _, e := range elements {
		b.WriteByte('/')
		b.WriteString(escapeElement(e))
	}
	return b.String()
}

// escapeElement also escapes what a server would take for a step in the tree.
func escapeElement(e string) string {
	if e == "." || e == ".." {
		return strings.ReplaceAll(e, ".", "%2E")
	}
	return url.PathEscape(e)
}

// inAccount is a path within the open account.
func (c *Client) inAccount(elements ...string) string {
	return route(append([]string{"account", c.account}, elements...)...)
}

// inExtension is a path within the open extension.
func (c *Client) inExtension(elements ...string) string {
	path := c.inAccount("extension") + "/" + c.extension.inPath()
	for _, e := range elements {
		path += "/" + escapeElement(e)
	}
	return path
}

// ofSelf is a path within the extension of the token's owner.
func ofSelf(elements ...string) string {
	return route(append([]string{"account", Mine, "extension", Mine}, elements...)...)
}

// url is the address on our own server of an escaped path.
func (c *Client) url(path string, query url.Values) string {
	u := c.server.Scheme + "://" + c.server.Host + path
	if len(query) > 0 {
		u += "?" + query.Encode()
	}
	return u
}
