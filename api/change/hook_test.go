package change

import (
	"net/http"
	"strings"
	"sync"
)

// hooked is a transport with a hook in front of each request but those for tokens. While
// there is a hook, requests go one at a time.
type hooked struct {
	next   http.RoundTripper
	one    sync.Mutex // held during a request with a hook
	mu     sync.Mutex // guards before
	before func(*http.Request)
}

func (h *hooked) hook(before func(*http.Request)) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.before = before
}

func (h *hooked) RoundTrip(r *http.Request) (*http.Response, error) {
	h.mu.Lock()
	before := h.before
	h.mu.Unlock()
	if before == nil || strings.Contains(r.URL.Path, "/oauth/") {
		return h.next.RoundTrip(r)
	}
	h.one.Lock()
	defer h.one.Unlock()
	before(r)
	return h.next.RoundTrip(r)
}
