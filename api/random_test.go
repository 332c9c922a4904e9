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

// rounds is how often a random test repeats: n times, or an eighth of it with -short.
func rounds(n int) int {
	if testing.Short() {
		return n / 8
	}
	return n
}

// Random edits of rules by the client, between random edits by another user: what
// the other did is never lost, no field that the client does not know changes, and
// in the end the client sees what is stored.
func TestRules_surviveRandomEdits(t *testing.T) {
	onBoth(t, func(t *testing.T, s *sandbox.Server, c *api.Client, rule string) {
		d := dice{t, rand.New(rand.NewPCG(7, 11))}
		saved, contested := 0, 0
		custom := map[string]string{"business-hours-rule": "807000001004", "work-hours": meeting}[rule]
		for i := range rounds(160) {
			rule := []string{rule, custom}[i%2]
			saw := rulesOf(t, c)[rule]
			want := d.editing(&saw)
			theirs := ""
			if d.IntN(3) == 0 {
				theirs = fmt.Sprintf(`"theirs":%d.0`, i)
				d.elses(s, rule, theirs)
			}
			strange := strangers(s.Rule(danaID, rule))
			_, err := saveRule(t, c, &saw, &want)
			switch _, conflict := errors.AsType[*api.RuleConflict](err); {
			case conflict && theirs != "":
				contested++
			case err != nil:
				t.Fatalf("%d: %v", i, err)
			case theirs == "" && !api.SameRule(saw, want):
				saved++
			}
			text := s.Rule(danaID, rule)
			if theirs != "" && !strings.Contains(text, theirs) {
				t.Fatalf("%d: %s is lost", i, theirs)
			}
			d.keeps(strange, text, api.Diff(&saw, &want))
			now := rulesOf(t, c)[rule]
			if err == nil && theirs == "" && len(api.Diff(&want, &now)) > 0 {
				t.Fatalf("%d: %v", i, api.Diff(&want, &now))
			}
			if shown, stored := shownOutline(&now), storedOutline(text); shown != stored {
				t.Fatalf("%d: the client shows\n%s\nof\n%s", i, shown, stored)
			}
		}
		if saved < rounds(50) || contested < rounds(16) {
			t.Errorf("%d saved, %d contested", saved, contested)
		}
	})
}

// shownOutline is the ring order as the client shows it: who rings together, and for how
// long.
func shownOutline(r *api.Rule) string {
	var lines []string
	for _, s := range r.Steps {
		if !s.On && r.Unit == api.InRings {
			continue
		}
		var keys []string
		for _, t := range s.Targets {
			key := t.ID
			if key == "" && t.Kind == api.NumberTarget {
				key = t.Phone
			}
			keys = append(keys, key)
		}
		lines = append(lines, fmt.Sprint(keys, s.Length, s.On || r.Unit == api.InRings))
	}
	return strings.Join(lines, "\n")
}

// storedOutline is the same of a rule as the service stores it.
func storedOutline(text string) string {
	type target struct {
		ID                string
		Destination       struct{ PhoneNumber string }
		Extension, Device struct{ ID string }
	}
	var stored struct {
		Forwarding struct {
			Rules []struct {
				Index, RingCount  int
				ForwardingNumbers []target
			}
		}
		Dispatching struct {
			Actions []struct {
				Type     string
				Enabled  bool
				Duration int
				Targets  []target
			}
		}
	}
	if err := json.Unmarshal([]byte(text), &stored); err != nil {
		return err.Error()
	}
	keys := func(targets []target) []string {
		var all []string
		for _, t := range targets {
			all = append(all, t.ID+t.Destination.PhoneNumber+t.Extension.ID+t.Device.ID)
		}
		return all
	}
	var lines []string
	for _, s := range stored.Forwarding.Rules {
		lines = append(lines, fmt.Sprint(keys(s.ForwardingNumbers), s.RingCount, true))
	}
	for _, a := range stored.Dispatching.Actions {
		if a.Type == "RingGroupAction" {
			lines = append(lines, fmt.Sprint(keys(a.Targets), a.Duration, a.Enabled))
		}
	}
	return strings.Join(lines, "\n")
}

type dice struct {
	t *testing.T
	*rand.Rand
}

