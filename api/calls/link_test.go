package calls

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"rcfwd/api/sandbox"
)

func TestEventsOutOfOrder(t *testing.T) {
	watched(t, sandbox.Options{}, func(r *rig) {
		r.after(time.Second)
		r.InjectEventFaults(sandbox.Delay, 1) // the ringing comes after the answer
		id := r.start(sandbox.CallPlan{Rings: time.Second})
		r.after(900 * time.Millisecond)
		r.net.count("GET", "/presence")
		r.AnswerCall(id)
		r.want(r.after(200*time.Millisecond), Events, "connected")
		r.want(r.after(10*time.Second), Events, "connected")
		if n := r.net.count("GET", "/presence"); n != 0 {
			t.Errorf("presence was read %d times though nothing was missing in the end", n)
		}
	})
}

func TestEventsRepeated(t *testing.T) {
	watched(t, sandbox.Options{}, func(r *rig) {
		r.after(time.Second)
		r.net.count("GET", "")
		r.InjectEventFaults(sandbox.Repeat, 3)
		r.start(sandbox.CallPlan{Rings: 2 * time.Second, Lasts: 2 * time.Second})
		r.want(r.after(3*time.Second), Events, "connected")
		r.want(r.after(3*time.Second), Events, "")
		if n := r.net.count("GET", "/presence"); n != 0 {
			t.Errorf("presence was read %d times", n)
		}
	})
}

func TestAGapIsReadOnce(t *testing.T) {
	watched(t, sandbox.Options{}, func(r *rig) {
		r.after(time.Second)
		r.start(sandbox.CallPlan{})
		r.after(time.Second)
		r.net.count("GET", "/presence")
		r.InjectEventFaults(sandbox.Lose, 2)
		r.Storm("104", 10)
		r.want(r.after(2*time.Second), Events, "connected")
		if n := r.net.count("GET", "/presence"); n != 1 {
			t.Errorf("presence was read %d times for one gap", n)
		}
	})
}

func TestALostEventIsFoundOut(t *testing.T) {
	watched(t, sandbox.Options{}, func(r *rig) {
		r.after(time.Second)
		id := r.start(sandbox.CallPlan{})
		r.want(r.after(time.Second), Events, "connected")
		r.InjectEventFaults(sandbox.Lose, 5)
		r.EndCall(id)
		r.want(r.after(time.Second), Events, "connected") // nobody can know
		r.want(r.after(checkLive), Events, "")
	})
}

func TestAStormOfEvents(t *testing.T) {
	watched(t, sandbox.Options{}, func(r *rig) {
		r.after(time.Second)
		id := r.start(sandbox.CallPlan{})
		r.after(time.Second)
		r.net.count("GET", "")
		published := 0
		for range 3 {
			r.Storm("104", 1000)
			before := r.latest
			if s := r.after(time.Second); !sameShown(before, s) {
				published++
			}
		}
		r.EndCall(id)
		r.want(r.after(time.Second), Events, "")
		if n := r.net.count("GET", "/presence"); n > 2 || published > 1 {
			t.Errorf("%d reads, %d snapshots of the same", n, published)
		}
	})
}

func TestRecovery(t *testing.T) {
	watched(t, sandbox.Options{}, func(r *rig) {
		r.after(2 * time.Minute)
		r.DropSockets()
		s := r.after(time.Second)
		r.want(s, Polling, "")
		if !strings.Contains(s.Why, "tried again") {
			t.Error(s.Why)
		}
		id := r.start(sandbox.CallPlan{})
		r.want(r.after(time.Second+pollSoon), Events, "connected")
		r.EndCall(id)
		r.want(r.after(time.Second), Events, "")
		if got := r.line.hub.latest.Health.String(); got != "live" {
			t.Error(got)
		}
	})
}

func TestRecoveryThatFails(t *testing.T) {
	watched(t, sandbox.Options{}, func(r *rig) {
		r.after(2 * time.Minute)
		r.FailRecovery(1)
		r.DropSockets()
		id := r.start(sandbox.CallPlan{})
		r.want(r.after(10*time.Second), Events, "connected")
		r.EndCall(id)
		r.want(r.after(time.Second), Events, "")
	})
}

func TestTheNetworkIsGoneForAMinute(t *testing.T) {
	watched(t, sandbox.Options{}, func(r *rig) {
		r.after(time.Second)
		id := r.start(sandbox.CallPlan{})
		r.want(r.after(time.Minute), Events, "connected")
		r.net.cut(true)
		cut := time.Now()
		s := r.after(30 * time.Second)
		r.want(s, NoSource, "connected") // what was known last
		if s.UnreachableSince.Sub(cut) > time.Second || s.Why == "" || s.Do == "" {
			t.Errorf("%+v", s.Health)
		}
		r.EndCall(id)
		r.after(30 * time.Second)
		r.net.count("", "")
		r.net.cut(false)
		s = r.after(readRetryMax)
		if s.Source == NoSource || s.Live() || !s.UnreachableSince.IsZero() {
			t.Errorf("%+v", s)
		}
		r.want(r.after(time.Second), Events, "") // once something answers, the socket is tried as well
		if n := r.net.count("POST", "/wstoken"); n > 2 {
			t.Errorf("%d tokens", n)
		}
	})
}

func TestATokenThatIsRefusedIsReplaced(t *testing.T) {
	watched(t, sandbox.Options{}, func(r *rig) {
		r.after(time.Second)
		r.FailNext("GET", "/presence", sandbox.Fault{Kind: sandbox.Expire})
		r.line.Reload()
		r.want(r.after(10*time.Second), Events, "")
		r.start(sandbox.CallPlan{})
		r.want(r.after(10*time.Second), Events, "connected")
	})
}

func TestConnectingNeverStarvesTheSignIn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t, sandbox.Options{Limits: sandbox.DefaultLimits()})
		for range 20 {
			r.FailNext("POST", "/wstoken", sandbox.Fault{})
		}
		r.open()
		for minute := range 10 {
			r.after(time.Minute)
			if n := r.net.count("POST", "/wstoken"); n > 4 {
				t.Errorf("%d tokens in minute %d", n, minute)
			}
		}
		r.close()
	})
}

func TestADayOfEvents(t *testing.T) {
	watched(t, sandbox.Options{}, func(r *rig) {
		for hour := range 25 {
			r.start(sandbox.CallPlan{Lasts: time.Minute})
			r.want(r.after(30*time.Second), r.latestSource(), "connected")
			r.after(time.Hour)
			if hour > 0 && r.latest.Live() {
				t.Error(r.latest)
			}
		}
		if r.Sockets() != 1 {
			t.Errorf("%d sockets after a day", r.Sockets())
		}
	})
}

// latestSource is for whom it does not matter.
func (r *rig) latestSource() Source { return r.line.hub.latestSource() }

func (h *hub) latestSource() Source {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.latest.Source
}
