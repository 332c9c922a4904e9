package rest

import (
	"bufio"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
)

// These tests use the real network of the loopback, because they are about what net/http
// makes of a proxy.

// startProxy starts a proxy that answers each request for a connection with a text and
// closes. asked counts them.
func startProxy(t *testing.T, says string) (address string, asked *atomic.Int32) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	asked = new(atomic.Int32)
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			asked.Add(1)
			if _, err := http.ReadRequest(bufio.NewReader(c)); err == nil {
				io.WriteString(c, says)
			}
			c.Close()
		}
	}()
	return l.Addr().String(), asked
}

func noOneListens(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

// throughProxy returns a client whose requests go through a proxy.
func throughProxy(address string) testClient {
	proxy := &url.URL{Scheme: "http", Host: address, User: url.UserPassword("user", "sesame")}
	return testClient{New(Options{Server: &url.URL{Scheme: "https", Host: "rc.test"}, Tokens: &tokens{}, Transport: NewTransportThrough(http.ProxyURL(proxy))})}
}

// A proxy that does not connect is named, asked once, and the cause of no lost write. What
// was not sent is not counted.
func TestConnector_namesTheProxyThatDoesNotConnect(t *testing.T) {
	for says, status := range map[string]int{
		"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n": 407,
		"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n":                     403,
		"": 0, // no one listens
	} {
		address, asked := noOneListens(t), new(atomic.Int32)
		if says != "" {
			address, asked = startProxy(t, says)
		}
		c := throughProxy(address)
		for i, do := range []func(context.Context) error{c.read, c.create, c.remove} {
			err := do(t.Context())
			e, ok := errors.AsType[*ConnectError](err)
			if !ok || e.Proxy != "http://"+address || e.Status != status || e.Server != "rc.test" || !e.Authenticated || errors.Is(err, ErrLost) || !e.Refused() {
				t.Errorf("%d: %v, %+v", status, err, e)
			}
			if says != "" && int(asked.Load()) != i+1 {
				t.Errorf("%d: it was asked %d times for %d requests", status, asked.Load(), i+1)
			}
			if err != nil && strings.Contains(err.Error(), "sesame") {
				t.Errorf("a password in %v", err)
			}
		}
		if g := c.Limits().group(GroupLight); g.inFlight != 0 || g.lowest != g.limit {
			t.Errorf("%d: %+v", status, g)
		}
	}
}

// A connection that ends before it is one was sent nothing, whatever ended it.
func TestConnector_losesNothingBeforeThereIsAConnection(t *testing.T) {
	for _, says := range []string{"", "nonsense\r\n\r\n", "HTTP/1.1 200 OK\r\n\r\n", "HTTP/1.1 502 Bad Gateway\r\n\r\n"} {
		address, _ := startProxy(t, says)
		if err := throughProxy(address).create(t.Context()); err == nil || errors.Is(err, ErrLost) {
			t.Errorf("%q: %v", says, err)
		}
	}
}

func TestCheckProxySetting_refusesWhatIsNoAddress(t *testing.T) {
	server, local := &url.URL{Scheme: "https", Host: "rc.test"}, &url.URL{Scheme: "http", Host: "127.0.0.1:8420"}
	for text, ok := range map[string]bool{
		"": true, "http://proxy:8080": true, "http://proxy:8080/": true, "proxy:8080": true, "10.0.0.1:8080": true, "proxy": true, "https://proxy": true,
		"socks5://u:p@proxy:1080": true, "socks5h://proxy": true, "http://u:p%23a%25@proxy:1": true, "http://[::1]:8080": true,
		"%zz": false, "http://%zz": false, "http://u:pa%zz@proxy:1": false, "http://u:pa#ss@proxy:1": false, "http://u:12#ss@proxy:1": false,
		"http://u:12/ss@proxy:1": false, "http://u:12?ss@proxy:1": false, "http://u:12#": false, "socks4://proxy:1": false, "http://": false,
		"http://proxy:port": false, " http://proxy:1": false, "http://proxy:1 ": false, "proxy/x": false,
	} {
		for _, name := range []string{"HTTPS_PROXY", "https_proxy"} {
			getenv := func(asked string) string { return map[string]string{name: text}[asked] }
			err := checkProxySetting(getenv, server)
			if (err == nil) != ok || err != nil && (!strings.HasPrefix(err.Error(), name) || strings.Contains(err.Error(), "ss@")) {
				t.Errorf("%s=%q gives %v", name, text, err)
			}
			if err := checkProxySetting(getenv, local); err != nil {
				t.Errorf("for the loopback: %v", err)
			}
		}
	}
}

// Nothing is sent, and sent again, where the proxy cannot be read.
func TestConnector_sendsNothingWithoutTheProxy(t *testing.T) {
	asked := 0
	c := testClient{New(Options{Server: &url.URL{Scheme: "https", Host: "127.0.0.1:1"}, Tokens: &tokens{}, Transport: NewTransportThrough(func(*http.Request) (*url.URL, error) {
		asked++
		return nil, &ProxySettingError{"HTTPS_PROXY"}
	})})}
	err := c.read(t.Context())
	e, ok := errors.AsType[*ProxySettingError](err)
	if !ok || e.Variable != "HTTPS_PROXY" || asked > 2 { // once for the request, once to name the proxy
		t.Errorf("%v, asked %d times", err, asked)
	}
}
