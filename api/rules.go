package api

import "context"

// Rules reads the rules of the open extension that ring phones, or send calls
// elsewhere, in the order in which they count.
func (c *Client) Rules(ctx context.Context) ([]Rule, error) { return nil, errUnbuilt }

// SaveRule makes saw into want. The rule is read again right before; when it is
// not as the person saw it the error is a *RuleConflict and nothing is sent. Only
// what the person changed is changed. The rule that comes back is the service's;
// beside a *RuleMismatch too.
func (c *Client) SaveRule(ctx context.Context, saw, want Rule) (Rule, error) { return saw, errUnbuilt }

// RulePreview says what SaveRule would send, on one clean line; empty for nothing.
func (c *Client) RulePreview(saw, want Rule) string { return "" }

// SwitchState switches forward all calls or do not disturb on or off, or on legacy
// accounts a custom rule. Errors are those of SaveRule.
func (c *Client) SwitchState(ctx context.Context, saw Rule, on bool) (Rule, error) {
	return saw, errUnbuilt
}
