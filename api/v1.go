package api

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"rcfwd/api/jsonobj"
	"rcfwd/api/rest"
)

// v1 is legacy call handling: each forwarding number and each answering rule is a
// document of its own (dossier sections 7 and 9).
type v1 struct{}

const numbersPath = "forwarding-number"

func (*v1) capabilities() Capabilities {
	return Capabilities{
		Types: []Type{Other, Mobile, Home, Work, PhoneLine}, PicksDigit: true, OtherMailbox: true, RulePermission: PermissionEditRules, Unit: InRings,
	}
}

func (*v1) merged(s *Snapshot) Snapshot { return new(s.withForwardAll()).withWorkHours() }

// withWorkHours returns s whose rule of work hours has these, where both were read.
func (was *Snapshot) withWorkHours() Snapshot {
	s := *was
	i := slices.IndexFunc(s.Rules, func(r Rule) bool { return r.Kind == WorkHours })
	if i < 0 || s.hours == nil || string(s.Rules[i].hours) == string(s.hours) {
		return s
	}
	s.Rules = slices.Clone(s.Rules)
	s.Rules[i] = s.Rules[i].withHours(s.hours)
	return s
}

func (h *v1) read(ctx context.Context, c *Client, base *Snapshot, need Need) (Snapshot, error) {
	s := Snapshot{CallHandling: V1}
	wholeRules := need.Rules || needsRulesBeyond(base, V1, need)
	var numbersErr, rulesErr error
	var reads rest.PanicGroup
	if need.Numbers || need.Digits {
		reads.Go(func() { s.Numbers, s.UnreadNumbers, numbersErr = c.numbersV1(ctx) })
	}
	if wholeRules {
		reads.Go(func() { s.Rules, s.UnreadRules, rulesErr = c.rulesV1(ctx) })
	} else if len(need.RuleIDs) > 0 {
		s.UnreadRules, s.Derived = base.UnreadRules, base.Derived
		reads.Go(func() { s.Rules, rulesErr = c.someRules(ctx, base, need.RuleIDs) })
	}
	var forwardErr, hoursErr error
	if need.Hours {
		reads.Go(func() { s.hours, hoursErr = c.readHours(ctx) })
	}
	if need.ForwardAll {
		reads.Go(func() { s.ForwardAll, forwardErr = c.forwardAllV1(ctx) })
	}
	reads.Wait()
	for _, r := range s.Rules {
		if r.forwardsAllV1() { // it was read alone
			s.ForwardAll = &r
		}
	}
	if failure, ok := errors.AsType[*rest.Error](forwardErr); ok && failure.Status == http.StatusForbidden {
		s.ForwardAllRefused, forwardErr = forwardErr, nil
	}
	if forwardErr != nil && wholeRules {
		s.UnreadRules = append(s.UnreadRules, Unread{Name: "Forward all calls", Fields: []string{"state"}})
	}
	switch {
	case numbersErr != nil:
		return s, numbersErr
	case hoursErr != nil:
		return s, hoursErr
	case rulesErr == nil:
		return s, nil
	case !rest.Declined(rulesErr) || rest.Is(rulesErr, "CMN-468") || !wholeRules || !need.Numbers && !need.Digits:
		return s, rulesErr
	}
	s.Rules, s.RulesRefused = nil, rulesErr
	return s, nil
}

// numbersV1 follows pages to the end. A list that is empty is not nil.
func (c *Client) numbersV1(ctx context.Context) ([]Number, []Unread, error) {
	records, err := c.list(ctx, &rest.Request{
		Op: opListNumbers, Method: http.MethodGet, Path: c.extensionPath(numbersPath), Query: perPage(100),
	})
	if err != nil {
		return nil, nil, err
	}
	numbers, unread, err := readAll(opListNumbers, records, readLegacyNumber)
	if err != nil {
		return nil, nil, err
	}
	numbers = append([]Number{}, unique(numbers, func(n Number) string { return n.ID })...)
	return numbers, append(unread, unreadParts(numbers)...), nil
}

