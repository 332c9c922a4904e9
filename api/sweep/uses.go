package sweep

import (
	"strconv"
	"strings"

	"rcfwd/api"
	"rcfwd/api/index"
)

// uses collects the uses of one extension.
type uses struct {
	all    []index.Use
	seen   map[string]int // how often an id was made
	owners *Owners
}

// of returns the uses that a snapshot tells, in the order of the numbers and the rules.
// What the extension rings of its own, its apps, is no use.
func (o *Owners) of(s *api.Snapshot) []index.Use {
	u := &uses{owners: o}
	for i := range s.Numbers {
		u.number(&s.Numbers[i])
	}
	for i := range s.Rules {
		u.rule(&s.Rules[i], s)
	}
	if s.ForwardAll != nil {
		u.rule(s.ForwardAll, s)
	}
	return u.all
}

// add adds a use, and gives it an id that the same place has in every reading: the second
// of two that are alike has a number.
func (u *uses) add(was *index.Use) {
	use := *was
	use.Outside = u.owners.outside(use.Phone)
	use.ID = useID(&use)
	if u.seen == nil {
		u.seen = map[string]int{}
	}
	u.seen[use.ID]++
	if n := u.seen[use.ID]; n > 1 {
		use.ID += " " + strconv.Itoa(n)
	}
	u.all = append(u.all, use)
}

// useID is made of the kind, the rule and the target, and of the key where that is the
// place, as in "step work-hours +16505550142".
func useID(use *index.Use) string {
	parts := []string{string(use.Kind)}
	if use.RuleID != "" {
		parts = append(parts, use.RuleID)
	}
	if use.Kind == index.IVRKey {
		parts = append(parts, use.Key)
	}
	switch {
	case use.Phone != "":
		parts = append(parts, use.Phone)
	case use.ExtensionID != "":
		parts = append(parts, "ext:"+use.ExtensionID)
	case use.DeviceID != "":
		parts = append(parts, "device:"+use.DeviceID)
	}
	return strings.Join(parts, " ")
}

// number adds a number of the lists. No calls go there because of the list alone, except
// those that a person moves with a flip digit.
func (u *uses) number(n *api.Number) {
	use := index.Use{Kind: index.InNumbers, Label: n.Label, Key: n.Flip}
	targetNumber(&use, n)
	if n.CallHandling != api.V2 {
		u.add(&use)
	}
	if n.Has(api.CallFlip) && n.Flip != "" {
		use.Kind, use.Enabled = index.InFlips, true
		u.add(&use)
	}
}

// targetNumber sets the target of a number: a device and apps have no other number than
// the extension's own.
func targetNumber(use *index.Use, n *api.Number) {
	switch {
	case n.Type == api.PhoneLine && n.DeviceID != "":
		use.DeviceID = n.DeviceID
	case n.Apps != nil && n.Apps.ID != "":
		use.ExtensionID = n.Apps.ID
	default:
		use.Phone = n.Phone
	}
}

// rule adds what a rule rings, and where its calls go without ringing.
func (u *uses) rule(r *api.Rule, s *api.Snapshot) {
	rings := r.Enabled && r.Mode != api.NoRinging
	place := index.Use{Kind: index.InStep, RuleID: r.ID, RuleName: r.Name}
	for i := range r.Steps {
		place.Step, place.Enabled = i+1, rings && r.Steps[i].On
		u.targets(&place, r.Steps[i].Targets, s)
	}
	place.Step, place.Enabled = 0, rings && r.Apps.On
	u.targets(&place, r.Apps.Targets, s)
	place.Enabled = rings
	u.ending(&place, index.NoAnswer, &r.NoAnswer)
	u.elsewhere(&place, r)
}

// targets adds what a step rings.
func (u *uses) targets(place *index.Use, all []api.Target, s *api.Snapshot) {
	for i := range all {
		use := *place
		if ringTarget(&use, &all[i], s) {
			u.add(&use)
		}
	}
}

// ringTarget sets the target of a step; false for the extension's own apps. On V1 a step
// names a forwarding number, which may be that of a device.
func ringTarget(use *index.Use, t *api.Target, s *api.Snapshot) bool {
	use.Label = t.Name
	switch {
	case t.Kind == api.OwnMobile || t.Kind == api.OwnDesktop:
		return false
	case t.Kind == api.DeviceTarget || t.Type == "HotdeskRingTarget":
		use.DeviceID = t.ID
	case t.Kind == api.Coworker || t.Kind == api.CoworkerApps || t.Type == "CoworkerAppsRingTarget":
		use.ExtensionID = t.ID
	case t.Kind == api.NumberTarget && t.ID != "":
		use.Phone = t.Phone
		if n, ok := s.Number(t.ID, ""); ok {
			use.Phone = ""
			targetNumber(use, &n)
		}
	default:
		use.Phone = t.Phone
	}
	return true
}

// elsewhere adds where the calls of a rule go at once. That all calls are forwarded and do
// not disturb are uses without a target, too, where they are on.
func (u *uses) elsewhere(was *index.Use, r *api.Rule) {
	place := *was
	kind, state := index.AtOnce, false
	switch r.Kind {
	case api.ForwardAll:
		kind, state = index.ForwardAll, true
	case api.DoNotDisturb:
		kind, state = index.DoNotDisturb, true
	}
	place.Enabled = r.Enabled
	if !u.ending(&place, kind, &r.Destination) && state && r.Enabled {
		place.Kind, place.Label = kind, r.Destination.Words()
		u.add(&place)
	}
}

// ending adds where calls go that no longer ring, and reports whether that is a number or
// another extension.
func (u *uses) ending(was *index.Use, kind index.Kind, e *api.Fallback) bool {
	place := *was
	place.Kind, place.Label = kind, e.Name
	switch {
	case e.Kind == api.ToNumber && e.Phone != "":
		place.Phone = e.Phone
	case (e.Kind == api.ToExtension || e.Kind == api.ToVoicemail) && e.ID != "":
		place.ExtensionID, place.Voicemail = e.ID, e.Kind == api.ToVoicemail
	default:
		return false
	}
	u.add(&place)
	return true
}
