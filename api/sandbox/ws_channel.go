package sandbox

import (
	"encoding/base64"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// channel is what a client has beyond one connection: its subscription, and the
// events that it may have missed.
type channel struct {
	id       string
	oauth    string // OAuth session
	sequence int    // of the last event; the first frame is number 1, as in a recorded session (V)
	sub      *subscription
	sent     []numbered // the last events, for recovery
	delayed  []byte     // an event that is held back; nil if none
	socket   *socket    // nil while the connection is lost
	lost     time.Time
}

type numbered struct {
	sequence int
	frame    []byte
}

// Limits of a connection, as the service announces them (G).
const (
	recoveryTimeout   = 180 * time.Second
	recoveryBuffer    = 100 // events
	idleTimeout       = 30 * time.Minute
	absoluteTimeout   = 24 * time.Hour
	maxActiveRequests = 10
)

// Codes of recoveries that fail. F: another OAuth session is WSG-1003, and no
// subscription WSG-1005. Guess: so is a channel that is gone, and the code of
// too many missed events.
const (
	otherSession   = "WSG-1003"
	tooManyMissed  = "WSG-1004"
	noSubscription = "WSG-1005"
)

// resumeToken is the token with which a client goes on after an event.
func (s *Server) resumeToken(ch *channel, sequence int) *wsc {
	text := ch.id + "." + strconv.Itoa(sequence)
	return &wsc{b64([]byte(text + "." + b64(s.keys.mac("wsc", text)[:9]))), sequence}
}

// parseResumeToken undoes position.
func (s *Server) parseResumeToken(token string) (id string, sequence int, ok bool) {
	raw, err := base64.RawURLEncoding.DecodeString(token)
	parts := strings.Split(string(raw), ".")
	if err != nil || len(parts) != 3 || parts[2] != b64(s.keys.mac("wsc", parts[0]+"."+parts[1])[:9]) {
		return "", 0, false
	}
	sequence, err = strconv.Atoi(parts[1])
	return parts[0], sequence, err == nil
}

// newChannel starts one, and forgets those that nobody can recover any more.
func (s *Server) newChannel(oauth string) *channel {
	ch := &channel{id: fmt.Sprintf("%x", s.ids.bytes(12)), oauth: oauth, sequence: 1}
	s.channels = append(without(s.channels, (*channel).expired), ch)
	return ch
}

func (ch *channel) expired() bool {
	return ch.socket == nil && time.Since(ch.lost) > recoveryTimeout
}

// recover finds the channel of a position and what its client missed. code says
// why there is none.
func (s *Server) recover(id string, sequence int, oauth string) (ch *channel, missed [][]byte, code string) {
	s.channels = without(s.channels, (*channel).expired)
	for _, x := range s.channels {
		if x.id == id {
			ch = x
		}
	}
	switch {
	case s.socketFaults.recoveries > 0:
		s.socketFaults.recoveries--
		return nil, nil, noSubscription
	case ch == nil:
		return nil, nil, noSubscription
	case ch.oauth != oauth:
		return nil, nil, otherSession
	case ch.sub == nil:
		return nil, nil, noSubscription
	}
	for _, n := range ch.sent {
		if n.sequence > sequence {
			missed = append(missed, n.frame)
		}
	}
	if len(missed) < ch.sequence-sequence {
		return nil, nil, tooManyMissed
	}
	return ch, missed, ""
}

// emit sends an event to the client, or keeps it until the client is back.
func (s *Server) emit(ch *channel, at time.Time, event string, body any) {
	ch.sequence++
	id := s.ids.uuid()
	f := frame(meta{Type: "ServerNotification", MessageID: id, Status: 200, WSC: s.resumeToken(ch, ch.sequence),
		Headers: map[string]string{"RCRequestId": s.ids.uuid()}},
		notification{id, event, timestamp(at), ch.sub.id, ch.sub.owner.ID, body})
	ch.sent = append(ch.sent, numbered{ch.sequence, f})
	if len(ch.sent) > recoveryBuffer {
		ch.sent = ch.sent[1:]
	}
	if ch.socket == nil {
		return
	}
	for _, f := range s.applyEventFault(ch, f) {
		ch.socket.enqueueEvent(f)
	}
}
