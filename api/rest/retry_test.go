package rest

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"strings"
	"syscall"
	"testing"
	"testing/iotest"
	"testing/synctest"
	"time"
)

// try is one answer of a script: either a response or an error.
type try struct {
	response func() *http.Response
	err      error
}

func says(status int, body string, headers ...string) try {
	return try{response: func() *http.Response { return answer(status, body, headers...) }}
}

func fails(err error) try { return try{err: err} }

func breaksOff() try {
	return try{response: func() *http.Response {
		r := answer(200, "")
		r.Body = io.NopCloser(io.MultiReader(strings.NewReader(`{"id":"1"`), iotest.ErrReader(io.ErrUnexpectedEOF)))
		return r
	}}
}

var (
	reset   = &net.OpError{Op: "read", Err: syscall.ECONNRESET}
	refused = &net.OpError{Op: "dial", Err: syscall.ECONNREFUSED}
	created = says(200, cabin)
)

// script is a service that answers with its tries in turn, the last one for ever, and
// records when each request came.
type script struct {
	tries []try
	at    []time.Duration
	start time.Time
}

func (s *script) client() testClient {
	s.start = time.Now()
	return newTestClient(func(*http.Request) (*http.Response, error) {
		t := s.tries[min(len(s.at), len(s.tries)-1)]
		s.at = append(s.at, time.Since(s.start))
		if t.err != nil {
			return nil, t.err
		}
		return t.response(), nil
	})
}

func seconds(all ...float64) []time.Duration {
	var d []time.Duration
	for _, s := range all {
		d = append(d, time.Duration(s*float64(time.Second)))
	}
	return d
}

func TestDo_repeatsReads(t *testing.T) {
	tests := []struct {
		name  string
		tries []try
		want  []time.Duration // when each request is sent
		ok    bool
	}{
		{"good at once", []try{says(200, home)}, seconds(0), true},
		{"lost connections", []try{fails(reset), fails(refused), says(200, home)}, seconds(0, 2, 6), true},
		{"never", []try{says(500, "")}, seconds(0, 2, 6, 14, 30), false},
		{"cut short", []try{breaksOff(), says(200, home)}, seconds(0, 2), true},
		{"page of a proxy", []try{says(200, "<html>"), says(200, home)}, seconds(0, 2), true},
		{"503 says when", []try{says(503, "", "Retry-After", "7"), says(200, home)}, seconds(0, 7), true},
		{"429 says when", []try{says(429, "", "Retry-After", "7", "X-Rate-Limit-Group", "light"), says(200, home)}, seconds(0, 7.1), true},
		{"429 does not", []try{says(429, ""), says(200, home)}, seconds(0, 30.1), true},
		{"a refusal", []try{says(403, "")}, seconds(0), false},
		{"not offered", []try{says(501, "")}, seconds(0), false},
		{"other JSON", []try{says(200, `{}`)}, seconds(0), false},
		{"a redirect", []try{says(302, "", "Location", "https://evil.test/")}, seconds(0), false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := script{tries: tt.tries}
				err := s.client().read(t.Context())
				if (err == nil) != tt.ok {
					t.Errorf("err is %v", err)
				}
				wantTimes(t, s.at, tt.want)
			})
		})
	}
}

func wantTimes(t *testing.T, got, want []time.Duration) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("requests at %v; want %v", got, want)
	}
	for i := range got {
		if got[i] != want[i] {
			t.Fatalf("requests at %v; want %v", got, want)
		}
	}
}

func TestDo_repeatsWritesOnlyWhenRefused(t *testing.T) {
	tests := []struct {
		name  string
		tries []try
		want  []time.Duration
		err   error // nil for success; errAny for an error that is not ErrLost
	}{
		{"good", []try{created}, seconds(0), nil},
		{"429", []try{says(429, "", "X-Rate-Limit-Group", "medium", "Retry-After", "5"), created}, seconds(0, 5.1), nil},
		{"503 with a time", []try{says(503, "", "Retry-After", "5"), created}, seconds(0, 5), nil},
		{"401 once", []try{says(401, `{"errorCode":"OAU-128"}`), created}, seconds(0, 0), nil},
		{"401 twice", []try{says(401, "")}, seconds(0, 0), errAny},
		{"login required", []try{says(401, `{"errorCode":"CMN-405"}`)}, seconds(0), errAny},
		{"503 without", []try{says(503, "")}, seconds(0), ErrLost},
		{"500", []try{says(500, "")}, seconds(0), ErrLost},
		{"lost connection", []try{fails(reset)}, seconds(0), ErrLost},
		{"no connection", []try{fails(refused)}, seconds(0), errAny},
		{"cut short", []try{breaksOff()}, seconds(0), ErrLost},
		{"no number", []try{says(200, `{}`)}, seconds(0), ErrLost},
		{"refused", []try{says(400, `{"errorCode":"FPN-103"}`)}, seconds(0), errAny},
		{"redirect", []try{says(307, "", "Location", "https://rc.test/x")}, seconds(0), errAny},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := script{tries: tt.tries}
				err := s.client().create(t.Context())
				switch {
				case tt.err == nil && err != nil, tt.err != nil && err == nil, (tt.err == ErrLost) != errors.Is(err, ErrLost):
					t.Errorf("err is %v; want %v", err, tt.err)
				}
				wantTimes(t, s.at, tt.want)
			})
		})
	}
}

