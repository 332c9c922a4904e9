package ui

import (
	"strconv"

	"rcfwd/api"
)

// createForm is a forwarding number that is being made up.
type createForm struct {
	facts                           facts
	svc                             Service
	kind, phone, label, device, dig *field
	rules                           *field // only on new call handling
	request                         api.NewNumber
}

// creatable are the types that a create may name, as the developer guide lists
// them.
var creatable = []api.Type{api.PhoneLine, api.Home, api.Mobile, api.Work, api.Other}

var typeNotes = map[api.Type]string{
	api.PhoneLine: "a RingCentral device of this extension",
	api.Home:      "a home phone; one at most",
	api.Mobile:    "a mobile phone; one at most",
	api.Work:      "a work phone; one at most",
	api.Other:     "any other phone, with a label of your own",
}

func newCreation(svc Service, k facts, keys KeyMap, st *styles) *createForm {
	d := &createForm{
		svc:    svc,
		kind:   &field{name: api.FieldType, head: "Type"},
		phone:  textField(api.FieldPhone, "Number", "", newInput(keys.Text, st)),
		label:  textField(api.FieldLabel, "Label", "", newInput(keys.Text, st)),
		device: &field{name: api.FieldDevice, head: "Device", tall: true},
		dig:    &field{name: api.FieldFlip, head: "Flip"},
		rules:  &field{name: api.FieldRules, head: "Rings in", many: map[string]bool{}},
	}
	d.know(k)
	d.kind.choose(string(api.Other))
	return d
}

// know takes in what has been read since.
func (d *createForm) know(k facts) {
	d.facts = k
	var types []option
	for _, t := range creatable {
		o := option{value: string(t), text: typeName(t), note: typeNotes[t]}
		if taken, why := api.TypeTaken(t, k.numbers); taken {
			o.blocked = why
		}
		types = append(types, o)
	}
	d.kind.setOptions(types)
	d.dig.setOptions(d.digits())
	d.device.setOptions(k.deviceOptions())
	d.rules.setOptions(k.ruleOptions())
	if len(d.device.options) == 0 {
		d.device.fixed = orNone(k.noList)
	}
}

// digits are the choices of a flip digit. Only the legacy API gives a digit to
// a number that comes without one (dossier, section 7).
func (d *createForm) digits() []option {
	if d.facts.backend == api.V2 {
		return d.facts.digitOptions(d.begun(), "none", "no call is flipped to it")
	}
	return d.facts.digitOptions("", "auto", "RingCentral gives it a free digit")
}

// begun is the id of the number where an attempt that ended half way has added it; its
// digit is no other's.
func (d *createForm) begun() string {
	for _, n := range d.facts.numbers {
		if n.Phone == d.request.Phone && n.Label == d.request.Label {
			return n.ID
		}
	}
	return ""
}

func (d *createForm) title() string { return "New forwarding number of " + who(d.facts.open) }

func (d *createForm) kindOf() api.Type { return api.Type(d.kind.value()) }

func (d *createForm) fields() []*field {
	fs := []*field{d.kind}
	for _, name := range d.kindOf().Takes() {
		for _, f := range []*field{d.phone, d.label, d.device, d.dig} {
			if f.name == name {
				fs = append(fs, f)
			}
		}
	}
	if len(d.rules.options) > 0 && d.kindOf() != api.PhoneLine {
		fs = append(fs, d.rules)
	}
	return fs
}

func (d *createForm) review() {
	n := api.NewNumber{Type: d.kindOf(), CallHandling: d.facts.backend}
	for _, f := range d.fields() {
		f.problem = ""
		switch f {
		case d.phone:
			n.Phone = d.facts.readPhone(f)
		case d.label:
			n.Label = api.Clean(f.value())
			f.note = labelNote(n.Label)
		case d.device:
			n.DeviceID = f.value()
			f.problem = f.blocked()
		case d.dig:
			n.Flip, _ = strconv.Atoi(f.value())
		case d.rules:
			n.Rules = f.all()
		}
	}
	d.request = n
	d.dig.setOptions(d.digits())
	place(d.fields(), api.CheckNew(n, d.facts.numbers))
}

// place puts each problem on its field, unless one is there already that says
// more.
func place(fields []*field, problems []api.ValidationError) {
	for _, p := range problems {
		for _, f := range fields {
			if f.name == p.Field && f.problem == "" {
				f.problem = p.Text
			}
		}
	}
}

func labelNote(label string) string {
	return itoa(len([]rune(label))) + " of " + itoa(api.MaxLabel) + " characters"
}

func (d *createForm) sends() api.Preview { return d.svc.CreatePreview(d.request) }

func (d *createForm) changed() bool {
	return d.phone.value() != "" || d.label.value() != "" || d.dig.value() != ""
}

func (d *createForm) save() intent { return create{d.request} }
