package sandbox

import (
	"context"
	"net/http"
	"sync"
	"time"

	"github.com/coder/websocket"
)

// socket is one connection.
type socket struct {
	*Server
	conn   *websocket.Conn
	cancel context.CancelFunc // closes the connection
	wake   chan struct{}      // signals the writer

	// Guarded by the server's lock.
	channel   *channel // nil if the client was refused
	out       [][]byte // frames to send
	closing   bool     // close once they are sent
	missed    [][]byte // events that come after a recovery, and at what time
	resumeAt  time.Time
	opened    time.Time
	lastFrame time.Time // of the last frame in either direction
	active    int       // requests
}

// pingEvery is the interval of the service's pings (Guess), and pongWithin how
// long a client has to answer (G).
const (
	pingEvery  = time.Minute
	pongWithin = 10 * time.Second
)

// resumeAfter is the delay between the first frame of a recovered connection
// and the missed events (Guess). The SDK drops events that come with that
// frame, so the sandbox cannot send them at once.
const resumeAfter = 100 * time.Millisecond

// serveSocket opens a WebSocket and serves it until it ends: this goroutine
// reads, another writes, and each request has its own.
func (s *Server) serveSocket(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	entry := s.logRequest(operation{}, r)
	fault := s.takePlanned(r)
	s.mu.Unlock()
	s.waitAtHolds(r, beforeEffect)
	if fault != nil {
		refuseSocket(w, *fault)
		return
	}
	// A page of any origin may connect: the token authenticates it.
	conn, err := websocket.Accept(w, r, &websocket.AcceptOptions{InsecureSkipVerify: true})
	if err != nil {
		return
	}
	conn.SetReadLimit(maxBody)
	ctx, cancel := context.WithCancel(context.WithoutCancel(r.Context()))
	k := &socket{Server: s, conn: conn, cancel: cancel, wake: make(chan struct{}, 1), opened: time.Now(), lastFrame: time.Now()}
	k.open(entry, r.URL.Query().Get("access_token"), r.URL.Query().Get("wsc"))
	var others sync.WaitGroup
	others.Go(s.recovering(func() { k.write(ctx) }))
	k.read(ctx, &others)
	k.disconnect()
	others.Wait()
	_ = conn.CloseNow()
}

// refuseSocket answers with a fault instead of opening a WebSocket.
func refuseSocket(w http.ResponseWriter, f Fault) {
	if f.Kind != Refuse {
		panic(http.ErrAbortHandler)
	}
	render(result{}, f.problem(operation{})).send(w)
}

// open authenticates the client and sends the first frame.
func (k *socket) open(entry *Request, accessToken, token string) {
	k.mu.Lock()
	defer k.mu.Unlock()
	entry.Status = http.StatusSwitchingProtocols
	owner := k.ticketSession(accessToken)
	if owner == nil {
		k.closeWithError(http.StatusUnauthorized, "WSG-401", "Access token is invalid") // Guess: the code; G: type Error
		return
	}
	k.advance()
	details := connectionDetails{
		CreationTime: timestamp(time.Now()), MaxConnections: 50, RecoveryBuffer: recoveryBuffer,
		RecoveryTimeout: wholeSeconds(recoveryTimeout), IdleTimeout: wholeSeconds(idleTimeout),
		AbsoluteTimeout: wholeSeconds(absoluteTimeout), MaxActiveRequests: maxActiveRequests,
	}
	sequence := 1
	if token != "" {
		id, seen, ok := k.parseResumeToken(token)
		if !ok {
			k.closeWithError(http.StatusBadRequest, "WSG-400", "Malformed WebSocket session context token") // F
			return
		}
		k.channel, k.missed, details.RecoveryErrorCode = k.recover(id, seen, owner.id)
		details.RecoveryState = "Failed"
		if k.channel != nil {
			sequence, details.RecoveryState = seen, "Successful"
		}
	}
	k.attach(owner.id)
	k.enqueue(frame(meta{Type: "ConnectionDetails", MessageID: k.ids.uuid(), Status: 200, WSC: k.resumeToken(k.channel, sequence),
		Headers: map[string]string{"RCRequestId": k.ids.uuid()}}, details))
	k.resumeAt = time.Now().Add(resumeAfter)
}

// attach takes over the recovered channel, or starts a new one. It closes an
// earlier connection of the channel, which is dead even if neither side has
// noticed.
func (k *socket) attach(oauth string) {
	if k.channel == nil {
		k.channel = k.newChannel(oauth)
	}
	if before := k.channel.socket; before != nil {
		before.cancel()
	}
	k.channel.socket, k.channel.delayed = k, nil
}

// disconnect ends the connection.
func (k *socket) disconnect() {
	k.cancel()
	k.mu.Lock()
	defer k.mu.Unlock()
	k.detach()
}

func (k *socket) detach() {
	if k.channel != nil && k.channel.socket == k {
		k.channel.socket, k.channel.lost = nil, time.Now()
	}
}

// enqueue adds a frame to the queue. It is not inlined: its copies would make the program
// larger.
//
//go:noinline
func (k *socket) enqueue(f []byte) {
	k.out = append(k.out, f)
	k.lastFrame = time.Now()
	k.signal()
}

func (k *socket) signal() {
	select {
	case k.wake <- struct{}{}:
	default:
	}
}

// enqueueEvent adds an event to the queue, behind the missed ones.
func (k *socket) enqueueEvent(f []byte) {
	if len(k.missed) > 0 {
		k.missed = append(k.missed, f)
		return
	}
	k.enqueue(f)
}

// closeWithError sends an Error frame and then closes the connection.
func (k *socket) closeWithError(status int, code, message string) {
	if k.closing {
		return
	}
	k.enqueue(frame(meta{Type: "Error", MessageID: k.ids.uuid(), Status: status,
		Headers: map[string]string{"RCRequestId": k.ids.uuid()}}, wsProblem{code, message}))
	k.closing = true
}

// wakeSockets makes the writer of every connection check for work and reset its
// timer.
func (s *Server) wakeSockets() {
	for _, ch := range s.channels {
		if ch.socket != nil {
			ch.socket.signal()
		}
	}
}
