package calls

import (
	"context"
	"net/http"
	"time"
)

// resume follows a flip that began elsewhere. Its new party is one of the same extension
// that the call did not have before, so a party of the extension that is live beside that
// of the call is taken for it; there is no other sign of a flip.
func (r *flipRun) resume(ctx context.Context) {
	parties, err := r.monitor.readSession(ctx, r.call.SessionID)
	own, found := findParty(parties, r.call.PartyID)
	switch {
	case isStatus(err, http.StatusNotFound), err == nil && !found:
		r.report(ctx, &Step{Stage: Over, Words: "The call has ended.", Err: err})
		return
	case err != nil:
		r.report(ctx, new(errorStep(Unclear, "", err)))
		return
	}
	for _, p := range parties {
		if p.id == own.id || p.extension != own.extension || !p.live() {
			r.before = append(r.before, p)
		}
	}
	switch classify(parties, own.id, r.before).state {
	case unchanged, held:
		r.report(ctx, &Step{Stage: Failed, Words: "No flip of this call is in progress."})
		return
	}
	r.accepted, r.lastRead = time.Now(), time.Now()
	r.last = Step{Stage: Answered} // for how long is not known, so its ways on are open at once
	for r.poll(ctx) && r.wait(ctx) {
	}
}
