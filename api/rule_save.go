package api

import (
	"context"
	"net/http"

	"rcfwd/api/jsonobj"
	"rcfwd/api/rest"
)

// sendRule sends what makes now into want.
func (c *Client) sendRule(ctx context.Context, now, want Rule) (Rule, error) {
	body := want.body(now)
	got, err := c.doRule(ctx, c.ruleRequest(now, body), now)
	if err != nil {
		return now, c.afterMove(ctx, err)
	}
	if !got.stores(body) {
		return got, &RuleMismatch{Want: want, Got: got, Differs: differences(want, got)}
	}
	return got, nil
}

func differences(want, got Rule) []string {
	if found := Diff(want, got); len(found) > 0 {
		return found
	}
	return []string{"something that this version does not show"}
}

// afterMove asks again for the call handling after CMN-468, so that the next reading
// uses the new one. It returns err.
func (c *Client) afterMove(ctx context.Context, err error) error {
	if rest.Is(err, "CMN-468") {
		c.recheck(ctx)
	}
	return err
}

// body returns the body of the request that makes now into r. It repeats that a rule of
// V1 is switched off, because the schema's default is on.
func (r Rule) body(now Rule) jsonobj.Object {
	switch {
	case r.custom():
		return r.fullBody(now)
	case r.CallHandling == V2:
		return jsonobj.New("dispatching", r.bothEndings(r.dispatching()))
	}
	body := jsonobj.Object{}
	if !jsonobj.Same(ownForwarding(r.forwarding()).Raw(), ownForwarding(now.forwarding()).Raw()) {
		body = jsonobj.New("forwarding", ownForwarding(r.forwarding()).Without(onlyInReplies), "showInactiveNumbers", true)
	}
	stored := now.endings()
	for _, end := range r.endings() {
		if !jsonobj.Same(end.Value, orNull(stored.Get(end.Name))) {
			body = body.With(end.Name, end.Value)
		}
	}
	if r.Enabled != now.Enabled || !r.Enabled {
		body = body.With("enabled", r.Enabled)
	}
	return body
}

// onlyInReplies is a field that the service computes: whether own apps ring first.
const onlyInReplies = "softPhonesPositionTop"

func (c *Client) ruleRequest(r Rule, body jsonobj.Object) rest.Request {
	if r.CallHandling == V2 {
		return rest.Request{Op: opUpdateStateRule, Method: http.MethodPatch, Path: c.rulePath(r), Body: body}
	}
	return rest.Request{Op: opUpdateRule, Method: http.MethodPut, Path: c.rulePath(r), Body: body}
}

// editRule reads a rule, edits what it is now, and sends the result: for changes that make
// sense in any version of the rule. An edit that changes nothing sends nothing.
func (c *Client) editRule(ctx context.Context, rule Rule, edit func(Rule) (Rule, error)) (Rule, error) {
	now, err := c.readRule(ctx, rule)
	if err != nil {
		return rule, err
	}
	want, err := edit(now)
	if err != nil || sameStored(now, want) {
		return now, err
	}
	return c.sendRule(ctx, now, want)
}
