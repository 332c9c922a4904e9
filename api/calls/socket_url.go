package calls

import (
	"errors"
	"net"
	"net/url"
	"strings"
)

// errUnsafeURL is the error for an address that no token may be sent to.
var errUnsafeURL = errors.New("the address that RingCentral sent for live events is not safe to connect to")

// socketURL returns the URL to connect to: the one that the service named, with the
// token. It must protect the token as well as the URL of the server does.
func socketURL(named string, server *url.URL, token, recovery string) (string, error) {
	u, err := url.Parse(named)
	if err != nil || u.Host == "" || u.User != nil {
		return "", errUnsafeURL
	}
	switch {
	case strings.EqualFold(u.Scheme, "wss"):
	case strings.EqualFold(u.Scheme, "ws") && server.Scheme == "http" && loopback(u.Hostname()):
	default:
		return "", errUnsafeURL
	}
	q := u.Query()
	q.Set("access_token", token)
	if recovery != "" {
		q.Set("wsc", recovery)
	}
	u.RawQuery, u.Fragment = q.Encode(), ""
	return u.String(), nil
}

func loopback(host string) bool {
	return strings.EqualFold(host, "localhost") || net.ParseIP(host).IsLoopback()
}
