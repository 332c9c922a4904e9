package signin

import (
	"context"
	"errors"
	"io"
	"log"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"syscall"
	"time"

	"rcfwd/api/rest"
	"rcfwd/api/settings"
)

// Listener listens at the loopback address to which the browser comes back.
type Listener struct {
	browser *Browser
	server  *http.Server
	results chan browserResult // with room for the first
	outcome chan error         // of presenting the code; with room for it
	closing chan struct{}      // is closed by close
	close   func()
}

// browserResult is the outcome that the browser brings back.
type browserResult struct {
	code Code
	err  error
}

// Listen starts to listen for the browser on the loopback. Wait or Close must
// follow. After an error, such as for a port in use, only Read can get the code.
func (b *Browser) Listen(ctx context.Context) (*Listener, error) {
	if !b.CanListen() {
		return nil, settings.UserErrorf(nil, "rcfwd cannot listen on %s. Paste the address that the browser shows after signing in.", b.redirect)
	}
	listeners, err := listen(ctx, b.redirect)
	if err != nil {
		return nil, settings.UserErrorf(nil, "Port %s of this machine is taken, so the browser cannot return by itself. Paste the address that it shows after signing in.", b.redirect.Port())
	}
	if b.redirect.Port() == "0" {
		_, port, _ := net.SplitHostPort(listeners[0].Addr().String())
		b.redirect.Host = net.JoinHostPort(b.redirect.Hostname(), port)
	}
	return b.serve(listeners), nil
}

// listen listens on every loopback address that the host may mean: browsers differ
// in which one they try first for localhost. One listener suffices.
func listen(ctx context.Context, redirect *url.URL) ([]net.Listener, error) {
	hosts := []string{redirect.Hostname()}
	if hosts[0] == "localhost" {
		hosts = []string{"127.0.0.1", "::1"}
	}
	var config net.ListenConfig
	var all []net.Listener
	port := redirect.Port()
	var lastErr error
	for _, host := range hosts {
		l, err := config.Listen(ctx, "tcp", net.JoinHostPort(host, port))
		if errors.Is(err, syscall.EADDRINUSE) && redirect.Port() != "0" {
			closeAll(all) // the browser may go to the program that has the port
			return nil, err
		}
		if err != nil {
			lastErr = err
			continue
		}
		_, port, _ = net.SplitHostPort(l.Addr().String())
		all = append(all, l)
	}
	if len(all) == 0 {
		return nil, lastErr
	}
	return all, nil
}

func closeAll(listeners []net.Listener) {
	for _, l := range listeners {
		l.Close()
	}
}

func (b *Browser) serve(listeners []net.Listener) *Listener {
	l := &Listener{browser: b, results: make(chan browserResult, 1), outcome: make(chan error, 1), closing: make(chan struct{})}
	b.listener = l
	l.server = &http.Server{
		Handler:           http.HandlerFunc(l.handle),
		ReadHeaderTimeout: 10 * time.Second,
		MaxHeaderBytes:    64 << 10,
		ErrorLog:          log.New(io.Discard, "", 0), // only the program writes to the terminal
	}
	var serving sync.WaitGroup
	for _, each := range listeners {
		serving.Go(func() { _ = l.server.Serve(each) })
	}
	l.close = sync.OnceFunc(func() {
		close(l.closing)
		ctx, cancel := context.WithTimeout(context.Background(), time.Second)
		defer cancel()
		if l.server.Shutdown(ctx) != nil { // it waits while the page is being sent
			_ = l.server.Close()
		}
		serving.Wait()
	})
	return l
}

// Wait waits for the first request that has our state. It returns the code, or the
// refusal of the service as an *rest.Error, or ctx's error. With a code, the page in the
// browser waits for Finish, which stops listening; otherwise Wait stops.
func (l *Listener) Wait(ctx context.Context) (Code, error) {
	select {
	case r := <-l.results:
		if r.err != nil {
			l.Close()
		}
		return r.code, r.err
	case <-ctx.Done():
		l.Close()
		return Code{}, ctx.Err()
	}
}

// finish answers the page with the outcome of presenting the code, and stops listening.
func (l *Listener) finish(err error) {
	select {
	case l.outcome <- err:
	default: // an earlier one is answered
	}
	l.Close()
}

// Close stops listening. It may be called more than once.
func (l *Listener) Close() { l.close() }

// handle handles one request. Other pages and programs on this machine can send
// requests too, so only one with our state counts.
func (l *Listener) handle(w http.ResponseWriter, r *http.Request) {
	redirect := l.browser.redirect
	if r.Host != redirect.Host || strings.TrimSuffix(r.URL.Path, "/") != strings.TrimSuffix(redirect.Path, "/") {
		writePage(w, http.StatusNotFound, "There is nothing here.")
		return
	}
	if r.Method != http.MethodGet {
		writePage(w, http.StatusMethodNotAllowed, "There is nothing here.")
		return
	}
	code, err := l.browser.readQuery(r.URL.RawQuery)
	if _, declined := errors.AsType[*rest.Error](err); err != nil && !declined {
		writePage(w, http.StatusBadRequest, "This is not the sign-in that rcfwd is waiting for. Open the address that rcfwd shows.")
		return
	}
	select {
	case l.results <- browserResult{code, err}:
		writePage(w, http.StatusOK, l.await(err))
	default: // there is one already
		writePage(w, http.StatusOK, pageUnknown)
	}
}

// What the page says when the browser has come back.
const (
	pageDone    = "RingCentral has signed you in. You can close this page and return to rcfwd."
	pageFailed  = "The sign-in was not completed. You can close this page; rcfwd says why."
	pageUnknown = "The sign-in continues in rcfwd. You can close this page; rcfwd says how it ends."
)

// pageWait is how long the page waits for the outcome: the service can have rcfwd wait
// longer than a browser should.
const pageWait = 5 * time.Second

// await waits until the code is presented, unless err says that there is none, and
// returns what the page says.
func (l *Listener) await(err error) string {
	if err == nil {
		select {
		case err = <-l.outcome:
		case <-l.closing:
			select {
			case err = <-l.outcome:
			default:
				return pageUnknown
			}
		case <-time.After(pageWait):
			return pageUnknown
		}
	}
	if err != nil {
		return pageFailed
	}
	return pageDone
}

// writePage writes a page that repeats nothing of the request and loads nothing.
func writePage(w http.ResponseWriter, status int, text string) {
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Cache-Control", "no-store")
	h.Set("Content-Security-Policy", "default-src 'none'")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Connection", "close")
	w.WriteHeader(status)
	_, _ = io.WriteString(w, "<!doctype html><title>rcfwd</title><p>"+text+"</p>\n")
}
