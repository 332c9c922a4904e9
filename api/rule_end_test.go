package api_test

import (
	"strings"
	"testing"

	"rcfwd/api"
	"rcfwd/api/sandbox"
)

var someEndings = []api.Fallback{
	{Kind: api.ToNumber, Phone: "+14155550150"}, {Kind: api.ToNumber, Phone: "+14155550151"}, {Kind: api.ToExtension, ID: "801200401004"},
	{Kind: api.ToAnnouncement}, {Kind: api.ToVoicemail}, {Kind: api.ToExtension, ID: "801200401004"}, {Kind: api.ToVoicemail},
}

// Where calls go that no one answers, and those that ring nowhere, is changed on either
// call handling, read again as it was asked for, and nothing else changes.
func TestWriteRule_changesWhereCallsGo(t *testing.T) {
	off := map[string]string{"business-hours-rule": "after-hours-rule", "work-hours": "after-hours"}
	onBoth(t, func(t *testing.T, s *sandbox.Server, c *api.Client, rule string) {
		save := func(id string, edits ...edit) api.Rule {
			t.Helper()
			saw := rulesOf(t, c)[id]
			want := after(t, &saw, edits...)
			strange := strangers(s.Rule(danaID, id))
			got, err := saveRule(t, c, &saw, &want)
			if err != nil || len(api.Diff(&want, &got)) > 0 {
				t.Fatalf("%v, %v", err, api.Diff(&want, &got))
			}
			dice{t: t}.keeps(strange, s.Rule(danaID, id), api.Diff(&saw, &want))
			if again := rulesOf(t, c)[id]; len(api.Diff(&want, &again)) > 0 {
				t.Errorf("%v", api.Diff(&want, &again))
			}
			return got
		}
		endings := someEndings
		if testing.Short() {
			endings = endings[1:5] // one of each kind
		}
		for _, e := range endings {
			save(rule, func(r api.Rule) (api.Rule, error) { return r.EndWith(e) })
			if now := rulesOf(t, c)[rule]; e.Kind == api.ToExtension && now.NoAnswer.Name != "Marcus Bell" {
				t.Errorf("%+v has no name", now.NoAnswer)
			}
			got := save(off[rule], func(r api.Rule) (api.Rule, error) { return r.SendTo(e) })
			if got.Mode != api.NoRinging || got.Destination.Words() == "nothing more" {
				t.Errorf("%+v", got.Destination)
			}
		}
		if got := save(off[rule], api.Rule.ToggleMode); got.Mode != api.InOrder || len(got.Steps) < 2 {
			t.Errorf("%+v", got)
		}
		for _, id := range []string{rule, off[rule]} {
			kept := rulesOf(t, c)[id]
			for _, e := range endings {
				now := save(id, func(r api.Rule) (api.Rule, error) { return r.EndWith(e) })
				back, err := api.ReadRule(kept.CallHandling, kept.Record())
				if err != nil {
					t.Fatal(err)
				}
				if _, err := saveRule(t, c, &now, &back); err != nil || !api.SameRule(rulesOf(t, c)[id], kept) {
					t.Errorf("%+v is not taken back: %v", e, err)
				}
			}
		}
	})
}

// Work hours whose calls go elsewhere at once, as the service may have them, can ring
// again or go somewhere else.
func TestWriteRule_letsWorkHoursRingAgain(t *testing.T) {
	s := calm(t)
	c := askingClient(t, s, s)
	change(t, s, "business-hours-rule", `"ForwardCalls"`, `"TakeMessagesOnly"`)
	saw := rulesOf(t, c)["business-hours-rule"]
	if saw.Mode != api.NoRinging || saw.Destination.Kind != api.ToVoicemail || saw.Fixed != "" {
		t.Fatalf("%+v", saw)
	}
	toNumber := func(r api.Rule) (api.Rule, error) {
		return r.SendTo(api.Fallback{Kind: api.ToNumber, Phone: "+14155550150"})
	}
	away, err := saveRule(t, c, &saw, new(after(t, &saw, toNumber)))
	if err != nil || away.Destination.Phone != "+14155550150" {
		t.Fatalf("%+v, %v", away.Destination, err)
	}
	back, err := saveRule(t, c, &away, new(after(t, &away, api.Rule.ToggleMode, down(0))))
	if err != nil || back.Mode != api.InOrder || !strings.Contains(s.Rule(danaID, "business-hours-rule"), `"callHandlingAction":"ForwardCalls"`) {
		t.Errorf("%+v, %v", back, err)
	}
}

// On v1 another extension may take the messages.
func TestWriteRule_leavesMessagesToAnotherExtension(t *testing.T) {
	t.Parallel()
	s := calm(t)
	c := askingClient(t, s, s)
	for _, id := range []string{"business-hours-rule", "after-hours-rule", "807000001004"} {
		saw := rulesOf(t, c)[id]
		other := api.Fallback{Kind: api.ToVoicemail, ID: "801200401004"}
		want := after(t, &saw, func(r api.Rule) (api.Rule, error) { return r.EndWith(other) })
		got, err := saveRule(t, c, &saw, &want)
		if err != nil || !strings.Contains(s.Rule(danaID, id), `"voicemail":{"enabled":true,"recipient":{"id":"801200401004"}}`) {
			t.Fatalf("%v\n%s", err, s.Rule(danaID, id))
		}
		if now := rulesOf(t, c)[id]; now.NoAnswer.Words() != "voicemail of Marcus Bell" {
			t.Errorf("%+v", now.NoAnswer)
		}
		back := after(t, &got, func(r api.Rule) (api.Rule, error) { return r.EndWith(api.Fallback{Kind: api.ToVoicemail}) })
		if _, err := saveRule(t, c, &got, &back); err != nil || !api.SameRule(rulesOf(t, c)[id], saw) {
			t.Errorf("%v\n%s", err, s.Rule(danaID, id))
		}
	}
	other := onV2(t)
	work := rulesOf(t, askingClient(t, other, other))["work-hours"]
	if _, err := work.EndWith(api.Fallback{Kind: api.ToVoicemail, ID: "801200401004"}); err == nil {
		t.Error("a new account has a voicemail of others")
	}
}

func TestWriteRule_takesAnotherEndingForAConflict(t *testing.T) {
	onBoth(t, func(t *testing.T, s *sandbox.Server, c *api.Client, rule string) {
		saw := rulesOf(t, c)[rule]
		end := func(e api.Fallback) api.Rule {
			return after(t, &saw, func(r api.Rule) (api.Rule, error) { return r.EndWith(e) })
		}
		if _, err := saveRule(t, c, &saw, new(end(someEndings[0]))); err != nil {
			t.Fatal(err)
		}
		_, err := saveRule(t, c, &saw, new(end(someEndings[3])))
		if err == nil || !strings.Contains(err.Error(), "when unanswered: forwarded to +14155550150") {
			t.Errorf("%v", err)
		}
	})
}
