package rest

import (
	"io"
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"
)

// What a Trace keeps at most.
const (
	maxTraced      = 500      // exchanges
	maxTracedBody  = 64 << 10 // bytes of each body
	maxTracedWhole = 16 << 20 // bytes of all bodies together
)

// Trace remembers the last exchanges with the service, to show what was sent
// and answered. Secrets are masked before anything is remembered. It may be used
// from many goroutines at once.
type Trace struct {
	mu      sync.Mutex
	all     []*Exchange
	whole   int // bytes of bodies in all
	count   int
	changed chan struct{}
	log     *slog.Logger
	phones  bool // the log holds phone numbers as they are
}

// NewTrace gives a trace that remembers nothing yet.
func NewTrace() *Trace { return &Trace{changed: make(chan struct{}, 1)} }

// Around gives a transport that sends by way of next, nil meaning
// http.DefaultTransport, and remembers what passes. The client and its sign-in
// each have theirs around the same trace.
func (t *Trace) Around(next http.RoundTripper) http.RoundTripper {
	if next == nil {
		next = http.DefaultTransport
	}
	return traced{t, next}
}

// Exchange is a request and its answer. Its texts are what went over the wire but
// for the secrets; RequestText and ResponseText are for showing.
type Exchange struct {
	Number   int // from 1, in the order of sending
	At       time.Time
	Method   string
	Server   string        // scheme and host
	Path     string        // with the query
	Status   int           // 0 while there is no answer
	Duration time.Duration // until the answer was read; 0 while Pending
	Pending  bool
	Failure  string // what the network said instead of an answer, or in the middle of one

	Group            string // rate-limit group; empty when unsaid
	Limit, Remaining int    // of the group; -1 when unsaid
	RequestID        string

	RequestHeader, ResponseHeader http.Header
	RequestBody, ResponseBody     string
	RequestBytes, ResponseBytes   int64 // of the whole bodies; a longer one than 64 KiB was cut
}

// Exchanges are those remembered, the oldest first.
func (t *Trace) Exchanges() []Exchange {
	t.mu.Lock()
	defer t.mu.Unlock()
	all := make([]Exchange, len(t.all))
	for i, e := range t.all {
		all[i] = *e
	}
	return all
}

// Changed tells one listener that Exchanges gives something else now. The
// channel holds one notice however many changes there were.
func (t *Trace) Changed() <-chan struct{} { return t.changed }

func (t *Trace) notice() {
	select {
	case t.changed <- struct{}{}:
	default: // somebody is due to look already
	}
}

// begin remembers a request that is about to be sent.
func (t *Trace) begin(e *Exchange) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.count++
	e.Number = t.count
	t.all = append(t.all, e)
	t.whole += len(e.RequestBody)
	t.forget()
	t.notice()
}

// update changes an exchange that is remembered, or was.
func (t *Trace) update(e *Exchange, change func()) {
	t.mu.Lock()
	defer t.mu.Unlock()
	before := len(e.RequestBody) + len(e.ResponseBody)
	change()
	if slices.Contains(t.all, e) {
		t.whole += len(e.RequestBody) + len(e.ResponseBody) - before
		t.forget()
	}
	t.notice()
}

// forget drops the oldest until what is left is within bounds.
func (t *Trace) forget() {
	drop := 0
	for len(t.all)-drop > maxTraced || t.whole > maxTracedWhole && len(t.all)-drop > 1 {
		t.whole -= len(t.all[drop].RequestBody) + len(t.all[drop].ResponseBody)
		drop++
	}
	t.all = slices.Delete(t.all, 0, drop)
}

// traced is the transport that Around gives.
type traced struct {
	trace *Trace
	next  http.RoundTripper
}

// RoundTrip sends req by way of the next transport.
func (t traced) RoundTrip(req *http.Request) (*http.Response, error) {
	e := exchangeOf(req)
	req, told := tapRequest(e, req)
	t.trace.begin(e)
	resp, err := t.next.RoundTrip(req)
	t.trace.update(e, func() { told(); e.answered(resp, err) })
	if err != nil {
		t.trace.write(e)
		return resp, err
	}
	if resp.StatusCode == http.StatusSwitchingProtocols { // no body follows, but another protocol that is written to as well
		t.trace.update(e, e.end)
		t.trace.write(e)
		return resp, nil
	}
	resp.Body = &tap{body: resp.Body, most: maxTracedBody, done: func(p *tap, err error) {
		t.trace.update(e, func() { e.finish(p, err) })
		t.trace.write(e)
	}}
	return resp, nil
}

