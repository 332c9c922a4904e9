package calls

import (
	"errors"
	"net"
	"net/url"
	"strings"
)

// errUnsafeURL refuses to send a token somewhere.
var errUnsafeURL = errors.New("the address that RingCentral gave for its events is not safe to connect to")

// socketURL is where to connect to: the address that the service named, which must
// keep the token as well as the service's own does.
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