var errAny = errors.New("any error")

func TestDo_endsAfterItsTime(t *testing.T) {
	never := func(r *http.Request) (*http.Response, error) {
		<-r.Context().Done()
		return nil, r.Context().Err()
	}
	synctest.Test(t, func(t *testing.T) {
		start := time.Now()
		err := newTestClient(never).remove(t.Context())
		if !errors.Is(err, ErrLost) || !errors.Is(err, ErrSlow) || time.Since(start) != exchangeTime {
			t.Errorf("%v after %v", err, time.Since(start))
		}
	})
	synctest.Test(t, func(t *testing.T) {
		start := time.Now()
		err := newTestClient(never).read(t.Context())
		if want := 5*exchangeTime + 30*time.Second; !errors.Is(err, ErrSlow) || time.Since(start) != want {
			t.Errorf("%v after %v; want %v", err, time.Since(start), want)
		}
	})
}

// The end of the context ends the waiting before a write, and a read at any time, but
// not a write under way.
func TestDo_endsWithItsContextUnlessAWriteIsUnderWay(t *testing.T) {
	slow := func(r *http.Request) (*http.Response, error) {
		select {
		case <-r.Context().Done():
			return nil, r.Context().Err()
		case <-time.After(10 * time.Second):
			return answer(200, home), nil
		}
	}
	tests := []struct {
		name string
		call func(context.Context, testClient) error
		hold bool
		err  error
		took time.Duration
	}{
		{"read", func(ctx context.Context, c testClient) error { return c.read(ctx) }, false, context.Canceled, time.Second},
		{"write under way", func(ctx context.Context, c testClient) error { return c.remove(ctx) }, false, nil, 10 * time.Second},
		{"write that waits", func(ctx context.Context, c testClient) error { return c.remove(ctx) }, true, context.Canceled, time.Second},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				c := newTestClient(slow)
				if tt.hold {
					c.limits.until = time.Now().Add(time.Minute)
				}
				ctx, cancel := context.WithTimeout(t.Context(), time.Hour)
				time.AfterFunc(time.Second, cancel)
				start := time.Now()
				err := tt.call(ctx, c)
				if !errors.Is(err, tt.err) || time.Since(start) != tt.took || errors.Is(err, ErrLost) {
					t.Errorf("%v after %v", err, time.Since(start))
				}
			})
		})
	}
}

func TestWaiting_listsThePauseBeforeARetry(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := script{tries: []try{says(503, "", "Retry-After", "9"), says(200, home)}}
		c := s.client()
		go c.read(t.Context())
		synctest.Wait()
		<-c.WaitingChanged()
		w := c.Waiting()
		if len(w) != 1 || w[0].Op != opRead.What || w[0].Reason != "the next try after HTTP 503" || time.Until(w[0].Until) != 9*time.Second {
			t.Errorf("waits are %+v", w)
		}
		time.Sleep(10 * time.Second)
		<-c.WaitingChanged()
		if w := c.Waiting(); len(w) != 0 {
			t.Errorf("waits are %+v after the end", w)
		}
	})
}

func TestDo_sendsTheTokenToNoOtherServer(t *testing.T) {
	asked := map[string]int{}
	c := newTestClient(func(r *http.Request) (*http.Response, error) {
		asked[r.URL.Host]++
		if got := r.Header.Get("Authorization"); got != "Bearer token" {
			t.Errorf("Authorization is %q", got)
		}
		return answer(302, "", "Location", "https://evil.test/steal?secret=1"), nil
	})
	_, err := c.list(t.Context())
	e, ok := errors.AsType[*Error](err)
	if !ok || e.Location != "https://evil.test/steal" || asked["evil.test"] != 0 || asked["rc.test"] != 1 {
		t.Errorf("%v; asked %v", err, asked)
	}
}

func TestDo_readsABoundedPartOfABody(t *testing.T) {
	huge := func(status int) service {
		return func(*http.Request) (*http.Response, error) {
			r := answer(status, "")
			r.Body = io.NopCloser(io.LimitReader(zeros{}, 20<<20))
			return r, nil
		}
	}
	if err := newTestClient(huge(400)).read(t.Context()); !Is(err, "400") {
		t.Error(err)
	}
	if err := newTestClient(huge(200)).read(t.Context()); !errors.Is(err, errLong) {
		t.Error(err)
	}
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) { clear(p); return len(p), nil }

// keptTokens are tokens that a later run may use.
type keptTokens struct {
	tokens
	forgotten []string
}

func (k *keptTokens) Forget(token string) { k.forgotten = append(k.forgotten, token) }

// A second token that is refused is not one to keep, though no third is fetched.
func TestDo_forgetsASecondTokenThatIsRefused(t *testing.T) {
	kept := &keptTokens{}
	c := newTestClient(func(*http.Request) (*http.Response, error) { return answer(401, `{"errorCode":"OAU-213"}`), nil })
	c.tokens = kept
	err := c.read(t.Context())
	if e, ok := errors.AsType[*Error](err); !ok || e.Status != 401 {
		t.Error(err)
	}
	if len(kept.refused) != 1 || len(kept.forgotten) != 1 || kept.forgotten[0] != "token+" {
		t.Errorf("refused are %q and forgotten %q", kept.refused, kept.forgotten)
	}
}
