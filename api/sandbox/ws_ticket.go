package sandbox

import (
	"slices"
	"strings"
	"time"
)

// ticket is a token for opening one WebSocket.
type ticket struct {
	value   string
	oauth   string // OAuth session
	expires time.Time
}

// ticketLife is how long one can be used (G: 30 s).
const ticketLife = 30 * time.Second

// ticketReply is WsTokenResponse (S).
type ticketReply struct {
	URI       string `json:"uri"`
	Token     string `json:"ws_access_token"`
	ExpiresIn int    `json:"expires_in"`
}

// ticket makes one for the session of the bearer. S names the app permission
// WebSocket, G WebSocketsSubscription. Guess: S is right.
func (c *call) ticket() (result, error) {
	for _, gate := range []func() error{c.authenticate, c.count, c.checkScope} {
		if err := gate(); err != nil {
			return result{}, err
		}
	}
	t := ticket{c.keys.token(c.ids.bytes(24)), c.session.id, time.Now().Add(ticketLife)}
	c.tickets = append(without(c.tickets, func(t ticket) bool { return !time.Now().Before(t.expires) }), t)
	return success(ticketReply{c.socketURI(), t.value, wholeSeconds(ticketLife)}), nil
}

// socketURI is the place for WebSockets, of our own base.
func (s *Server) socketURI() string { return "ws" + strings.TrimPrefix(s.base, "http") + socketPath }

// redeemTicket finds whose a ticket is, and takes it; nil if it is none, or not any
// more.
func (s *Server) redeemTicket(value string) *session {
	i := slices.IndexFunc(s.tickets, func(t ticket) bool { return t.value == value })
	if i < 0 {
		return nil
	}
	t := s.tickets[i]
	s.tickets = slices.Delete(s.tickets, i, i+1)
	if !time.Now().Before(t.expires) {
		return nil
	}
	return s.sessions.byID(t.oauth)
}
