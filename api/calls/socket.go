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
	replyTime        = 15 * time.Second // for each step of connecting
	heartbeatAfter   = 30 * time.Second // after it a heartbeat is sent
	heartbeatAtLeast = 10 * time.Minute // as well, when only the other side speaks: it ends idle connections
	heartbeatTimeout = 10 * time.Second // for the answer to a heartbeat
	maxFrame         = 1 << 20
)

// errSilent says that the service no longer answers on the socket.
var errSilent = errors.New("the connection went silent")

// socket is a WebSocket that was opened. All but heard belongs to the goroutine
// that listens.
type socket struct {
	*websocket.Conn
	received    atomic.Int64            // when something last came, in Unix nanoseconds
	count       atomic.Int64            // of our messages
	stop        context.CancelCauseFunc // ends the connection
	timer       *time.Timer             // ends it when connecting takes too long
	pending     string                  // id of the request to subscribe; empty when there is none
	reservation *rest.Reservation       // that request's place in its limit; nil likewise
	receiving   bool                    // events come
}

func (s *socket) markReceived() { s.received.Store(time.Now().UnixNano()) }

func (s *socket) silence() time.Duration { return time.Since(time.Unix(0, s.received.Load())) }

// id makes an id for a message of ours.
func (s *socket) id() string { return "rcfwd-" + strconv.FormatInt(s.count.Add(1), 10) }

// release gives back the place in the limit of the request to subscribe.
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

// heartbeats keeps the connection alive, and ends it when the other side is silent
// after all.
func (s *socket) heartbeats(ctx context.Context) {
	spoke := time.Now()
	for ctx.Err() == nil {
		if d := min(heartbeatAfter-s.silence(), heartbeatAtLeast-time.Since(spoke)); d > 0 {
			sleep(ctx, d)
			continue
		}
		spoke = time.Now()
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

// wireToken is what opens a WebSocket once.
type wireToken struct {
	URI   string             `json:"uri"`
	Token jsonobj.FlexString `json:"ws_access_token"`
}

// dial asks for a token and opens the socket that the answer names.
func (l *Monitor) dial(ctx context.Context, recovery string) (*socket, error) {
	ctx, cancel := context.WithTimeoutCause(ctx, 2*replyTime, rest.ErrSlow)
	defer cancel()
	var w wireToken
	err := l.client.REST().Do(ctx, rest.Request{
		Op: opToken, Method: http.MethodPost, Path: rest.AuthPath("wstoken"), NoRetry: true, Idempotent: true,
	}, rest.Into(&w))
	if err != nil {
		return nil, err
	}
	to, err := socketURL(w.URI, l.client.REST().Server(), string(w.Token), recovery)
	if err != nil {
		return nil, rest.NoAnswer(opConnect, err)
	}
	return l.open(ctx, to)
}

func (l *Monitor) open(ctx context.Context, to string) (*socket, error) {
	s := &socket{}
	conn, resp, err := websocket.Dial(ctx, to, &websocket.DialOptions{
		HTTPClient: l.http,
		HTTPHeader: http.Header{"User-Agent": {l.client.REST().UserAgent()}},
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

// handshakeError is the error for a handshake that was answered, but not as hoped.
func handshakeError(resp *http.Response) error {
	if resp.StatusCode == http.StatusSwitchingProtocols {
		return rest.NoAnswer(opConnect, errors.New("the answer to the handshake is not RingCentral's"))
	}
	var body []byte
	if resp.Body != nil {
		body, _ = io.ReadAll(resp.Body) // a kilobyte at most
	}
	return rest.ReadError(opConnect, resp.StatusCode, resp.Header, body)
}

// readError says why a read failed.
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

// closedError finds the code that a close may carry in its reason.
func closedError(c websocket.CloseError) error {
	for _, code := range []string{"WSG-902", "WSG-903"} {
		if strings.Contains(c.Reason, code) {
			return rest.ReadError(opConnect, 0, nil, []byte(`{"errorCode":"`+code+`"}`))
		}
	}
	return rest.NoAnswer(opConnect, fmt.Errorf("RingCentral closed the connection (%d)", c.Code))
}
