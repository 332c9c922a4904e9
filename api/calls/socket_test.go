package calls

import (
	"context"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/coder/websocket"
)

func TestSocket_sendsSubscription(t *testing.T) {
	var got string
	f := &fake{socket: func(ctx context.Context, p *wsPeer) {
		p.send(details)
		got = <-p.received
	}}
	withFake(t, f, func(r *rig) { r.advance(time.Second) })
	want := `[{"messageId":"rcfwd-1","method":"POST","path":"/restapi/v1.0/subscription/","type":"ClientRequest"},` +
		`{"deliveryMode":{"transportType":"WebSocket"},"eventFilters":["` + presencePath + `?detailedTelephonyState=true"]}]`
	if got != want {
		t.Error(got)
	}
}

func TestSocket_heartbeatsKeepSilentConnection(t *testing.T) {
	var beats atomic.Int32
	f := &fake{socket: func(ctx context.Context, p *wsPeer) {
		p.accept(ctx)
		for {
			select {
			case <-ctx.Done():
				return
			case m := <-p.received:
				if strings.Contains(m, `"type":"Heartbeat"`) {
					beats.Add(1)
					p.send(m)
				}
			}
		}
	}}
	withFake(t, f, func(r *rig) {
		r.expect(new(r.advance(time.Hour)), Events, "")
		if n := beats.Load(); n < 100 || n > 121 || len(f.handshakes) != 1 {
			t.Errorf("%d heartbeats on %d connections", n, len(f.handshakes))
		}
	})
}

func TestSocket_closesWhenHeartbeatIsUnanswered(t *testing.T) {
	f := &fake{socket: func(ctx context.Context, p *wsPeer) { p.accept(ctx); waitForEnd(ctx) }}
	withFake(t, f, func(r *rig) {
		r.expect(new(r.advance(heartbeatAfter)), Events, "")
		r.expect(new(r.advance(heartbeatTimeout+time.Second)), Polling, "")
		r.expect(new(r.advance(linkRetryMin)), Events, "")
		if len(f.handshakes) != 2 || f.handshakes[1].Query().Get("wsc") != "first" {
			t.Errorf("%v", f.handshakes)
		}
	})
}

func TestSocket_givesUpOnSilentService(t *testing.T) {
	for name, socket := range map[string]func(context.Context, *wsPeer){
		"no first frame":  func(ctx context.Context, _ *wsPeer) { waitForEnd(ctx) },
		"no subscription": func(ctx context.Context, p *wsPeer) { p.send(details); waitForEnd(ctx) },
		"only noise": func(ctx context.Context, p *wsPeer) {
			p.send("[]")
			p.send("x")
			p.send(`{"a":1}`)
			p.send("[1,2]")
			waitForEnd(ctx)
		},
		"too large a frame": func(ctx context.Context, p *wsPeer) { p.send(strings.Repeat(" ", maxFrame+1)); waitForEnd(ctx) },
	} {
		t.Run(name, func(t *testing.T) {
			withFake(t, &fake{socket: socket}, func(r *rig) {
				s := r.advance(time.Minute)
				r.expect(&s, Polling, "")
				if s.Why == "" {
					t.Error("the snapshot has no reason")
				}
			})
		})
	}
}

func TestSocket_reopensAtOnceAfterRoutineClose(t *testing.T) {
	for name, end := range map[string]func(*wsPeer){
		"idle": func(p *wsPeer) {
			p.send(`[{"type":"Error","status":408},{"errorCode":"WSG-902","message":"Idle timeout expired"}]`)
		},
		"absolute": func(p *wsPeer) { p.send(`[{"type":"Error","status":408},{"errors":[{"errorCode":"WSG-903"}]}]`) },
		"closed":   func(p *wsPeer) { _ = p.conn.Close(websocket.StatusPolicyViolation, "WSG-903 Absolute timeout") },
	} {
		t.Run(name, func(t *testing.T) {
			f := &fake{socket: func(ctx context.Context, p *wsPeer) {
				p.accept(ctx)
				sleep(ctx, 2*time.Minute)
				for len(p.received) > 0 {
					<-p.received
				}
				end(p)
				waitForEnd(ctx)
			}}
			f.socket = withHeartbeats(f.socket)
			withFake(t, f, func(r *rig) {
				r.expect(new(r.advance(2*time.Minute+time.Second)), Events, "") // reopened at once
				if len(f.handshakes) != 2 {
					t.Errorf("%d connections", len(f.handshakes))
				}
			})
		})
	}
}

// withHeartbeats runs socket and sends a heartbeat now and then, so that the monitor
// does not close the connection.
func withHeartbeats(socket func(context.Context, *wsPeer)) func(context.Context, *wsPeer) {
	return func(ctx context.Context, p *wsPeer) {
		ctx, stop := context.WithCancel(ctx)
		defer stop()
		go func() {
			for ctx.Err() == nil {
				sleep(ctx, 20*time.Second)
				p.send(`[{"type":"Heartbeat"}]`)
			}
		}()
		socket(ctx, p)
	}
}