func exchangeOf(req *http.Request) *Exchange {
	path := req.URL.EscapedPath()
	if req.URL.RawQuery != "" {
		path += "?" + maskForm(req.URL.RawQuery)
	}
	host := req.Host
	if host == "" {
		host = req.URL.Host
	}
	return &Exchange{
		At: time.Now(), Method: req.Method, Server: req.URL.Scheme + "://" + host, Path: path,
		Pending: true, Limit: -1, Remaining: -1, RequestHeader: maskHeader(req.Header),
	}
}

// tapRequest notes the body of a request. A body that can be had a second time
// is read apart from the one that is sent; any other is noted as it is sent, and
// is known when told is called.
func tapRequest(e *Exchange, req *http.Request) (sent *http.Request, told func()) {
	if req.Body == nil || req.Body == http.NoBody {
		return req, func() {}
	}
	note := func(start []byte, whole int64) {
		e.RequestBody, e.RequestBytes = maskBody(e.Path, req.Header, start), whole
	}
	if req.GetBody != nil {
		if body, err := req.GetBody(); err == nil {
			start, _ := io.ReadAll(io.LimitReader(body, maxTracedBody))
			_ = body.Close()
			note(start, max(req.ContentLength, int64(len(start))))
			return req, func() {}
		}
	}
	p := &tap{body: req.Body, most: maxTracedBody}
	sent = req.WithContext(req.Context())
	sent.Body = p
	return sent, func() { note(p.seen()) }
}

func (e *Exchange) answered(resp *http.Response, err error) {
	if err != nil {
		e.Failure = Clean(err.Error())
		e.end()
		return
	}
	said := readRate(resp.Header)
	e.Status, e.Group, e.Remaining = resp.StatusCode, said.group, said.remaining
	if said.limit > 0 {
		e.Limit = said.limit
	}
	e.RequestID = Short(Clean(resp.Header.Get("RCRequestId")))
	e.ResponseHeader = maskHeader(resp.Header)
}

func (e *Exchange) finish(p *tap, err error) {
	start, whole := p.seen()
	e.ResponseBody, e.ResponseBytes = maskBody(e.Path, e.ResponseHeader, start), whole
	if err != nil && err != io.EOF {
		e.Failure = Clean(err.Error())
	}
	e.end()
}

func (e *Exchange) end() { e.Pending, e.Duration = false, time.Since(e.At) }

// RequestText is the request's body for showing: JSON indented, and nothing in it
// that steers a terminal.
func (e Exchange) RequestText() string { return bodyText(e.RequestBody, e.RequestBytes) }

// ResponseText is the answer's body for showing.
func (e Exchange) ResponseText() string { return bodyText(e.ResponseBody, e.ResponseBytes) }

func bodyText(body string, whole int64) string {
	if text := CleanJSON([]byte(body)); text != "" {
		return text
	}
	var lines []string
	for line := range strings.Lines(body) {
		lines = append(lines, Clean(line))
	}
	if int64(len(body)) < whole {
		lines = append(lines, "(cut)")
	}
	return strings.Join(lines, "\n")
}

// tap notes the start of a body that somebody else reads.
type tap struct {
	body io.ReadCloser
	most int
	done func(*tap, error) // called once, at the end of the body or when it is closed; may be nil

	mu    sync.Mutex // a transport may still read a request's body when it has answered
	start []byte
	whole int64
	over  bool
}

func (p *tap) Read(b []byte) (int, error) {
	n, err := p.body.Read(b)
	p.mu.Lock()
	p.whole += int64(n)
	p.start = append(p.start, b[:min(n, p.most-len(p.start))]...)
	p.mu.Unlock()
	if err != nil {
		p.end(err)
	}
	return n, err
}

// Close closes the body.
func (p *tap) Close() error {
	p.end(nil)
	return p.body.Close()
}

func (p *tap) end(err error) {
	p.mu.Lock()
	again := p.over
	p.over = true
	p.mu.Unlock()
	if !again && p.done != nil {
		p.done(p, err)
	}
}

func (p *tap) seen() ([]byte, int64) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.Clone(p.start), p.whole
}
