package journal

import (
	"bytes"
	"io"
	"net/http"
	"strings"
	"sync"
)

// countingTransport counts requests, faults, and writes that were repeated before anything
// was read after the first attempt.
type countingTransport struct {
	next http.RoundTripper

	mu                             sync.Mutex
	requests, faults, blindRepeats int
	repeated                       string
	unknown                        string // a write that may have had an effect, and nothing was read since
}

func (w *countingTransport) RoundTrip(req *http.Request) (*http.Response, error) {
	auth := strings.Contains(req.URL.Path, "/oauth/")
	what := w.describe(req)
	w.mu.Lock()
	w.requests++
	if !auth && req.Method != http.MethodGet && w.unknown == what {
		w.blindRepeats++
		w.repeated = what
	}
	w.mu.Unlock()
	resp, err := w.next.RoundTrip(req)
	var body []byte
	if err == nil {
		var cut error
		body, cut = io.ReadAll(resp.Body)
		rest := io.Reader(bytes.NewReader(body))
		if cut != nil {
			err = cut
			rest = io.MultiReader(rest, failingReader{cut})
		}
		resp.Body = io.NopCloser(rest)
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.observe(auth, what, req, resp, err)
	if resp != nil {
		return resp, nil
	}
	return nil, err
}

func (w *countingTransport) observe(auth bool, what string, req *http.Request, resp *http.Response, err error) {
	html := resp != nil && strings.HasPrefix(resp.Header.Get("Content-Type"), "text/html")
	bad := err != nil || html || resp.StatusCode >= 500 || resp.StatusCode == 429 || resp.StatusCode == 401
	if bad {
		w.faults++
	}
	switch {
	case auth:
	case req.Method == http.MethodGet && !bad:
		w.unknown = ""
	case req.Method != http.MethodGet && resp != nil && resp.StatusCode >= 400 && resp.StatusCode < 500: // refused, even if its reasons were cut off
	case req.Method != http.MethodGet && (err != nil || html || resp.StatusCode >= 500 && resp.Header.Get("Retry-After") == ""):
		w.unknown = what
	}
}

// describe returns a request as one text.
func (w *countingTransport) describe(req *http.Request) string {
	text := req.Method + req.URL.Path
	if req.GetBody != nil {
		if body, err := req.GetBody(); err == nil {
			raw, _ := io.ReadAll(body)
			text += string(raw)
		}
	}
	return text
}

type failingReader struct{ err error }

func (f failingReader) Read([]byte) (int, error) { return 0, f.err }
