package ui

import (
	"cmp"
	"strings"

	"rcfwd/api"
	"rcfwd/api/rest"
)

// ruleForm is the draft of a new custom rule, or of a change of when a rule applies: its
// times and, for a custom rule, its name, the callers and the called numbers. What rings is
// edited in the ring order.
type ruleForm struct {
	facts facts
	svc   Service
	old   *api.Rule // nil for a new rule

	rule, like, times, callers, called *field

	want api.Rule // as the form has it; without a meaning while a field has a problem
	err  error    // why want has none
}

// The fields of the form that have no parameter of the service.
const fieldLike api.Field = "like"

const (
	maxTimesText   = 512
	maxCallersText = 1024
)

func newRuleForm(svc Service, fs *facts, old *api.Rule, keys KeyMap, st *styles) *ruleForm {
	text := func(name api.Field, head, value string, limit int) *field {
		return textField(name, head, value, newInput(keys.Text, st, limit))
	}
	var c api.Conditions
	name := ""
	if old != nil {
		c, _ = old.Conditions()
		name = old.Name
	}
	d := &ruleForm{
		svc: svc, old: old,
		rule:    text(api.FieldName, "Name", name, api.MaxRuleName),
		like:    &field{name: fieldLike, head: "Rings as", onePerLine: true},
		times:   text(api.FieldSchedule, "When", c.When.String(), maxTimesText),
		callers: text(api.FieldCallers, "Callers", callersText(c.Callers), maxCallersText),
		called:  text(api.FieldCalled, "Called", strings.Join(c.Called, ", "), maxCallersText),
	}
	d.setFacts(fs)
	return d
}

func callersText(all []api.Caller) string {
	var texts []string
	for _, c := range all {
		texts = append(texts, cmp.Or(c.Phone, c.Name))
	}
	return strings.Join(texts, ", ")
}

func (d *ruleForm) setFacts(fs *facts) {
	d.facts = *fs
	var options []option
	for _, r := range fs.ringing {
		o := option{value: r.ID, text: r.Name, note: r.When}
		if _, err := api.NewRule(&r, "name", &api.Conditions{When: api.Always()}); err != nil {
			o.blocked = errorText(err)
		}
		options = append(options, o)
	}
	d.like.setOptions(options)
}

func (d *ruleForm) title() string {
	if d.old == nil {
		return "New rule for " + extensionName(&d.facts.open)
	}
	return "When " + d.old.Name + " applies"
}

// fields are those that the kind of rule has.
func (d *ruleForm) fields() []*field {
	switch {
	case d.old == nil:
		return []*field{d.rule, d.times, d.callers, d.called, d.like}
	case d.old.Kind == api.Custom:
		return []*field{d.rule, d.times, d.callers, d.called}
	}
	return []*field{d.times}
}

const timesExample = "Mon-Fri 09:00-12:00 and 13:00-17:00, Sat 10:00-12:00"

func (d *ruleForm) review() {
	for _, f := range d.fields() {
		f.problem, f.note = "", ""
	}
	var c api.Conditions
	when, err := api.ParseTimes(d.times.value())
	if c.When = when; err != nil {
		placeProblems(d.fields(), asProblems(err))
		when = api.TimeSet{} // a part that was read is not what is meant
	}
	d.times.note = d.timesNote(&when)
	c.Callers = d.readCallers()
	c.Called = d.readNumbers(d.called)
	d.callers.note = "numbers between commas; empty for every caller"
	d.called.note = "your own numbers that were called, between commas; empty for all"
	d.want, d.err = d.build(&c)
	placeProblems(d.fields(), asProblems(d.err))
	d.like.risks = nil
	if d.old == nil && d.err == nil { // it takes over what the other rule rings
		d.like.risks = d.facts.judgeRule(&api.Rule{}, &d.want)
		d.like.problem = refusedNumber(d.like.risks)
	}
}