// rulesV1 asks for numbers that do not ring, too, although the schema has that
// parameter for a single rule only: where it is not understood they are not shown.
func (c *Client) rulesV1(ctx context.Context) ([]Rule, []Unread, error) {
	records, err := c.list(ctx, &rest.Request{
		Op: opListRules, Method: http.MethodGet, Path: c.extensionPath(legacyRulesPath),
		Query: url.Values{"view": {"Detailed"}, "showInactiveNumbers": {"true"}, "perPage": {"100"}},
	})
	if err != nil {
		return nil, nil, err
	}
	return readRules(opListRules, records, readAnsweringRule)
}

// add leaves the order of numbers to the service.
func (h *v1) add(d *Draft, id string, n *NewNumber, _ Restored) error {
	body, _ := jsonobj.Read(jsonOf(n.body()))
	if n.NoDigit {
		body = body.With("flipNumber", "")
	}
	number, err := readLegacyNumber(body.With("id", id).Raw())
	if err != nil {
		return err
	}
	number.Features = []Feature{CallForwarding, CallFlip}
	if number.Type.Predefined() {
		number.Label = string(number.Type)
	}
	number.raw = body.Raw()
	d.now.Numbers = append(slices.Clone(d.now.Numbers), number)
	return nil
}

func (h *v1) change(d *Draft, n *Number, c Change) error {
	if found := CheckChange(n, c, withoutHolder(d.now.Numbers, c.Flip)); len(found) > 0 {
		return found[0] // of the digit only whether there is such a one: two may be exchanged
	}
	w, _ := jsonobj.Read(n.raw)
	for _, f := range []struct {
		name  string
		value *string
	}{{"phoneNumber", c.Phone}, {"label", c.Label}, {"flipNumber", c.Flip}} {
		if f.value != nil && w.Text(f.name) != *f.value {
			w = w.With(f.name, *f.value)
		}
	}
	changed := c.Of(n)
	changed.raw = w.Raw()
	d.now.Numbers = slices.Clone(d.now.Numbers)
	d.now.Numbers[d.numberIndex(n.ID)] = changed
	return nil
}

// withoutHolder is have as if no number held a digit, which a draft may be about to
// exchange. It is not inlined: its copies would make the program larger.
//
//go:noinline
func withoutHolder(have []Number, digit *string) []Number {
	if digit == nil {
		return have
	}
	have = slices.Clone(have)
	for i := range have {
		if have[i].Flip == *digit {
			have[i].Flip = ""
		}
	}
	return have
}

// remove also takes the number out of the rules of the draft, as the service does by
// itself (dossier section 14, an inference).
func (h *v1) remove(d *Draft, n *Number, from []Feature) error {
	if len(from) == 1 {
		return validationErrorf("On this account a number serves forwarding and call flip together. Remove it as a whole.")
	}
	d.now.Numbers = slices.DeleteFunc(slices.Clone(d.now.Numbers), func(m Number) bool { return m.ID == n.ID })
	rings := func(t Target) bool { return t.Kind == NumberTarget && t.ID == n.ID }
	d.ref.Rules, d.now.Rules = withoutTargets(d.ref.Rules, rings), withoutTargets(d.now.Rules, rings)
	return nil
}

// withoutTargets are rules without some of their targets, and without the steps that
// are then empty.
func withoutTargets(rules []Rule, gone func(Target) bool) []Rule {
	if rules == nil {
		return nil
	}
	all := make([]Rule, 0, len(rules))
	for _, r := range rules {
		var steps []Step
		for _, s := range r.Steps {
			kept := slices.DeleteFunc(slices.Clone(s.Targets), gone)
			if len(kept) == 0 && len(s.Targets) > 0 {
				continue
			}
			s.Targets = kept
			steps = append(steps, s)
		}
		r.Steps = steps
		all = append(all, r)
	}
	return all
}

