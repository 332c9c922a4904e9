package cli

import (
	"fmt"
	"strings"
	"time"

	"rcfwd/api"
)

// ruleRecord is a rule as show prints it and as set reads it. What is nil is not known, or
// there is none of it, or it is not in the file.
type ruleRecord struct {
	ID            *string      `json:"id" toml:"id"`
	Name          *string      `json:"name" toml:"name"`
	Kind          *string      `json:"kind" toml:"kind"`
	CallHandling  *string      `json:"callHandling" toml:"callHandling"`
	Enabled       *bool        `json:"enabled" toml:"enabled"`
	InForce       *bool        `json:"inForce" toml:"inForce"`
	When          *string      `json:"when" toml:"when"`
	Callers       []ruleCaller `json:"callers" toml:"callers"`
	CalledNumbers []string     `json:"calledNumbers" toml:"calledNumbers"`
	Mode          *string      `json:"mode" toml:"mode"`
	Unit          *string      `json:"unit" toml:"unit"`
	NoAnswer      *ruleEnd     `json:"noAnswer" toml:"noAnswer"`
	Destination   *ruleEnd     `json:"destination" toml:"destination"`
	Apps          *ruleApps    `json:"apps" toml:"apps"`
	Steps         []ruleStep   `json:"steps" toml:"steps"`
	Fixed         *string      `json:"fixed" toml:"fixed"`
	Hash          *string      `json:"hash" toml:"hash"`
	ReadAt        *string      `json:"readAt" toml:"readAt"`
}

type ruleCaller struct {
	PhoneNumber *string `json:"phoneNumber" toml:"phoneNumber"`
	Name        *string `json:"name" toml:"name"`
}

// ruleEnd is where calls go that no one answers, or at once.
type ruleEnd struct {
	To          *string `json:"to" toml:"to"`
	ID          *string `json:"id" toml:"id"`
	Name        *string `json:"name" toml:"name"`
	PhoneNumber *string `json:"phoneNumber" toml:"phoneNumber"`
}

// ruleApps are own apps where they ring apart from the steps.
type ruleApps struct {
	On        *bool        `json:"on" toml:"on"`
	Always    *bool        `json:"always" toml:"always"`
	HeadStart *int         `json:"headStart" toml:"headStart"`
	Last      *bool        `json:"last" toml:"last"`
	Targets   []ruleTarget `json:"targets" toml:"targets"`
}

type ruleStep struct {
	On      *bool        `json:"on" toml:"on"`
	Length  *int         `json:"length" toml:"length"`
	Targets []ruleTarget `json:"targets" toml:"targets"`
}

type ruleTarget struct {
	Kind        *string `json:"kind" toml:"kind"`
	ID          *string `json:"id" toml:"id"`
	Name        *string `json:"name" toml:"name"`
	PhoneNumber *string `json:"phoneNumber" toml:"phoneNumber"`
	Type        *string `json:"type" toml:"type"`
}

// ptr points to a value; nil for the zero value.
func ptr[T comparable](v T) *T {
	var zero T
	if v == zero {
		return nil
	}
	return &v
}

// at is what p points to; the zero value for nil.
func at[T any](p *T) (v T) {
	if p != nil {
		v = *p
	}
	return v
}

// valueOf is what p points to, or null.
func valueOf[T any](p *T) any {
	if p == nil {
		return nil
	}
	return *p
}

// recordOf is a rule for printing, without what a snapshot says of it.
func recordOf(was *api.Rule) ruleRecord {
	r := *was
	c := ruleRecord{
		ID: &r.ID, Name: ptr(r.StoredName()), Kind: ptr(r.Kind.Word()), CallHandling: ptr(string(r.CallHandling)), Enabled: &r.Enabled,
		When: ptr(whenOf(&r)), Mode: ptr(modeWord(r.Mode)), Unit: ptr(string(r.Unit)),
		NoAnswer: endOf(r.NoAnswer), Destination: endOf(r.Destination), Apps: appsOf(&r), Steps: stepsOf(&r),
		Fixed: ptr(r.Fixed), Hash: ptr(r.Hash()),
	}
	if r.Kind == api.Custom {
		c.Callers, c.CalledNumbers = callersOf(&r)
	}
	return c
}

// whenOf is the schedule alone where it can be read back, and otherwise all words for it.
func whenOf(r *api.Rule) string {
	c, whole := r.Conditions()
	if text := c.When.String(); whole && (text != "" || r.Kind == api.Custom) {
		return text
	}
	return r.When
}

func callersOf(r *api.Rule) ([]ruleCaller, []string) {
	c, _ := r.Conditions()
	callers := []ruleCaller{}
	for _, one := range c.Callers {
		callers = append(callers, ruleCaller{PhoneNumber: ptr(one.Phone), Name: ptr(one.Name)})
	}
	return callers, append([]string{}, c.Called...)
}

// modeWords are the modes of rules as commands write them; another mode has the word of the
// service.
var modeWords = map[api.RingMode]string{api.InOrder: "in-order", api.AtOnce: "at-once", api.NoRinging: "elsewhere"}

func modeWord(m api.RingMode) string {
	if word := modeWords[m]; word != "" {
		return word
	}
	return string(m)
}

func endOf(e api.Fallback) *ruleEnd {
	if e.Kind == "" {
		return nil
	}
	return &ruleEnd{To: ptr(string(e.Kind)), ID: ptr(e.ID), Name: ptr(e.Name), PhoneNumber: ptr(e.Phone)}
}

func appsOf(r *api.Rule) *ruleApps {
	a := r.Apps
	if len(a.Targets) == 0 && r.CallHandling != api.V2 {
		return nil
	}
	apps := &ruleApps{On: &a.On, Targets: targetsOf(a.Targets)}
	if r.CallHandling != api.V2 { // there they always ring to the end
		apps.Always, apps.HeadStart, apps.Last = &a.Always, &a.HeadStart, &a.Last
	}
	return apps
}

func stepsOf(r *api.Rule) []ruleStep {
	steps := []ruleStep{}
	for _, s := range r.Steps {
		steps = append(steps, ruleStep{On: &s.On, Length: &s.Length, Targets: targetsOf(s.Targets)})
	}
	return steps
}

func targetsOf(all []api.Target) []ruleTarget {
	targets := []ruleTarget{}
	for _, t := range all {
		targets = append(targets, ruleTarget{Kind: ptr(targetWord(t.Kind)), ID: ptr(t.ID), Name: ptr(t.StoredName()), PhoneNumber: ptr(t.Phone), Type: ptr(t.Type)})
	}
	return targets
}

// targetWord is a kind of target as one word.
func targetWord(k api.TargetKind) string {
	return strings.NewReplacer("'s", "", " ", "-").Replace(string(k))
}

// stepWords are the steps of a rule for people, as in "1 Mobile 20 seconds, 2 Work off".
func stepWords(r *api.Rule) string {
	var parts []string
	for n, s := range r.Steps {
		var names []string
		for _, t := range s.Targets {
			names = append(names, r.Label(&t))
		}
		length := api.Plural(s.Length, strings.TrimSuffix(string(r.Unit), "s"))
		if !s.On {
			length = "off"
		}
		parts = append(parts, fmt.Sprintf("%d %s %s", n+1, strings.Join(names, " with "), length))
	}
	return strings.Join(parts, ", ")
}

func timeText(t time.Time) *string { return ptr(t.UTC().Truncate(time.Second).Format(time.RFC3339)) }
