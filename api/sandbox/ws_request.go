package sandbox

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"
)

// read processes the client's frames until the connection ends.
func (k *socket) read(ctx context.Context, others *sync.WaitGroup) {
	for {
		_, data, err := k.conn.Read(ctx)
		if err != nil {
			return
		}
		if m, body, ok := k.receiveFrame(data); ok {
			others.Go(k.recovering(func() { k.request(ctx, m, body) }))
		}
	}
}

// receiveFrame answers what it can at once; ok is true for requests. Guess: an
// invalid frame gets an Error, and the connection stays open.
func (k *socket) receiveFrame(data []byte) (m meta, body json.RawMessage, ok bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.lastFrame = time.Now()
	m, body, ok = parseFrame(data)
	switch {
	case k.closing:
		return m, nil, false
	case ok && m.Type == "Heartbeat":
		k.enqueue(frame(meta{Type: m.Type, MessageID: m.MessageID})) // G: it is echoed
	case !ok || m.Type != "ClientRequest" || m.MessageID == "":
		k.enqueue(frame(meta{Type: "Error", MessageID: k.ids.uuid(), Status: http.StatusBadRequest},
			wsProblem{"WSG-400", "Malformed message"}))
	case k.active >= maxActiveRequests: // Guess: how it is refused
		k.reply(m, reply{status: http.StatusTooManyRequests, body: encode(refuse(0, "CMN-304", "Too many active requests").body())})
	default:
		k.active++
		return m, body, true
	}
	return m, nil, false
}

// request answers a ClientRequest as if it had come over HTTP, with the current
// access token of its OAuth session. A fault that drops connections drops this
// one.
func (k *socket) request(ctx context.Context, m meta, body json.RawMessage) {
	rec := &recorder{header: http.Header{}}
	r, err := k.httpRequest(ctx, m, body)
	cut := err == nil && run(k.Server, rec, r)
	k.mu.Lock()
	defer k.mu.Unlock()
	k.active--
	switch {
	case err != nil:
		k.reply(m, reply{status: http.StatusBadRequest, body: encode(badJSON().body())})
	case cut:
		k.detach()
		k.cancel()
	default:
		k.reply(m, reply{status: rec.status, header: rec.header, body: rec.body.Bytes()})
	}
}

// reply has the type and the ID of the request, as the SDK requires (V).
func (k *socket) reply(m meta, rep reply) {
	headers := map[string]string{}
	for name := range rep.header {
		headers[name] = rep.header.Get(name)
	}
	answer := meta{Type: m.Type, MessageID: m.MessageID, Status: rep.status, Headers: headers}
	if json.Valid(rep.body) {
		k.enqueue(frame(answer, json.RawMessage(rep.body)))
		return
	}
	k.enqueue(frame(answer))
}

type socketKey struct{}

// httpRequest converts a ClientRequest to an HTTP request. The guide's sample
// has a slash after subscription.
func (k *socket) httpRequest(ctx context.Context, m meta, body json.RawMessage) (*http.Request, error) {
	address, err := url.Parse(k.base + m.Path)
	if err != nil || !strings.HasPrefix(m.Path, "/restapi/") || strings.HasPrefix(m.Path, "/restapi/oauth/") {
		return nil, fmt.Errorf("no path of the API: %q", m.Path) // V: sign-in uses HTTP
	}
	if address.Path == subscribePath+"/" {
		address.Path = subscribePath
	}
	query := address.Query()
	for name, value := range m.Query {
		if list, many := value.([]any); many {
			for _, v := range list {
				query.Add(name, fmt.Sprint(v))
			}
			continue
		}
		query.Set(name, fmt.Sprint(value))
	}
	address.RawQuery = query.Encode()
	ctx = context.WithValue(ctx, socketKey{}, k)
	r, err := http.NewRequestWithContext(ctx, m.Method, address.String(), bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	for name, value := range m.Headers {
		r.Header.Set(name, value)
	}
	if len(body) > 0 {
		r.Header.Set("Content-Type", "application/json")
	}
	r.Header.Set("Authorization", "Bearer "+k.accessToken())
	return r, nil
}

func (k *socket) accessToken() string {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.channel == nil {
		return ""
	}
	if s := k.sessions.byID(k.channel.oauth); s != nil {
		return s.access.value
	}
	return ""
}
