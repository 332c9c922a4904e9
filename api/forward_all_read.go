package api

import "context"

// ForwardAllSetting reads the setting of V1 that forwards all calls, without any rule; nil
// where the service has none for the extension. Once the own extension has none, no
// extension of the account is asked again. The error of status 403 says that it was not
// shown.
func (c *Client) ForwardAllSetting(ctx context.Context) (*Rule, error) { return c.forwardAllV1(ctx) }