// editing does one to four edits that may be done, none of which takes anything out:
// what is taken takes its unknown fields along.
func (d dice) editing(was *api.Rule) api.Rule {
	r := *was
	for range 1 + d.IntN(4) {
		i := d.IntN(len(r.Steps))
		edits := []edit{
			down(i), longer(i, d.IntN(9)-4), api.Rule.ToggleMode, api.Rule.SwitchApps,
			func(r api.Rule) (api.Rule, error) { return r.Move(i, -1-d.IntN(3)) },
			func(r api.Rule) (api.Rule, error) { return r.HeadStart(d.IntN(3) - 1) },
			func(r api.Rule) (api.Rule, error) {
				return r.RingToEnd([]api.TargetKind{api.OwnMobile, api.OwnDesktop}[d.IntN(2)])
			},
			func(r api.Rule) (api.Rule, error) {
				return r.EndWith(api.Fallback{Kind: api.ToNumber, Phone: "+14155550150", Name: "Boat"})
			},
			func(r api.Rule) (api.Rule, error) { return r.EndWith(api.Fallback{Kind: api.ToVoicemail}) },
			func(r api.Rule) (api.Rule, error) { return r.EndWith(api.Fallback{Kind: api.ToAnnouncement}) },
			func(r api.Rule) (api.Rule, error) {
				return r.SendTo(api.Fallback{Kind: api.ToExtension, ID: "801200401004"})
			},
			func(r api.Rule) (api.Rule, error) { return r.SendTo(api.Fallback{Kind: api.ToVoicemail}) },
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

// elses has another user change a rule: a length, and a field of tomorrow.
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

// The same for numbers: whatever the client does to its own, those of another user are
// as that user left them, and what the client shows is what is stored.
func TestNumbers_surviveRandomEdits(t *testing.T) {
	onBoth(t, func(t *testing.T, s *sandbox.Server, c *api.Client, _ string) {
		d := dice{t, rand.New(rand.NewPCG(3, 5))}
		for i := range rounds(100) {
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
				if _, local := errors.AsType[api.ValidationError](err); !local {
					t.Fatalf("%d: %v", i, err)
				}
			}
			now := numbersOf(t, c)
			if home := labelled(t, now, "Home"); !strings.Contains(home.JSON(), mark) {
				t.Fatalf("%d: %s is lost in %s", i, mark, home.JSON())
			}
			d.agrees(s, c, now)
		}
	})
}

// number does something to a number that is not Home.
func (d dice) number(c *api.Client, have []api.Number, i int) error {
	own := slices.DeleteFunc(slices.Clone(have), func(n api.Number) bool { return n.Label == "Home" || n.Type == api.PhoneLine })
	pick := func() api.Number { return own[d.IntN(len(own))] }
	what := d.IntN(5)
	if len(own) < 3 {
		what = 0
	}
	switch label, phone := fmt.Sprintf("Boat %d", i), fmt.Sprintf("+1650556%04d", i); what {
	case 0:
		if len(have) >= 9 {
			return removeNumber(d.t, c, pick().ID)
		}
		n := api.NewNumber{Phone: phone, Label: label}
		if c.KnownCallHandling() == api.V2 {
			n.Rules = []string{"work-hours", "after-hours"}[:d.IntN(3)]
		}
		_, err := create(d.t, c, &n)
		return err
	case 1:
		_, err := update(d.t, c, new(pick()), api.Change{Label: &label})
		return err
	case 2:
		_, err := update(d.t, c, new(pick()), api.Change{Phone: &phone})
		return err
	case 3:
		a, b := pick(), pick()
		if a.ID == b.ID || b.Flip == "" {
			return nil
		}
		return swap(d.t, c, &a, &b)
	}
	ids := []string{pick().ID}
	if c.KnownCallHandling() == api.V2 && d.IntN(2) == 0 {
		return remove(d.t, c, ids, []api.Feature{api.CallFlip, api.CallForwarding}[d.IntN(2)])
	}
	return remove(d.t, c, ids)
}

// agrees holds what the client sees against what is stored.
func (d dice) agrees(s *sandbox.Server, c *api.Client, numbers []api.Number) {
	d.t.Helper()
	stored := s.Numbers(danaID)
	listed := slices.DeleteFunc(slices.Clone(numbers), func(n api.Number) bool { return strings.HasPrefix(n.ID, "target:") })
	if len(listed) != len(stored) {
		d.t.Fatalf("%d numbers are shown of %d", len(listed), len(stored))
	}
	for i, n := range listed {
		if x := stored[i]; n.ID != x.ID || n.Phone != x.PhoneNumber || n.Label != x.Label || n.Flip != strings.Trim(fmt.Sprint(x.Flip), "0") {
			d.t.Fatalf("%+v is stored as %+v", n, x)
		}
	}
	if c.KnownCallHandling() != api.V2 {
		return
	}
	for _, n := range numbers {
		work := strings.Contains(s.Rule(danaID, "work-hours"), n.Phone)
		rings := slices.ContainsFunc(n.Rings, func(r api.RuleRef) bool { return r.ID == "work-hours" })
		known := slices.ContainsFunc(stored, func(x sandbox.Number) bool { return x.PhoneNumber == n.Phone && x.Label == n.Label })
		if work != rings || n.Has(api.CallFlip) != known {
			d.t.Fatalf("%+v rings %v and is stored %v", n, work, known)
		}
	}
}
