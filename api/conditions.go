package api

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"rcfwd/api/jsonobj"
	"rcfwd/api/rest"
)

// Conditions are when a rule applies: all that is given must be met. Those of a custom rule
// may name callers and called numbers; of other rules they are times alone.
//
// The way to change a rule is
//
//	c, _ := r.Conditions()
//	c.When, err = api.ParseTimes("Mon-Fri 09:00-17:00")
//	want, err := r.WithConditions(c)
//
// and a change.UpdateRule from r to want. NewRule makes a custom rule for change.CreateRule.
type Conditions struct {
	// When is hours of each week, spans between dates, or the times of another rule
	// (Follow); never two of these. The zero value is no condition on the time.
	When TimeSet

	Callers []Caller // calls from any of these; none: from anyone
	Called  []string // calls to any of these numbers, in E.164; none: to any number
}

// Caller is a caller for whom a custom rule is.
type Caller struct {
	Phone string // E.164; a rule of V1 may have a Name alone
	Name  string // may be empty
}

// Words says when a rule with these conditions applies, as Rule.When does.
func (c *Conditions) Words() string {
	var callers []string
	for _, one := range c.Callers {
		callers = append(callers, cmp.Or(one.Name, one.Phone))
	}
	var parts []string
	for _, p := range []string{c.When.String(), anyOf("calls from ", callers), anyOf("calls to ", c.Called)} {
		if p != "" {
			parts = append(parts, p)
		}
	}
	return joinComma(parts)
}

// MayChangeConditions returns the reason why the times, and of a custom rule the name and
// the callers, cannot be changed; nil when they can.
func (r *Rule) MayChangeConditions() error {
	if because, lacking := r.lacks(FeatureEditRules); lacking {
		return notAvailable("Changing rules", because)
	}
	switch {
	case r.Kind == WorkHours && r.CallHandling == V1 && r.hours == nil:
		return validationErrorf("The work hours were not read. Reload.")
	case r.Kind == ForwardAll && r.CallHandling == V1:
		return validationErrorf("The times of this cannot be changed here. Change them in the RingCentral app.")
	case r.Kind == AfterHours:
		return validationErrorf("After hours are all times outside work hours. Change those.")
	case r.Kind == DoNotDisturb:
		return validationErrorf("Do not disturb has no schedule. Switch it on and off.")
	case r.Kind != Custom && r.Kind != WorkHours && r.Kind != ForwardAll:
		return validationErrorf("The schedule of this rule cannot be changed here.")
	}
	return nil
}

// Conditions returns when the rule applies. whole is false when the service says more of it
// than Conditions can hold, or in a form that this version does not know; WithConditions
// keeps that and refuses to change it.
func (r *Rule) Conditions() (c Conditions, whole bool) {
	if r.Kind == Custom && r.CallHandling == V1 {
		return r.conditionsV1()
	}
	if r.custom() {
		return r.conditionsV2()
	}
	sets := r.Times().Sets
	if len(sets) != 1 {
		return Conditions{}, false
	}
	return Conditions{When: sets[0]}, !sets[0].unread
}

// WithConditions returns the rule with other conditions. What did not change keeps the text
// that the service sent, and so does what this version does not understand. The error is a
// ValidationError with the field.
func (r *Rule) WithConditions(want *Conditions) (Rule, error) {
	if err := r.MayChangeConditions(); err != nil {
		return *r, err
	}
	if found := CheckConditions(r, want); len(found) > 0 {
		return *r, found[0]
	}
	return r.withConditions(want)
}

func (r *Rule) withConditions(want *Conditions) (Rule, error) {
	w, _ := jsonobj.Read(r.raw)
	switch {
	case r.custom():
		return r.withConditionsV2(w, want)
	case r.Kind == Custom:
		return r.withConditionsV1(w, want)
	case r.CallHandling == V2:
		return r.withStateTimes(w, &want.When)
	}
	return r.withHours(hoursWith(r.hours, &want.When)), nil
}

// WithName returns a custom rule with another name.
func (r *Rule) WithName(name string) (Rule, error) {
	if err := r.MayChangeConditions(); err != nil {
		return *r, err
	}
	var found problems
	if found.checkRuleName(name); r.Kind != Custom {
		found.add(FieldName, "CMN-101", "Only custom rules have a name that can be changed.")
	}
	if len(found) > 0 {
		return *r, found[0]
	}
	return r.named(name), nil
}

// named is a custom rule with another name.
func (was *Rule) named(name string) Rule {
	r := *was
	w, _ := jsonobj.Read(r.raw)
	if field := r.nameField(); w.Text(field) != name {
		r.raw = w.With(field, name).Raw()
	}
	r.Name = cmp.Or(rest.Clean(name), r.ID)
	return r
}

// nameField is the member that has the name of a custom rule.
func (r *Rule) nameField() string {
	if r.CallHandling == V2 {
		return "displayName"
	}
	return "name"
}

// Limits of custom rules (AWR-179; of the spans of a day the public schema of v2).
const (
	MaxRuleName    = 127 // characters
	MaxSpansPerDay = 20
)

