package api

import (
	"context"
	"encoding/json"
	"net/http"
	"time"

	"rcfwd/api/jsonobj"
	"rcfwd/api/rest"
)

// Custom rules are made by a POST, whose answer is the rule with its id, and removed by a
// DELETE (SDK: CreateAnsweringRuleRequest, CommInteractionRuleCreateRequest).

// createRule sends a rule that does not exist yet. It is never repeated.
func (c *Client) createRule(ctx context.Context, want *Rule, e *Edit) Applied {
	r := c.createRuleRequest(want)
	body, _ := r.Body.(jsonobj.Object)
	got := *want
	err := c.doCreate(ctx, &r, &got)
	if err == nil {
		got, err = c.confirm(ctx, r.Op, &got, new(want.WithID(got.ID)), func(is Rule) bool { return is.stores(body) })
	}
	return applied(e, got.answered(), err)
}

// doCreate reads the rule that was made into got.
func (c *Client) doCreate(ctx context.Context, r *rest.Request, got *Rule) error {
	want := *got
	return c.do(ctx, r, func(raw json.RawMessage) error {
		w, _ := jsonobj.Read(raw)
		made, err := readCustomRule(want.CallHandling, w)
		if err == nil {
			*got = c.names.named(new(made.withFlags(want.flags)))
		}
		return err
	})
}

func (c *Client) createRuleRequest(want *Rule) rest.Request {
	r := rest.Request{Op: opCreateRule, Method: http.MethodPost, Body: want.createBody()}
	r.Path = c.extensionPath(legacyRulesPath)
	if want.CallHandling == V2 {
		r.Path = c.pathV2(handlingPath, "voice", "interaction-rules")
	}
	return r
}

// removeRule removes a rule that was read at some time. One that is gone is as it should
// be.
func (c *Client) removeRule(ctx context.Context, before *Rule, e *Edit, read time.Time) Applied {
	err := c.do(ctx, new(rechecked(new(c.removeRuleRequest(before)), read, c.recheckRule(before, before))), nil)
	if isGone(err) {
		err = nil
	}
	return applied(e, nil, err)
}

func (c *Client) removeRuleRequest(r *Rule) rest.Request {
	return rest.Request{Op: opRemoveRule, Method: http.MethodDelete, Path: c.rulePath(r)}
}

// createBody is the body of the request that makes a rule. It has nothing that no source
// shows in such a request: see Unrestored.
func (r *Rule) createBody() jsonobj.Object {
	body, _ := r.created()
	return body
}

// Unrestored are the names of what the record of the rule has and a request that makes a
// rule cannot have, so that it is lost when a removed rule is made again.
func (r *Rule) Unrestored() []string {
	_, lost := r.created()
	return lost
}

func (r *Rule) created() (body jsonobj.Object, lost []string) {
	w, _ := jsonobj.Read(r.Record())
	if r.CallHandling == V2 {
		w = w.With("conditions", sentConditions(w)).With("dispatching", r.bothEndings(w.Object("dispatching")))
		return createdV2().of(w, &lost), lost
	}
	w = w.Edit("forwarding", func(f jsonobj.Object) jsonobj.Object { return f.With("rules", listedSteps(f)) })
	return createdV1().of(w, &lost), lost
}
