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

// RoundTrip answers a request by ServeHTTP, without a port and in the caller's
// goroutine. A dropped connection is an error that looks like ECONNRESET; a
// truncated body ends in io.ErrUnexpectedEOF. Waiting ends when the request's
// context is done.
func (s *Server) RoundTrip(req *http.Request) (*http.Response, error) {
	if req.Body != nil {
		defer func() { _ = req.Body.Close() }()
	}
	// The mux writes path values into its request; a RoundTripper must not
	// modify it.
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

// run serves a request and reports whether the handler aborted, which
// net/http's server recognizes by a panic with http.ErrAbortHandler.
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
	length, _ := strconv.ParseInt(w.header.Get("Content-Length"), 10, 64) // absent without a body
	return &http.Response{
		Status:     strconv.Itoa(w.status) + " " + http.StatusText(w.status),
		StatusCode: w.status,
		Proto:      "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: w.header, Body: io.NopCloser(body), ContentLength: length, Request: req,
	}
}

type failingReader struct{ err error }

func (f failingReader) Read([]byte) (int, error) { return 0, f.err }

// connectionReset is the error of a client whose peer closed the connection.
func connectionReset() error {
	return &net.OpError{Op: "read", Net: "tcp", Err: os.NewSyscallError("read", syscall.ECONNRESET)}
}
