package rest

import (
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"
)

// The bounds of what a Trace keeps.
const (
	maxTraced       = 500      // exchanges
	maxTracedBody   = 64 << 10 // bytes of each body
	maxTracedBodies = 16 << 20 // bytes of all bodies together
)

// Trace keeps the last exchanges with the service, to show what was sent and answered.
// It masks secrets before it keeps anything. It may be used from many goroutines at
// once.
type Trace struct {
	mu        sync.Mutex
	all       []*Exchange
	bodyBytes int // bytes of bodies in all
	count     int
	changed   chan struct{}
	log       *traceLog // nil for none
}

// NewTrace returns an empty trace.
func NewTrace() *Trace { return &Trace{changed: make(chan struct{}, 1)} }

// Wrap returns a transport that sends through next and traces what it sends; a nil next
// means http.DefaultTransport. The client and its sign-in each wrap a transport of their
// own with the same trace. A nil trace traces nothing.
func (t *Trace) Wrap(next http.RoundTripper) http.RoundTripper {
	if next == nil {
		next = http.DefaultTransport
	}
	if t == nil {
		return next
	}
	return tracingTransport{t, next}
}

// Exchange is a request and its answer. Its texts are those of the wire with the secrets
// masked; RequestText and ResponseText are safe to show.
type Exchange struct {
	Number   int // from 1, in the order of sending
	At       time.Time
	Method   string
	Server   string        // scheme and host
	Path     string        // with the query
	Status   int           // 0 while there is no answer
	Duration time.Duration // until the answer was read; 0 while Pending
	Pending  bool
	Failure  string // failure of the network instead of an answer or in the middle of one

	Group            string // rate-limit group; empty for none
	Limit, Remaining int    // of the group; -1 for none
	RequestID        string

	RequestHeader, ResponseHeader http.Header
	RequestBody, ResponseBody     string
	RequestBytes, ResponseBytes   int64 // length of the whole bodies; the texts above end after 64 KiB
}

// Exchanges returns the exchanges that are kept, the oldest first.
func (t *Trace) Exchanges() []Exchange {
	t.mu.Lock()
	defer t.mu.Unlock()
	all := make([]Exchange, len(t.all))
	for i, e := range t.all {
		all[i] = *e
	}
	return all
}

// Changed has a signal for one listener whenever Exchanges has changed. The channel
// holds one signal, however many changes there were.
func (t *Trace) Changed() <-chan struct{} { return t.changed }

func (t *Trace) notify() {
	select {
	case t.changed <- struct{}{}:
	default: // a signal is pending already
	}
}

// add keeps a request that is about to be sent.
func (t *Trace) add(e *Exchange) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.count++
	e.Number = t.count
	t.all = append(t.all, e)
	t.bodyBytes += len(e.RequestBody)
	t.evict()
	t.notify()
}

// update changes an exchange, which may have been dropped meanwhile.
func (t *Trace) update(e *Exchange, change func()) {
	t.mu.Lock()
	defer t.mu.Unlock()
	before := len(e.RequestBody) + len(e.ResponseBody)
	change()
	if slices.Contains(t.all, e) {
		t.bodyBytes += len(e.RequestBody) + len(e.ResponseBody) - before
		t.evict()
	}
	t.notify()
}

// evict drops the oldest exchanges until the rest is within bounds.
func (t *Trace) evict() {
	drop := 0
	for len(t.all)-drop > maxTraced || t.bodyBytes > maxTracedBodies && len(t.all)-drop > 1 {
		t.bodyBytes -= len(t.all[drop].RequestBody) + len(t.all[drop].ResponseBody)
		drop++
	}
	t.all = slices.Delete(t.all, 0, drop)
}

// tracingTransport is the transport that Wrap returns.
type tracingTransport struct {
	trace *Trace
	next  http.RoundTripper
}

// RoundTrip sends req through the next transport.
func (t tracingTransport) RoundTrip(req *http.Request) (*http.Response, error) {
	e := exchangeOf(req)
	req, noteBody := tapRequest(e, req)
	t.trace.add(e)
	resp, err := t.next.RoundTrip(req)
	t.trace.update(e, func() { noteBody(); e.answered(resp, err) })
	if err != nil {
		t.trace.write(e)
		return resp, err
	}
	if resp.StatusCode == http.StatusSwitchingProtocols { // the body is a connection, which the caller must still be able to write to
		t.trace.update(e, e.end)
		t.trace.write(e)
		return resp, nil
	}
	resp.Body = &tap{body: resp.Body, limit: maxTracedBody, done: func(p *tap, err error) {
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

// tapRequest notes the body of a request. Where GetBody returns a second copy it reads
// that one; any other body is noted while it is sent, and is in e once noteBody was
// called.
func tapRequest(e *Exchange, req *http.Request) (sent *http.Request, noteBody func()) {
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
	p := &tap{body: req.Body, limit: maxTracedBody}
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
	rate := readRate(resp.Header)
	e.Status, e.Group, e.Remaining = resp.StatusCode, rate.group, rate.remaining
	if rate.limit > 0 {
		e.Limit = rate.limit
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

// RequestText returns the body of the request to show: JSON is indented, and nothing in
// it affects a terminal.
func (e *Exchange) RequestText() string { return bodyText(e.RequestBody, e.RequestBytes) }

// ResponseText returns the body of the answer, as RequestText does.
func (e *Exchange) ResponseText() string { return bodyText(e.ResponseBody, e.ResponseBytes) }

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

// tap keeps the start of a body while the caller reads it.
type tap struct {
	body  io.ReadCloser
	limit int
	done  func(*tap, error) // called once, at the end of the body or when it is closed; may be nil

	mu     sync.Mutex // a transport may still read the body of the request after it has returned
	start  []byte
	length int64
	ended  bool
}

func (p *tap) Read(b []byte) (int, error) {
	n, err := p.body.Read(b)
	p.mu.Lock()
	p.length += int64(n)
	p.start = append(p.start, b[:min(n, p.limit-len(p.start))]...)
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
	before := p.ended
	p.ended = true
	p.mu.Unlock()
	if !before && p.done != nil {
		p.done(p, err)
	}
}

func (p *tap) seen() ([]byte, int64) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.Clone(p.start), p.length
}
