package calls

import (
	"bufio"
	"context"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"testing/synctest"

	"github.com/coder/websocket"

	"rcfwd/api"
	"rcfwd/api/rest"
)

// fake is a RingCentral whose answers are functions. Without a function it answers
// as a service without calls does.
type fake struct {
	token     func() (status int, body string)
	presence  func() (status int, body string)
	session   func(*http.Request) (status int, body string) // requests for a session and its parties; nil means 404
	handshake func(*http.Request) *http.Response            // nil, or a nil response, opens a socket
	socket    func(context.Context, *wsPeer)                // the socket is cut when it returns

	mu         sync.Mutex
	handshakes []*url.URL
	requests   map[string]int // by path
}

const noCall = `{"telephonyStatus":"NoCall","activeCalls":[]}`

func (f *fake) RoundTrip(r *http.Request) (*http.Response, error) {
	f.mu.Lock()
	if f.requests == nil {
		f.requests = map[string]int{}
	}
	f.requests[r.URL.Path]++
	f.mu.Unlock()
	switch {
	case r.Header.Get("Upgrade") != "":
		return f.open(r)
	case strings.HasSuffix(r.URL.Path, "/wstoken"):
		return response(callOr(f.token, `{"uri":"wss://ws.test/ws","ws_access_token":"ticket","expires_in":30}`)), nil
	case strings.HasSuffix(r.URL.Path, "/presence"):
		return response(callOr(f.presence, noCall)), nil
	case strings.Contains(r.URL.Path, "/telephony/sessions/") && f.session != nil:
		return response(f.session(r)), nil
	}
	return response(404, `{"errorCode":"CMN-102"}`), nil
}

func callOr(f func() (int, string), otherwise string) (int, string) {
	if f == nil {
		return 200, otherwise
	}
	return f()
}

func response(status int, body string) *http.Response {
	return &http.Response{StatusCode: status, Header: http.Header{}, Body: io.NopCloser(strings.NewReader(body))}
}

func (f *fake) open(r *http.Request) (*http.Response, error) {
	f.mu.Lock()
	f.handshakes = append(f.handshakes, r.URL)
	f.mu.Unlock()
	if f.handshake != nil {
		if resp := f.handshake(r); resp != nil {
			return resp, nil
		}
	}
	ours, theirs := net.Pipe()
	w := &handshakeWriter{header: http.Header{}, conn: theirs, status: make(chan int, 1)}
	go func() {
		conn, err := websocket.Accept(w, r, &websocket.AcceptOptions{InsecureSkipVerify: true})
		if err != nil {
			return
		}
		ctx, stop := context.WithCancel(context.Background())
		defer stop()
		p := &wsPeer{conn: conn, received: make(chan string, 100)}
		go func() { defer stop(); p.read(ctx) }()
		f.socket(ctx, p)
		_ = conn.CloseNow()
	}()
	return &http.Response{StatusCode: <-w.status, Header: w.header, Body: ours}, nil
}

func (f *fake) count(path string) int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.requests[path]
}

// handshakeWriter is the ResponseWriter of a handshake over a pipe.
type handshakeWriter struct {
	header http.Header
	conn   net.Conn
	status chan int
}

func (w *handshakeWriter) Header() http.Header         { return w.header }
func (w *handshakeWriter) Write(p []byte) (int, error) { return len(p), nil }
func (w *handshakeWriter) WriteHeader(status int)      { w.status <- status }
func (w *handshakeWriter) Hijack() (net.Conn, *bufio.ReadWriter, error) {
	return w.conn, bufio.NewReadWriter(bufio.NewReader(w.conn), bufio.NewWriter(w.conn)), nil
}

// wsPeer is the service's end of a WebSocket.
type wsPeer struct {
	conn     *websocket.Conn
	received chan string
}

func (p *wsPeer) read(ctx context.Context) {
	for {
		_, message, err := p.conn.Read(ctx)
		if err != nil {
			return
		}
		p.received <- string(message)
	}
}

func (p *wsPeer) send(message string) {
	_ = p.conn.Write(context.Background(), websocket.MessageText, []byte(message))
}

const details = `[{"type":"ConnectionDetails","messageId":"1","status":200,"wsc":{"token":"first","sequence":1}},{"recoveryTimeout":180,"idleTimeout":1800}]`

// accept sends the first frame, and accepts the subscription.
func (p *wsPeer) accept(ctx context.Context) {
	p.send(details)
	p.reply(ctx, 200, `{"id":"sub"}`)
}

func (p *wsPeer) reply(ctx context.Context, status int, body string) {
	select {
	case <-ctx.Done():
	case message := <-p.received:
		var parts []struct{ MessageID string }
		_ = json.Unmarshal([]byte(message), &parts)
		reply, _ := json.Marshal(map[string]any{"type": "ClientRequest", "messageId": parts[0].MessageID, "status": status})
		p.send("[" + string(reply) + "," + body + "]")
	}
}

// tokens always has a token.
type tokens struct{}

func (tokens) Token(context.Context) (string, error) { return "bearer", nil }
func (tokens) Refused(string)                        {}

// monitor returns a monitor that talks to the fake, and the trace of its requests.
func (f *fake) monitor() (*Monitor, *rest.Trace) {
	server := &url.URL{Scheme: "https", Host: "rc.test"}
	trace := rest.NewTrace()
	return New(Options{Client: api.New(api.Options{Server: server, Tokens: tokens{}, Transport: trace.Wrap(f), UserAgent: "rcfwd/test"})}), trace
}

// withFake calls do in a bubble, with a monitor of f that is being watched.
func withFake(t *testing.T, f *fake, do func(*rig)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		r := &rig{T: t}
		r.monitor, r.trace = f.monitor()
		r.open()
		do(r)
		r.stop()
		for range r.watch {
		}
	})
}

const (
	tokenPath    = "/restapi/oauth/wstoken"
	presencePath = "/restapi/v1.0/account/~/extension/~/presence"
)

// event returns a presence event with a sequence number.
func event(sequence string, presence string) string {
	return `[{"type":"ServerNotification","messageId":"m","status":200,"wsc":{"token":"t` + sequence + `","sequence":` + sequence + `}},` +
		`{"event":"` + presencePath + `?detailedTelephonyState=true","body":` + strings.Replace(presence, "{", `{"sequence":`+sequence+`,`, 1) + `}]`
}

const oneCall = `{"telephonyStatus":"CallConnected","activeCalls":[{"id":"1","direction":"Inbound","from":"+12125550187","telephonyStatus":"CallConnected","telephonySessionId":"s-1","partyId":"p-1"}]}`

func waitForEnd(ctx context.Context) { <-ctx.Done() }
