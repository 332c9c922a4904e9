package sandbox

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/coder/websocket"
)

// listener is an open WebSocket whose frames a goroutine reads.
type listener struct {
	t      *testing.T
	conn   *websocket.Conn
	frames chan wsFrame // closed with the connection
	first  wsFrame
	next   int
}

type wsFrame struct {
	meta meta
	body map[string]any
	raw  string
}

func (f wsFrame) event() map[string]any {
	body, _ := f.body["body"].(map[string]any)
	return body
}

func (c *client) ticket() (uri, token string) {
	c.t.Helper()
	a := c.do("POST", ticketPath, "")
	a.want(c.t, 200, "")
	return a.str("uri"), a.str("ws_access_token")
}

// listen opens a WebSocket; wsc is "" or a resume token.
func (c *client) listen(t *testing.T, wsc string) *listener {
	t.Helper()
	uri, token := c.ticket()
	uri += "?access_token=" + token
	if wsc != "" {
		uri += "&wsc=" + wsc
	}
	return dial(t, c.s, uri)
}

func dial(t *testing.T, s *Server, uri string) *listener {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	conn, err := s.DialWS(ctx, uri)
	if err != nil {
		t.Fatal(err)
	}
	conn.SetReadLimit(1 << 20)
	l := &listener{t: t, conn: conn, frames: make(chan wsFrame, 5000)}
	go l.read()
	l.first = l.frame()
	return l
}

func (l *listener) read() {
	defer close(l.frames)
	for {
		_, data, err := l.conn.Read(context.Background())
		if err != nil {
			return
		}
		var parts []json.RawMessage
		f := wsFrame{raw: string(data)}
		_ = json.Unmarshal(data, &parts)
		_ = json.Unmarshal(parts[0], &f.meta)
		if len(parts) > 1 {
			_ = json.Unmarshal(parts[1], &f.body)
		}
		l.frames <- f
	}
}

// frame returns the next frame; the zero frame means the end of the connection.
func (l *listener) frame() wsFrame {
	l.t.Helper()
	select {
	case f := <-l.frames:
		return f
	case <-time.After(48 * time.Hour):
		l.t.Fatal("no frame comes")
	}
	return wsFrame{}
}

// during returns all frames that come within d.
func (l *listener) during(d time.Duration) []wsFrame {
	var list []wsFrame
	end := time.After(d)
	for {
		select {
		case f, open := <-l.frames:
			if !open {
				return list
			}
			list = append(list, f)
		case <-end:
			return list
		}
	}
}

func (l *listener) send(frame string) {
	l.t.Helper()
	if err := l.conn.Write(context.Background(), websocket.MessageText, []byte(frame)); err != nil {
		l.t.Fatal(err)
	}
}

// request sends a ClientRequest and returns its answer, which must be the next
// frame.
func (l *listener) request(method, path, body string) wsFrame {
	l.t.Helper()
	l.next++
	m := fmt.Sprintf(`{"type":"ClientRequest","messageId":"m%d","method":%q,"path":%q}`, l.next, method, path)
	if body != "" {
		m += "," + body
	}
	l.send("[" + m + "]")
	f := l.frame()
	if f.meta.MessageID != fmt.Sprintf("m%d", l.next) || f.meta.Type != "ClientRequest" {
		l.t.Fatalf("%s %s: answered by %s", method, path, f.raw)
	}
	return f
}

const (
	callFilter     = `"/restapi/v1.0/account/~/extension/~/telephony/sessions"`
	presenceFilter = `"/restapi/v1.0/account/~/extension/~/presence?detailedTelephonyState=true"`
	settingsFilter = `"/restapi/v1.0/account/~/extension/~"`
)

func (l *listener) subscribe(filters ...string) wsFrame {
	l.t.Helper()
	return l.request("POST", "/restapi/v1.0/subscription/",
		`{"eventFilters":[`+strings.Join(filters, ",")+`],"deliveryMode":{"transportType":"WebSocket"}}`)
}

func (l *listener) close() {
	_ = l.conn.Close(websocket.StatusNormalClosure, "")
	for range l.frames {
	}
}

// unlimitedAs104 returns a sandbox without limits and a client signed in as
// Dana.
func unlimitedAs104(t *testing.T, o Options) (*Server, *client) {
	t.Helper()
	o.Limits = Limits{Off: true}
	s := newServer(t, o)
	return s, as(t, s, "104")
}
