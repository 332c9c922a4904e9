package sandbox

import (
	"context"
	"net/http"
	"time"

	"github.com/coder/websocket"
)

// EventFault is a fault of one event.
type EventFault int

const (
	// Lose drops an event and leaves a gap in the sequence.
	Lose EventFault = iota
	// Repeat sends an event twice.
	Repeat
	// Delay sends an event after the following one.
	Delay
)

// socketFaults are the faults that tests inject into WebSockets.
type socketFaults struct {
	events     map[EventFault]int
	recoveries int
}

// InjectEventFaults injects a fault into each of the next n events. Faults of
// different kinds apply to different events.
func (s *Server) InjectEventFaults(f EventFault, n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.socketFaults.events == nil {
		s.socketFaults.events = map[EventFault]int{}
	}
	s.socketFaults.events[f] += n
}

// FailRecovery makes the next n recoveries of a WebSocket fail.
func (s *Server) FailRecovery(n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.socketFaults.recoveries += n
}

// DropSockets closes every WebSocket and returns their number. Events are kept
// for clients that recover.
func (s *Server) DropSockets() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	n := 0
	for _, ch := range s.channels {
		if k := ch.socket; k != nil {
			k.detach()
			k.cancel()
			n++
		}
	}
	return n
}

// Sockets returns the number of open WebSockets.
func (s *Server) Sockets() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	n := 0
	for _, ch := range s.channels {
		if ch.socket != nil {
			n++
		}
	}
	return n
}

// Storm sends n presence events of an extension at once to all subscribers.
// Each has the present state.
func (s *Server) Storm(extension string, n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.advance()
	if e := s.company.Extension(extension); e != nil {
		for range n {
			s.notifyPresence(e, time.Now(), nil)
		}
	}
}

// Hint sends an event that settings of an extension changed, such as
// AnsweringRules, Features or Permissions.
func (s *Server) Hint(extension string, hints ...string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if e := s.company.Extension(extension); e != nil {
		s.hint(e, hints...)
	}
}

// applyEventFault returns the frames to send instead of f.
func (s *Server) applyEventFault(ch *channel, f []byte) [][]byte {
	var frames [][]byte
	switch {
	case s.socketFaults.take(Lose):
	case s.socketFaults.take(Repeat):
		frames = [][]byte{f, f}
	case ch.delayed == nil && s.socketFaults.take(Delay):
		ch.delayed = f
		return nil
	default:
		frames = [][]byte{f}
	}
	if ch.delayed != nil {
		frames, ch.delayed = append(frames, ch.delayed), nil
	}
	return frames
}

func (p *socketFaults) take(f EventFault) bool {
	if p.events[f] == 0 {
		return false
	}
	p.events[f]--
	return true
}

// DialWS opens a WebSocket in memory, without a port. uri is that of the
// wstoken reply, with its query. It is short for
//
//	websocket.Dial(ctx, uri, &websocket.DialOptions{HTTPClient: &http.Client{Transport: s}})
//
// A client should dial like this with its own http.Client, since RoundTrip can
// switch protocols. ctx limits only the opening.
func (s *Server) DialWS(ctx context.Context, uri string) (*websocket.Conn, error) {
	conn, _, err := websocket.Dial(ctx, uri, &websocket.DialOptions{HTTPClient: &http.Client{Transport: s}})
	return conn, err
}
