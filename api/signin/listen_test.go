package signin

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
)

// request sends what a browser or another program sends to the loopback address.
func request(t *testing.T, method, address, host string) (int, string) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, address, nil)
	if err != nil {
		t.Fatal(err)
	}
	if host != "" {
		req.Host = host
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	if resp.Header.Get("Cache-Control") != "no-store" || !strings.Contains(resp.Header.Get("Content-Security-Policy"), "'none'") {
		t.Errorf("headers are %v", resp.Header)
	}
	return resp.StatusCode, string(body)
}

func TestListener_takesOnlyTheRequestWithOurState(t *testing.T) {
	for _, redirect := range []string{"http://127.0.0.1:0/rcfwd", "http://localhost:0/", "http://localhost:0"} {
		r := newRig(t)
		r.options.Profile.Redirect = redirect
		b := r.browser(r.publicApp())
		l, err := b.Listen(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(b.URL(), "%3A0") {
			t.Error(b.URL())
		}
		for _, bad := range []struct{ method, path, host string }{
			{"GET", "/favicon.ico", ""}, {"GET", "?code=x&state=wrong", ""}, {"GET", "?error=access_denied", ""}, {"GET", "", ""},
			{"POST", "?code=x&state=" + b.state, ""}, {"GET", "?code=x&state=" + b.state, "evil.test"},
		} {
			if status, page := request(t, bad.method, b.Redirect()+bad.path, bad.host); status < 400 || strings.Contains(page, "state") {
				t.Errorf("%v gets %d: %s", bad, status, page)
			}
		}
		done := make(chan string, 1)
		landing := r.signInAtServer(b)
		go func() { _, page := request(t, "GET", landing, ""); done <- page }()
		code, err := l.Wait(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		select {
		case page := <-done:
			t.Errorf("before the code is presented the page says %s", page)
		default:
		}
		s, err := b.Finish(t.Context(), code)
		if err != nil || r.try(r.token(s)) != 200 {
			t.Error(err)
		}
		if page := <-done; !strings.Contains(page, "has signed you in") || strings.Contains(page, code.value) {
			t.Error(page)
		}
		if _, err := net.Dial("tcp", b.redirect.Host); err == nil {
			t.Error("it still listens")
		}
		l.Close()
	}
}

func TestListener_returnsTheRefusal(t *testing.T) {
	r := newRig(t)
	b := r.browser(r.publicApp())
	l, err := b.Listen(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	landing := r.signInAtServer(b, "deny", "yes")
	done := make(chan string, 1)
	go func() { _, page := request(t, "GET", landing, ""); done <- page }()
	_, err = l.Wait(t.Context())
	checkError(t, err, nil, "declined")
	if page := <-done; !strings.Contains(page, "not completed") {
		t.Error(page)
	}
}

// The browser came back with a code that the service then refuses, or that no one
// presents.
func TestListener_pageTellsTheOutcome(t *testing.T) {
	ends := map[string]func(*Browser, *Listener){
		"not completed": func(b *Browser, _ *Listener) { _, _ = b.Finish(t.Context(), Code{"spent"}) },
		"says how it":   func(_ *Browser, l *Listener) { l.Close() },
	}
	for want, end := range ends {
		r := newRig(t)
		b := r.browser(r.publicApp())
		l, err := b.Listen(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		landing := r.signInAtServer(b)
		done := make(chan string, 1)
		go func() { _, page := request(t, "GET", landing, ""); done <- page }()
		if _, err := l.Wait(t.Context()); err != nil {
			t.Fatal(err)
		}
		end(b, l)
		if page := <-done; !strings.Contains(page, want) {
			t.Errorf("the page says %s, want %s", page, want)
		}
	}
}

func TestListener_returnsWhenTheCallerGivesUp(t *testing.T) {
	r := newRig(t)
	b := r.browser(r.publicApp())
	l, err := b.Listen(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := l.Wait(ctx); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

func TestListen_asksForAPasteWhenThePortIsInUse(t *testing.T) {
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	r := newRig(t)
	r.options.Profile.Redirect = "http://" + taken.Addr().String() + "/rcfwd"
	_, err = r.browser(r.publicApp()).Listen(t.Context())
	checkError(t, err, nil, "is taken", "Paste the address")
}
