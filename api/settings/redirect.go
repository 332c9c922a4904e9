package settings

import (
	"net"
	"net/url"
)

// DefaultRedirect is the redirect URI with which an app is registered unless the
// profile names another. RingCentral compares it letter by letter, so the port is
// fixed. RingCentral's own guide registers http://localhost with a port and a
// path, so the console takes one. The port is below the range of ephemeral ports.
//
// Where rcfwd runs on the machine of the browser, it listens there. Over SSH
// nothing listens on the person's machine: the browser shows that it cannot
// connect, and the person copies the address from its address bar.
const DefaultRedirect = "http://localhost:8421/rcfwd"

// ParseRedirect parses a redirect URI: https, or http for the loopback only, with
// a host and without a fragment (RFC 6749, 3.1.2).
func ParseRedirect(s string) (*url.URL, error) {
	u, err := url.Parse(s)
	if err != nil || u.Hostname() == "" || u.Fragment != "" || u.User != nil {
		return nil, UserErrorf(nil, "The redirect URI is not valid. Copy it from the developer console, such as %s.", DefaultRedirect)
	}
	if u.Scheme != "https" && !(u.Scheme == "http" && IsLoopback(u.Hostname())) {
		return nil, UserErrorf(nil, "The redirect URI %s would send the code unencrypted. Use https, or http with localhost.", u)
	}
	return u, nil
}

// IsLoopback reports whether a host is this machine: localhost or a loopback
// address.
func IsLoopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}
