package sandbox

import (
	"net/http"
	"time"
)

// Request is the log entry of one received request.
type Request struct {
	Method    string // the real method of a tunnelled request
	Path      string
	Group     string    // light, medium, heavy, auth; "" for unknown routes and the sign-in page's form
	Status    int       // of the reply; 0 before the reply, and if a fault dropped the request
	Code      string    // first error code of the reply; "" for none
	Penalized bool      // sent during a penalty, which it restarted
	At        time.Time // of arrival
}

// Requests returns the requests in order of arrival. After maxLogged requests
// the oldest are dropped.
func (s *Server) Requests() []Request {
	s.mu.Lock()
	defer s.mu.Unlock()
	list := make([]Request, len(s.requests))
	for i, r := range s.requests {
		list[i] = *r
	}
	return list
}

// maxLogged bounds the memory of a sandbox that serves for weeks.
const maxLogged = 20_000

// logRequest adds the log entry of a request.
func (s *Server) logRequest(op operation, r *http.Request) *Request {
	if len(s.requests) >= maxLogged {
		s.requests = append([]*Request(nil), s.requests[maxLogged/2:]...)
	}
	entry := &Request{Method: r.Method, Path: r.URL.Path, Group: op.group, At: time.Now()}
	s.requests = append(s.requests, entry)
	return entry
}
