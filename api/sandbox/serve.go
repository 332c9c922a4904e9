package sandbox

import (
	"context"
	"io"
	"net/http"
	"net/url"
	"time"
)

// maxBody caps request bodies. Guess: no source names a limit; no call here
// needs a hundredth of this.
const maxBody = 1 << 20

// call is one request on its way through: what it asks, who asks and of whom.
// All but the waiting happens with the server's lock held.
type call struct {
	*Server
	op    operation
	r     *http.Request
	body  []byte
	entry *Request // in the request log
	fault *Fault   // nil for none

	header  http.Header // for the reply
	app     *App        // of OAuth calls; nil if there is no such app
	session *session    // nil for OAuth calls
	user    *Extension  // owner of the token
	target  *Extension  // whom the path names; nil if the account

	authorization *authorization // of the authorize call; nil if it cannot be answered
	formValues    url.Values     // into the form of the sign-in page; nil if nothing yet
}

// serve makes the handler of an operation. The order is that of a request's
// life: it arrives, travels, waits where a test holds it, takes effect, and
// its reply travels back.
func (s *Server) serve(op operation) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		c, latency := s.receive(op, r)
		wait(r.Context(), latency/2)
		s.waitAtHolds(r, beforeEffect)
		if c.hasFault(DropBefore) {
			panic(http.ErrAbortHandler)
		}
		rep := c.respond()
		s.waitAtHolds(r, afterEffect)
		wait(r.Context(), latency-latency/2)
		c.deliver(w, rep)
	}
}

// receive reads the request, notes it and rolls what is going to happen to it.
func (s *Server) receive(op operation, r *http.Request) (*call, time.Duration) {
	body, err := io.ReadAll(io.LimitReader(r.Body, maxBody+1))
	if err != nil {
		panic(http.ErrAbortHandler) // the client is gone
	}
	if s.migrationDue() {
		s.Change((*Company).MoveToNewCallHandling)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	c := &call{Server: s, op: op, r: r, body: body, header: http.Header{}}
	c.entry = s.logRequest(op, r)
	latency, fault := s.random.next()
	c.fault = fault
	if planned := s.takePlanned(r); planned != nil {
		c.fault = planned
	}
	return c, latency
}

// migrationDue says whether the account is still to be moved and its time has come.
func (s *Server) migrationDue() bool {
	if s.migrateAt.IsZero() || time.Now().Before(s.migrateAt) {
		return false
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return !s.company.NewCallHandling
}

// respond lets the request take effect, unless its fault forbids, and makes the
// reply.
func (c *call) respond() reply {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.advance()
	defer c.wakeSockets()
	res, err := c.perform()
	if err == nil {
		c.hintRuleChange()
	}
	rep := c.asPage(render(res, err), err)
	for name, values := range c.header {
		rep.header[name] = values
	}
	rep = c.applyReplyFault(rep)
	rep.header.Set("RCRequestId", c.ids.uuid()) // G: every reply carries one
	c.entry.Status, c.entry.Code = rep.status, rep.code
	return rep
}

// perform asks every gate in turn. Guess: the order, which no source gives:
// who are you, not so fast, may this app, whom do you mean, may this user, and
// is this the backend for it. A
// service that fails does so before it asks anything.
func (c *call) perform() (result, error) {
	if err := c.faultRefusal(); err != nil {
		return result{}, err
	}
	if len(c.body) > maxBody {
		return result{}, refuse(http.StatusRequestEntityTooLarge, "CMN-104", "Request is too large")
	}
	for _, gate := range c.checks() {
		if err := gate(); err != nil {
			return result{}, err
		}
	}
	return c.op.handle(c)
}

// checks are those of calls that take an access token; OAuth's own calls find
// out by themselves who is asking.
func (c *call) checks() []func() error {
	if c.op.group == "" || c.op.group == "auth" {
		return nil
	}
	return []func() error{c.authenticate, c.count, c.checkScope, c.resolve, c.checkUserPermission, c.checkFeature, c.checkBackend}
}

// wait lets time pass, or breaks off when the client gives up.
func wait(ctx context.Context, d time.Duration) {
	if d <= 0 {
		return
	}
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
	case <-ctx.Done():
		panic(http.ErrAbortHandler)
	}
}
