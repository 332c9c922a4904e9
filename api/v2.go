package api

import (
	"context"
	"encoding/json"
	"net/http"
	"slices"

	"rcfwd/api/jsonobj"
	"rcfwd/api/rest"
)

// v2 is new call handling: the call-flip list is one document, and each rule of a
// state, each custom rule and each state is one (dossier sections 10 and 11).
type v2 struct{}

func (*v2) capabilities() Capabilities {
	return Capabilities{
		Types: []Type{Other}, SharedDocument: true, RulesInForm: true, PartRemoval: true, RingsDevices: true, RingsPeople: true, AppsAreSteps: true, Unit: InSeconds,
	}
}

// read sends everything at once.
func (h *v2) read(ctx context.Context, c *Client, base *Snapshot, need Need) (Snapshot, error) {
	s := Snapshot{CallHandling: V2}
	moved := base.CallHandling != V2 // nothing of base can be kept
	wholeRules := need.Rules || need.Numbers || moved && need.Digits || needsRulesBeyond(base, V2, need)
	var flipsErr, rulesErr error
	var reads rest.PanicGroup
	if need.Numbers || need.Digits {
		reads.Go(func() { s.flips, flipsErr = c.readFlips(ctx) })
	}
	if wholeRules {
		reads.Go(func() { s.Rules, s.UnreadRules, s.RulesRefused, rulesErr = c.rulesV2(ctx) })
	} else if len(need.RuleIDs) > 0 {
		s.UnreadRules, s.RulesRefused, s.targets, s.Derived = base.UnreadRules, base.RulesRefused, base.targets, base.Derived
		reads.Go(func() { s.Rules, rulesErr = c.someRules(ctx, base, need.RuleIDs) })
	}
	reads.Wait()
	switch {
	case flipsErr != nil:
		return s, flipsErr
	case rulesErr == nil:
	case !rest.Declined(rulesErr) || !wholeRules || !need.Numbers && !need.Digits:
		return s, rulesErr
	default:
		s.Rules, s.UnreadRules, s.RulesRefused = nil, nil, rulesErr
	}
	if wholeRules && s.RulesRefused != nil {
		var err error
		if s.targets, err = c.hiddenTargets(ctx, base, need); err != nil {
			return s, err
		}
	}
	return h.merged(&s), nil
}

// hiddenTargets are what rules ring that are not shown, so that a removal takes numbers
// out of those, too; nil where the service does not show them either.
func (c *Client) hiddenTargets(ctx context.Context, base *Snapshot, need Need) ([]Target, error) {
	if !need.Numbers && !need.Digits {
		return base.targets, nil
	}
	targets, err := c.forwardingTargets(ctx)
	if rest.Declined(err) {
		return nil, nil
	}
	return targets, err
}

// rulesV2 reads the rules of states and the custom ones at once. hidden is why the
// service does not show the custom ones, while it shows the others.
func (c *Client) rulesV2(ctx context.Context) (rules []Rule, unread []Unread, hidden, err error) {
	var customs []Rule
	var unreadCustoms []Unread
	var statesErr, customsErr error
	var reads rest.PanicGroup
	reads.Go(func() { rules, unread, statesErr = c.stateRules(ctx) })
	reads.Go(func() { customs, unreadCustoms, customsErr = c.customRules(ctx) })
	reads.Wait()
	switch {
	case statesErr != nil:
		return nil, nil, nil, statesErr
	case rest.Declined(customsErr):
		return rules, unread, customsErr, nil
	}
	return append(rules, customs...), append(unread, unreadCustoms...), nil, customsErr
}

// forwardingTargets are what the rules ring, without the rules.
func (c *Client) forwardingTargets(ctx context.Context) ([]Target, error) {
	records, err := c.listV2(ctx, &rest.Request{Op: opListTargets, Method: http.MethodGet, Path: c.pathV2(targetsPath...)})
	if err != nil {
		return nil, err
	}
	targets, _, err := readAll(opListTargets, records, func(raw json.RawMessage) (Target, error) { return readRingTarget(raw), nil })
	return targets, err
}

var targetsPath = []string{handlingPath, "voice", "forwarding-targets"}

