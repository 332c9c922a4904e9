package api

import (
	"context"
	"encoding/json"
	"net/http"
	"time"

	"rcfwd/api/jsonobj"
	"rcfwd/api/rest"
)

// The times of rules that are not custom ones are documents of their own: on V1 the work
// hours (business-hours), which the rule of work hours only refers to, and on V2 the state
// of a rule. A rule holds them, so that one edit of a rule can change both.

// hoursMember is the member of our own under which the record of the rule of work hours of
// V1 has the work hours.
const hoursMember = "businessHours"

// readHours reads the work hours of V1 as they are.
func (c *Client) readHours(ctx context.Context) (json.RawMessage, error) {
	return c.doHours(ctx, &rest.Request{Op: opReadWorkTimes, Method: http.MethodGet, Path: c.extensionPath(hoursPath)})
}

const hoursPath = "business-hours"

// doHours sends a request whose answer is the work hours.
func (c *Client) doHours(ctx context.Context, r *rest.Request) (hours json.RawMessage, err error) {
	err = c.do(ctx, r, func(raw json.RawMessage) error {
		w, ok := jsonobj.Read(raw)
		if !ok || !w.Has("schedule") {
			return rest.ErrShape
		}
		hours = raw
		return nil
	})
	return hours, err
}

// withHours returns the rule of work hours of V1 with the hours.
func (was *Rule) withHours(hours json.RawMessage) Rule {
	r := *was
	w, _ := jsonobj.Read(hours)
	r.hours = hours
	if words := new(workTimes(w.Object("schedule"))).words(); words != "" {
		r.When = words
	}
	return r
}

// words is String, or what stands for times that cannot be read.
func (s *TimeSet) words() string {
	if s.unread {
		return unreadTimes
	}
	return s.String()
}

// hoursWith are the work hours of V1 with other times. Around the clock they are empty, as
// the service answers it (an inference: no source shows it in a request).
func hoursWith(hours json.RawMessage, t *TimeSet) json.RawMessage {
	w, _ := jsonobj.Read(hours)
	schedule := w.Object("schedule")
	switch {
	case new(workTimes(schedule)).same(t):
		return hours
	case t.same(new(Always())):
		schedule = schedule.Without("weeklyRanges")
	default:
		schedule = schedule.With("weeklyRanges", t.wireWeek("from", "to", clockV1))
	}
	return w.With("schedule", schedule).Raw()
}

// sameHours reports whether two work hours of V1 ask the same of the service.
func sameHours(a, b json.RawMessage) bool {
	x, _ := jsonobj.Read(a)
	y, _ := jsonobj.Read(b)
	return jsonobj.Same(x.Object("schedule").Raw(), y.Object("schedule").Raw())
}

// withStateTimes returns a rule of V2, whose record is w, with the times of its state.
func (old *Rule) withStateTimes(w jsonobj.Object, t *TimeSet) (Rule, error) {
	r := *old
	state := w.Object("state")
	stored := state.List("conditions")
	was := readConditions(stored)
	switch {
	case was.When.same(t):
		return r, nil
	case was.oddTimes || was.others || was.calls >= 0:
		return r, unreadError(FieldSchedule)
	}
	state = state.With("conditions", []json.RawMessage{t.condition(was.times, stored)})
	r.raw, r.When = w.With("state", state).Raw(), scheduleV2(r.Kind, state)
	return r, nil
}

// writeHours sends work hours of V1 that were read at some time.
func (c *Client) writeHours(ctx context.Context, e *Edit, read time.Time) Applied {
	r := rechecked(new(c.hoursRequest(e.Want)), read, func(ctx context.Context) error {
		now, err := c.readHours(ctx)
		if err == nil && !sameHours(now, e.Before) && !sameHours(now, e.Want) {
			err = &ChangedError{"The work hours"}
		}
		return err
	})
	got, err := c.doHours(ctx, &r)
	if err == nil && !storesHours(got, e.Want) {
		got, err = c.confirmHours(ctx, e)
	}
	return applied(e, got, err)
}

// storesHours reports whether work hours have the times of others.
func storesHours(got, want json.RawMessage) bool {
	g, _ := jsonobj.Read(got)
	w, _ := jsonobj.Read(want)
	return new(workTimes(g.Object("schedule"))).same(new(workTimes(w.Object("schedule"))))
}

// confirmHours reads work hours once more whose answer was not as sent.
func (c *Client) confirmHours(ctx context.Context, e *Edit) (json.RawMessage, error) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), graceTime)
	defer cancel()
	is, err := c.readHours(ctx)
	if err != nil {
		return nil, rest.Unusable(opUpdateWorkTimes, http.StatusOK, nil, err).Lost()
	}
	if storesHours(is, e.Want) {
		return is, nil
	}
	rule := Rule{Name: e.Name, Kind: WorkHours, CallHandling: V1}
	want, got := rule.withHours(e.Want), rule.withHours(is)
	return is, &RuleMismatch{Want: want, Got: got, Differs: Diff(&want, &got)}
}

// hoursRequest writes the schedule alone (SDK: UserBusinessHoursUpdateRequest).
func (c *Client) hoursRequest(want json.RawMessage) rest.Request {
	w, _ := jsonobj.Read(want)
	body := jsonobj.New("schedule", w.Object("schedule"))
	return rest.Request{Op: opUpdateWorkTimes, Method: http.MethodPut, Path: c.extensionPath(hoursPath), Body: body}
}

// NeedsHours reports whether the rule is that of the work hours of v1, and these were not
// read with it: Need.Hours reads them.
func (r *Rule) NeedsHours() bool {
	return r.Kind == WorkHours && r.CallHandling == V1 && r.hours == nil
}
