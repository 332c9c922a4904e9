package calls

import (
	"context"
	"net/http"
	"time"

	"rcfwd/api"
)

// detailInterval is how long the session of one call is not read again, however
// often its state changes.
const detailInterval = 3 * time.Second

// detail is what only the session says of a call.
type detail struct {
	status string // presence's status when it was read
	at     time.Time
	state  State
	device string
}

// nextDetail gives a call whose session should be read, and when. One that rings has
// nothing to add.
func (b *state) nextDetail() (activeCall, time.Time, bool) {
	var (
		next  activeCall
		due   time.Time
		found bool
	)
	for _, c := range b.calls {
		d := b.details[c.key()]
		if c.SessionID == "" || c.PartyID == "" || c.status == "Ringing" || d.status == c.status {
			continue
		}
		if at := d.at.Add(detailInterval); !found || at.Before(due) {
			next, due, found = c, at, true
		}
	}
	return next, due, found
}

// readDetail reads the session of c. Whatever the answer, it is not read again
// for the same state: presence goes on without it.
func (r *tracker) readDetail(ctx context.Context, c activeCall) {
	parties, err := r.monitor.readSession(ctx, c.SessionID)
	own, found := findParty(parties, c.PartyID)
	if ctx.Err() != nil {
		return
	}
	if found && own.device != "" {
		r.readDevices(ctx)
	}
	r.change(func() {
		d := r.state.details[c.key()]
		d.at = time.Now()
		switch {
		case err == nil && found:
			d.status, d.state, d.device = c.status, own.state, own.device
		case err == nil || isStatus(err, http.StatusNotFound): // of that presence will tell
			d.status, d.state = c.status, Unknown
		case permanent(err):
			d.status, d.state = c.status, Unknown
			r.noteNoControl(err)
		}
		r.state.details[c.key()] = d
	})
}

// noteNoControl keeps why calls cannot be controlled. The lock is held.
func (r *tracker) noteNoControl(err error) {
	if !isStatus(err, http.StatusForbidden) {
		return
	}
	if _, ok := lacksScope(err); ok {
		a := api.Explain(err)
		r.control = &a
	}
}

// readDevices reads the names of the devices, once. Without them calls are shown
// all the same.
func (r *tracker) readDevices(ctx context.Context) {
	if r.devices != nil {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	devices, err := r.monitor.client.Devices(ctx)
	if err != nil && !permanent(err) {
		return
	}
	names := map[string]string{}
	for _, d := range devices {
		names[d.ID] = d.Name
	}
	r.change(func() { r.devices = names })
}
