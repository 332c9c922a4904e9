package sandbox

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

func TestServeHTTP_breaksConnectionsByFaults(t *testing.T) {
	s := unlimited(t)
	server := httptest.NewServer(s)
	defer server.Close()
	token := as(t, s, "104").token
	get := func() (*http.Response, error) {
		req, err := http.NewRequestWithContext(t.Context(), "GET", server.URL+myNumbers, nil)
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("Authorization", "Bearer "+token)
		return server.Client().Do(req)
	}

	resp, err := get()
	if err != nil {
		t.Fatal(err)
	}
	a := readAnswer(t, resp)
	a.want(t, 200, "")
	if !strings.HasPrefix(a.str("uri"), testBase) {
		t.Errorf("uri %s is not of the base that was asked for", a.str("uri"))
	}

	s.FailNext("GET", "", Fault{Kind: Truncate})
	if resp, err = get(); err != nil {
		t.Fatal(err)
	}
	if _, err := io.ReadAll(resp.Body); !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("truncated body reads with error %v", err)
	}

	// The client repeats a GET once when a kept connection dies.
	for range 2 {
		s.FailNext("GET", "", Fault{Kind: DropAfter})
	}
	if resp, err := get(); err == nil {
		t.Errorf("dropped request answered %d", resp.StatusCode)
	}
}

func TestServer_isSafeForConcurrentUse(t *testing.T) {
	s := unlimited(t)
	token := as(t, s, "104").token
	s.random = newRandomFaults(Faults{DropAfter: 0.1, Error: 0.1, LatencyMax: time.Millisecond})
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Go(func() {
			for n := range 25 {
				c := &client{t: t, s: s, token: token}
				body := fmt.Sprintf(`{"phoneNumber":"+1415555%d%03d","label":"%d/%d"}`, i, n, i, n)
				req := c.request("POST", myNumbers, body)
				req.Header.Set("Authorization", "Bearer "+token)
				req.Header.Set("Content-Type", "application/json")
				if resp, err := s.RoundTrip(req); err == nil {
					_ = resp.Body.Close()
				}
				s.Requests()
			}
		})
	}
	wg.Wait()
	if n := len(s.Numbers(danaID)); n != maxNumbers {
		t.Errorf("%d numbers, want %d", n, maxNumbers)
	}
	checkList(t, s.Numbers(danaID))
}

func TestRoundTrip_honoursTheContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newServer(t, Options{})
		c := as(t, s, "104")
		s.random.faults.LatencyMin, s.random.faults.LatencyMax = time.Minute, time.Minute
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		start := time.Now()
		_, err := s.RoundTrip(c.request("GET", myNumbers, "").WithContext(ctx))
		if !errors.Is(err, context.DeadlineExceeded) || time.Since(start) != time.Second {
			t.Errorf("%v after %v", err, time.Since(start))
		}
	})
}

func TestRoundTrip_leavesTheRequestAlone(t *testing.T) {
	s := unlimited(t)
	body := &closing{Reader: strings.NewReader("{}")}
	req := httptest.NewRequestWithContext(t.Context(), "POST", testBase+myNumbers+"?_method=PUT", body)
	if _, err := s.RoundTrip(req); err != nil {
		t.Fatal(err)
	}
	if req.Method != "POST" || req.PathValue("accountId") != "" || !body.closed {
		t.Errorf("method %s, path value %q, body closed %v", req.Method, req.PathValue("accountId"), body.closed)
	}
}

type closing struct {
	io.Reader
	closed bool
}

func (c *closing) Close() error {
	c.closed = true
	return nil
}
