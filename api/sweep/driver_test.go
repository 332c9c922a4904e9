package sweep_test

import (
	"net/http"
	"net/url"
	"sync"
	"testing"

	"rcfwd/api"
	"rcfwd/api/rest"
	"rcfwd/api/sandbox"
	"rcfwd/api/signin"
)

const base = "https://sandbox.test"

// company is a sandbox with a number of people.
func company(t *testing.T, people int, o sandbox.Options) *sandbox.Server {
	t.Helper()
	o.Base, o.People = base, people
	s, err := sandbox.New(o)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// administrator is a client of the administrator.
func administrator(t *testing.T, s *sandbox.Server, via http.RoundTripper) *api.Client {
	t.Helper()
	server, err := url.Parse(base)
	if err != nil {
		t.Fatal(err)
	}
	limits, k := rest.NewLimits(), s.Credentials()
	return api.New(api.Options{
		Server: server, Limits: limits, Transport: via,
		Tokens: signin.JWT(server, signin.App{ClientID: k.ClientID, ClientSecret: k.ClientSecret}, s.JWT("101"), limits, via),
	})
}

// wire counts what goes over it.
type wire struct {
	next http.RoundTripper

	mu        sync.Mutex
	now, most int // requests under way
	byGroup   map[string]int
	refused   int // for a rate limit
	before    func(n int) error
	all       int
}

func (w *wire) RoundTrip(r *http.Request) (*http.Response, error) {
	if err := w.begin(); err != nil {
		return nil, err
	}
	resp, err := w.next.RoundTrip(r)
	w.mu.Lock()
	defer w.mu.Unlock()
	w.now--
	if err == nil {
		w.byGroup[resp.Header.Get("X-Rate-Limit-Group")]++
		if resp.StatusCode == http.StatusTooManyRequests {
			w.refused++
		}
	}
	return resp, err
}

func (w *wire) begin() error {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.all++
	if w.before != nil {
		if err := w.before(w.all); err != nil {
			return err
		}
	}
	w.now++
	w.most = max(w.most, w.now)
	if w.byGroup == nil {
		w.byGroup = map[string]int{}
	}
	return nil
}
