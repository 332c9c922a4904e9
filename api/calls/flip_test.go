package calls

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"rcfwd/api/sandbox"
)

func TestFlipRun_waitsForPartyToEnd(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		run := &flipRun{flip: &Flip{steps: make(chan Step, 4)}, last: Step{Stage: Ending}, newParty: "3", ending: "3", endSent: time.Now()}
		var reported []string
		for range 4 {
			if !run.apply(t.Context(), observation{ringing, "3", ""}) {
				t.Fatal("the flip is over")
			}
			for len(run.flip.steps) > 0 {
				reported = append(reported, fmt.Sprint(time.Since(run.endSent), " ", (<-run.flip.steps).Words))
			}
			time.Sleep(endTimeout / 2)
		}
		if got := strings.Join(reported, "\n"); got != "15s rcfwd asked RingCentral to end a leg. The other phone is ringing." {
			t.Error(got)
		}
	})
}

// flip flips the sandbox's only call to a digit, and calls the functions of then
// when their stage is reached.
func (r *rig) flip(digit string, then map[Stage]func(*Flip)) (stages string, steps []Step) {
	r.Helper()
	s := r.advance(time.Second)
	if len(s.Calls) != 1 {
		r.Fatalf("calls %+v", s.Calls)
	}
	return r.follow(r.monitor.Flip(context.Background(), &s.Calls[0], digit), then)
}

func (r *rig) follow(f *Flip, then map[Stage]func(*Flip)) (string, []Step) {
	var (
		stages []string
		steps  []Step
	)
	for s := range f.Steps() {
		if s.Words == "" || s.At.IsZero() || !strings.HasSuffix(s.Words, ".") {
			r.Errorf("%+v", s)
		}
		if len(steps) == 0 || steps[len(steps)-1].Stage != s.Stage {
			stages = append(stages, fmt.Sprint(int(s.Stage)))
		}
		steps = append(steps, s)
		if do := then[s.Stage]; do != nil && (s.Stage != Phoning || s.Back != "") {
			delete(then, s.Stage)
			do(f)
		}
	}
	if len(steps) == 0 || !steps[len(steps)-1].Stage.Last() {
		r.Errorf("the last step does not end the flip: %+v", steps)
	}
	return strings.Join(stages, " "), steps
}

// stagePath returns stages as rig.flip does.
func stagePath(all ...Stage) string {
	var words []string
	for _, s := range all {
		words = append(words, fmt.Sprint(int(s)))
	}
	return strings.Join(words, " ")
}

