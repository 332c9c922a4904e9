package sandbox

import (
	"bytes"
	"io"
	"net"
	"net/http"
	"os"
	"strconv"
	"syscall"
)

// RoundTrip answers a request with the code that serves HTTP, with no port and
// in the caller's goroutine. A dropped connection is an error that looks like
// ECONNRESET; a body cut short ends in io.ErrUnexpectedEOF. While it waits it
// honours the request's context.
func (s *Server) RoundTrip(req *http.Request) (*http.Response, error) {
	if req.Body != nil {
		defer func() { _ = req.Body.Close() }()
	}
	// A clone, because the mux writes path values into its request and a
	// RoundTripper may not.
	r := req.Clone(req.Context())
	if r.Body == nil {
		r.Body = http.NoBody
	}
	if wantsUpgrade(r) {
		return s.upgrade(req, r)
	}
	rec := &recorder{header: http.Header{}}
	aborted := run(s, rec, r)
	if err := req.Context().Err(); aborted && err != nil {
		return nil, err
	}
	if aborted && rec.status == 0 {
		return nil, connectionReset()
	}
	return rec.response(req, aborted), nil
}

// recorder is the ResponseWriter of RoundTrip.
type recorder struct {
	header http.Header
	status int
	body   bytes.Buffer
}

func (w *recorder) Header() http.Header         { return w.header }
func (w *recorder) WriteHeader(status int)      { w.status = status }
func (w *recorder) Write(p []byte) (int, error) { return w.body.Write(p) }
func (w *recorder) Flush()                      {}

// run serves a request and reports whether the handler broke off, as net/http's server would see
// it: by a panic with http.ErrAbortHandler.
func run(h http.Handler, w http.ResponseWriter, r *http.Request) (aborted bool) {
	defer func() {
		switch v := recover(); v {
		case nil:
		case http.ErrAbortHandler:
			aborted = true
		default:
			panic(v)
		}
	}()
	h.ServeHTTP(w, r)
	return false
}

func (w *recorder) response(req *http.Request, cut bool) *http.Response {
	var body io.Reader = bytes.NewReader(w.body.Bytes())
	if cut {
		body = io.MultiReader(body, failingReader{io.ErrUnexpectedEOF})
	}
	length, _ := strconv.ParseInt(w.header.Get("Content-Length"), 10, 64) // absent: no body
	return &http.Response{
		Status:     strconv.Itoa(w.status) + " " + http.StatusText(w.status),
		StatusCode: w.status,
		Proto:      "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: w.header, Body: io.NopCloser(body), ContentLength: length, Request: req,
	}
}

type failingReader struct{ err error }

func (f failingReader) Read([]byte) (int, error) { return 0, f.err }

// connectionReset is what a client sees when the other side severs the connection.
func connectionReset() error {
	return &net.OpError{Op: "read", Net: "tcp", Err: os.NewSyscallError("read", syscall.ECONNRESET)}
}
