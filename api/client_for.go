package api

import "rcfwd/api/rest"

// For returns a client of another extension of the same account, by its id; rest.Mine is
// the token's own. It costs no request and little memory. The clients share the connection
// with its rate limits, the names that were read, and whether the account has the setting
// that forwards all calls.
//
// The call handling of the account, as far as it is known, is where the other client
// begins. CMN-468, or a refusal on V2, lets it ask for its own extension. An extension
// that turns out to have moved to V2 lets the next clients begin there. Options.Found and
// Options.SawSnapshot are called for the first client only.
func (c *Client) For(extension string) *Client {
	other := *c
	other.extension = newExtensionResolver(extension, Who{})
	other.sawSnapshot = nil
	account := c.cache
	if c.cache.account != nil {
		account = c.cache.account
	}
	other.cache = newCallHandlingCache(account.get())
	other.cache.account = account
	other.forwardAll = newForwardAllCache(c.forwardAll.account)
	return &other
}

// isOwn reports whether the client is certainly of the extension of the token's owner.
func (c *Client) isOwn() bool { return c.extension.known && c.extension.id == rest.Mine }
