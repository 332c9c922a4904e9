package calls

import (
	"context"
	"net/http"
	"time"

	"rcfwd/api"
)

// detailInterval is the shortest time between two reads of one call's session,
// however often its state changes.
const detailInterval = 3 * time.Second

// detail is what only the session says about a call.
type detail struct {
	status string // of the call in presence when the session was read
	at     time.Time
	state  State
	device string
	phone  string
}

// nextDetail returns the call whose session should be read next, and when. The
// session of a ringing call adds nothing to its presence.
func (s *state) nextDetail() (activeCall, time.Time, bool) {
	var (
		next  activeCall
		due   time.Time
		found bool
	)
	for _, c := range s.calls {
		d := s.details[c.key()]
		if c.SessionID == "" || c.PartyID == "" || c.status == "Ringing" || d.status == c.status {
			continue
		}
		if at := d.at.Add(detailInterval); !found || at.Before(due) {
			next, due, found = c, at, true
		}
	}
	return next, due, found
}

// readDetail reads the session of c. After a refusal it does not read it again for
// the same status: calls are shown without the detail.
func (t *tracker) readDetail(ctx context.Context, c *activeCall) {
	parties, err := t.monitor.readSession(ctx, c.SessionID)
	own, found := findParty(parties, c.PartyID)
	if ctx.Err() != nil {
		return
	}
	if found && own.device != "" {
		t.readDevices(ctx)
	}
	t.change(func() {
		d := t.state.details[c.key()]
		d.at = time.Now()
		switch {
		case err == nil && found:
			d.status, d.state, d.device, d.phone = c.status, own.state, own.device, own.phone
		case err == nil || isStatus(err, http.StatusNotFound): // the next presence will show that it ended
			d.status, d.state = c.status, Unknown
		case permanent(err):
			d.status, d.state = c.status, Unknown
			t.noteNoControl(err)
		}
		t.state.details[c.key()] = d
	})
}

// noteNoControl keeps the reason that no call can be controlled, if err is one. The
// lock is held.
func (t *tracker) noteNoControl(err error) {
	if !isStatus(err, http.StatusForbidden) {
		return
	}
	if _, ok := lacksScope(err); ok {
		a := api.Explain(err)
		t.control = &a
	}
}

// readDevices reads the names of the devices, once. Calls are shown without them
// if it fails.
func (t *tracker) readDevices(ctx context.Context) {
	if t.devices != nil {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	devices, err := t.monitor.client.Devices(ctx)
	if err != nil && !permanent(err) {
		return
	}
	names := map[string]string{}
	for _, d := range devices {
		names[d.ID] = d.Exact().Name
	}
	t.change(func() { t.devices = names })
}
