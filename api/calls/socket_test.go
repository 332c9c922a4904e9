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

func TestWhatIsSentToSubscribe(t *testing.T) {
	var got string
	f := &fake{socket: func(ctx context.Context, p *wsPeer) {
		p.say(details)
		got = <-p.heard
	}}
	faked(t, f, func(r *rig) { r.after(time.Second) })
	want := `[{"messageId":"rcfwd-1","method":"POST","path":"/restapi/v1.0/subscription/","type":"ClientRequest"},` +
		`{"deliveryMode":{"transportType":"WebSocket"},"eventFilters":["` + aPresence + `?detailedTelephonyState=true"]}]`
	if got != want {
		t.Error(got)
	}
}

func TestHeartbeatsKeepASilentConnection(t *testing.T) {
	var beats atomic.Int32
	f := &fake{socket: func(ctx context.Context, p *wsPeer) {
		p.welcome(ctx)
		for {
			select {
			case <-ctx.Done():
				return
			case m := <-p.heard:
				if strings.Contains(m, `"type":"Heartbeat"`) {
					beats.Add(1)
					p.say(m)
				}
			}
		}
	}}
	faked(t, f, func(r *rig) {
		r.want(r.after(time.Hour), Events, "")
		if n := beats.Load(); n < 100 || n > 121 || len(f.opened) != 1 {
			t.Errorf("%d heartbeats on %d connections", n, len(f.opened))
		}
	})
}

func TestASilentConnectionIsGivenUp(t *testing.T) {
	f := &fake{socket: func(ctx context.Context, p *wsPeer) { p.welcome(ctx); hold(ctx) }}
	faked(t, f, func(r *rig) {
		r.want(r.after(heartbeatAfter), Events, "")
		r.want(r.after(heartbeatTimeout+time.Second), Polling, "")
		r.want(r.after(linkRetryMin), Events, "")
		if len(f.opened) != 2 || f.opened[1].Query().Get("wsc") != "first" {
			t.Errorf("%v", f.opened)
		}
	})
}

func TestAServiceThatSaysNothing(t *testing.T) {
	for name, socket := range map[string]func(context.Context, *wsPeer){
		"at first":       func(ctx context.Context, _ *wsPeer) { hold(ctx) },
		"to the request": func(ctx context.Context, p *wsPeer) { p.say(details); hold(ctx) },
		"but noise": func(ctx context.Context, p *wsPeer) {
			p.say("[]")
			p.say("x")
			p.say(`{"a":1}`)
			p.say("[1,2]")
			hold(ctx)
		},
		"that is bearable": func(ctx context.Context, p *wsPeer) { p.say(strings.Repeat(" ", maxFrame+1)); hold(ctx) },
	} {
		t.Run(name, func(t *testing.T) {
			faked(t, &fake{socket: socket}, func(r *rig) {
				s := r.after(time.Minute)
				r.want(s, Polling, "")
				if s.Why == "" {
					t.Error("nothing is said of it")
				}
			})
		})
	}
}

func TestConnectionsThatEndAsTheyShould(t *testing.T) {
	for name, end := range map[string]func(*wsPeer){
		"idle": func(p *wsPeer) {
			p.say(`[{"type":"Error","status":408},{"errorCode":"WSG-902","message":"Idle timeout expired"}]`)
		},
		"absolute": func(p *wsPeer) { p.say(`[{"type":"Error","status":408},{"errors":[{"errorCode":"WSG-903"}]}]`) },
		"closed":   func(p *wsPeer) { _ = p.conn.Close(websocket.StatusPolicyViolation, "WSG-903 Absolute timeout") },
	} {
		t.Run(name, func(t *testing.T) {
			f := &fake{socket: func(ctx context.Context, p *wsPeer) {
				p.welcome(ctx)
				select {
				case <-ctx.Done():
				case <-time.After(2 * time.Minute):
				}
				for len(p.heard) > 0 {
					<-p.heard
				}
				end(p)
				hold(ctx)
			}}
			f.socket = beating(f.socket)
			faked(t, f, func(r *rig) {
				r.want(r.after(2*time.Minute+time.Second), Events, "") // at once again
				if len(f.opened) != 2 {
					t.Errorf("%d connections", len(f.opened))
				}
			})
		})
	}
}

// beating answers nothing, and says something now and then, so that nobody takes
// the connection for dead.
func beating(socket func(context.Context, *wsPeer)) func(context.Context, *wsPeer) {
	return func(ctx context.Context, p *wsPeer) {
		ctx, stop := context.WithCancel(ctx)
		defer stop()
		go func() {
			for ctx.Err() == nil {
				sleep(ctx, 20*time.Second)
				p.say(`[{"type":"Heartbeat"}]`)
			}
		}()
		socket(ctx, p)
	}
}

func TestConnectionsThatEndTooSoonAreNotHammered(t *testing.T) {
	f := &fake{socket: func(ctx context.Context, p *wsPeer) {
		p.welcome(ctx)
		p.say(`[{"type":"Error","status":408},{"errorCode":"WSG-903"}]`)
		hold(ctx)
	}}
	faked(t, f, func(r *rig) {
		r.after(10 * time.Minute)
		if n := len(f.opened); n > 14 {
			t.Errorf("%d connections in ten minutes", n)
		}
	})
}