// timesNote shows times as they were read, or how to write them.
func (d *ruleForm) timesNote(when *api.TimeSet) string {
	note := when.String()
	switch {
	case note != "":
	case d.old != nil && d.old.Kind != api.Custom:
		note = "such as " + timesExample
	default:
		note = "such as " + timesExample + "; or 2026-12-24 18:00 to 2026-12-27 08:00; or in work hours; empty for all times of certain callers"
	}
	if zone := d.facts.open.Zone.Name; zone != "" {
		note += " (" + zone + ")"
	}
	return note
}

// build makes the rule that the form describes.
func (d *ruleForm) build(c *api.Conditions) (api.Rule, error) {
	name := rest.Clean(d.rule.value())
	if d.old == nil {
		like, found := find(d.facts.ringing, func(r api.Rule) bool { return r.ID == d.like.value() })
		if !found {
			return api.Rule{}, api.ValidationError{Field: fieldLike, Text: "There is no rule to begin with."}
		}
		return api.NewRule(&like, name, c)
	}
	want := *d.old
	var err error
	if name != want.Name && want.Kind == api.Custom {
		if want, err = want.WithName(name); err != nil {
			return want, err
		}
	}
	known, _ := want.Conditions()
	if sameConditions(&known, c) {
		return want, nil
	}
	return want.WithConditions(c)
}

// sameConditions reports whether two conditions read the same. An untouched form then
// changes nothing, also of a rule that says more than conditions can hold.
func sameConditions(a, b *api.Conditions) bool {
	return a.When.String() == b.When.String() && callersText(a.Callers) == callersText(b.Callers) &&
		strings.Join(a.Called, ",") == strings.Join(b.Called, ",")
}

// readCallers reads the callers. One that the rule has already stays as it is, with its
// name.
func (d *ruleForm) readCallers() []api.Caller {
	var known []api.Caller
	if d.old != nil {
		c, _ := d.old.Conditions()
		known = c.Callers
	}
	var callers []api.Caller
	for _, text := range listed(d.callers.value()) {
		if c, is := find(known, func(c api.Caller) bool { return cmp.Or(c.Phone, c.Name) == text }); is {
			callers = append(callers, c)
			continue
		}
		callers = append(callers, api.Caller{Phone: d.readOne(d.callers, text)})
	}
	return callers
}

func (d *ruleForm) readNumbers(f *field) []string {
	var phones []string
	for _, text := range listed(f.value()) {
		phones = append(phones, d.readOne(f, text))
	}
	return phones
}

// readOne reads a telephone number of a list; the field says when it cannot.
func (d *ruleForm) readOne(f *field, text string) string {
	p, err := api.ReadPhone(text, d.facts.region)
	if err != nil && f.problem == "" {
		f.problem = sentence(text + ": " + err.Error())
	}
	return cmp.Or(p.E164, text)
}

// listed returns the parts of a text between commas.
func listed(text string) []string {
	var parts []string
	for part := range strings.SplitSeq(text, ",") {
		if part = strings.TrimSpace(part); part != "" {
			parts = append(parts, part)
		}
	}
	return parts
}

// asProblems returns the problem of an error, if it is one of a field.
func asProblems(err error) []api.ValidationError {
	if p, is := err.(api.ValidationError); is {
		if p.Field == "" {
			p.Field = api.FieldSchedule
		}
		return []api.ValidationError{p}
	}
	return nil
}

func (d *ruleForm) preview() api.Preview {
	if d.err != nil || !d.changed() {
		return api.Preview{}
	}
	draft, err := d.facts.snapshot.Draft(), error(nil)
	if d.old == nil {
		_, err = draft.AddRule(&d.want)
	} else {
		err = draft.SetRule(&d.want)
	}
	if err != nil {
		return api.Preview{}
	}
	return d.svc.Preview(draft)
}

func (d *ruleForm) changed() bool {
	if d.old == nil {
		return d.rule.value()+d.times.value()+d.callers.value()+d.called.value() != ""
	}
	return d.err != nil || !api.SameConditions(d.old, &d.want)
}

func (d *ruleForm) save() intent {
	switch {
	case d.old == nil:
		return createRule{d.want}
	case api.SameConditions(d.old, &d.want):
		return nil
	}
	return changeRule{saw: *d.old, want: d.want}
}
