package sandbox

import (
	"net/http"
	"strings"
	"testing"
)

// FuzzRules checks that every body gets a rule or a refusal with a code, that
// an accepted body is what is read afterwards, and that sending back what was
// read changes nothing.
func FuzzRules(f *testing.F) {
	for _, body := range []string{
		``, `{}`, `[]`, `null`, `{"dispatching":null}`, `{"dispatching":{"type":"RingInOrder","actions":[null]}}`,
		dispatch("RingInOrder", apps, toMail), dispatch("RingAtOnce", group(`{"type":"X","\u0000":1e999}`), apps, toMail),
		`{"forwarding":{"rules":[{"index":1,"ringCount":2,"forwardingNumbers":[{"id":"711909004","x":1.0}]}],"rules":[]}}`,
		`{"forwarding":{"rules":[{"index":1e0}]},"greetings":[{}],"schedule":{"ref":"AfterHours"}}`, `{"":{"":""}}`,
		`{"name":"\ud800","forwarding":null,"unconditionalForwarding":{"phoneNumber":"+14155550160"}}`,
		flipBody(deskFlip, cabinFlip, `{"phoneNumber":"+14155550160","x":{"y":[1.50]}}`), flipBody(deskFlip, `{"id":null,"id":"803000005004"}`),
		`{"records":[{"type":"PhoneNumberRingTarget","destination":{"phoneNumber":"+15305550142"}},{"type":"AllMobileRingTarget"}]}`,
		interactionOf(weekly14, dispatch("Terminate", toMail)), interactionOf(`{"type":"X","y":1.50}`, dispatch("RingAtOnce", apps, toMail)),
	} {
		f.Add(body)
	}
	legacy := []string{businessRule, meetingRule}
	v2 := []string{workRule, myStateRules + "/after-hours", myStateRules + "/dnd", danaMeeting}
	f.Fuzz(func(t *testing.T, body string) {
		old, s := as(t, unlimited(t), "104"), as(t, onV2(t), "104")
		for _, path := range legacy {
			tryRule(t, old, "PUT", path, body)
		}
		for _, path := range v2 {
			tryRule(t, s, "PATCH", path, body)
		}
		tryRule(t, s, "PUT", myFlips, body)
		a := s.do("DELETE", myTargets, body)
		checkAnswer(t, "DELETE "+body, a)
		for _, path := range v2 {
			if !strings.Contains(s.do("GET", path, "").text, voiceMail) {
				t.Errorf("%q took the voicemail out of %s", body, path)
			}
		}
		digits := map[int]bool{}
		for _, n := range s.s.Numbers(danaID) {
			if n.Flip < 0 || n.Flip > maxFlip || n.Flip != 0 && digits[n.Flip] || normalize(n.PhoneNumber) != n.PhoneNumber {
				t.Errorf("%q made %+v", body, n)
			}
			digits[n.Flip] = true
		}
	})
}

func tryRule(t *testing.T, c *client, method, path, body string) {
	t.Helper()
	a := c.do(method, path, body)
	checkAnswer(t, method+" "+path+" "+body, a)
	if a.status != http.StatusOK {
		return
	}
	read := c.do("GET", path, "")
	if !strings.Contains(body, "showInactiveNumbers") && read.text != a.text {
		t.Errorf("%q: answered %s, read %s", body, a.text, read.text)
	}
	if back := c.do(method, path, read.text); back.status != http.StatusOK || back.text != read.text {
		t.Errorf("%q: read %s, sent back %s", body, read.text, back.text)
	}
}

func checkAnswer(t *testing.T, what string, a answer) {
	t.Helper()
	if refused := a.status >= 400 && a.status < 500 && a.code() != ""; a.status != http.StatusOK && !refused {
		t.Errorf("%s: %d %s", what, a.status, a.text)
	}
}
