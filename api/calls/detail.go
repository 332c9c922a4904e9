package calls

import (
	"context"
	"net/http"
	"time"

	"rcfwd/api"
)

// betweenDetails is how long the session of one call is not read again, however
// often its state changes.
const betweenDetails = 3 * time.Second

// detail is what only the session says of a call.
type detail struct {
	of     string // presence's status when it was read
	at     time.Time
	state  State
	device string
}

// wanting gives a call whose session should be read, and when. One that rings has
// nothing to add.
func (b *state) wanting() (toldCall, time.Time, bool) {
	var (
		next  toldCall
		due   time.Time
		found bool
	)
	for _, c := range b.calls {
		d := b.details[c.leg()]
		if c.SessionID == "" || c.PartyID == "" || c.status == "Ringing" || d.of == c.status {
			continue
		}
		if at := d.at.Add(betweenDetails); !found || at.Before(due) {
			next, due, found = c, at, true
		}
	}
	return next, due, found
}

// readDetail reads the session of c. Whatever the answer, it is not read again
// for the same state: presence goes on without it.
func (r *loop) readDetail(ctx context.Context, c toldCall) {
	parties, err := r.line.session(ctx, c.SessionID)
	own, found := find(parties, c.PartyID)
	if ctx.Err() != nil {
		return
	}
	if found && own.device != "" {
		r.nameDevices(ctx)
	}
	r.change(func() {
		d := r.book.details[c.leg()]
		d.at = time.Now()
		switch {
		case err == nil && found:
			d.of, d.state, d.device = c.status, own.state, own.device
		case err == nil || isStatus(err, http.StatusNotFound): // of that presence will tell
			d.of, d.state = c.status, Unknown
		case forGood(err):
			d.of, d.state = c.status, Unknown
			r.noControl(err)
		}
		r.book.details[c.leg()] = d
	})
}

// noControl keeps why calls cannot be controlled. The lock is held.
func (r *loop) noControl(err error) {
	if !isStatus(err, http.StatusForbidden) {
		return
	}
	if _, ok := lacksScope(err); ok {
		a := api.Explain(err)
		r.control = &a
	}
}

// nameDevices reads the names of the devices, once. Without them calls are shown
// all the same.
func (r *loop) nameDevices(ctx context.Context) {
	if r.devices != nil {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	devices, err := r.line.client.Devices(ctx)
	if err != nil && !forGood(err) {
		return
	}
	names := map[string]string{}
	for _, d := range devices {
		names[d.ID] = d.Name
	}
	r.change(func() { r.devices = names })
}
