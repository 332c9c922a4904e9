package calls

import (
	"context"
	"strconv"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"rcfwd/api/sandbox"
)

func TestSubscription_restartsSequence(t *testing.T) {
	var connections atomic.Int32
	f := &fake{socket: func(ctx context.Context, p *wsPeer) {
		p.accept(ctx)
		if connections.Add(1) == 1 {
			p.send(event("7", noCall))
			sleep(ctx, time.Second)
			return
		}
		sleep(ctx, time.Second)
		p.send(event("1", oneCall))
		waitForEnd(ctx)
	}}
	withFake(t, f, func(r *rig) { r.expect(new(r.advance(10*time.Second)), Events, "connected") })
}

func TestWatch_limitsSnapshotRate(t *testing.T) {
	f := &fake{socket: func(ctx context.Context, p *wsPeer) {
		p.accept(ctx)
		sleep(ctx, time.Second)
		for i := range 1000 {
			p.send(event(strconv.Itoa(i+1), []string{noCall, oneCall}[i%2]))
			sleep(ctx, time.Millisecond)
		}
		waitForEnd(ctx)
	}}
	synctest.Test(t, func(t *testing.T) {
		r := &rig{T: t}
		r.monitor, _ = f.monitor()
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

func TestEvent_withoutCallsCausesRead(t *testing.T) {
	var called atomic.Bool
	f := &fake{socket: func(ctx context.Context, p *wsPeer) {
		p.accept(ctx)
		sleep(ctx, 5*time.Second)
		called.Store(true)
		p.send(event("1", `{"telephonyStatus":"CallConnected"}`))
		waitForEnd(ctx)
	}}
	f.presence = func() (int, string) {
		if called.Load() {
			return 200, oneCall
		}
		return 200, noCall
	}
	withFake(t, f, func(r *rig) {
		r.expect(new(r.advance(4*time.Second)), Events, "")
		r.expect(new(r.advance(2*time.Second)), Events, "connected")
	})
}

func TestEvent_winsOverEarlierRead(t *testing.T) {
	f := &fake{}
	f.socket = func(ctx context.Context, p *wsPeer) {
		p.accept(ctx)
		sleep(ctx, time.Second)
		p.send(event("1", noCall))
		waitForEnd(ctx)
	}
	f.presence = func() (int, string) {
		if f.count(presencePath) == 2 { // the read after the subscription
			time.Sleep(2 * time.Second)
			return 200, oneCall
		}
		return 200, noCall
	}
	withFake(t, f, func(r *rig) { r.expect(new(r.advance(5*time.Second)), Events, "") })
}

func TestEvents_mayArriveOutOfOrder(t *testing.T) {
	withSandbox(t, sandbox.Options{}, func(r *rig) {
		r.advance(time.Second)
		r.InjectEventFaults(sandbox.Delay, 1) // the event of the ringing comes after that of the answer
		id := r.start(sandbox.CallPlan{Rings: time.Second})
		r.advance(900 * time.Millisecond)
		r.net.count("GET", "/presence")
		r.AnswerCall(id)
		r.expect(new(r.advance(200*time.Millisecond)), Events, "connected")
		r.expect(new(r.advance(10*time.Second)), Events, "connected")
		if n := r.net.count("GET", "/presence"); n != 0 {
			t.Errorf("presence was read %d times although no event was lost", n)
		}
	})
}

func TestEvents_mayRepeat(t *testing.T) {
	withSandbox(t, sandbox.Options{}, func(r *rig) {
		r.advance(time.Second)
		r.net.count("GET", "")
		r.InjectEventFaults(sandbox.Repeat, 3)
		r.start(sandbox.CallPlan{Rings: 2 * time.Second, Lasts: 2 * time.Second})
		r.expect(new(r.advance(3*time.Second)), Events, "connected")
		r.expect(new(r.advance(3*time.Second)), Events, "")
		if n := r.net.count("GET", "/presence"); n != 0 {
			t.Errorf("presence was read %d times", n)
		}
	})
}

func TestEvents_gapCausesOneRead(t *testing.T) {
	withSandbox(t, sandbox.Options{}, func(r *rig) {
		r.advance(time.Second)
		r.start(sandbox.CallPlan{})
		r.advance(time.Second)
		r.net.count("GET", "/presence")
		r.InjectEventFaults(sandbox.Lose, 2)
		r.Storm("104", 10)
		r.expect(new(r.advance(2*time.Second)), Events, "connected")
		if n := r.net.count("GET", "/presence"); n != 1 {
			t.Errorf("presence was read %d times for one gap", n)
		}
	})
}

func TestEvents_lastOneLostIsNoticed(t *testing.T) {
	withSandbox(t, sandbox.Options{}, func(r *rig) {
		r.advance(time.Second)
		id := r.start(sandbox.CallPlan{})
		r.expect(new(r.advance(time.Second)), Events, "connected")
		r.InjectEventFaults(sandbox.Lose, 5)
		r.EndCall(id)
		r.expect(new(r.advance(time.Second)), Events, "connected") // nothing shows it yet
		r.expect(new(r.advance(checkLive)), Events, "")
	})
}

// stormSize returns the number of events in a storm.
func stormSize() int {
	if testing.Short() {
		return 200
	}
	return 1000
}

func TestEvents_stormCausesNoReads(t *testing.T) {
	withSandbox(t, sandbox.Options{}, func(r *rig) {
		r.advance(time.Second)
		id := r.start(sandbox.CallPlan{})
		r.advance(time.Second)
		r.net.count("GET", "")
		published := 0
		for range 3 {
			r.Storm("104", stormSize())
			before := r.latest
			if s := r.advance(time.Second); !sameShown(&before, &s) {
				published++
			}
		}
		r.EndCall(id)
		r.expect(new(r.advance(time.Second)), Events, "")
		if n := r.net.count("GET", "/presence"); n > 2 || published > 1 {
			t.Errorf("%d reads, %d equal snapshots", n, published)
		}
	})
}