func TestFlip_reportsStages(t *testing.T) {
	end := func(r *rig) func(*Flip) { return func(*Flip) { r.EndCall(r.Calls()[0].ID) } }
	cutFor := func(r *rig, d time.Duration) func(*Flip) {
		return func(*Flip) {
			r.net.cut(true)
			time.AfterFunc(d, func() { r.net.cut(false) })
		}
	}
	tests := []struct {
		name  string
		plan  sandbox.FlipPlan
		digit string
		set   func(*rig)
		then  func(*rig) map[Stage]func(*Flip)
		want  string
		words string // in the last step
	}{
		{name: "answered", want: stagePath(Asking, Phoning, Done), words: "on the other phone"},
		{name: "the digit alone", plan: sandbox.FlipPlan{BareDigit: true}, want: stagePath(Asking, Phoning, Done)},
		{name: "no such phone", digit: "8", want: stagePath(Asking, Failed), words: "no phone for *8 or 8"},
		{name: "no digit", digit: "", want: stagePath(Failed), words: "no flip digit"},
		{name: "no answer", plan: sandbox.FlipPlan{Unanswered: true}, want: stagePath(Asking, Phoning, Returned), words: "The other phone was not answered. The call is back here."},
		{name: "back", plan: sandbox.FlipPlan{Rings: time.Minute}, then: func(*rig) map[Stage]func(*Flip) {
			return map[Stage]func(*Flip){Phoning: (*Flip).Back}
		}, want: stagePath(Asking, Phoning, Ending, Returned), words: "has stopped ringing"},
		{name: "back after the answer", plan: sandbox.FlipPlan{Rings: time.Minute, HangUp: true}, then: func(r *rig) map[Stage]func(*Flip) {
			return map[Stage]func(*Flip){
				Phoning:   func(f *Flip) { time.Sleep(time.Minute); f.Back() },
				Undecided: (*Flip).Leave,
			}
		}, want: stagePath(Asking, Phoning, Answered, Undecided, Left)},
		{name: "end the old party", plan: sandbox.FlipPlan{HangUp: true}, then: func(*rig) map[Stage]func(*Flip) {
			return map[Stage]func(*Flip){Undecided: (*Flip).End}
		}, want: stagePath(Asking, Phoning, Answered, Undecided, Ending, Done)},
		{name: "leave the old party", plan: sandbox.FlipPlan{HangUp: true}, then: func(*rig) map[Stage]func(*Flip) {
			return map[Stage]func(*Flip){Answered: (*Flip).End, Undecided: (*Flip).Leave}
		}, want: stagePath(Asking, Phoning, Answered, Undecided, Left)},
		{name: "call ends during the request", set: func(r *rig) { r.endBefore("POST", "/flip") }, want: stagePath(Asking, Over)},
		{name: "call ends before the request", set: func(r *rig) { r.endBefore("GET", r.Calls()[0].ID) }, want: stagePath(Asking, Over)},
		{name: "call ends while the phone rings", plan: sandbox.FlipPlan{Rings: time.Minute}, then: func(r *rig) map[Stage]func(*Flip) {
			return map[Stage]func(*Flip){Phoning: end(r)}
		}, want: stagePath(Asking, Phoning, Over), words: "while the other phone rang"},
		{name: "call ends after the answer", plan: sandbox.FlipPlan{HangUp: true}, then: func(r *rig) map[Stage]func(*Flip) {
			return map[Stage]func(*Flip){Answered: end(r)}
		}, want: stagePath(Asking, Phoning, Answered, Over), words: "after the other phone had answered"},
		{name: "call ends during the decision", plan: sandbox.FlipPlan{HangUp: true}, then: func(r *rig) map[Stage]func(*Flip) {
			return map[Stage]func(*Flip){Undecided: end(r)}
		}, want: stagePath(Asking, Phoning, Answered, Undecided, Over)},
		{name: "call ends while the old party is ended", plan: sandbox.FlipPlan{HangUp: true}, then: func(r *rig) map[Stage]func(*Flip) {
			return map[Stage]func(*Flip){Undecided: func(f *Flip) { r.endBefore("DELETE", "-2"); f.End() }}
		}, want: stagePath(Asking, Phoning, Answered, Undecided, Ending, Over)},
		{name: "call ends while the ringing is ended", plan: sandbox.FlipPlan{Rings: time.Minute}, then: func(r *rig) map[Stage]func(*Flip) {
			return map[Stage]func(*Flip){Phoning: func(f *Flip) { r.endBefore("DELETE", "-3"); f.Back() }}
		}, want: stagePath(Asking, Phoning, Ending, Over)},
		{name: "lost answer", set: func(r *rig) { r.FailNext("POST", "/flip", sandbox.Fault{Kind: sandbox.DropAfter}) },
			want: stagePath(Asking, Phoning, Done)},
		{name: "lost request", set: func(r *rig) { r.FailNext("POST", "/flip", sandbox.Fault{Kind: sandbox.DropBefore}) },
			want: stagePath(Asking, Unclear), words: "answer was lost, and the call shows no flip"},
		{name: "lost answer to the end", plan: sandbox.FlipPlan{HangUp: true}, then: func(r *rig) map[Stage]func(*Flip) {
			return map[Stage]func(*Flip){Undecided: func(f *Flip) {
				r.FailNext("DELETE", "-2", sandbox.Fault{Kind: sandbox.DropAfter})
				f.End()
			}}
		}, want: stagePath(Asking, Phoning, Answered, Undecided, Ending, Done)},
		{name: "refused end", plan: sandbox.FlipPlan{Rings: time.Minute}, then: func(r *rig) map[Stage]func(*Flip) {
			return map[Stage]func(*Flip){Phoning: func(f *Flip) {
				r.FailNext("DELETE", "-3", sandbox.Fault{Status: 403, Code: "TAS-106", Message: "Operation is not allowed"})
				f.Back()
			}}
		}, want: stagePath(Asking, Phoning, Ending, Phoning, Done)},
		{name: "not allowed", set: func(r *rig) {
			r.FailNext("POST", "/flip", sandbox.Fault{Status: 403, Code: "TAS-106", Message: "Operation is not allowed"})
		}, want: stagePath(Asking, Failed), words: "does not allow this flip (TAS-106)"},
		{name: "conflict", set: func(r *rig) { r.FailNext("POST", "/flip", sandbox.Fault{Status: 409, Code: "TAS-102"}) },
			want: stagePath(Asking, Failed), words: "cannot flip the call now"},
		{name: "no CallControl", set: func(r *rig) { r.Change(func(c *sandbox.Company) { c.Revoke("CallControl") }) },
			want: stagePath(Asking, Failed), words: "needs the app permission CallControl"},
		{name: "service failure", set: func(r *rig) { r.FailNext("POST", "/flip", sandbox.Fault{}) },
			want: stagePath(Asking, Unclear)},
		{name: "no network", set: func(r *rig) { r.net.cut(true) }, want: stagePath(Asking, Failed), words: "connection"},
		{name: "no network for a minute", plan: sandbox.FlipPlan{Rings: 10 * time.Second}, then: func(r *rig) map[Stage]func(*Flip) {
			return map[Stage]func(*Flip){Phoning: cutFor(r, time.Minute)}
		}, want: stagePath(Asking, Phoning, Done)},
		{name: "network lost for good", then: func(r *rig) map[Stage]func(*Flip) {
			return map[Stage]func(*Flip){Phoning: func(*Flip) { r.net.cut(true) }}
		}, want: stagePath(Asking, Phoning, Unclear), words: "no longer be followed"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			withSandbox(t, sandbox.Options{Flips: tt.plan, Calls: []sandbox.CallPlan{{}}}, func(r *rig) {
				r.advance(time.Second)
				if tt.set != nil {
					tt.set(r)
				}
				var then map[Stage]func(*Flip)
				if tt.then != nil {
					then = tt.then(r)
				}
				digit := "2"
				if tt.digit != "" || strings.Contains(tt.name, "no digit") {
					digit = tt.digit
				}
				stages, steps := r.flip(digit, then)
				last := steps[len(steps)-1]
				if stages != tt.want || !strings.Contains(last.Words, tt.words) {
					for _, s := range steps {
						t.Logf("%d: %s %s %v", s.Stage, s.Words, s.Do, s.Err)
					}
					t.Errorf("stages %s, want %s", stages, tt.want)
				}
				posts := 0
				for _, q := range r.Requests() {
					if q.Method == "POST" && strings.HasSuffix(q.Path, "/flip") && q.Status == 200 {
						posts++
					}
				}
				if posts > 1 {
					t.Errorf("flipped %d times", posts)
				}
			})
		})
	}
}

