package api

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"

	"rcfwd/api/jsonobj"
	"rcfwd/api/rest"
)

// SwitchState switches forward all calls, do not disturb or a custom rule on or off.
// Errors are those of SaveRule.
//
// The call that changes a state is in the vendor's guide and not in its schema that
// this program is held against (dossier section 11.2): a PATCH of the state with
// the field to change, whose answer is the state. It leaves the schedule alone.
func (c *Client) SwitchState(ctx context.Context, saw Rule, on bool) (Rule, error) {
	if err := saw.MaySwitch(); err != nil {
		return saw, err
	}
	if saw.CallHandling != V2 {
		want := saw
		want.Enabled = on
		return c.SaveRule(ctx, saw, want)
	}
	now, err := c.stateNow(ctx, saw)
	if err != nil || now.Enabled == on {
		return now, err
	}
	return c.sendState(ctx, now, on)
}

// MaySwitch says why a rule cannot be switched on or off as a whole.
func (r Rule) MaySwitch() error {
	switch {
	case r.CallHandling == V2 && (r.Kind == ForwardAll || r.Kind == DoNotDisturb), r.Kind == Custom:
		if because, lacking := r.lacks(FeatureEditRules); lacking {
			return notAvailable("Changing rules", because)
		}
		return nil
	}
	return problemf("This rule is always on; only its schedule decides when it applies.")
}

// stateNow is the rule with its state as it is now.
func (c *Client) stateNow(ctx context.Context, saw Rule) (Rule, error) {
	if saw.custom() {
		return c.readRule(ctx, saw)
	}
	state, err := c.state(ctx, saw.ID)
	if err != nil {
		return saw, err
	}
	return saw.inState(state)
}

func (c *Client) sendState(ctx context.Context, now Rule, on bool) (Rule, error) {
	want := now
	want.Enabled = on
	got, err := now, error(nil)
	if now.custom() {
		got, err = c.rule(ctx, c.stateRequest(now, on), now)
	} else {
		err = c.do(ctx, c.stateRequest(now, on), func(raw json.RawMessage) (err error) {
			got, err = now.inState(raw)
			return err
		})
	}
	if err != nil {
		return now, err
	}
	if found := Diff(want, got); len(found) > 0 {
		return got, &RuleMismatch{Want: want, Got: got, Differs: found}
	}
	return got, nil
}

func (c *Client) stateRequest(r Rule, on bool) rest.Request {
	if r.custom() {
		return c.ruleRequest(r, r.whole(r).With("enabled", on))
	}
	return rest.Request{
		Op: opSwitchState, Method: http.MethodPatch, Path: c.inV2(handlingPath, "states", r.ID), Body: jsonobj.New("enabled", on),
	}
}

var errNoState = errors.New("the list lacks the state")

// state reads the state with this id; the service shows them in a list only.
func (c *Client) state(ctx context.Context, id string) (json.RawMessage, error) {
	records, err := c.listV2(ctx, rest.Request{Op: opListStates, Method: http.MethodGet, Path: c.inV2(handlingPath, "states")})
	if err != nil {
		return nil, err
	}
	for _, raw := range records {
		if s, _ := jsonobj.Read(raw); s.Text("id") == id {
			return raw, nil
		}
	}
	return nil, rest.Unusable(opListStates, http.StatusOK, nil, errNoState)
}

// inState is a rule whose state is another.
func (r Rule) inState(state json.RawMessage) (Rule, error) {
	s, ok := jsonobj.Read(state)
	if !ok || s.Text("id") != r.ID {
		return r, rest.ErrShape
	}
	w, _ := jsonobj.Read(r.raw)
	got, err := readStateRule(w.With("state", state).Raw())
	return got.withFlags(r.flags), err
}