func TestRefusals(t *testing.T) {
	refuse := func(status int, body string) func(*http.Request) *http.Response {
		return func(*http.Request) *http.Response { return respond(status, body) }
	}
	tests := []struct {
		name string
		f    *fake
		why  string
		most int // tokens asked for in ten minutes
	}{
		{"the app may not", &fake{token: func() (int, string) {
			return 403, `{"errorCode":"InsufficientPermissions","errors":[{"errorCode":"CMN-401","permissionName":"WebSocketsSubscription"}]}`
		}}, "the permission WebSocketsSubscription (CMN-401)", 1},
		{"no name for it", &fake{token: func() (int, string) { return 403, `{"errorCode":"CMN-401"}` }}, "WebSocket (in RingCentral's guide WebSocketsSubscription)", 1},
		{"there is none", &fake{token: func() (int, string) { return 404, `{"errorCode":"CMN-120"}` }}, "does not tell of calls by itself", 1},
		{"handshake", &fake{handshake: refuse(403, `{"errorCode":"WSG-403"}`)}, "does not tell of calls by itself", 1},
		{"redirect", &fake{handshake: func(*http.Request) *http.Response {
			resp := respond(302, "")
			resp.Header.Set("Location", "https://evil.test/ws?access_token=x")
			return resp
		}}, "tried again", 14},
		{"no handshake", &fake{handshake: refuse(101, "")}, "tried again", 14},
		{"first frame", &fake{socket: func(ctx context.Context, p *wsPeer) {
			p.say(`[{"type":"Error","messageId":"1","status":401},{"errorCode":"WSG-401"}]`)
			hold(ctx)
		}}, "tried again", 14},
		{"subscription", &fake{socket: func(ctx context.Context, p *wsPeer) {
			p.say(details)
			p.answer(ctx, 403, `{"errorCode":"CMN-401","permissionName":"ReadPresence"}`)
			hold(ctx)
		}}, "the permission ReadPresence", 1},
		{"no TLS", &fake{token: ticket("ws://ws.test/ws")}, "not safe to connect to", 1},
		{"loopback", &fake{token: ticket("ws://127.0.0.1/ws")}, "not safe to connect to", 1},
		{"password", &fake{token: ticket("wss://a:b@ws.test/ws")}, "not safe to connect to", 1},
		{"nowhere", &fake{token: func() (int, string) { return 200, `{}` }}, "not safe to connect to", 1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			faked(t, tt.f, func(r *rig) {
				s := r.after(10 * time.Minute)
				r.want(s, Polling, "")
				if !strings.Contains(s.Why, tt.why) {
					t.Errorf("%q, %q", s.Why, s.Do)
				}
				if n := tt.f.count(wsToken); n > tt.most || n == 0 {
					t.Errorf("%d tokens", n)
				}
				for _, u := range tt.f.opened {
					if u.Host != "ws.test" {
						t.Errorf("connected to %v", u)
					}
				}
			})
		})
	}
}

func ticket(uri string) func() (int, string) {
	return func() (int, string) { return 200, `{"uri":"` + uri + `","ws_access_token":"ticket"}` }
}

func TestARecoveryThatIsRefusedIsForgotten(t *testing.T) {
	f := &fake{socket: func(ctx context.Context, p *wsPeer) {
		p.welcome(ctx)
		select {
		case <-ctx.Done():
		case <-time.After(20 * time.Second):
		}
	}}
	f.handshake = func(r *http.Request) *http.Response {
		if r.URL.Query().Has("wsc") {
			return respond(403, "")
		}
		return nil
	}
	faked(t, f, func(r *rig) {
		r.after(19 * time.Second)
		r.want(r.after(20*time.Second), Events, "")
		if len(f.opened) != 3 || f.opened[1].Query().Get("wsc") == "" || f.opened[2].Query().Has("wsc") {
			t.Errorf("%v", f.opened)
		}
	})
}

func TestTheNewestTokenRecovers(t *testing.T) {
	f := &fake{socket: func(ctx context.Context, p *wsPeer) {
		p.welcome(ctx)
		p.say(event("7", noCall))
		p.say(event("5", noCall)) // late
		select {
		case <-ctx.Done():
		case <-time.After(time.Second):
		}
	}}
	faked(t, f, func(r *rig) {
		r.after(10 * time.Second)
		if len(f.opened) < 2 || f.opened[1].Query().Get("wsc") != "t7" {
			t.Errorf("%v", f.opened)
		}
	})
}

func TestSecretsStayWhereTheyBelong(t *testing.T) {
	f := &fake{socket: func(ctx context.Context, p *wsPeer) { p.welcome(ctx) }}
	f.handshake = func(r *http.Request) *http.Response {
		if r.Header.Get("Authorization") != "" || r.Header.Get("User-Agent") != "rcfwd/test" || r.URL.Query().Get("access_token") != "ticket" {
			t.Errorf("%v %v", r.URL, r.Header)
		}
		return nil
	}
	faked(t, f, func(r *rig) {
		r.after(time.Minute)
		for _, e := range r.trace.Exchanges() {
			if all := e.Path + e.RequestBody + e.ResponseBody + e.Failure; strings.Contains(all, "ticket") || strings.Contains(all, "wsc=first") {
				t.Error(all)
			}
		}
		if len(f.opened) < 2 {
			t.Errorf("%v", f.opened)
		}
	})
}
