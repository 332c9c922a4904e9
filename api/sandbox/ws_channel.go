package sandbox

import (
	"encoding/base64"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// channel is the state of a client that survives its connection: the
// subscription, and the events for recovery.
type channel struct {
	id       string
	oauth    string // OAuth session
	sequence int    // number of the last event; the first frame is 1, as in a recorded session (V)
	sub      *subscription
	sent     []numbered // the last events, for recovery
	delayed  []byte     // an event that Delay holds back; nil if none
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

// Codes of failed recoveries. F: another OAuth session is WSG-1003, and no
// subscription WSG-1005. Guess: WSG-1005 for a channel that is gone, and the code
// for too many missed events.
const (
	otherSession   = "WSG-1003"
	tooManyMissed  = "WSG-1004"
	noSubscription = "WSG-1005"
)

// resumeToken returns the token with which a client resumes after an event.
func (s *Server) resumeToken(ch *channel, sequence int) *wsc {
	text := ch.id + "." + strconv.Itoa(sequence)
	return &wsc{b64([]byte(text + "." + b64(s.keys.mac("wsc", text)[:9]))), sequence}
}

// parseResumeToken is the inverse of resumeToken.
func (s *Server) parseResumeToken(token string) (id string, sequence int, ok bool) {
	raw, err := base64.RawURLEncoding.DecodeString(token)
	parts := strings.Split(string(raw), ".")
	if err != nil || len(parts) != 3 || parts[2] != b64(s.keys.mac("wsc", parts[0]+"."+parts[1])[:9]) {
		return "", 0, false
	}
	sequence, err = strconv.Atoi(parts[1])
	return parts[0], sequence, err == nil
}

// newChannel adds a channel, and removes those that can no longer be recovered.
func (s *Server) newChannel(oauth string) *channel {
	ch := &channel{id: fmt.Sprintf("%x", s.ids.bytes(12)), oauth: oauth, sequence: 1}
	s.channels = append(without(s.channels, (*channel).expired), ch)
	return ch
}

func (ch *channel) expired() bool {
	return ch.socket == nil && time.Since(ch.lost) > recoveryTimeout
}

// recover returns the channel of a resume token and the events that its client
// missed, or the code of the failure.
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

// emit sends an event to the client, or keeps it until the client reconnects.
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
