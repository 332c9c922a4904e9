package api

import (
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"testing"

	"rcfwd/api/jsonobj"
	"rcfwd/api/rest"
)

// writtenRule writes a rule in the place of another.
func writtenRule(t *testing.T, c *Client, saw, want *Rule) (Applied, Snapshot) {
	t.Helper()
	d := new(Snapshot{CallHandling: saw.CallHandling, Rules: []Rule{*saw}}).Draft()
	if err := d.SetRule(want); err != nil {
		t.Fatal(err)
	}
	edits := d.Edits()
	if len(edits) != 1 {
		t.Fatalf("%d edits", len(edits))
	}
	done, next := c.Write(t.Context(), new(d.Base()), edits)
	return done[0], next
}

// A rule that was accepted and not stored as sent is a mismatch, on either call
// handling, and is done as the service made it.
func TestWriteRule_tellsWhatWasAcceptedAndNotApplied(t *testing.T) {
	for _, saw := range []Rule{newRule(t, demoRule), oldRule(t)} {
		c := newTestClient(func(r *http.Request) (*http.Response, error) {
			return answer(200, string(saw.raw)), nil // whatever is sent
		})
		want := edited(t, &saw, func(r Rule) (Rule, error) { return r.Lengthen(0, 1) })
		got, next := writtenRule(t, c, &saw, &want)
		mismatch, ok := errors.AsType[*RuleMismatch](got.Err)
		if !ok || got.State != Confirmed || len(mismatch.Differs) != 1 || !strings.Contains(Explain(got.Err).What, "but saved something else") {
			t.Errorf("%s: %v", got.State, got.Err)
		}
		if now, _ := next.Rule(saw.ID); outline(&now) != outline(&saw) {
			t.Errorf("%s", outline(&now))
		}
	}
}

// Texts of rules are cleaned at the door, and sent back as they came.
func TestRule_isCleanedForEyesAndSentAsItCame(t *testing.T) {
	r := newRule(t, strings.ReplaceAll(demoRule, `"name":"Cabin"`, `"name":"\u001b[31mCabin\u202e"`))
	if r.Steps[1].Targets[0].Name != "Cabin" {
		t.Errorf("%q", r.Steps[1].Targets[0].Name)
	}
	moved := edited(t, &r, func(r Rule) (Rule, error) { return r.Move(1, -1) })
	if body := string(encodedBody(t, moved.body(&r))); !strings.Contains(body, `"name":"\u001b[31mCabin\u202e"`) {
		t.Error(body)
	}
}

func encodedBody(t *testing.T, body jsonobj.Object) json.RawMessage {
	t.Helper()
	payload, err := new(rest.Request{Body: body}).Payload()
	if err != nil {
		t.Fatal(err)
	}
	return payload
}

// An answer that is not what was sent is not believed before the rule was read once
// more.
func TestWriteRule_readsOnceMoreWhenTheAnswerDiffers(t *testing.T) {
	state := func(on string) string {
		return strings.Replace(stateRuleText("dnd", phoneA), `"enabled":false}}`, `"enabled":`+on+`}}`, 1)
	}
	dnd := newRule(t, state("false"))
	custom, err := readInteractionRule(json.RawMessage(`{"id":"9","enabled":false,"conditions":[],"dispatching":{"type":"RingInOrder","actions":[]}}`))
	if err != nil {
		t.Fatal(err)
	}
	for name, test := range map[string]struct {
		rule         Rule
		change       func(*Draft) error
		before, want string // of the rule, and for a state the first is that of its answer
	}{
		"v1":     {oldRule(t), setting(t, "business-hours-rule", Rule.ToggleMode), demoLegacy, strings.Replace(demoLegacy, "Sequentially", "Simultaneously", 1)},
		"v2":     {newRule(t, demoRule), setting(t, "work-hours", Rule.ToggleMode), demoRule, strings.Replace(demoRule, "RingInOrder", "RingAtOnce", 1)},
		"custom": {custom, switching("9", true), string(custom.raw), strings.Replace(string(custom.raw), `"enabled":false`, `"enabled":true`, 1)},
		"state":  {dnd, switching("dnd", true), `{"id":"dnd","enabled":false}`, state("true")},
	} {
		for outcome, reading := range map[string]func() (*http.Response, error){
			"stored after all": func() (*http.Response, error) { return answer(200, test.want), nil },
			"not stored":       func() (*http.Response, error) { return answer(200, string(test.rule.raw)), nil },
			"not readable":     func() (*http.Response, error) { return answer(403, `{"errorCode":"CMN-408"}`), nil },
		} {
			var sent []string
			c := newTestClientOn(test.rule.CallHandling, func(r *http.Request) (*http.Response, error) {
				sent = append(sent, r.Method)
				if r.Method == http.MethodGet {
					return reading()
				}
				return answer(200, test.before), nil
			})
			s := Snapshot{CallHandling: test.rule.CallHandling, Rules: []Rule{test.rule}}
			d := s.Draft()
			apply(t, d, test.change)
			done, next := c.Write(t.Context(), &s, d.Edits())
			mismatch, differs := errors.AsType[*RuleMismatch](done[0].Err)
			want := map[string]EditState{"stored after all": Confirmed, "not stored": Confirmed, "not readable": Lost}[outcome]
			if len(sent) != 2 || sent[1] != http.MethodGet || done[0].State != want || errors.Is(done[0].Err, rest.ErrLost) != (want == Lost) {
				t.Errorf("%s, %s: %s, %v; sent %s", name, outcome, done[0].State, done[0].Err, sent)
			}
			if differs != (outcome == "not stored") || differs && len(mismatch.Differs) != 1 {
				t.Errorf("%s, %s: %v", name, outcome, done[0].Err)
			}
			if holds := next.Holds(done[0].Document, done[0].Want); holds != (outcome == "stored after all") {
				t.Errorf("%s, %s: the next snapshot holds it: %v", name, outcome, holds)
			}
		}
	}
}

// A change of a rule is one request when the answer is as sent.
func TestWriteRule_believesAnAnswerThatIsAsSent(t *testing.T) {
	saw := newRule(t, demoRule)
	sent := 0
	c := newTestClientOn(V2, func(r *http.Request) (*http.Response, error) {
		sent++
		return answer(200, strings.Replace(demoRule, "RingInOrder", "RingAtOnce", 1)), nil
	})
	got, next := writtenRule(t, c, &saw, new(edited(t, &saw, Rule.ToggleMode)))
	if now, _ := next.Rule("work-hours"); got.State != Confirmed || got.Err != nil || sent != 1 || now.Mode != AtOnce || next.Derived {
		t.Errorf("%s, %v after %d requests: %s", got.State, got.Err, sent, outline(&now))
	}
}
