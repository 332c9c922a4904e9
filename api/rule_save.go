package api

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"time"

	"rcfwd/api/jsonobj"
	"rcfwd/api/rest"
)

// writeRule sends one rule of either call handling, which was read at some time. At the
// zero time it is read first and compared with what the edit is based on.
func (c *Client) writeRule(ctx context.Context, h CallHandling, e *Edit, read time.Time, adapt func(Rule) Rule) Applied {
	before, want, err := e.rules(h)
	if err != nil {
		return Applied{Edit: *e, State: Unsent, Err: err}
	}
	if adapt != nil {
		before, want = adapt(before), adapt(want)
	}
	switch {
	case want.forwardsAllV1():
		return c.writeForwardAll(ctx, &before, &want, e, read)
	case e.Before == nil:
		return c.createRule(ctx, &want, e)
	case e.Want == nil:
		return c.removeRule(ctx, &before, e, read)
	}
	if read.IsZero() {
		read = time.Now()
		now, err := c.readRule(ctx, &before)
		if err != nil {
			return Applied{Edit: *e, State: Unsent, Err: err}
		}
		switch {
		case sameRules(&want, &now):
			return applied(e, now.answered(), nil) // another user made the same change
		case !sameRules(&before, &now):
			return Applied{Edit: *e, State: Unsent, Err: &RuleConflict{Saw: before, Now: now, Want: want}}
		}
		before = now
	}
	got, err := c.sendRule(ctx, &before, &want, read)
	return applied(e, got.answered(), err)
}

// rules are the two versions of a rule. One that does not exist is the zero value.
func (e *Edit) rules(h CallHandling) (before, want Rule, err error) {
	var errBefore, errWant error
	if e.Before != nil {
		before, errBefore = ReadRule(h, e.Before)
	}
	if e.Want != nil {
		want, errWant = ReadRule(h, e.Want)
	}
	return before, want, errors.Join(errBefore, errWant)
}

// sendRule sends want, whose base is now, as it was read at some time, and confirms the
// answer.
func (c *Client) sendRule(ctx context.Context, now, want *Rule, read time.Time) (Rule, error) {
	body := want.body(now)
	r := rechecked(new(c.ruleRequest(now, body)), read, c.recheckRule(now, want))
	got, err := c.doRule(ctx, &r, now)
	if err != nil {
		return *now, err
	}
	return c.confirm(ctx, r.Op, &got, want, func(is Rule) bool { return is.stores(body) })
}

// answered is a rule as the service answered it: a record of v1 would lack the numbers
// that the rule does not ring.
func (r *Rule) answered() json.RawMessage {
	if r.CallHandling == V2 {
		return r.Record()
	}
	return r.raw
}

// confirm returns got, the answer to a change that should make a rule into want, if it
// is as sent. Otherwise it reads the rule once more before it believes that, also after
// the person gave up: the error is a *RuleMismatch if it is still not as sent, beside
// the rule as it is, and rest.ErrLost if it cannot be read.
func (c *Client) confirm(ctx context.Context, op rest.Operation, got, want *Rule, asSent func(Rule) bool) (Rule, error) {
	if asSent(*got) {
		return *got, nil
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), graceTime)
	defer cancel()
	is, err := c.readRule(ctx, got)
	switch {
	case err != nil:
		return *got, rest.Unusable(op, http.StatusOK, nil, err).Lost()
	case !asSent(is):
		return is, &RuleMismatch{Want: *want, Got: is, Differs: differences(want, &is)}
	}
	return is, nil
}

func differences(want, got *Rule) []string {
	if found := Diff(want, got); len(found) > 0 {
		return found
	}
	return []string{"something that rcfwd does not show"}
}

// body is the body of the request that makes now into r. That a legacy rule is
// switched off is said again, because the schema's default is on.
func (r *Rule) body(now *Rule) jsonobj.Object {
	switch {
	case r.custom():
		return r.fullBody(now)
	case r.CallHandling == V2:
		return jsonobj.New("dispatching", r.sentDispatching(now))
	}
	body := r.changedConditions(now)
	if !jsonobj.Same(ownForwarding(r.forwarding()).Raw(), ownForwarding(now.forwarding()).Raw()) {
		body = body.With("forwarding", ownForwarding(r.forwarding()).Without(onlyInReplies)).With("showInactiveNumbers", true)
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

func (c *Client) ruleRequest(r *Rule, body jsonobj.Object) rest.Request {
	if r.CallHandling == V2 {
		return rest.Request{Op: opUpdateStateRule, Method: http.MethodPatch, Path: c.rulePath(r), Body: body}
	}
	return rest.Request{Op: opUpdateRule, Method: http.MethodPut, Path: c.rulePath(r), Body: body}
}

func (c *Client) ruleRewrite(h CallHandling, e *Edit) []rewrite {
	was, want, err := e.rules(h)
	switch {
	case err != nil:
		return nil
	case want.forwardsAllV1():
		return []rewrite{{Request: c.forwardAllRequest(&want)}}
	case e.Before == nil:
		return []rewrite{{Request: c.createRuleRequest(&want)}}
	case e.Want == nil:
		return []rewrite{{Request: c.removeRuleRequest(&was)}}
	}
	return []rewrite{{c.ruleRequest(&was, want.body(&was)), was.body(&was).Raw()}}
}
