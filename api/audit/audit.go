package audit

import (
	"cmp"
	"maps"
	"slices"
	"time"

	"rcfwd/api/index"
	"rcfwd/api/risk"
	"rcfwd/api/settings"
)

// Finding is one thing that is risky about a target of calls.
type Finding struct {
	// ID is the same in every audit: the kind with the number, the id of the extension, or
	// the ids of the extensions of a loop.
	ID string

	risk.Finding // its ID is the kind

	Phone       string    // the target: a number
	ExtensionID string    // or an extension
	From        []From    // the extensions whose calls can go there, or those of a loop
	ReadAt      time.Time // of the oldest reading that it is from
}

// From is an extension whose calls can go to a target.
type From struct{ ID, Number, Name string }

// Options say what to look for.
type Options struct {
	Policy risk.Policy
	Scope  index.Scope
	Kinds  []settings.RiskID // nil means all

	// Before is the time before which an extension must have been read without a use for
	// the use to be new. Zero finds nothing new.
	Before time.Time
}

// Result is what an audit found, in the order of targets and of settings.RiskIDs.
type Result struct {
	Findings []Finding

	// With Options.Before, EarlierAt is when the oldest reading that was compared began, and
	// NoEarlier are the extensions that had none.
	EarlierAt time.Time
	NoEarlier []From
}

// Of audits an index.
func Of(x *index.Index, o Options) (r Result, err error) {
	a := newAccount(o.Scope)
	for reading, err := range x.Newest() {
		if err != nil {
			return r, err
		}
		a.add(&reading)
	}
	a.settle()
	if !o.Before.IsZero() {
		if err := a.compare(x, o.Before, &r); err != nil {
			return r, err
		}
	}
	for _, key := range slices.Sorted(maps.Keys(a.targets)) {
		r.Findings = append(r.Findings, a.findings(a.targets[key], o)...)
	}
	r.Findings = append(r.Findings, a.loops(o)...)
	return r, nil
}

// account adds up the readings of an account.
type account struct {
	scope   index.Scope
	targets map[string]*target // by their keys
	people  map[string]*person // by ids, also those that are gone
	owners  map[string]string  // ids by telephone number
}

// person is an extension.
type person struct {
	From
	left   bool     // disabled, or gone
	sends  []string // the keys of targets to which all its calls go on
	readAt time.Time
}

// target is a number or an extension that calls can go to.
type target struct {
	key, phone, extension string
	from                  []From
	facts                 risk.Facts
}

func newAccount(s index.Scope) *account {
	return &account{scope: s, targets: map[string]*target{}, people: map[string]*person{}, owners: map[string]string{}}
}

func (a *account) add(r *index.Reading) {
	p := &person{From: From{r.ID, r.Number, cmp.Or(r.Name, r.Number, r.ID)}, left: r.Gone || r.Status == "Disabled", readAt: r.ReadAt}
	a.people[r.ID] = p
	for _, phone := range r.Numbers {
		a.owners[phone] = r.ID
	}
	if r.Gone || !a.scope.Has(r.Class) {
		return
	}
	for i := range r.Uses {
		a.addUse(p, r, &r.Uses[i])
	}
}

// keyOf names the target of a use; empty for none.
func keyOf(u *index.Use) string {
	switch {
	case u.Phone != "":
		return u.Phone
	case u.ExtensionID != "":
		return "ext:" + u.ExtensionID
	}
	return ""
}

func (a *account) addUse(p *person, r *index.Reading, u *index.Use) {
	key := keyOf(u)
	if key == "" {
		return
	}
	t := a.targets[key]
	if t == nil {
		t = &target{key: key, phone: u.Phone, extension: u.ExtensionID}
		a.targets[key] = t
	}
	if n := len(t.from); n == 0 || t.from[n-1].ID != p.ID {
		t.from = append(t.from, p.From)
		t.facts.Forwarders++
	}
	t.facts.Outside = t.facts.Outside || u.Outside
	if t.facts.ReadAt.IsZero() || r.ReadAt.Before(t.facts.ReadAt) {
		t.facts.ReadAt = r.ReadAt
	}
	if p.left && u.Enabled && !slices.Contains(t.facts.Disabled, p.Name) {
		t.facts.Disabled = append(t.facts.Disabled, p.Name)
	}
	if u.Enabled && !u.Voicemail && sendsOn(u.Kind) {
		p.sends = append(p.sends, key)
	}
}

// sendsOn reports whether a call that came to an extension leaves it by a use of this kind,
// and does not come back.
func sendsOn(k index.Kind) bool {
	return k == index.ForwardAll || k == index.AtOnce || k == index.NoAnswer
}

// settle finds the owners of targets, once all extensions are known.
func (a *account) settle() {
	for _, t := range a.targets {
		if p := a.people[a.ownerOf(t.key)]; p != nil && p.left {
			t.facts.Leaver = p.Name
		}
	}
}

// ownerOf returns the id of the extension that a target is, or belongs to; empty for none.
func (a *account) ownerOf(key string) string {
	if t := a.targets[key]; t != nil && t.extension != "" {
		return t.extension
	}
	return a.owners[key]
}

// findings returns those of the wanted kinds about a target.
func (a *account) findings(t *target, o Options) (found []Finding) {
	all := risk.OfFacts(o.Policy, t.facts)
	if t.phone != "" {
		all = risk.Of(t.phone, o.Policy, &t.facts)
	}
	for _, f := range all {
		if o.wants(f.ID) {
			found = append(found, Finding{string(f.ID) + ":" + t.key, f, t.phone, t.extension, t.from, t.facts.ReadAt})
		}
	}
	return found
}

func (o *Options) wants(id settings.RiskID) bool {
	return o.Kinds == nil || slices.Contains(o.Kinds, id)
}
