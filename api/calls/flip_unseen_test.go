package calls

import (
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// session is a session of the outside party and the extension's own.
func session(other, own string, more ...string) string {
	return `{"id":"s-1","parties":[{"id":"p-0","direction":"Inbound","status":{"code":"` + other + `"}},
		{"id":"p-1","direction":"Inbound","extensionId":"7","to":{"phoneNumber":"+16505550100"},"status":{"code":"` + own + `"}}` + strings.Join(more, "") + `]}`
}

// A flip that RingCentral accepts says no more than what shows, and ends after a while
// with what can be done.
func TestFlip_saysWhatShowsOfAnAcceptedFlip(t *testing.T) {
	const rings = `,{"id":"p-2","direction":"Inbound","extensionId":"7","to":{"phoneNumber":"+16505550142"},"status":{"code":"Proceeding"}}`
	for name, test := range map[string]struct {
		session, presence string // once the flip is accepted
		steps             []string
	}{
		"nothing": {session("Answered", "Answered"), oneCall, []string{
			"Asking RingCentral to flip the call to the phone with digit 2.", "RingCentral accepted the flip.",
			"RingCentral accepted the flip 30 s ago, but no other phone has rung. The call has not moved.",
		}},
		"a hold in the session": {session("Hold", "Answered"), oneCall, []string{
			"Asking RingCentral to flip the call to the phone with digit 2.", "RingCentral accepted the flip.",
			"RingCentral accepted the flip and put the other party on hold.",
			"RingCentral accepted the flip 30 s ago and put the other party on hold, but no other phone has rung.",
		}},
		"another party in presence": {session("Answered", "Answered"), strings.Replace(oneCall, "p-1", "p-2", 1), []string{
			"Asking RingCentral to flip the call to the phone with digit 2.", "RingCentral accepted the flip.", "The call is on the other phone.",
		}},
		"a phone that rings": {session("Hold", "Answered", rings), oneCall, []string{
			"Asking RingCentral to flip the call to the phone with digit 2.", "RingCentral accepted the flip.", "The other phone is ringing.", "",
		}},
	} {
		t.Run(name, func(t *testing.T) {
			var accepted atomic.Bool
			f := &fake{token: func() (int, string) { return 403, `{"errorCode":"CMN-401"}` }}
			f.presence = func() (int, string) {
				if accepted.Load() {
					return 200, test.presence
				}
				return 200, oneCall
			}
			f.session = func(r *http.Request) (int, string) {
				switch {
				case r.Method == http.MethodPost:
					accepted.Store(true)
					return 200, `{}`
				case accepted.Load():
					return 200, test.session
				}
				return 200, session("Answered", "Answered")
			}
			withFake(t, f, func(r *rig) {
				call := r.advance(5 * time.Second).Calls[0]
				began, flip := time.Now(), r.monitor.Flip(r.Context(), &call, "2")
				for i, want := range test.steps {
					if want == "" { // it goes on ringing
						return
					}
					s := <-flip.Steps()
					if s.Words != want {
						t.Errorf("step %d: %s", i, s.Words)
					}
					if s.Stage == Unclear && (time.Since(began) < showTimeout || time.Since(began) > showTimeout+5*time.Second || !strings.Contains(s.Do, "dial *2")) {
						t.Errorf("%q after %v", s.Do, time.Since(began))
					}
				}
				if s, more := <-flip.Steps(); more {
					t.Errorf("one more: %s", s.Words)
				}
			})
		})
	}
}

// A call that was flipped says where it is.
func TestSnapshot_saysAtWhichNumberACallIs(t *testing.T) {
	f := &fake{token: func() (int, string) { return 403, `{"errorCode":"CMN-401"}` }}
	f.presence = func() (int, string) { return 200, oneCall }
	f.session = func(*http.Request) (int, string) { return 200, session("Answered", "Answered") }
	withFake(t, f, func(r *rig) {
		if c := r.advance(5 * time.Second).Calls[0]; c.Phone != "+16505550100" || c.DeviceID != "" {
			t.Errorf("%+v", c)
		}
	})
}
