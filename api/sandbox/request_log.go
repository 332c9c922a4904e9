package sandbox

import (
	"net/http"
	"time"
)

// Request is what a test may ask about one request that was received.
type Request struct {
	Method    string // the real one, if it was tunnelled
	Path      string
	Group     string    // light, medium, heavy, auth; "" for unknown routes and the sign-in page's form
	Status    int       // of the reply; 0 while there is none and if the request was lost on its way
	Code      string    // first error code of the reply; "" for none
	Penalized bool      // sent during a penalty, which it restarted
	At        time.Time // of arrival
}

// Requests returns what was received, in order of arrival: everything, but the
// oldest when it is more than maxNoted.
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

// logRequest starts the log entry of a request.
func (s *Server) logRequest(op operation, r *http.Request) *Request {
	if len(s.requests) >= maxLogged {
		s.requests = append([]*Request(nil), s.requests[maxLogged/2:]...)
	}
	entry := &Request{Method: r.Method, Path: r.URL.Path, Group: op.group, At: time.Now()}
	s.requests = append(s.requests, entry)
	return entry
}
