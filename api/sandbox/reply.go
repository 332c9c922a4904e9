package sandbox

import (
	"bytes"
	"encoding/json"
	"errors"
	"math"
	"net/http"
	"strconv"
	"time"
)

// reply is an answer that is ready but not yet sent, so that a fault can still
// spoil it.
type reply struct {
	status int
	code   string // first error code, for the request log
	header http.Header
	body   []byte
}

// result is what a handler of an operation gives back when it succeeds.
type result struct {
	status int
	body   any // nil is an empty body
}

func success(body any) result { return result{http.StatusOK, body} }

// render turns the outcome of an operation into a reply.
func render(res result, err error) reply {
	rep := reply{status: res.status, header: http.Header{}}
	var p *problem
	if errors.As(err, &p) {
		rep.status, rep.code, res.body = p.status, p.code, p.body()
		if p.retryAfter > 0 {
			rep.header.Set("Retry-After", ceilSeconds(p.retryAfter))
		}
	}
	switch body := res.body.(type) {
	case nil:
	case page:
		rep.body = body
		body.headers(rep.header)
	default:
		rep.header.Set("Content-Type", "application/json;charset=UTF-8")
		rep.header.Set("Content-Language", "en-US")
		rep.body = encode(body)
	}
	return rep
}

// encode writes JSON as a service would: no HTML escapes.
func encode(body any) []byte {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(body); err != nil {
		panic("sandbox: a reply that is no JSON: " + err.Error()) // our own structs
	}
	return bytes.TrimSpace(b.Bytes())
}

// send delivers the reply whole.
func (rep reply) send(w http.ResponseWriter) {
	rep.writeHeader(w)
	_, _ = w.Write(rep.body)
}

// sendHalf announces the whole body and breaks off in the middle of it. With no
// body to cut, nothing is sent at all.
func (rep reply) sendHalf(w http.ResponseWriter) {
	if len(rep.body) == 0 {
		panic(http.ErrAbortHandler)
	}
	rep.writeHeader(w)
	_, _ = w.Write(rep.body[:len(rep.body)/2])
	_ = http.NewResponseController(w).Flush()
	panic(http.ErrAbortHandler)
}

func (rep reply) writeHeader(w http.ResponseWriter) {
	for name, values := range rep.header {
		w.Header()[name] = values
	}
	if len(rep.body) > 0 {
		w.Header().Set("Content-Length", strconv.Itoa(len(rep.body)))
	}
	w.WriteHeader(rep.status)
}

// ceilSeconds rounds up: a client that waits as long as told must never be early.
func ceilSeconds(d time.Duration) string {
	return strconv.Itoa(int(math.Ceil(d.Seconds())))
}