// endBefore makes the other side hang up just before a request takes effect.
func (r *rig) endBefore(method, suffix string) {
	release := r.HoldBefore(method, suffix)
	id := r.Calls()[0].ID
	time.AfterFunc(5*time.Second, func() {
		r.EndCall(id)
		release()
	})
}

func TestFlip_endsWithContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t, sandbox.Options{Flips: sandbox.FlipPlan{Rings: time.Hour}, Calls: []sandbox.CallPlan{{}}})
		r.open()
		s := r.advance(time.Second)
		ctx, stop := context.WithCancel(t.Context())
		f := r.monitor.Flip(ctx, &s.Calls[0], "2")
		r.advance(10 * time.Second)
		stop()
		n := 0
		for range f.Steps() {
			n++
		}
		if n != 3 {
			t.Errorf("%d steps", n)
		}
		r.closeAll()
	})
}

func TestFlip_showsMovedCall(t *testing.T) {
	withSandbox(t, sandbox.Options{Calls: []sandbox.CallPlan{{}}}, func(r *rig) {
		before := r.advance(time.Second).Calls[0]
		r.flip("2", nil)
		s := r.advance(time.Second)
		r.expect(&s, Events, "connected")
		if c := s.Calls[0]; c.PartyID == before.PartyID || c.SessionID != before.SessionID || !c.Flippable() {
			t.Errorf("%+v", c)
		}
	})
}

func TestFlip_staysWithinLimitsWhilePolling(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t, sandbox.Options{Limits: sandbox.DefaultLimits(), Calls: []sandbox.CallPlan{{}}, Flips: sandbox.FlipPlan{Rings: 55 * time.Second}})
		r.Change(func(c *sandbox.Company) { c.Revoke("WebSocket") })
		r.open()
		if stages, _ := r.flip("2", nil); stages != stagePath(Asking, Phoning, Done) {
			t.Error(stages)
		}
		for _, q := range r.Requests() {
			if q.Status == 429 {
				t.Errorf("%+v", q)
			}
		}
		r.closeAll()
	})
}
