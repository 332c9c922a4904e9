package sandbox

import (
	"bufio"
	"context"
	"net"
	"net/http"
	"strings"
	"sync"
)

// wantsUpgrade reports whether a request asks for a WebSocket.
func wantsUpgrade(r *http.Request) bool {
	return strings.EqualFold(r.Header.Get("Upgrade"), "websocket")
}

// upgrade answers a request for a WebSocket. The body of the response is the
// client's end of a pipe, as it is the connection with net/http's Transport.
// The handler runs in a goroutine of its own until either end is closed.
func (s *Server) upgrade(req, r *http.Request) (*http.Response, error) {
	client, server := net.Pipe()
	// The request's context ends with the handshake, the connection does not.
	ctx, cancel := context.WithCancel(context.WithoutCancel(req.Context()))
	w := &hijackable{recorder: recorder{header: http.Header{}}, conn: server, switched: make(chan struct{})}
	done := make(chan bool, 1)
	go s.recovering(func() {
		defer cancel()
		defer close(done) // also after a panic
		aborted := run(s, w, r.WithContext(ctx))
		_ = server.Close()
		done <- aborted
	})()
	select {
	case <-w.switched:
		resp := w.response(req, false)
		resp.Body = client
		return resp, nil
	case aborted := <-done:
		if aborted {
			return nil, connectionReset()
		}
		return w.response(req, false), nil
	case <-req.Context().Done():
		cancel()
		_ = client.Close()
		return nil, req.Context().Err()
	}
}

// recovering wraps do: a panic goes to Options.Caught if it is set.
func (s *Server) recovering(do func()) func() {
	if s.onPanic == nil {
		return do
	}
	return func() {
		defer func() {
			if p := recover(); p != nil {
				s.onPanic(p)
			}
		}()
		do()
	}
}

// hijackable is a ResponseWriter that can hand over its connection.
type hijackable struct {
	recorder
	conn     net.Conn
	once     sync.Once
	switched chan struct{}
}

// Hijack implements http.Hijacker.
func (w *hijackable) Hijack() (net.Conn, *bufio.ReadWriter, error) {
	w.once.Do(func() { close(w.switched) })
	return w.conn, bufio.NewReadWriter(bufio.NewReader(w.conn), bufio.NewWriter(w.conn)), nil
}
