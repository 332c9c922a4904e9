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

// fake is a RingCentral made of functions. What it is not told it answers as a
// service would that has no calls.
type fake struct {
	token     func() (status int, body string)
	presence  func() (status int, body string)
	handshake func(*http.Request) *http.Response // nil, or giving nil, opens a socket
	socket    func(context.Context, *wsPeer)     // when it returns, the socket is cut

	mu     sync.Mutex
	opened []*url.URL // the handshakes
	asked  map[string]int
}

const noCall = `{"telephonyStatus":"NoCall","activeCalls":[]}`

func (f *fake) RoundTrip(r *http.Request) (*http.Response, error) {
	f.mu.Lock()
	if f.asked == nil {
		f.asked = map[string]int{}
	}
	f.asked[r.URL.Path]++
	f.mu.Unlock()
	switch {
	case r.Header.Get("Upgrade") != "":
		return f.open(r)
	case strings.HasSuffix(r.URL.Path, "/wstoken"):
		return respond(call(f.token, `{"uri":"wss://ws.test/ws","ws_access_token":"ticket","expires_in":30}`)), nil
	case strings.HasSuffix(r.URL.Path, "/presence"):
		return respond(call(f.presence, noCall)), nil
	}
	return respond(404, `{"errorCode":"CMN-102"}`), nil
}

func call(f func() (int, string), otherwise string) (int, string) {
	if f == nil {
		return 200, otherwise
	}
	return f()
}

func respond(status int, body string) *http.Response {
	return &http.Response{StatusCode: status, Header: http.Header{}, Body: io.NopCloser(strings.NewReader(body))}
}

func (f *fake) open(r *http.Request) (*http.Response, error) {
	f.mu.Lock()
	f.opened = append(f.opened, r.URL)
	f.mu.Unlock()
	if f.handshake != nil {
		if resp := f.handshake(r); resp != nil {
			return resp, nil
		}
	}
	ours, theirs := net.Pipe()
	w := &wire{header: http.Header{}, conn: theirs, written: make(chan int, 1)}
	go func() {
		conn, err := websocket.Accept(w, r, &websocket.AcceptOptions{InsecureSkipVerify: true})
		if err != nil {
			return
		}
		ctx, stop := context.WithCancel(context.Background())
		defer stop()
		p := &wsPeer{conn: conn, heard: make(chan string, 100)}
		go func() { defer stop(); p.read(ctx) }()
		f.socket(ctx, p)
		_ = conn.CloseNow()
	}()
	return &http.Response{StatusCode: <-w.written, Header: w.header, Body: ours}, nil
}

func (f *fake) count(path string) int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.asked[path]
}

// wire is the ResponseWriter of a handshake.
type wire struct {
	header  http.Header
	conn    net.Conn
	written chan int
}

func (w *wire) Header() http.Header         { return w.header }
func (w *wire) Write(p []byte) (int, error) { return len(p), nil }
func (w *wire) WriteHeader(status int)      { w.written <- status }
func (w *wire) Hijack() (net.Conn, *bufio.ReadWriter, error) {
	return w.conn, bufio.NewReadWriter(bufio.NewReader(w.conn), bufio.NewWriter(w.conn)), nil
}

// wsPeer is the service's end of a socket.
type wsPeer struct {
	conn  *websocket.Conn
	heard chan string
}

func (p *wsPeer) read(ctx context.Context) {
	for {
		_, message, err := p.conn.Read(ctx)
		if err != nil {
			return
		}
		p.heard <- string(message)
	}
}

func (p *wsPeer) say(message string) {
	_ = p.conn.Write(context.Background(), websocket.MessageText, []byte(message))
}

const details = `[{"type":"ConnectionDetails","messageId":"1","status":200,"wsc":{"token":"first","sequence":1}},{"recoveryTimeout":180,"idleTimeout":1800}]`

// welcome greets, and answers the request to subscribe.
func (p *wsPeer) welcome(ctx context.Context) {
	p.say(details)
	p.answer(ctx, 200, `{"id":"sub"}`)
}

func (p *wsPeer) answer(ctx context.Context, status int, body string) {
	select {
	case <-ctx.Done():
	case message := <-p.heard:
		var parts []struct{ MessageID string }
		_ = json.Unmarshal([]byte(message), &parts)
		reply, _ := json.Marshal(map[string]any{"type": "ClientRequest", "messageId": parts[0].MessageID, "status": status})
		p.say("[" + string(reply) + "," + body + "]")
	}
}

// tokens always has one.
type tokens struct{}

func (tokens) Token(context.Context) (string, error) { return "bearer", nil }
func (tokens) Refused(string)                        {}

// line gives a line to the fake, and the trace of what is sent.
func (f *fake) line() (*Monitor, *rest.Trace) {
	server := &url.URL{Scheme: "https", Host: "rc.test"}
	trace := rest.NewTrace()
	return New(Options{Client: api.New(api.Options{Server: server, Tokens: tokens{}, Transport: trace.Around(f), UserAgent: "rcfwd/test"})}), trace
}

// faked watches a line to f in a bubble.
func faked(t *testing.T, f *fake, do func(*rig)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		r := &rig{T: t}
		r.line, r.trace = f.line()
		r.open()
		do(r)
		r.stop()
		for range r.watch {
		}
	})
}

const (
	wsToken   = "/restapi/oauth/wstoken"
	aPresence = "/restapi/v1.0/account/~/extension/~/presence"
)

// event is a presence event with a number.
func event(sequence string, presence string) string {
	return `[{"type":"ServerNotification","messageId":"m","status":200,"wsc":{"token":"t` + sequence + `","sequence":` + sequence + `}},` +
		`{"event":"` + aPresence + `?detailedTelephonyState=true","body":` + strings.Replace(presence, "{", `{"sequence":`+sequence+`,`, 1) + `}]`
}

const aCall = `{"telephonyStatus":"CallConnected","activeCalls":[{"id":"1","direction":"Inbound","from":"+12125550187","telephonyStatus":"CallConnected","telephonySessionId":"s-1","partyId":"p-1"}]}`

func hold(ctx context.Context) { <-ctx.Done() }
