package sandbox

import "strings"

// canonical returns the absolute URI of this call's path, with the real IDs in
// place of ~ (G).
func (c *call) canonical() string {
	tail := strings.TrimPrefix(c.op.path, accountPath)
	uri := c.accountURI()
	if rest, ok := strings.CutPrefix(tail, "/extension/{extensionId}"); ok {
		uri, tail = c.extensionURI(c.target), rest
	}
	for _, name := range []string{"forwardingNumberId", "groupId"} {
		tail = strings.ReplaceAll(tail, "{"+name+"}", c.r.PathValue(name))
	}
	return uri + tail
}

func (c *call) accountURI() string { return c.base + "/restapi/v1.0/account/" + c.company.ID }

// extensionURI is not inlined: its copies would make the program larger.
//
//go:noinline
func (c *call) extensionURI(e *Extension) string { return c.accountURI() + "/extension/" + e.ID }

func (c *call) dictionaryURI(path string) string { return c.base + "/restapi/v1.0/dictionary/" + path }
