package api_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"testing"

	"rcfwd/api"
	"rcfwd/api/sandbox"
)

// Random edits of rules by the client, between random edits by somebody else: what
// the other did is never lost, no field that the client does not know changes, and
// in the end the client sees what is stored.
func TestRandomEditsOfRules(t *testing.T) {
	onBoth(t, func(t *testing.T, s *sandbox.Server, c *api.Client, rule string) {
		d := dice{t, rand.New(rand.NewPCG(7, 11))}
		saved, contested := 0, 0
		custom := map[string]string{"business-hours-rule": "807000001004", "work-hours": meeting}[rule]
		for i := range 160 {
			rule := []string{rule, custom}[i%2]
			saw := rulesOf(t, c)[rule]
			want := d.editing(saw, c)
			theirs := ""
			if d.IntN(3) == 0 {
				theirs = fmt.Sprintf(`"theirs":%d.0`, i)
				d.elses(s, rule, theirs)
			}
			strange := strangers(s.Rule(danaID, rule))
			_, err := c.SaveRule(t.Context(), saw, want)
			switch _, conflict := errors.AsType[*api.RuleConflict](err); {
			case conflict && theirs != "":
				contested++
			case err != nil:
				t.Fatalf("%d: %v\n%s", i, err, c.RulePreview(saw, want))
			case theirs == "" && c.RulePreview(saw, want) != "":
				saved++
			}
			text := s.Rule(danaID, rule)
			if theirs != "" && !strings.Contains(text, theirs) {
				t.Fatalf("%d: %s is lost", i, theirs)
			}
			d.keeps(strange, text, api.Diff(saw, want))
			if now := rulesOf(t, c)[rule]; err == nil && theirs == "" && len(api.Diff(want, now)) > 0 {
				t.Fatalf("%d: %v", i, api.Diff(want, now))
			}
		}
		if saved < 50 || contested < 16 {
			t.Errorf("%d saved, %d contested", saved, contested)
		}
	})
}

type dice struct {
	t *testing.T
	*rand.Rand
}

// editing does one to four edits that may be done, none of which takes anything out:
// what is taken takes its unknown fields along.
func (d dice) editing(r api.Rule, c *api.Client) api.Rule {
	for range 1 + d.IntN(4) {
		i := d.IntN(len(r.Steps))
		edits := []edit{
			down(i), longer(i, d.IntN(9)-4), api.Rule.Turn, api.Rule.SwitchApps,
			func(r api.Rule) (api.Rule, error) { return r.Move(i, -1-d.IntN(3)) },
			func(r api.Rule) (api.Rule, error) { return r.Lead(d.IntN(3) - 1) },
			func(r api.Rule) (api.Rule, error) {
				return r.Always([]api.TargetKind{api.OwnMobile, api.OwnDesktop}[d.IntN(2)])
			},
			func(r api.Rule) (api.Rule, error) {
				return r.EndWith(api.Ending{Kind: api.ToNumber, Phone: "+14155550150", Name: "Boat"})
			},
			func(r api.Rule) (api.Rule, error) { return r.EndWith(api.Ending{Kind: api.ToVoicemail}) },
			func(r api.Rule) (api.Rule, error) { return r.EndWith(api.Ending{Kind: api.ToAnnouncement}) },
			func(r api.Rule) (api.Rule, error) {
				return r.SendTo(api.Ending{Kind: api.ToExtension, ID: "801200401004"})
			},
			func(r api.Rule) (api.Rule, error) { return r.SendTo(api.Ending{Kind: api.ToVoicemail}) },
		}
		if r.Unit == api.InSeconds {
			edits = append(edits, switched(i))
		}
		if len(r.Steps[i].Targets) > 1 && i > 0 {
			edits = append(edits, split(i))
		}
		if edited, err := edits[d.IntN(len(edits))](r); err == nil {
			r = edited
		}
	}
	return r
}

// elses has somebody else change a rule: a length, and a field of tomorrow.
func (d dice) elses(s *sandbox.Server, rule, field string) {
	text := s.Rule(danaID, rule)
	text = regexp.MustCompile(`"theirs":\d+\.0`).ReplaceAllString(text, field)
	if !strings.Contains(text, field) {
		mode := regexp.MustCompile(`"(ringingMode|type)":"(Sequentially|Simultaneously|RingInOrder|RingAtOnce)"`)
		text = mode.ReplaceAllString(text, `$0,`+field)
	}
	s.Change(func(c *sandbox.Company) {
		if err := c.Extension("104").SetRule(rule, text); err != nil {
			d.t.Fatal(err)
		}
	})
}