func (h *v1) edits(d *Draft) []Edit {
	var all []Edit
	for near, was := range d.base.Numbers {
		i := numberIndexNear(d.now.Numbers, was.ID, near)
		if i < 0 {
			all = append(all, Edit{DocumentID{NumberDocument, was.ID}, was.Label, was.raw, nil})
		} else if now := d.now.Numbers[i]; !bytes.Equal(was.raw, now.raw) && len(numberBody(was.raw, now.raw)) > 0 {
			all = append(all, Edit{DocumentID{NumberDocument, was.ID}, now.Label, was.raw, now.raw})
		}
	}
	for near, n := range d.now.Numbers {
		if numberIndexNear(d.base.Numbers, n.ID, near) < 0 {
			all = append(all, Edit{DocumentID{NumberDocument, n.ID}, n.Label, nil, n.raw})
		}
	}
	all = append(all, d.ruleEdits()...)
	if d.base.hours != nil && d.now.hours != nil && !sameHours(d.base.hours, d.now.hours) {
		all = append(all, Edit{DocumentID{HoursDocument, ""}, "Work hours", d.base.hours, d.now.hours})
	}
	return all
}

// after applies what was confirmed. Answers hold single numbers and rules, so that the
// snapshot is derived once a number was written.
func (h *v1) after(was *Snapshot, all []Applied) Snapshot {
	base := *was
	numbers, rules := slices.Clone(base.Numbers), slices.Clone(base.Rules)
	for _, a := range all {
		if a.State != Confirmed {
			continue
		}
		switch a.Document.Kind {
		case NumberDocument:
			numbers = replacedNumber(numbers, &a)
			base.Derived = true
			if a.After == nil {
				rules = withoutTargets(rules, func(t Target) bool { return t.Kind == NumberTarget && t.ID == a.Document.ID })
			}
		case RuleDocument:
			r, err := ReadRule(V1, a.After)
			switch {
			case err == nil && r.forwardsAllV1() && base.ForwardAll != nil:
				r.Fixed = base.ForwardAll.Fixed
				base.ForwardAll = &r
			case err == nil:
				rules = replacedRule(rules, &r)
			}
		case HoursDocument:
			base.hours = a.After
		}
	}
	base.Numbers, base.Rules = numbers, rules
	for _, a := range all {
		if a.State == Confirmed && isRule(a.Edit) && (a.Before == nil || a.After == nil) {
			base = base.withRuleEdit(&a)
		}
	}
	return h.merged(&base)
}

func replacedNumber(numbers []Number, a *Applied) []Number {
	if a.After == nil {
		return slices.DeleteFunc(numbers, func(n Number) bool { return n.ID == a.Document.ID })
	}
	n, err := readLegacyNumber(a.After)
	if err != nil {
		return numbers
	}
	if i := slices.IndexFunc(numbers, func(m Number) bool { return m.ID == n.ID }); i >= 0 {
		numbers[i] = n
		return numbers
	}
	return append(numbers, n)
}

// replacedRule is not inlined: its copies would make the program larger.
//
//go:noinline
func replacedRule(rules []Rule, r *Rule) []Rule {
	if i := slices.IndexFunc(rules, func(m Rule) bool { return m.ID == r.ID }); i >= 0 {
		rules[i] = *r
	}
	return rules
}

// numberBody is the body of a request that makes a number of v1 from before into want:
// the fields that differ and no others. A digit that want lacks is taken away.
func numberBody(before, want json.RawMessage) jsonobj.Object {
	b, _ := jsonobj.Read(before)
	w, _ := jsonobj.Read(want)
	body := jsonobj.Object{}
	for _, name := range []string{"phoneNumber", "label", "flipNumber"} {
		if w.Text(name) != b.Text(name) && (w.Get(name) != nil || name == "flipNumber") {
			body = body.With(name, w.Text(name))
		}
	}
	return body
}

// createBody is the body of a request that makes a number. The digit is an integer there,
// whatever changed it in the draft. An empty one, which no request can ask for, is left
// out and taken away afterwards.
func createBody(want json.RawMessage) jsonobj.Object {
	w, _ := jsonobj.Read(want)
	if digit, err := strconv.Atoi(w.Text("flipNumber")); err == nil {
		w = w.With("flipNumber", digit)
	} else {
		w = w.Without("flipNumber")
	}
	return w.Without("id")
}

func jsonOf(v any) json.RawMessage {
	raw, _ := json.Marshal(v)
	return raw
}