// The fields of a rule, named as the service names its parameters on V1.
const (
	FieldName     Field = "name"
	FieldSchedule Field = "schedule"
	FieldCallers  Field = "callers"
	FieldCalled   Field = "calledNumbers"
)

func (p *problems) checkRuleName(name string) {
	switch {
	case strings.TrimSpace(name) == "":
		p.add(FieldName, "CMN-101", "The rule needs a name.")
	case utf8.RuneCountInString(name) > MaxRuleName:
		p.add(FieldName, "AWR-179", fmt.Sprintf("The name is too long: at most %d characters (AWR-179).", MaxRuleName))
	}
}

// CheckConditions finds what the service would refuse in the conditions of a rule. Codes
// are those of V1; V2 publishes none.
func CheckConditions(r *Rule, c *Conditions) []ValidationError {
	var found problems
	switch r.Kind {
	case Custom:
		found.checkCustom(c)
	default:
		found.checkStateTimes(r, c)
	}
	found.checkTimes(&c.When)
	known, _ := r.Conditions() // whatever form the service has them in
	found.checkCallers(c.Callers, known.Callers)
	found.checkCalled(c.Called, known.Called)
	return found
}

// checkCustom has that a rule needs a condition, and that times of another rule are not
// enough (AWR-111, AWR-120; on v2 the developer guide).
func (p *problems) checkCustom(c *Conditions) {
	calls := len(c.Callers)+len(c.Called) > 0
	switch {
	case c.When.empty() && !calls:
		p.add(FieldSchedule, "AWR-111", "The rule needs a schedule, a caller, or a called number (AWR-111).")
	case c.When.Follow != "" && !calls:
		p.add(FieldSchedule, "AWR-120", "Work hours or after hours are enough only together with a caller or a called number (AWR-120).")
	}
}

// checkStateTimes has which forms each state can have (dossier section 11.2).
func (p *problems) checkStateTimes(r *Rule, c *Conditions) {
	t := c.When
	switch {
	case len(c.Callers)+len(c.Called) > 0:
		p.add(FieldCallers, "CMN-101", "Only custom rules can be for certain callers or called numbers.")
	case t.Follow != "":
		p.add(FieldSchedule, "CMN-101", "Write the hours. Only custom rules can have those of another rule.")
	case t.empty():
		p.add(FieldSchedule, "CMN-101", "Write from when to when it applies, as in Mon-Fri 09:00-17:00.")
	case r.Kind == WorkHours && len(t.Dates) > 0:
		p.add(FieldSchedule, "CMN-101", "Work hours are hours of a week, without dates.")
	case r.Kind == ForwardAll && len(t.Dates) != 1 && !t.daily():
		p.add(FieldSchedule, "CMN-101", "Forward all calls takes one time of every day, or one time between two dates.")
	}
}

func (p *problems) checkTimes(t *TimeSet) {
	hours := *t
	hours.Dates, hours.Follow = nil, ""
	if forms := countTrue(!hours.empty(), len(t.Dates) > 0, t.Follow != ""); forms > 1 {
		p.add(FieldSchedule, "CMN-101", "Write either hours of a week or dates, not both.")
	}
	for day, spans := range t.Weekly {
		if len(spans) > MaxSpansPerDay {
			p.add(FieldSchedule, "CMN-101", fmt.Sprintf("%s has too many hours: at most %d from-to on a day.", days[day].short, MaxSpansPerDay))
		}
	}
	for _, d := range t.Dates {
		if d.From.IsZero() || d.To.IsZero() || !d.To.After(d.From) {
			p.add(FieldSchedule, "CMN-101", "A time between two dates ends after it begins: "+spanWords(wireDate(d.From), wireDate(d.To))+".")
		}
	}
}

func countTrue(all ...bool) (n int) {
	for _, is := range all {
		if is {
			n++
		}
	}
	return n
}

func (p *problems) checkCallers(all, known []Caller) {
	var phones []string
	for _, c := range all {
		if phones = append(phones, c.Phone); !slices.Contains(known, c) && !isE164(c.Phone) {
			p.add(FieldCallers, "CMN-101", fmt.Sprintf("%q is not a telephone number. Write callers in full, as +16505550100.", c.Phone))
		}
	}
	if twice := repeated(phones); twice != "" {
		p.add(FieldCallers, "CMN-101", twice+" is there twice.")
	}
}

// checkCalled leaves to the service whether a number is one of the company's (CMN-101).
func (p *problems) checkCalled(all, known []string) {
	for _, phone := range all {
		if !slices.Contains(known, phone) && !isE164(phone) {
			p.add(FieldCalled, "CMN-101", fmt.Sprintf("%q is not a telephone number. Write called numbers in full, as +16505550100.", phone))
		}
	}
	if twice := repeated(all); twice != "" {
		p.add(FieldCalled, "AWR-113", twice+" is there twice (AWR-113).")
	}
}

// repeated is the first text that is there twice; empty for none.
func repeated(all []string) string {
	for i, text := range all {
		if text != "" && slices.Contains(all[:i], text) {
			return text
		}
	}
	return ""
}
