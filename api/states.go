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
func (r Rule) MaySwitch() error {
	switch {
	case r.CallHandling == V2 && (r.Kind == ForwardAll || r.Kind == DoNotDisturb), r.Kind == Custom:
		if because, lacking := r.lacks(FeatureEditRules); lacking {
			return notAvailable("Changing rules", because)
		}
		return nil
	}
	if r.Kind == ForwardAll {
		return validationErrorf("%s", r.Fixed)
	}
	return validationErrorf("This rule is always on. Its schedule decides when it applies.")
}

// sendState switches now, a rule of V2 that was read at some time, on or off.
//
// The call that changes a state is in the vendor's guide but not in the schema against
// which this program is tested (dossier section 11.2): a PATCH of the state with the
// field to change, whose answer is the state. It does not touch the schedule.
func (c *Client) sendState(ctx context.Context, now Rule, on bool, read time.Time) (Rule, error) {
	r, got := rechecked(c.stateRequest(now, on), read, c.recheckState(now)), now
	err := c.do(ctx, r, func(raw json.RawMessage) (err error) {
		got, err = now.inState(raw)
		return err
	})
	if err != nil {
		return now, err
	}
	want := now
	want.Enabled = on
	return c.confirm(ctx, r.Op, got, want, func(is Rule) bool { return is.Enabled == on })
}

func (c *Client) stateRequest(r Rule, on bool) rest.Request {
	return rest.Request{
		Op: opSwitchState, Method: http.MethodPatch, Path: c.pathV2(handlingPath, "states", r.ID), Body: jsonobj.New("enabled", on),
	}
}

// inState returns r with another state.
func (r Rule) inState(state json.RawMessage) (Rule, error) {
	s, ok := jsonobj.Read(state)
	if !ok || s.Text("id") != r.ID {
		return r, rest.ErrShape
	}
	w, _ := jsonobj.Read(r.raw)
	got, err := readStateRule(w.With("state", state).Raw())
	return got.withFlags(r.flags), err
}
