package api

import (
	"context"

	"rcfwd/api/rest"
)

// ExtensionPath returns the escaped path of something in the open extension, which is
// looked up when it is known only by its short number.
func (c *Client) ExtensionPath(ctx context.Context, elements ...string) (string, error) {
	r, err := c.resolvePath(ctx, &rest.Request{Path: c.extensionPath(elements...)})
	return r.Path, err
}

// AccountPath returns the escaped path of something in the open account. It is not inlined: its
// copies would make the program larger.
//
//go:noinline
func (c *Client) AccountPath(elements ...string) string {
	return rest.Path(append([]string{"account", c.account}, elements...)...)
}

// extensionPath is a path of v1 within the open extension. It holds placeholder where
// the extension is not looked up yet.
func (c *Client) extensionPath(elements ...string) string {
	return below(c.AccountPath("extension")+"/"+c.extension.inPath(), elements)
}

// selfPath is a path of v1 within the extension of the token's owner.
func selfPath(elements ...string) string {
	return rest.Path(append([]string{"account", rest.Mine, "extension", rest.Mine}, elements...)...)
}

// pathV2 is a path of v2 within the open extension, with placeholder as in inExtension.
func (c *Client) pathV2(elements ...string) string {
	return below(rest.PathV2("accounts", c.account, "extensions")+"/"+c.extension.inPath(), elements)
}

func below(path string, elements []string) string {
	for _, e := range elements {
		path += "/" + rest.Escape(e)
	}
	return path
}
