package sandbox

import (
	"slices"
	"strings"
	"time"
)

// ticket is a token for opening WebSockets.
type ticket struct {
	value   string
	oauth   string // OAuth session
	expires time.Time
}

// ticketLife is how long a ticket can be used (G: 30 s). The guide says that it
// works once; the vendor's SDK uses one again for 80% of its life (V), so it
// works until it expires.
const ticketLife = 30 * time.Second

// ticketReply is WsTokenResponse (S).
type ticketReply struct {
	URI       string `json:"uri"`
	Token     string `json:"ws_access_token"`
	ExpiresIn int    `json:"expires_in"`
}

// ticket issues a ticket for the session of the bearer token. S names the app
// permission WebSocket, G WebSocketsSubscription. Guess: S is right.
func (c *call) ticket() (result, error) {
	for _, check := range []func() error{c.authenticate, c.count, c.checkScope} {
		if err := check(); err != nil {
			return result{}, err
		}
	}
	t := ticket{c.keys.token(c.ids.bytes(24)), c.session.id, time.Now().Add(ticketLife)}
	c.tickets = append(without(c.tickets, func(t ticket) bool { return !time.Now().Before(t.expires) }), t)
	return success(ticketReply{c.socketURI(), t.value, wholeSeconds(ticketLife)}), nil
}

// socketURI is the URI for WebSockets on our base URL.
func (s *Server) socketURI() string { return "ws" + strings.TrimPrefix(s.base, "http") + socketPath }

// ticketSession returns the session of a ticket; nil if the ticket is unknown or
// expired.
func (s *Server) ticketSession(value string) *session {
	i := slices.IndexFunc(s.tickets, func(t ticket) bool { return t.value == value && time.Now().Before(t.expires) })
	if i < 0 {
		return nil
	}
	return s.sessions.byID(s.tickets[i].oauth)
}
