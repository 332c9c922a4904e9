package sandbox

import (
	"maps"
	"net/http"
	"slices"
	"strings"
)

// Change edits the company between requests, for a test that acts as the
// administrator or as another client. It applies no rules of the service. The
// company still belongs to the sandbox: keep no pointer into it after edit
// returns.
//
// What happened to an extension that edit added, removed or found with
// Company.Extension is in the audit trail, as a change by the administrator, and
// those who follow the list of extensions receive it as an event.
func (s *Server) Change(edit func(*Company)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	moved, before := s.company.NewCallHandling, s.company.ids
	s.company.watched = watched{}
	edit(s.company)
	s.company.index()
	s.reportEdit(before)
	if moved != s.company.NewCallHandling {
		for e := range s.company.keptMembers() {
			s.hint(e, "Features") // Guess: the hint of the move
		}
	}
	if s.company.expireTokens {
		s.sessions.expireAll()
	}
	if s.company.endSessions {
		s.sessions, s.codes = sessions{}, codes{}
	}
	s.company.expireTokens, s.company.endSessions = false, false
	s.wakeSockets()
}

// Numbers returns a copy of the forwarding numbers of the extension with an ID;
// nil if there is none.
func (s *Server) Numbers(extensionID string) []Number {
	s.mu.Lock()
	defer s.mu.Unlock()
	e := s.company.byID(extensionID)
	if e == nil {
		return nil
	}
	list := slices.Clone(e.Numbers)
	for i := range list {
		list[i].Features = slices.Clone(list[i].Features)
		list[i].Extra = maps.Clone(list[i].Extra)
	}
	return list
}

// HoldBefore makes matching requests wait before they take effect, until
// release is called or the request's context is done. Method "" matches every
// method. In a synctest bubble, call it inside the bubble, so that waiting
// counts as durably blocked.
func (s *Server) HoldBefore(method, pathSuffix string) (release func()) {
	return s.hold(beforeEffect, method, pathSuffix)
}

// HoldAfter makes matching requests wait after they took effect and before
// their reply is sent.
func (s *Server) HoldAfter(method, pathSuffix string) (release func()) {
	return s.hold(afterEffect, method, pathSuffix)
}

// FailNext injects a fault into the next matching request. Several faults apply
// one request each, in order.
func (s *Server) FailNext(method, pathSuffix string, f Fault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.plannedFaults = append(s.plannedFaults, plannedFault{match{method, pathSuffix}, f})
}

// match selects requests by method and the end of the path.
type match struct{ method, pathSuffix string }

func (m match) matches(r *http.Request) bool {
	return (m.method == "" || m.method == r.Method) && strings.HasSuffix(r.URL.Path, m.pathSuffix)
}

// holdPoint is where a request can be held.
type holdPoint int

const (
	beforeEffect holdPoint = iota
	afterEffect
)

type hold struct {
	match
	point    holdPoint
	released chan struct{}
}

func (s *Server) hold(at holdPoint, method, pathSuffix string) func() {
	h := &hold{match{method, pathSuffix}, at, make(chan struct{})}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.holds = append(s.holds, h)
	return func() { s.release(h) }
}

// release releases the requests that a hold stopped. Calling it again does
// nothing.
func (s *Server) release(h *hold) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if slices.Contains(s.holds, h) {
		s.holds = without(s.holds, func(x *hold) bool { return x == h })
		close(h.released)
	}
}

// waitAtHolds waits until every hold that matches the request is released.
func (s *Server) waitAtHolds(r *http.Request, at holdPoint) {
	for _, h := range s.holdsFor(r, at) {
		select {
		case <-h.released:
		case <-r.Context().Done():
			panic(http.ErrAbortHandler)
		}
	}
}

func (s *Server) holdsFor(r *http.Request, at holdPoint) []*hold {
	s.mu.Lock()
	defer s.mu.Unlock()
	return without(s.holds, func(h *hold) bool { return h.point != at || !h.matches(r) })
}

type plannedFault struct {
	match
	fault Fault
}

// takePlanned removes and returns the first planned fault for the request; nil
// if there is none.
func (s *Server) takePlanned(r *http.Request) *Fault {
	i := slices.IndexFunc(s.plannedFaults, func(p plannedFault) bool { return p.matches(r) })
	if i < 0 {
		return nil
	}
	f := s.plannedFaults[i].fault
	s.plannedFaults = slices.Delete(s.plannedFaults, i, i+1)
	return &f
}