// merged makes the numbers of the flip list and the rules: first the flip list in its
// order, then what only rules ring in theirs.
func (*v2) merged(was *Snapshot) Snapshot {
	s := *was
	if s.flips.records == nil {
		s.Numbers = nil
		return s
	}
	flips, unread, _ := s.flips.numbers() // which a list that cannot be read never gets to
	s.UnreadNumbers = append(unread, unreadParts(flips)...)
	m := merger{all: append([]Number{}, flips...)}
	for i := range m.all {
		if s.Rules != nil {
			m.all[i].Rings = []RuleRef{}
		}
	}
	for _, r := range s.Rules {
		if r.follows() {
			continue
		}
		for i, step := range r.Steps {
			for _, t := range step.Targets {
				m.rings(&t, &RuleRef{r.ID, r.Name, !step.On, i + 1, t.Name})
			}
		}
	}
	for _, t := range s.targets {
		m.rings(&t, nil)
	}
	m.tellApart()
	s.Numbers = m.all
	return s
}

// follows reports whether a rule only does what another does.
func (r *Rule) follows() bool {
	w, _ := jsonobj.Read(r.raw)
	return len(w.Object("dispatchingRef")) > 0
}

// merger is a list of numbers that grows.
type merger struct{ all []Number }

// rings notes that a rule rings a target.
func (m *merger) rings(t *Target, in *RuleRef) {
	i := slices.IndexFunc(m.all, func(n Number) bool { return n.isTarget(t) })
	if i < 0 {
		n, ok := targetNumber(t)
		if !ok {
			return
		}
		m.all = append(m.all, n)
		i = len(m.all) - 1
	}
	n := &m.all[i]
	if !n.Has(CallForwarding) {
		n.Features = append(n.Features, CallForwarding)
	}
	if t.Kind == DeviceTarget && n.Type == PhoneLine {
		n.DeviceID = t.ID
	}
	if in != nil && !slices.ContainsFunc(n.Rings, func(r RuleRef) bool { return r.ID == in.ID }) {
		n.Rings = append(n.Rings, *in)
	}
}

// tellApart adds the id to the labels of devices that would look alike. It is not inlined: its
// copies would make the program larger.
//
//go:noinline
func (m *merger) tellApart() {
	alike := map[[2]string]int{}
	for _, n := range m.all {
		alike[[2]string{n.Label, n.Phone}]++
	}
	for i, n := range m.all {
		if n.ID == deviceTargetID+n.DeviceID && alike[[2]string{n.Label, n.Phone}] > 1 {
			m.all[i].Label = n.Label + " (" + n.DeviceID + ")"
		}
	}
}

// isTarget reports whether a rule means this number by t. A line in the flip list says
// its telephone number and not its device. It is not inlined: its copies would make the program
// larger.
//
//go:noinline
func (n *Number) isTarget(t *Target) bool {
	switch t.Kind {
	case NumberTarget:
		return t.Phone != "" && n.Phone == t.Phone
	case DeviceTarget:
		return n.DeviceID != "" && n.DeviceID == t.ID || n.Type == PhoneLine && t.Phone != "" && n.Phone == t.Phone
	}
	return false
}

// The beginnings of the ids of numbers that only rules ring. The service has no id
// for those, so they are known by what follows: the number in E.164, or the id of
// the device. An id of the service is digits alone.
const (
	numberTargetID = "target:number:"
	deviceTargetID = "target:device:"
)

// IDInRules is the id that n has when only rules ring it; empty for what they cannot
// ring.
func (n *Number) IDInRules() string {
	switch {
	case n.DeviceID != "":
		return deviceTargetID + n.DeviceID
	case n.Phone != "":
		return numberTargetID + n.Phone
	}
	return ""
}

// targetNumber makes a number of something that only rules ring. Co-workers and what
// this version does not know are not numbers of the extension; they are shown with
// the rules.
func targetNumber(t *Target) (Number, bool) {
	n := Number{
		Phone: t.Phone, Label: t.Name, Type: Other, CallHandling: V2, Features: []Feature{CallForwarding},
		raw: t.raw,
	}
	switch {
	case t.Kind == NumberTarget && t.Phone != "":
		n.ID = numberTargetID + t.Phone
	case t.Kind == DeviceTarget && t.ID != "" && t.Owner == "":
		n.ID, n.DeviceID, n.Type = deviceTargetID+t.ID, t.ID, PhoneLine
	default:
		return Number{}, false
	}
	return n, true
}
