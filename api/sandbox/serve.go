package sandbox

import (
	"context"
	"io"
	"net/http"
	"net/url"
	"time"
)

// maxBody limits request bodies. Guess: no source names a limit; no call here
// needs a hundredth of this.
const maxBody = 1 << 20

// call is one request while it is processed. Its methods run with the server's
// lock held, except where they wait.
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
	target  *Extension  // the extension that the path names; nil for calls on the account

	authorization *authorization // request of the authorize call; nil if it cannot be answered
	formValues    url.Values     // sent by the form of the sign-in page; nil without one
}

// serve returns the handler of an operation. Latency and holds come before and
// after the request takes effect.
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

// receive reads and logs the request and draws its latency and fault.
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

// migrationDue reports whether it is time to move the account to new call
// handling.
func (s *Server) migrationDue() bool {
	if s.migrateAt.IsZero() || time.Now().Before(s.migrateAt) {
		return false
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return !s.company.NewCallHandling
}

// respond runs the operation, unless a fault replaces it, and renders the
// reply.
func (c *call) respond() reply {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.advance()
	defer c.wakeSockets()
	res, err := c.perform()
	if err == nil {
		c.hintRuleChange()
		c.recordChange()
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

// perform runs the checks and then the operation. Guess: the order of the
// checks, which no source gives: authentication, rate limit, app permission,
// account and extension, user permission, feature, and backend. A server error
// comes before any check.
func (c *call) perform() (result, error) {
	if err := c.faultRefusal(); err != nil {
		return result{}, err
	}
	if len(c.body) > maxBody {
		return result{}, refuse(http.StatusRequestEntityTooLarge, "CMN-104", "Request is too large")
	}
	if ids := c.batchIDs(); ids != nil {
		return c.batch(ids)
	}
	for _, check := range c.checks() {
		if err := check(); err != nil {
			return result{}, err
		}
	}
	if c.hasFault(Pretend) {
		return success(struct{}{}), nil
	}
	return c.op.handle(c)
}

// checks returns the checks of calls that take an access token. OAuth's own
// calls authenticate the caller themselves.
func (c *call) checks() []func() error {
	if c.op.group == "" || c.op.group == "auth" {
		return nil
	}
	return []func() error{c.authenticate, c.count, c.checkScope, c.resolve, c.checkUserPermission, c.checkFeature, c.checkBackend}
}

// wait waits for d, or aborts the handler if the client cancels the request.
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
