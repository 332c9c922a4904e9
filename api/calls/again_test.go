package calls

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"rcfwd/api/sandbox"
)

func TestANewSubscriptionCountsAnew(t *testing.T) {
	var connections atomic.Int32
	f := &fake{socket: func(ctx context.Context, p *wsPeer) {
		p.welcome(ctx)
		if connections.Add(1) == 1 {
			p.say(event("7", noCall))
			sleep(ctx, time.Second)
			return
		}
		sleep(ctx, time.Second)
		p.say(event("1", aCall))
		hold(ctx)
	}}
	faked(t, f, func(r *rig) { r.want(r.after(10*time.Second), Events, "connected") })
}

func TestWhatIsTooOldIsNotRecovered(t *testing.T) {
	f := &fake{socket: func(ctx context.Context, p *wsPeer) { p.welcome(ctx); sleep(ctx, time.Second) }}
	f.token = func() (int, string) {
		if n := f.count(wsToken); n > 1 && n < 8 {
			return 500, ""
		}
		return ticket("wss://ws.test/ws")()
	}
	faked(t, f, func(r *rig) {
		r.after(6 * time.Minute)
		if len(f.opened) < 2 || f.opened[1].Query().Has("wsc") {
			t.Errorf("%v", f.opened)
		}
	})
}

func TestAFaultInTheMiddleIsNoRefusal(t *testing.T) {
	f := &fake{socket: func(ctx context.Context, p *wsPeer) {
		p.welcome(ctx)
		sleep(ctx, time.Second)
		p.say(`[{"type":"Error","status":403},{"errorCode":"WSG-777"}]`)
		hold(ctx)
	}}
	faked(t, f, func(r *rig) {
		r.after(10 * time.Second)
		if len(f.opened) < 2 {
			t.Error("the connection was given up for good")
		}
	})
}

func TestWhoConnectsCanAsk(t *testing.T) {
	began := time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC) // as every bubble does
	f := &fake{socket: func(ctx context.Context, p *wsPeer) { p.welcome(ctx); hold(ctx) }}
	fails := func() bool { return time.Since(began) < 20*time.Second }
	f.token = func() (int, string) {
		if fails() {
			return 500, ""
		}
		return ticket("wss://ws.test/ws")()
	}
	f.presence = func() (int, string) {
		if fails() {
			return 500, ""
		}
		return 200, aCall
	}
	faked(t, f, func(r *rig) {
		r.want(r.after(29*time.Second), Events, "connected") // tokens are asked for at 0, 4, 12 and 28 s, calls at 14 and 30 s
	})
}

func TestAnEagerReaderIsSparedTheStorm(t *testing.T) {
	f := &fake{socket: func(ctx context.Context, p *wsPeer) {
		p.welcome(ctx)
		sleep(ctx, time.Second)
		for i := range 1000 {
			p.say(event(strconv.Itoa(i+1), []string{noCall, aCall}[i%2]))
			sleep(ctx, time.Millisecond)
		}
		hold(ctx)
	}}
	synctest.Test(t, func(t *testing.T) {
		r := &rig{T: t}
		r.line, _ = f.line()
		r.open()
		time.AfterFunc(5*time.Second, r.stop)
		n := 0
		var last Snapshot
		for last = range r.watch {
			n++
		}
		if n < 5 || n > 20 || last.states() != "connected" {
			t.Errorf("%d snapshots, the last with %q", n, last.states())
		}
	})
}

func TestPollingLeavesSomeToOthers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		limits := sandbox.DefaultLimits()
		limits.Light = 20
		r := newRig(t, sandbox.Options{Limits: limits, Calls: []sandbox.CallPlan{{}}})
		r.Change(func(c *sandbox.Company) { c.Revoke("WebSocket") })
		r.open()
		least := limits.Light
		for range 300 {
			r.after(time.Second)
			for _, g := range r.line.client.REST().Limits().Groups() {
				if strings.EqualFold(g.Name, "Light") {
					least = min(least, g.Remaining)
				}
			}
		}
		if n := r.net.count("GET", "/presence"); n < 5*4 || least < 4 {
			t.Errorf("%d reads in five minutes; at one time %d of %d requests were left to others", n, least, limits.Light)
		}
		r.close()
	})
}

func TestALegThatIsAskedToEndHasTimeTo(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := &flipRun{flip: &Flip{steps: make(chan Step, 4)}, last: Step{Stage: Ending}, newParty: "3", ending: "3", endSent: time.Now()}
		var told []string
		for range 4 {
			if !m.apply(t.Context(), observation{ringing, "3", ""}) {
				t.Fatal("the flip is over")
			}
			for len(m.flip.steps) > 0 {
				told = append(told, fmt.Sprint(time.Since(m.endSent), " ", (<-m.flip.steps).Words))
			}
			time.Sleep(endTimeout / 2)
		}
		if got := strings.Join(told, "\n"); got != "15s A leg was asked to end. The other phone rings." {
			t.Error(got)
		}
	})
}

func TestAnEventThatSaysTooLittleIsLookedUp(t *testing.T) {
	f := &fake{socket: func(ctx context.Context, p *wsPeer) {
		p.welcome(ctx)
		sleep(ctx, 5*time.Second)
		p.say(event("1", `{"telephonyStatus":"CallConnected"}`))
		hold(ctx)
	}}
	f.presence = func() (int, string) {
		if f.count(aPresence) > 2 {
			return 200, aCall
		}
		return 200, noCall
	}
	faked(t, f, func(r *rig) {
		r.want(r.after(4*time.Second), Events, "")
		r.want(r.after(2*time.Second), Events, "connected")
	})
}

func TestAnEventBeatsAnAnswerThatWasSentBefore(t *testing.T) {
	f := &fake{}
	f.socket = func(ctx context.Context, p *wsPeer) {
		p.welcome(ctx)
		sleep(ctx, time.Second)
		p.say(event("1", noCall))
		hold(ctx)
	}
	f.presence = func() (int, string) {
		if f.count(aPresence) == 2 { // the one that follows subscribing
			time.Sleep(2 * time.Second)
			return 200, aCall
		}
		return 200, noCall
	}
	faked(t, f, func(r *rig) { r.want(r.after(5*time.Second), Events, "") })
}
