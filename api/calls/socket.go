package calls

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"github.com/coder/websocket"

	"rcfwd/api/jsonobj"
	"rcfwd/api/rest"
)

const (
	replyTimeout     = 15 * time.Second // for each step of connecting
	heartbeatAfter   = 30 * time.Second // of silence of the service
	heartbeatEvery   = 10 * time.Minute // at least, even while events come: the service closes idle connections
	heartbeatTimeout = 10 * time.Second // for the answer to a heartbeat
	maxFrame         = 1 << 20          // bytes
)

// errSilent is the error when the service no longer answers on the socket.
var errSilent = errors.New("the connection went silent")

// socket is an open WebSocket. Only the goroutine that reads frames uses its fields,
// except for the atomic ones and stop.
type socket struct {
	*websocket.Conn
	received    atomic.Int64            // when the last frame or ping came, in Unix nanoseconds
	count       atomic.Int64            // of messages sent
	stop        context.CancelCauseFunc // closes the connection
	timer       *time.Timer             // closes it when connecting takes too long
	pending     string                  // id of the subscription request; empty when none waits for its answer
	reservation *rest.Reservation       // of that request in its rate limit; nil when there is none
	receiving   bool                    // events come
}

func (s *socket) markReceived() { s.received.Store(time.Now().UnixNano()) }

func (s *socket) silence() time.Duration { return time.Since(time.Unix(0, s.received.Load())) }

// id returns a new id for a message.
func (s *socket) id() string { return "rcfwd-" + strconv.FormatInt(s.count.Add(1), 10) }

// release releases the reservation of the subscription request.
func (s *socket) release(status int, h http.Header) {
	if s.reservation != nil {
		s.reservation.Release(status, h)
		s.reservation = nil
	}
}

func (s *socket) send(ctx context.Context, meta, body any) error {
	ctx, cancel := context.WithTimeoutCause(ctx, heartbeatTimeout, errSilent)
	defer cancel()
	if err := s.Write(ctx, websocket.MessageText, encodeFrame(meta, body)); err != nil {
		return rest.NoAnswer(opConnect, err)
	}
	return nil
}

// heartbeats sends heartbeats, and closes the connection when the service does not
// answer one.
func (s *socket) heartbeats(ctx context.Context) {
	sent := time.Now()
	for ctx.Err() == nil {
		if d := min(heartbeatAfter-s.silence(), heartbeatEvery-time.Since(sent)); d > 0 {
			sleep(ctx, d)
			continue
		}
		sent = time.Now()
		if s.send(ctx, map[string]string{"type": typeHeartbeat, "messageId": s.id()}, nil) != nil {
			s.stop(errSilent)
			return
		}
		sleep(ctx, heartbeatTimeout)
		if s.silence() >= heartbeatAfter {
			s.stop(errSilent)
		}
	}
}

// wireToken is a token that opens one WebSocket.
type wireToken struct {
	URI   string             `json:"uri"`
	Token jsonobj.FlexString `json:"ws_access_token"`
}

// dial requests a token and opens the socket that the answer names.
func (m *Monitor) dial(ctx context.Context, recovery string) (*socket, error) {
	ctx, cancel := context.WithTimeoutCause(ctx, 2*replyTimeout, rest.ErrSlow)
	defer cancel()
	var w wireToken
	err := m.client.REST().Do(ctx, &rest.Request{
		Op: opToken, Method: http.MethodPost, Path: rest.AuthPath("wstoken"), NoRetry: true, Idempotent: true,
	}, rest.Into(&w))
	if err != nil {
		return nil, err
	}
	u, err := socketURL(w.URI, m.client.REST().Server(), string(w.Token), recovery)
	if err != nil {
		return nil, rest.NoAnswer(opConnect, err)
	}
	return m.open(ctx, u)
}

func (m *Monitor) open(ctx context.Context, u string) (*socket, error) {
	s := &socket{}
	conn, resp, err := websocket.Dial(ctx, u, &websocket.DialOptions{
		HTTPClient: m.http,
		HTTPHeader: http.Header{"User-Agent": {m.client.REST().UserAgent()}},
		OnPingReceived: func(context.Context, []byte) bool {
			s.markReceived()
			return true
		},
	})
	switch {
	case err != nil && resp != nil:
		return nil, handshakeError(resp)
	case err != nil:
		return nil, rest.NoAnswer(opConnect, err)
	}
	conn.SetReadLimit(maxFrame)
	s.Conn = conn
	s.markReceived()
	return s, nil
}

// handshakeError returns the error for a handshake that the service refused or that
// something else answered.
func handshakeError(resp *http.Response) error {
	if resp.StatusCode == http.StatusSwitchingProtocols {
		return rest.NoAnswer(opConnect, errors.New("the answer to the handshake is not from RingCentral"))
	}
	var body []byte
	if resp.Body != nil {
		body, _ = io.ReadAll(resp.Body) // the library keeps a kilobyte at most
	}
	return rest.ReadError(opConnect, resp.StatusCode, resp.Header, body)
}

// readError returns why a read failed: the cause for which ctx ended, or err.
func readError(ctx context.Context, err error) error {
	if cause := context.Cause(ctx); cause != nil && cause != context.Canceled {
		return rest.NoAnswer(opConnect, cause)
	}
	var closed websocket.CloseError
	if errors.As(err, &closed) {
		return closedError(closed)
	}
	return rest.NoAnswer(opConnect, err)
}

// closedError returns the error for a close frame, whose reason may hold a code.
func closedError(c websocket.CloseError) error {
	for _, code := range []string{"WSG-902", "WSG-903"} {
		if strings.Contains(c.Reason, code) {
			return rest.ReadError(opConnect, 0, nil, []byte(`{"errorCode":"`+code+`"}`))
		}
	}
	return rest.NoAnswer(opConnect, fmt.Errorf("RingCentral closed the connection (%d)", c.Code))
}
