package api

import (
	"context"
	"encoding/json"
	"net/http"
	"time"

	"rcfwd/api/jsonobj"
	"rcfwd/api/rest"
)

// MaySwitch returns the reason why a rule cannot be switched on or off as a whole; nil
// when it can.
func (r *Rule) MaySwitch() error {
	switch {
	case r.CallHandling == V2 && (r.Kind == ForwardAll || r.Kind == DoNotDisturb), r.Kind == Custom:
		if because, lacking := r.lacks(FeatureEditRules); lacking {
			return notAvailable("Changing rules", because)
		}
		return nil
	}
	if r.Kind == ForwardAll && r.Fixed == "" {
		return nil
	}
	if r.Kind == ForwardAll {
		return validationErrorf("%s", r.Fixed)
	}
	return validationErrorf("This rule is always on. Its schedule decides when it applies.")
}

// sendState makes the state of now, a rule of V2 that was read at some time, into that of
// want. The call is a PATCH with the fields to change, whose answer is the state (SDK:
// CommStateUpdateRequest).
func (c *Client) sendState(ctx context.Context, now, was *Rule, read time.Time) (Rule, error) {
	want := *was
	r, got := rechecked(new(c.stateRequest(now, &want)), read, c.recheckState(now, &want)), *now
	err := c.do(ctx, &r, func(raw json.RawMessage) (err error) {
		got, err = now.inState(raw)
		return err
	})
	if err != nil {
		return *now, err
	}
	want = now.withState(&want) // for the words of a mismatch
	return c.confirm(ctx, r.Op, &got, &want, func(is Rule) bool {
		timed, _ := want.Conditions()
		stored, _ := is.Conditions()
		return is.Enabled == want.Enabled && (sameConditions(now, &want) || stored.When.same(&timed.When))
	})
}

// stateRequest has whether the state is on, where that changes or nothing else does, and
// its times.
func (c *Client) stateRequest(now, want *Rule) rest.Request {
	body, timed := jsonobj.Object{}, !sameConditions(now, want)
	if now.Enabled != want.Enabled || !timed {
		body = body.With("enabled", want.Enabled)
	}
	if timed {
		w, _ := jsonobj.Read(want.raw)
		body = body.With("conditions", sentConditions(w.Object("state")))
	}
	return rest.Request{Op: opSwitchState, Method: http.MethodPatch, Path: c.pathV2(handlingPath, "states", now.ID), Body: body}
}

// withState returns a rule of V2 with the state of another version of it.
func (was *Rule) withState(of *Rule) Rule {
	r := *was
	w, _ := jsonobj.Read(r.raw)
	other, _ := jsonobj.Read(of.raw)
	r.raw, r.When, r.Enabled = w.With("state", orNull(other.Get("state"))).Raw(), of.When, of.Enabled
	return r
}

// inState returns r with another state.
func (r *Rule) inState(state json.RawMessage) (Rule, error) {
	s, ok := jsonobj.Read(state)
	if !ok || s.Text("id") != r.ID {
		return *r, rest.ErrShape
	}
	w, _ := jsonobj.Read(r.raw)
	got, err := readStateRule(w.With("state", state).Raw())
	return got.withFlags(r.flags), err
}
