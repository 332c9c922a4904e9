package rest

import (
	"errors"
	"fmt"
	"net/netip"
	"net/url"
	"strings"
)

// ParseServer reads the address of a RingCentral server, such as
// https://platform.ringcentral.com: a scheme and a host, and nothing else. It accepts
// plain http only for the loopback, because a token travels with each request. The
// error says what to write instead and never repeats a password.
func ParseServer(s string) (*url.URL, error) {
	s = strings.TrimSpace(s)
	if s == "" {
		return nil, errors.New("the server address is empty; write https://platform.ringcentral.com")
	}
	if !strings.Contains(s, "://") {
		return nil, fmt.Errorf("the server address has no scheme; write %s", withScheme(s))
	}
	u, err := url.Parse(s)
	if err != nil || u.Hostname() == "" {
		return nil, errors.New("the server address is not a URL; write it like https://platform.ringcentral.com")
	}
	return checkServer(u)
}

func checkServer(u *url.URL) (*url.URL, error) {
	host := strings.ToLower(u.Host)
	bare := &url.URL{Scheme: strings.ToLower(u.Scheme), Host: host}
	switch {
	case bare.Scheme != "https" && bare.Scheme != "http":
		return nil, fmt.Errorf("the server address must start with https; write https://%s", Clean(host))
	case bare.Scheme == "http" && !loopback(bare.Hostname()):
		return nil, fmt.Errorf("plain http would send the sign-in unencrypted; write https://%s", Clean(host))
	case u.User != nil:
		return nil, fmt.Errorf("the server address must not contain a user or password; write %s", Clean(bare.String()))
	case u.RawQuery != "" || u.ForceQuery || u.Fragment != "" || strings.Trim(u.Path, "/") != "":
		return nil, fmt.Errorf("the server address must end with the host; write %s", Clean(bare.String()))
	}
	return bare, nil
}

// withScheme returns the address that was meant where only a host was typed.
func withScheme(s string) string {
	u, err := url.Parse("http://" + s)
	switch {
	case err != nil || u.Hostname() == "":
		return "it like https://platform.ringcentral.com"
	case loopback(u.Hostname()):
		return Clean("http://" + u.Host)
	}
	return Clean("https://" + u.Host)
}

func loopback(host string) bool {
	if strings.EqualFold(host, "localhost") {
		return true
	}
	ip, err := netip.ParseAddr(host)
	return err == nil && ip.Unmap().IsLoopback()
}
