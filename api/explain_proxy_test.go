package api

import (
	"bufio"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"rcfwd/api/rest"
)

// The words name the proxy and never its password.
func TestExplain_namesTheProxy(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	answers := make(chan string, 1)
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			if _, err := http.ReadRequest(bufio.NewReader(c)); err == nil {
				io.WriteString(c, "HTTP/1.1 "+<-answers+"\r\nContent-Length: 0\r\n\r\n")
			} else {
				io.WriteString(c, "HTTP/1.1 400 Bad Request\r\n\r\n")
			}
			c.Close()
		}
	}()
	address := l.Addr().String()
	for _, tt := range []struct{ proxy, answer, want string }{
		{"http://u:sesame@" + address, "407 No", "The proxy http://" + address + " rejects the user and password (407)."},
		{"http://" + address, "407 No", "The proxy http://" + address + " requires a user and password (407)."},
		{"http://u:sesame@" + address, "403 No", "The proxy http://" + address + " refuses to connect to rc.test (403 Forbidden)."},
		{"http://u:sesame@" + address, "502 No", "The proxy http://" + address + " could not connect to rc.test (502 Bad Gateway)."},
		{"https://u:sesame@" + address, "", "The proxy https://" + address + " does not speak TLS"},
		{"http://u:sesame@127.0.0.1:1", "", "No proxy answers at http://127.0.0.1:1."},
		{"http://u:sesame@127.0.0.1:1#", "", "HTTPS_PROXY is not a proxy address;"},
	} {
		if tt.answer != "" {
			answers <- tt.answer
		}
		proxy, err := url.Parse(tt.proxy)
		if err != nil {
			t.Fatal(err)
		}
		transport := rest.NewTransportThrough(func(*http.Request) (*url.URL, error) {
			if strings.HasSuffix(tt.proxy, "#") {
				return nil, &rest.ProxySettingError{Variable: "HTTPS_PROXY"}
			}
			return proxy, nil
		})
		req, err := http.NewRequest(http.MethodGet, "https://rc.test/", nil)
		if err != nil {
			t.Fatal(err)
		}
		_, err = (&http.Client{Transport: transport}).Do(req)
		got := Explain(rest.NoAnswer(rest.Operation{}, err)).String()
		if !strings.HasPrefix(got, tt.want) || strings.Contains(got, "sesame") {
			t.Errorf("%s, %q: %s", tt.proxy, tt.answer, got)
		}
	}
}
