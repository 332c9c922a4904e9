package rest

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"os"
	"sync/atomic"
	"syscall"
)

// ConnectError is the error for a request that certainly was not sent: there was no
// connection to send it on.
type ConnectError struct {
	Server string // host of the server
	Proxy  string // scheme and host of the proxy on the way to it; "" for none
	Status int    // of the proxy's refusal to connect; 0 for another reason

	Authenticated bool // the proxy was told a user

	cause error
}

// Error returns the reason. It names no user or password.
func (e *ConnectError) Error() string { return e.cause.Error() }

// Unwrap returns the failure of the network.
func (e *ConnectError) Unwrap() error { return e.cause }

// Refused reports whether the proxy on the way would refuse the same request again, or
// is not there at all.
func (e *ConnectError) Refused() bool {
	if _, unreadable := errors.AsType[*ProxySettingError](e.cause); unreadable {
		return true
	}
	if e.Proxy == "" {
		return false
	}
	dns, missing := errors.AsType[*net.DNSError](e.cause)
	return e.Status >= 400 && e.Status <= 499 || errors.Is(e.cause, syscall.ECONNREFUSED) || missing && dns.IsNotFound
}

// connector is a transport whose errors tell whether there was a connection, and which
// proxy was on the way.
type connector struct {
	next  http.RoundTripper
	proxy func(*http.Request) (*url.URL, error)
}

// NewTransport returns a transport like http.DefaultTransport, with its errors as
// *ConnectError where nothing was sent. It takes the proxy from HTTPS_PROXY, HTTP_PROXY
// and NO_PROXY. Where that of a proxy cannot be read, it sends nothing.
func NewTransport() http.RoundTripper {
	return NewTransportThrough(func(r *http.Request) (*url.URL, error) {
		if err := checkProxySetting(os.Getenv, r.URL); err != nil {
			return nil, err
		}
		return http.ProxyFromEnvironment(r)
	})
}

// NewTransportThrough is NewTransport with the proxies that a function returns, as
// http.Transport.Proxy does.
func NewTransportThrough(proxy func(*http.Request) (*url.URL, error)) http.RoundTripper {
	c := &connector{next: http.DefaultTransport, proxy: proxy}
	if t, ok := http.DefaultTransport.(*http.Transport); ok {
		t = t.Clone()
		t.Proxy, t.OnProxyConnectResponse = proxy, checkProxyAnswer
		c.next = t
	}
	return c
}

// proxyRefusal is the answer of a proxy that does not connect.
type proxyRefusal struct{ status int }

func (e *proxyRefusal) Error() string {
	return fmt.Sprintf("the proxy answers %d %s", e.status, http.StatusText(e.status))
}

// checkProxyAnswer keeps the status, of which net/http passes on no more than the words.
func checkProxyAnswer(_ context.Context, _ *url.URL, _ *http.Request, answer *http.Response) error {
	if answer.StatusCode != http.StatusOK {
		return &proxyRefusal{answer.StatusCode}
	}
	return nil
}

// RoundTrip implements http.RoundTripper.
func (c *connector) RoundTrip(req *http.Request) (*http.Response, error) {
	var connected atomic.Bool
	trace := &httptrace.ClientTrace{GotConn: func(httptrace.GotConnInfo) { connected.Store(true) }}
	resp, err := c.next.RoundTrip(req.WithContext(httptrace.WithClientTrace(req.Context(), trace)))
	if err == nil || connected.Load() {
		return resp, err
	}
	return resp, c.connectError(req, err)
}

// connectError describes why there was no connection.
func (c *connector) connectError(req *http.Request, err error) *ConnectError {
	e := &ConnectError{Server: req.URL.Host, cause: err}
	if proxy, _ := c.proxy(req); proxy != nil {
		e.Proxy = (&url.URL{Scheme: proxy.Scheme, Host: proxy.Host}).String()
		e.Authenticated = proxy.User != nil
	}
	if r, ok := errors.AsType[*proxyRefusal](err); ok {
		e.Status = r.status
	}
	return e
}
