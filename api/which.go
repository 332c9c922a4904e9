package api

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// A number or a rule of a snapshot by what people call it. Only whole words select, never
// a part of one, because what is found may be changed.

// NotFoundError says that nothing is called so. Have are the names of what there is.
type NotFoundError struct {
	What string // "number", "rule", "extension"
	Text string
	Have []string
}

// Error is the advice on one line.
func (e *NotFoundError) Error() string { return e.Advice().String() }

// Advice names what there is.
func (e *NotFoundError) Advice() Advice {
	a := Advice{What: fmt.Sprintf("No %s is called %q.", e.What, e.Text)}
	switch {
	case e.What == "extension" && len(e.Have) == 0:
		a.Do = "rcfwd people lists all extensions."
	case e.What == "extension":
		a.Do = "Similar: " + strings.Join(e.Have, ", ") + "."
	case len(e.Have) > 0:
		a.Do = "There are " + strings.Join(e.Have, ", ") + "."
	}
	return a
}

// AmbiguousError says that several are called so.
type AmbiguousError struct {
	What, Text string
	Candidates []string // each as it can be asked for instead
}

// Error is the advice on one line.
func (e *AmbiguousError) Error() string { return e.Advice().String() }

// Advice lists the candidates.
func (e *AmbiguousError) Advice() Advice {
	return Advice{What: fmt.Sprintf("Several %ss are called %q.", e.What, e.Text), Do: "Choose one: " + strings.Join(e.Candidates, ", ") + "."}
}

// FindNumber returns the number of which is: an id, a whole label, a telephone number as
// people of region type it, or flip:N for a flip digit. A prefix, "id:", "label:",
// "number:" or "flip:", allows only that. The error is a *NotFoundError, an
// *AmbiguousError, or that of a number that cannot be read.
func (s *Snapshot) FindNumber(which, region string) (Number, error) {
	found, err := s.numbersCalled(which, region)
	switch {
	case err != nil:
		return Number{}, err
	case len(found) == 0:
		return Number{}, &NotFoundError{"number", which, listOf(s.Numbers, Number.name)}
	case len(found) > 1:
		return Number{}, &AmbiguousError{"number", which, listOf(found, func(n Number) string {
			return strings.TrimSpace("id:" + n.ID + " (" + strings.TrimSpace(n.Label+" "+n.Phone) + ")")
		})}
	}
	return found[0], nil
}

func (s *Snapshot) numbersCalled(which, region string) ([]Number, error) {
	kind, text := selector(which, "id", "label", "number", "flip")
	if text == "" {
		return nil, errors.New("name a number by its id, label, telephone number or flip:N")
	}
	phone, err := ReadPhone(text, region)
	if kind == "number" && err != nil {
		return nil, err
	}
	if err != nil {
		phone.E164 = text
	}
	exact := slices.ContainsFunc(s.Numbers, func(n Number) bool { return n.Label == text })
	var found []Number
	for _, n := range s.Numbers {
		label := n.Label == text || !exact && strings.EqualFold(n.Label, text)
		is := map[string]bool{"id": n.ID == text, "label": label, "number": n.Phone != "" && n.Phone == phone.E164, "flip": n.Flip == text}
		if is[kind] || kind == "" && (is["id"] || is["label"] || is["number"]) {
			found = append(found, n)
		}
	}
	return found, nil
}

// FindRule returns the rule of which is: an id or a whole name, or else the kind of the
// only rule of that kind, such as work-hours (see RuleKind.Word). A prefix, "id:", "name:"
// or "kind:", allows only that. The error is a *NotFoundError or an *AmbiguousError.
func (s *Snapshot) FindRule(which string) (Rule, error) {
	kind, text := selector(which, "id", "name", "kind")
	if text == "" {
		return Rule{}, errors.New("name a rule by its id, its name or its kind")
	}
	found := s.rulesCalled(kind, text)
	switch {
	case len(found) == 0:
		return Rule{}, &NotFoundError{"rule", which, listOf(s.Rules, Rule.called)}
	case len(found) > 1:
		return Rule{}, &AmbiguousError{"rule", which, listOf(found, func(r Rule) string { return "id:" + r.called() })}
	}
	return found[0], nil
}

