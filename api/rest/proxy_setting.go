package rest

import (
	"net/url"
	"slices"
	"strings"
)

// ProxySettingError is the error for a variable of the environment that should hold the
// address of a proxy. The address may hold a password, so the error does not repeat it.
type ProxySettingError struct{ Variable string }

// Error names the variable and the form of an address.
func (e *ProxySettingError) Error() string {
	return e.Variable + " is not a proxy address; write http://HOST:PORT or http://USER:PASSWORD@HOST:PORT, " +
		"with % in a password as %25, # as %23, / as %2F, ? as %3F and @ as %40"
}

// proxySchemes are the schemes of proxies that net/http knows.
var proxySchemes = []string{"http", "https", "socks5", "socks5h"}

// checkProxySetting returns an error when the proxy for an address is not one. net/http
// would connect without a proxy, or take something else for its host. As there, the
// loopback has no proxy.
func checkProxySetting(getenv func(string) string, to *url.URL) error {
	name := strings.ToUpper(to.Scheme) + "_PROXY"
	if getenv(name) == "" {
		name = strings.ToLower(name)
	}
	if text := getenv(name); text == "" || loopback(to.Hostname()) || isProxyAddress(text) {
		return nil
	}
	return &ProxySettingError{name}
}

// isProxyAddress reports whether a text is the address of a proxy. The scheme may be left
// out. What follows the host is the rest of a password with a character that stands for
// something else in an address.
func isProxyAddress(text string) bool {
	if !strings.Contains(text, "://") {
		text = "http://" + text
	}
	u, err := url.Parse(text)
	return err == nil && slices.Contains(proxySchemes, u.Scheme) && u.Hostname() != "" &&
		strings.Trim(u.Path, "/") == "" && u.RawQuery == "" && !u.ForceQuery && u.Fragment == "" && !strings.Contains(text, "#")
}
