package api

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"syscall"

	"rcfwd/api/rest"
)

// explainProxy is for requests that were not sent because of the proxy on the way. It
// returns nothing for those that failed for another reason.
func explainProxy(e *rest.ConnectError) Advice {
	if setting, ok := errors.AsType[*rest.ProxySettingError](e); ok {
		return Advice{What: setting.Error() + ".", Do: "Nothing was sent."}
	}
	dns, unknown := errors.AsType[*net.DNSError](e)
	switch {
	case e.Proxy != "" && rest.NotTrusted(e) && atProxy(e):
		return Advice{What: "The proxy " + e.Proxy + " does not speak TLS, or could not prove its identity.", Do: "If it takes plain connections, write http:// in HTTPS_PROXY."}
	case e.Proxy == "", errors.Is(e, context.Canceled), rest.NotTrusted(e):
		return Advice{}
	case e.Status == http.StatusProxyAuthRequired && e.Authenticated:
		return Advice{What: "The proxy " + e.Proxy + " rejects the user and password (407).", Do: "Correct them in HTTPS_PROXY. Nothing was sent to RingCentral."}
	case e.Status == http.StatusProxyAuthRequired:
		return Advice{What: "The proxy " + e.Proxy + " requires a user and password (407).", Do: "Write them in HTTPS_PROXY as http://USER:PASSWORD@HOST:PORT. Nothing was sent to RingCentral."}
	case e.Status >= 500:
		return Advice{What: fmt.Sprintf("The proxy %s could not connect to %s (%d %s).", e.Proxy, e.Server, e.Status, http.StatusText(e.Status)), Do: "Check the server address, and try again in a moment."}
	case e.Status != 0:
		return Advice{What: fmt.Sprintf("The proxy %s refuses to connect to %s (%d %s).", e.Proxy, e.Server, e.Status, http.StatusText(e.Status)), Do: "Ask its administrator to allow it, or set NO_PROXY=" + e.Server + " if no proxy is needed."}
	case errors.Is(e, syscall.ECONNREFUSED):
		return Advice{What: "No proxy answers at " + e.Proxy + ".", Do: "Check HTTPS_PROXY and that the proxy is running."}
	case unknown && dns.IsNotFound:
		return Advice{What: "The proxy " + e.Proxy + " could not be found.", Do: "Check HTTPS_PROXY and the connection."}
	case errors.Is(e, rest.ErrSlow), errors.Is(e, context.DeadlineExceeded):
		return Advice{What: "The proxy " + e.Proxy + " took too long to connect to " + e.Server + ".", Do: "Check HTTPS_PROXY and the connection, and try again."}
	}
	return Advice{What: "The proxy " + e.Proxy + " could not connect to " + e.Server + ": " + cause(e) + ".", Do: "Check HTTPS_PROXY and the proxy, and try again."}
}

// atProxy reports whether a connection failed before the proxy had been asked for one.
func atProxy(e *rest.ConnectError) bool {
	op, ok := errors.AsType[*net.OpError](e)
	return ok && op.Op == "proxyconnect"
}