// known are the fields that the client may write.
var knownFields = []string{
	"index", "ringCount", "enabled", "duration", "ringingMode", "notifyMySoftPhones", "softPhonesAlwaysRing", "softPhonesRingCount",
	"softPhonesPositionTop", "type", "ringingTargetType", "terminatingTargetType", "targets", "name", "destination", "phoneNumber",
	"dispatchingType", "rules", "forwardingNumbers", "actions", "forwarding", "dispatching", "theirs", "id", "extension", "device",
	"callHandlingAction", "voicemail", "recipient", "missedCall", "actionType", "externalNumber", "transfer", "unconditionalForwarding",
	"prompt", "greeting", "effectiveGreetingType", "preset",
}

// strangers are the members that the client does not know, as text, sorted.
func strangers(text string) []string {
	var found []string
	var walk func(raw json.RawMessage)
	walk = func(raw json.RawMessage) {
		var list []json.RawMessage
		var members map[string]json.RawMessage
		switch {
		case json.Unmarshal(raw, &list) == nil:
			for _, v := range list {
				walk(v)
			}
		case json.Unmarshal(raw, &members) == nil:
			for name, v := range members {
				if slices.Contains(knownFields, name) {
					walk(v)
				} else {
					found = append(found, name+":"+string(v))
				}
			}
		}
	}
	walk(json.RawMessage(text))
	slices.Sort(found)
	return found
}

func (d dice) keeps(before []string, text string, edits []string) {
	d.t.Helper()
	if now := strangers(text); !slices.Equal(now, before) {
		d.t.Fatalf("after %v:\n%q became\n%q", edits, before, now)
	}
}

// The same for numbers on a moved account: whatever the client does to its own,
// somebody else's are as they left them.
func TestRandomEditsOfMovedNumbers(t *testing.T) {
	s := moved(t)
	c := askingClient(t, s, s)
	d := dice{t, rand.New(rand.NewPCG(3, 5))}
	for i := range 100 {
		have := numbersOf(t, c)
		mark := fmt.Sprintf("theirs %d", i)
		s.Change(func(company *sandbox.Company) {
			for j, n := range company.Extension("104").Numbers {
				if n.Label == "Home" {
					company.Extension("104").Numbers[j].Extra = map[string]any{"theirs": mark}
				}
			}
		})
		if err := d.number(c, have, i); err != nil {
			if _, local := errors.AsType[api.Problem](err); !local {
				t.Fatalf("%d: %v", i, err)
			}
		}
		now := numbersOf(t, c)
		if home := labelled(t, now, "Home"); !strings.Contains(home.JSON(), mark) {
			t.Fatalf("%d: %s is lost in %s", i, mark, home.JSON())
		}
		d.agrees(s, now)
	}
}

// number does something to a number that is not Home.
func (d dice) number(c *api.Client, have []api.Number, i int) error {
	ctx := d.t.Context()
	own := slices.DeleteFunc(slices.Clone(have), func(n api.Number) bool { return n.Label == "Home" || n.Type == api.PhoneLine })
	pick := func() api.Number { return own[d.IntN(len(own))] }
	what := d.IntN(5)
	if len(own) < 3 {
		what = 0
	}
	switch label, phone := fmt.Sprintf("Boat %d", i), fmt.Sprintf("+1650556%04d", i); what {
	case 0:
		_, err := c.CreateNumber(ctx, api.NewNumber{Phone: phone, Label: label, Rules: []string{"work-hours", "after-hours"}[:d.IntN(3)]})
		if len(have) >= 9 {
			return c.RemoveNumber(ctx, pick().ID)
		}
		return err
	case 1:
		_, err := c.UpdateNumber(ctx, pick(), api.Change{Label: &label})
		return err
	case 2:
		_, err := c.UpdateNumber(ctx, pick(), api.Change{Phone: &phone})
		return err
	case 3:
		a, b := pick(), pick()
		if a.ID == b.ID || b.Flip == "" {
			return nil
		}
		return c.SwapFlip(ctx, a, b, have)
	}
	return c.RemoveNumbers(ctx, []string{pick().ID})[0].Err
}

// agrees holds what the client sees against what is stored.
func (d dice) agrees(s *sandbox.Server, numbers []api.Number) {
	d.t.Helper()
	stored := s.Numbers(danaID)
	for _, n := range numbers {
		work := strings.Contains(s.Rule(danaID, "work-hours"), n.Phone)
		rings := slices.ContainsFunc(n.Rings, func(r api.RuleRef) bool { return r.ID == "work-hours" })
		known := slices.ContainsFunc(stored, func(x sandbox.Number) bool { return x.PhoneNumber == n.Phone && x.Label == n.Label })
		if work != rings || n.Has(api.CallFlip) != known {
			d.t.Fatalf("%+v rings %v and is stored %v", n, work, known)
		}
	}
}
