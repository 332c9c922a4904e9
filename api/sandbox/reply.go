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

// reply is a complete reply that is not sent yet, so a fault can still change
// it.
type reply struct {
	status int
	code   string // first error code, for the request log
	header http.Header
	body   []byte
}

// result is the outcome of an operation that succeeded.
type result struct {
	status int
	body   any // nil means an empty body
}

func success(body any) result { return result{http.StatusOK, body} }

// render converts the outcome of an operation to a reply.
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
	case multipartBody:
		rep.header.Set("Content-Type", "multipart/mixed;boundary="+body.boundary)
		rep.body = body.encode()
	case batchList:
		rep.header.Set("Content-Type", batchJSON)
		rep.body = encode(body)
	default:
		rep.header.Set("Content-Type", "application/json;charset=UTF-8")
		rep.header.Set("Content-Language", "en-US")
		rep.body = encode(body)
	}
	return rep
}

// encode writes JSON as the service does, without HTML escapes.
func encode(body any) []byte {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(body); err != nil {
		panic("sandbox: a reply that is no JSON: " + err.Error()) // only for types of this package
	}
	return bytes.TrimSpace(b.Bytes())
}

// send sends the whole reply.
func (rep reply) send(w http.ResponseWriter) {
	rep.writeHeader(w)
	_, _ = w.Write(rep.body)
}

// sendHalf announces the whole body and closes the connection in the middle of
// it. Without a body it sends nothing.
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

// ceilSeconds rounds up: a client that waits as long as it was told must never
// be early.
func ceilSeconds(d time.Duration) string {
	return strconv.Itoa(int(math.Ceil(d.Seconds())))
}
