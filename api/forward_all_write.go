package api

import (
	"context"
	"encoding/json"
	"net/http"
	"time"

	"rcfwd/api/jsonobj"
	"rcfwd/api/rest"
)

// forwardAllRecord is the setting as the service would answer it.
func (r *Rule) forwardAllRecord() jsonobj.Object {
	w, _ := jsonobj.Read(r.raw)
	was := readForwardAll(r.raw)
	w = w.With("enabled", r.Enabled)
	if was == nil || was.Destination.same(r.Destination) {
		return w
	}
	w = w.Without("extension", "externalNumber", "phoneNumber")
	if action := atOnceActions[r.Destination.Kind]; action != "" {
		w = w.With("callHandlingAction", action)
	}
	switch r.Destination.Kind {
	case ToExtension:
		return w.With("extension", jsonobj.New("id", r.Destination.ID, "name", r.Destination.Name))
	case ToNumber:
		return w.With("externalNumber", jsonobj.New("phoneNumber", r.Destination.Phone))
	}
	return w
}

// forwardAllBody is the body that makes the setting into r. Switched off it has nothing
// else, as no source shows more; switched on it has all that the vendor's programs send:
// the number under another name than in answers (dossier section 16).
func (r *Rule) forwardAllBody() jsonobj.Object {
	body := jsonobj.New("enabled", r.Enabled)
	if !r.Enabled {
		return body
	}
	w := r.forwardAllRecord()
	for _, name := range []string{"ranges", "callHandlingAction"} {
		if value := w.Get(name); value != nil {
			body = body.With(name, value)
		}
	}
	switch r.Destination.Kind {
	case ToExtension:
		return body.With("extension", jsonobj.New("id", r.Destination.ID))
	case ToNumber:
		return body.With("phoneNumber", jsonobj.New("phoneNumber", r.Destination.Phone))
	}
	return body
}

// KeepsEditsWhileOff reports whether a change of a rule that is off is stored. The setting of
// V1 that forwards all calls answers no destination while it is off, and no source shows one
// being sent then.
func (r *Rule) KeepsEditsWhileOff() bool { return !r.forwardsAllV1() }

// switchedOn is the setting switched on, to compare what it does then.
func (was *Rule) switchedOn() Rule {
	r := *was
	r.Enabled = true
	return r
}

// writeForwardAll sends the setting, which was read at some time, and reads it again,
// whatever the answer is like: no source describes it.
func (c *Client) writeForwardAll(ctx context.Context, before, want *Rule, e *Edit, read time.Time) Applied {
	if !c.unpublished {
		return Applied{Edit: *e, State: Unsent, Err: validationErrorf("%s", c.whyFixed())}
	}
	r := rechecked(new(c.forwardAllRequest(want)), read, c.recheckRule(before, want))
	if err := c.do(ctx, &r, func(json.RawMessage) error { return nil }); err != nil {
		return applied(e, nil, err)
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), graceTime)
	defer cancel()
	is, err := c.readForwardAllRule(ctx)
	switch {
	case err != nil:
		return applied(e, nil, rest.Unusable(r.Op, http.StatusOK, nil, err).Lost())
	case is.forwardsLike(want):
		return applied(e, is.Record(), nil)
	}
	return applied(e, is.Record(), &RuleMismatch{Want: *want, Got: is, Differs: differences(want, &is)})
}

// forwardsLike reports whether the setting does what another version of it does. Switched
// off, it does nothing.
func (r *Rule) forwardsLike(want *Rule) bool {
	is, _ := jsonobj.Read(r.raw)
	asked, _ := jsonobj.Read(want.raw)
	same := r.Destination.same(want.Destination) && jsonobj.Same(jsonobj.Array(is.List("ranges")), jsonobj.Array(asked.List("ranges")))
	return r.Enabled == want.Enabled && (!r.Enabled || same)
}

func (c *Client) forwardAllRequest(want *Rule) rest.Request {
	return rest.Request{
		Op: opUpdateForwardAll, Method: http.MethodPatch, Path: c.extensionPath(forwardAllPath), Body: want.forwardAllBody(),
	}
}

// readForwardAllRule reads the setting again, which was there.
func (c *Client) readForwardAllRule(ctx context.Context) (Rule, error) {
	r := rest.Request{Op: opReadForwardAll, Method: http.MethodGet, Path: c.extensionPath(forwardAllPath)}
	got, err := c.doForwardAll(ctx, &r)
	if err == nil && got == nil {
		err = rest.Unusable(r.Op, http.StatusOK, nil, rest.ErrShape)
	}
	if err != nil {
		return Rule{}, err
	}
	return c.names.named(got), nil
}

// withSetting returns s with the setting as it was read or written, as the first of its
// rules.
func (was *Snapshot) withSetting(given *Rule) Snapshot {
	r := *given
	s := *was
	s.ForwardAll = &r
	return s.withForwardAll()
}
