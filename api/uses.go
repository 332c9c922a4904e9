package api

import (
	"context"
	"encoding/json"
	"net/http"
	"slices"

	"rcfwd/api/jsonobj"
	"rcfwd/api/rest"
)

// snapshotV2 is what a new account uses numbers for: the flip list, and the rules. Where
// the rules cannot be read their targets alone can.
type snapshotV2 struct {
	flips   flipList
	rules   []Rule
	ruled   bool // the rules are known
	targets []Target
}

// readUses reads both at once, which is three requests. Somebody who may not read
// the rules is told at least what they ring, by one more.
func (c *Client) readUses(ctx context.Context) (snapshotV2, error) {
	var u snapshotV2
	var flipsErr, rulesErr error
	var wait rest.PanicGroup
	wait.Go(func() { u.rules, rulesErr = c.usingRules(ctx) })
	u.flips, flipsErr = c.readFlips(ctx)
	wait.Wait()
	switch {
	case flipsErr != nil:
		return u, flipsErr
	case rulesErr == nil:
		u.ruled = true
		c.cache.setRules(u.rules)
		return u, nil
	case !rest.Declined(rulesErr):
		return u, rulesErr
	}
	targets, err := c.forwardingTargets(ctx)
	if rest.Declined(err) {
		return u, nil
	}
	u.targets = targets
	return u, err
}

// usingRules are the rules of states and the custom ones, one after the other: they
// count in one rate limit.
func (c *Client) usingRules(ctx context.Context) ([]Rule, error) {
	rules, err := c.stateRules(ctx)
	if err != nil {
		return nil, err
	}
	customs, err := c.customRules(ctx)
	if rest.Declined(err) {
		err = nil
	}
	return append(rules, customs...), err
}

// forwardingTargets are what the rules ring, without the rules.
func (c *Client) forwardingTargets(ctx context.Context) ([]Target, error) {
	records, err := c.listV2(ctx, rest.Request{Op: opListTargets, Method: http.MethodGet, Path: c.pathV2(targetsPath...)})
	if err != nil {
		return nil, err
	}
	return readAll(opListTargets, records, func(raw json.RawMessage) (Target, error) { return readRingTarget(raw), nil })
}

var targetsPath = []string{handlingPath, "voice", "forwarding-targets"}

// numbers merges the uses: first the flip list in its order, then what only rules
// ring in theirs.
func (u snapshotV2) numbers() ([]Number, error) {
	flips, err := readAll(opListFlips, u.flips.records, readFlip)
	if err != nil {
		return nil, err
	}
	m := merger{all: unique(flips, func(n Number) string { return n.ID })}
	for i := range m.all {
		if u.ruled {
			m.all[i].Rings = []RuleRef{}
		}
	}
	for _, r := range u.rules {
		if r.follows() {
			continue
		}
		for i, s := range r.Steps {
			for _, t := range s.Targets {
				m.rings(t, &RuleRef{r.ID, r.Name, !s.On, i + 1, t.Name})
			}
		}
	}
	for _, t := range u.targets {
		m.rings(t, nil)
	}
	return m.all, nil
}

// follows says whether a rule only does what another does.
func (r Rule) follows() bool {
	w, _ := jsonobj.Read(r.raw)
	return len(w.Object("dispatchingRef")) > 0
}

// merger is a list of numbers that grows.
type merger struct{ all []Number }

// rings notes that a rule rings a target.
func (m *merger) rings(t Target, in *RuleRef) {
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

// isTarget says whether a rule means this number by t.
func (n Number) isTarget(t Target) bool {
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

// IDInRules returns the id that n has when only rules ring it; empty when rules cannot ring
// it.
func (n Number) IDInRules() string {
	switch {
	case n.DeviceID != "":
		return deviceTargetID + n.DeviceID
	case n.Phone != "":
		return numberTargetID + n.Phone
	}
	return ""
}

// targetNumber makes a number of something that only rules ring. Coworkers and what
// this version does not know are no numbers of the extension; they are shown with
// the rules.
func targetNumber(t Target) (Number, bool) {
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

// usedNumbers reads the uses, and merges them.
func (c *Client) usedNumbers(ctx context.Context) (snapshotV2, []Number, error) {
	u, err := c.readUses(ctx)
	if err != nil {
		return u, nil, err
	}
	all, err := u.numbers()
	return u, all, err
}

// numbersV2 is Numbers on a new account.
func (c *Client) numbersV2(ctx context.Context) ([]Number, error) {
	_, all, err := c.usedNumbers(ctx)
	return all, err
}

// findCurrent finds the number that old is now. Its id is another after the account has
// moved, or after it left the flip list.
func findCurrent(old Number, all []Number) (Number, bool) {
	if i := slices.IndexFunc(all, func(n Number) bool { return n.ID == old.ID }); i >= 0 {
		return all[i], true
	}
	return ByPhone(all, old.Phone)
}

// gone is what v1 answers when there is no such number.
func gone(op rest.Operation) *rest.Error {
	return &rest.Error{
		Op: op.What, Status: http.StatusNotFound, Code: "CMN-102", Param: "forwardingNumberId", Codes: []string{"CMN-102"},
	}
}
