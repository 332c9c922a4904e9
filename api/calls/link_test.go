package calls

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"rcfwd/api/sandbox"
)

func TestRecovery_endsWithItsWindow(t *testing.T) {
	f := &fake{socket: func(ctx context.Context, p *wsPeer) { p.accept(ctx); sleep(ctx, time.Second) }}
	f.token = func() (int, string) {
		if n := f.count(tokenPath); n > 1 && n < 8 {
			return 500, ""
		}
		return tokenFor("wss://ws.test/ws")()
	}
	withFake(t, f, func(r *rig) {
		r.advance(6 * time.Minute)
		if len(f.handshakes) < 2 || f.handshakes[1].Query().Has("wsc") {
			t.Errorf("%v", f.handshakes)
		}
	})
}

func TestLink_reconnectsAfterErrorFrame(t *testing.T) {
	f := &fake{socket: func(ctx context.Context, p *wsPeer) {
		p.accept(ctx)
		sleep(ctx, time.Second)
		p.send(`[{"type":"Error","status":403},{"errorCode":"WSG-777"}]`)
		waitForEnd(ctx)
	}}
	withFake(t, f, func(r *rig) {
		r.advance(10 * time.Second)
		if len(f.handshakes) < 2 {
			t.Errorf("%d connections; the link was not tried again", len(f.handshakes))
		}
	})
}

func TestLink_allowsReadAtOnceAfterConnecting(t *testing.T) {
	began := time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC) // when every bubble begins
	f := &fake{socket: func(ctx context.Context, p *wsPeer) { p.accept(ctx); waitForEnd(ctx) }}
	fails := func() bool { return time.Since(began) < 20*time.Second }
	f.token = func() (int, string) {
		if fails() {
			return 500, ""
		}
		return tokenFor("wss://ws.test/ws")()
	}
	f.presence = func() (int, string) {
		if fails() {
			return 500, ""
		}
		return 200, oneCall
	}
	withFake(t, f, func(r *rig) {
		r.expect(new(r.advance(29*time.Second)), Events, "connected") // tokens are requested at 0, 4, 12 and 28 s; without the link, calls at 14 and 30 s
	})
}

func TestRecovery_resumesEvents(t *testing.T) {
	withSandbox(t, sandbox.Options{}, func(r *rig) {
		r.advance(2 * time.Minute)
		r.DropSockets()
		s := r.advance(time.Second)
		r.expect(&s, Polling, "")
		if !strings.Contains(s.Why, "trying again") {
			t.Error(s.Why)
		}
		id := r.start(sandbox.CallPlan{})
		r.expect(new(r.advance(time.Second+pollSoon)), Events, "connected")
		r.EndCall(id)
		r.expect(new(r.advance(time.Second)), Events, "")
		if got := r.monitor.hub.latest.Health.String(); got != "live" {
			t.Error(got)
		}
	})
}

func TestRecovery_failureSubscribesAgain(t *testing.T) {
	withSandbox(t, sandbox.Options{}, func(r *rig) {
		r.advance(2 * time.Minute)
		r.FailRecovery(1)
		r.DropSockets()
		id := r.start(sandbox.CallPlan{})
		r.expect(new(r.advance(10*time.Second)), Events, "connected")
		r.EndCall(id)
		r.expect(new(r.advance(time.Second)), Events, "")
	})
}

func TestLink_survivesMinuteWithoutNetwork(t *testing.T) {
	withSandbox(t, sandbox.Options{}, func(r *rig) {
		r.advance(time.Second)
		id := r.start(sandbox.CallPlan{})
		r.expect(new(r.advance(time.Minute)), Events, "connected")
		r.net.cut(true)
		cut := time.Now()
		s := r.advance(30 * time.Second)
		r.expect(&s, NoSource, "connected") // the last known call
		if s.UnreachableSince.Sub(cut) > time.Second || s.Why == "" || s.Do == "" {
			t.Errorf("%+v", s.Health)
		}
		r.EndCall(id)
		r.advance(30 * time.Second)
		r.net.count("", "")
		r.net.cut(false)
		s = r.advance(readRetryMax)
		if s.Source == NoSource || s.Live() || !s.UnreachableSince.IsZero() {
			t.Errorf("%+v", s)
		}
		r.expect(new(r.advance(time.Second)), Events, "") // once a read succeeds, the socket is retried too
		if n := r.net.count("POST", "/wstoken"); n > 2 {
			t.Errorf("%d tokens", n)
		}
	})
}

func TestLink_requestsFewTokens(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t, sandbox.Options{Limits: sandbox.DefaultLimits()})
		for range 20 {
			r.FailNext("POST", "/wstoken", sandbox.Fault{})
		}
		r.open()
		for minute := range 10 {
			r.advance(time.Minute)
			if n := r.net.count("POST", "/wstoken"); n > 4 {
				t.Errorf("%d tokens in minute %d", n, minute)
			}
		}
		r.closeAll()
	})
}

func TestLink_lastsForADay(t *testing.T) {
	withSandbox(t, sandbox.Options{}, func(r *rig) {
		for hour := range 25 {
			r.start(sandbox.CallPlan{Lasts: time.Minute})
			r.expect(new(r.advance(30*time.Second)), r.latestSource(), "connected")
			r.advance(time.Hour)
			if hour > 0 && r.latest.Live() {
				t.Error(r.latest)
			}
		}
		if r.Sockets() != 1 {
			t.Errorf("%d sockets after a day", r.Sockets())
		}
	})
}

// latestSource returns the source of the newest snapshot, for tests where it does not
// matter.
func (r *rig) latestSource() Source { return r.monitor.hub.latestSource() }

func (h *hub) latestSource() Source {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.latest.Source
}

func TestRecovery_isForgottenWhenRefused(t *testing.T) {
	f := &fake{socket: func(ctx context.Context, p *wsPeer) {
		p.accept(ctx)
		sleep(ctx, 20*time.Second)
	}}
	f.handshake = func(r *http.Request) *http.Response {
		if r.URL.Query().Has("wsc") {
			return response(403, "")
		}
		return nil
	}
	withFake(t, f, func(r *rig) {
		r.advance(19 * time.Second)
		r.expect(new(r.advance(20*time.Second)), Events, "")
		if len(f.handshakes) != 3 || f.handshakes[1].Query().Get("wsc") == "" || f.handshakes[2].Query().Has("wsc") {
			t.Errorf("%v", f.handshakes)
		}
	})
}

func TestRecovery_usesNewestToken(t *testing.T) {
	f := &fake{socket: func(ctx context.Context, p *wsPeer) {
		p.accept(ctx)
		p.send(event("7", noCall))
		p.send(event("5", noCall)) // arrives late
		sleep(ctx, time.Second)
	}}
	withFake(t, f, func(r *rig) {
		r.advance(10 * time.Second)
		if len(f.handshakes) < 2 || f.handshakes[1].Query().Get("wsc") != "t7" {
			t.Errorf("%v", f.handshakes)
		}
	})
}