func TestSocket_backsOffWhenClosedAtOnce(t *testing.T) {
	f := &fake{socket: func(ctx context.Context, p *wsPeer) {
		p.accept(ctx)
		p.send(`[{"type":"Error","status":408},{"errorCode":"WSG-903"}]`)
		waitForEnd(ctx)
	}}
	withFake(t, f, func(r *rig) {
		r.advance(10 * time.Minute)
		if n := len(f.handshakes); n > 14 {
			t.Errorf("%d connections in ten minutes", n)
		}
	})
}

func TestSocket_explainsRefusals(t *testing.T) {
	refuse := func(status int, body string) func(*http.Request) *http.Response {
		return func(*http.Request) *http.Response { return response(status, body) }
	}
	tests := []struct {
		name string
		f    *fake
		why  string
		most int // tokens requested in ten minutes
	}{
		{"no permission", &fake{token: func() (int, string) {
			return 403, `{"errorCode":"InsufficientPermissions","errors":[{"errorCode":"CMN-401","permissionName":"WebSocketsSubscription"}]}`
		}}, "the permission WebSocketsSubscription (CMN-401)", 1},
		{"no permission, unnamed", &fake{token: func() (int, string) { return 403, `{"errorCode":"CMN-401"}` }}, "WebSocket (in RingCentral's guide WebSocketsSubscription)", 1},
		{"no such resource", &fake{token: func() (int, string) { return 404, `{"errorCode":"CMN-120"}` }}, "sends no live events", 1},
		{"handshake", &fake{handshake: refuse(403, `{"errorCode":"WSG-403"}`)}, "sends no live events", 1},
		{"redirect", &fake{handshake: func(*http.Request) *http.Response {
			resp := response(302, "")
			resp.Header.Set("Location", "https://evil.test/ws?access_token=x")
			return resp
		}}, "trying again", 14},
		{"no handshake", &fake{handshake: refuse(101, "")}, "trying again", 14},
		{"first frame", &fake{socket: func(ctx context.Context, p *wsPeer) {
			p.send(`[{"type":"Error","messageId":"1","status":401},{"errorCode":"WSG-401"}]`)
			waitForEnd(ctx)
		}}, "trying again", 14},
		{"subscription", &fake{socket: func(ctx context.Context, p *wsPeer) {
			p.send(details)
			p.reply(ctx, 403, `{"errorCode":"CMN-401","permissionName":"ReadPresence"}`)
			waitForEnd(ctx)
		}}, "the permission ReadPresence", 1},
		{"no TLS", &fake{token: tokenFor("ws://ws.test/ws")}, "not safe to connect to", 1},
		{"loopback", &fake{token: tokenFor("ws://127.0.0.1/ws")}, "not safe to connect to", 1},
		{"password", &fake{token: tokenFor("wss://a:b@ws.test/ws")}, "not safe to connect to", 1},
		{"no URI", &fake{token: func() (int, string) { return 200, `{}` }}, "not safe to connect to", 1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			withFake(t, tt.f, func(r *rig) {
				s := r.advance(10 * time.Minute)
				r.expect(&s, Polling, "")
				if !strings.Contains(s.Why, tt.why) {
					t.Errorf("%q, %q", s.Why, s.Do)
				}
				if n := tt.f.count(tokenPath); n > tt.most || n == 0 {
					t.Errorf("%d tokens", n)
				}
				for _, u := range tt.f.handshakes {
					if u.Host != "ws.test" {
						t.Errorf("connected to %v", u)
					}
				}
			})
		})
	}
}

func tokenFor(uri string) func() (int, string) {
	return func() (int, string) { return 200, `{"uri":"` + uri + `","ws_access_token":"ticket"}` }
}

func TestSocket_keepsSecretsOutOfTraceAndHeaders(t *testing.T) {
	f := &fake{socket: func(ctx context.Context, p *wsPeer) { p.accept(ctx) }}
	f.handshake = func(r *http.Request) *http.Response {
		if r.Header.Get("Authorization") != "" || r.Header.Get("User-Agent") != "rcfwd/test" || r.URL.Query().Get("access_token") != "ticket" {
			t.Errorf("%v %v", r.URL, r.Header)
		}
		return nil
	}
	withFake(t, f, func(r *rig) {
		r.advance(time.Minute)
		for _, e := range r.trace.Exchanges() {
			if all := e.Path + e.RequestBody + e.ResponseBody + e.Failure; strings.Contains(all, "ticket") || strings.Contains(all, "wsc=first") {
				t.Error(all)
			}
		}
		if len(f.handshakes) < 2 {
			t.Errorf("%v", f.handshakes)
		}
	})
}