func (s *Snapshot) rulesCalled(kind, text string) []Rule {
	exact := slices.ContainsFunc(s.Rules, func(r Rule) bool { return r.Name == text })
	var found, ofKind []Rule
	for _, r := range s.Rules {
		name := r.Name == text || !exact && strings.EqualFold(r.Name, text)
		switch {
		case kind != "name" && kind != "kind" && r.ID == text, (kind == "name" || kind == "") && name:
			found = append(found, r)
		case (kind == "kind" || kind == "") && r.Kind.Word() == text:
			ofKind = append(ofKind, r)
		}
	}
	if len(found) > 0 {
		return found
	}
	return ofKind
}

// FindDevice returns the device of which is: an id or a whole name. The prefix "id:" or
// "name:" allows only that.
func FindDevice(devices []Device, which string) (Device, error) {
	kind, text := selector(which, "id", "name")
	var found []Device
	for _, d := range devices {
		if kind != "name" && d.ID == text || kind != "id" && d.Name != "" && strings.EqualFold(d.Name, text) {
			found = append(found, d)
		}
	}
	called := func(d Device) string { return "device:id:" + d.ID + " (" + d.Name + ")" }
	switch len(found) {
	case 0:
		return Device{}, &NotFoundError{"device", which, listOf(devices, called)}
	case 1:
		return found[0], nil
	}
	return Device{}, &AmbiguousError{"device", which, listOf(found, called)}
}

// FindStepOf returns the step of which is, counted from 0: its place from 1, or what it
// rings, by a whole name, a telephone number or an id.
func (r Rule) FindStepOf(which, region string) (int, error) {
	text := strings.TrimSpace(which)
	if place, err := strconv.Atoi(text); err == nil && place >= 1 && place <= len(r.Steps) {
		return place - 1, nil
	}
	phone, err := ReadPhone(text, region)
	if err != nil {
		phone.E164 = text
	}
	var found []int
	for n, s := range r.Steps {
		if slices.ContainsFunc(s.Targets, func(t Target) bool {
			return strings.EqualFold(t.Name, text) || t.Phone != "" && t.Phone == phone.E164 || t.ID != "" && t.ID == text
		}) {
			found = append(found, n)
		}
	}
	called := func(n int) string { return strconv.Itoa(n+1) + " (" + r.Steps[n].describe() + ")" }
	switch len(found) {
	case 0:
		var all []int
		for n := range r.Steps {
			all = append(all, n)
		}
		return -1, &NotFoundError{"step", which, listOf(all, called)}
	case 1:
		return found[0], nil
	}
	return -1, &AmbiguousError{"step", which, listOf(found, called)}
}

// called is the id of a rule with its name.
func (r Rule) called() string { return r.ID + " (" + r.Name + ")" }

// Word is the kind as one word, such as "work-hours" or "dnd".
func (k RuleKind) Word() string {
	switch k {
	case ForwardAll:
		return "forward-all"
	case DoNotDisturb:
		return "dnd"
	}
	return strings.ReplaceAll(string(k), " ", "-")
}

// name is how a number can be asked for.
func (n Number) name() string {
	switch {
	case n.Label != "":
		return n.Label
	case n.Phone != "":
		return n.Phone
	}
	return "id:" + n.ID
}

func listOf[T any](all []T, name func(T) string) []string {
	list := make([]string, 0, len(all))
	for _, one := range all {
		list = append(list, name(one))
	}
	return list
}

// selector takes a prefix of kinds off a text; without one the kind is empty.
func selector(text string, kinds ...string) (kind, rest string) {
	if before, after, found := strings.Cut(text, ":"); found && slices.Contains(kinds, before) {
		return before, strings.TrimSpace(after)
	}
	return "", strings.TrimSpace(text)
}
