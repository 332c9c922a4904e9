package settings

import (
	"net"
	"net/url"
)

// DefaultRedirect is the redirect URI that an app is registered with unless the
// profile names another. RingCentral compares it letter by letter, so the port
// is fixed. Its own guide registers http://localhost with a port and a path,
// so the console is known to take one. The port is below the range from which
// systems hand out ports of their own.
//
// It serves both ways back. Where rcfwd runs beside the browser it listens
// there. Over SSH nothing listens on the person's machine, the browser says
// that it cannot connect, and the address it was sent to stands in its address
// bar to be copied.
const DefaultRedirect = "http://localhost:8421/rcfwd"

// ParseRedirect reads a redirect URI: https, or http for the loopback alone,
// with a host and without a fragment (RFC 6749, 3.1.2).
func ParseRedirect(s string) (*url.URL, error) {
	u, err := url.Parse(s)
	if err != nil || u.Hostname() == "" || u.Fragment != "" || u.User != nil {
		return nil, UserErrorf(nil, "The redirect URI is not one. Write it as in the developer console, such as %s.", DefaultRedirect)
	}
	if u.Scheme != "https" && !(u.Scheme == "http" && IsLoopback(u.Hostname())) {
		return nil, UserErrorf(nil, "The redirect URI %s would carry the code over the network for all to read. Use https, or http with localhost.", u)
	}
	return u, nil
}

func IsLoopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}
