package ui

import (
	"strconv"

	"rcfwd/api"
)

// creation is a forwarding number that is being made up.
type creation struct {
	known                           known
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

func newCreation(svc Service, k known, keys KeyMap, st *styles) *creation {
	d := &creation{
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
func (d *creation) know(k known) {
	d.known = k
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
func (d *creation) digits() []option {
	if d.known.backend == api.NewBackend {
		return d.known.digitOptions(d.begun(), "none", "no call is flipped to it")
	}
	return d.known.digitOptions("", "auto", "RingCentral gives it a free digit")
}

// begun is the id of the number where an attempt that ended half way has added it; its
// digit is no other's.
func (d *creation) begun() string {
	for _, n := range d.known.numbers {
		if n.Phone == d.request.Phone && n.Label == d.request.Label {
			return n.ID
		}
	}
	return ""
}

func (d *creation) title() string { return "New forwarding number of " + who(d.known.open) }

func (d *creation) kindOf() api.Type { return api.Type(d.kind.value()) }

func (d *creation) fields() []*field {
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

func (d *creation) review() {
	n := api.NewNumber{Type: d.kindOf(), Backend: d.known.backend}
	for _, f := range d.fields() {
		f.problem = ""
		switch f {
		case d.phone:
			n.Phone = d.known.readPhone(f)
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
	place(d.fields(), api.CheckNew(n, d.known.numbers))
}

// place puts each problem on its field, unless one is there already that says
// more.
func place(fields []*field, problems []api.Problem) {
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

func (d *creation) sends() api.Preview { return d.svc.CreatePreview(d.request) }

func (d *creation) changed() bool {
	return d.phone.value() != "" || d.label.value() != "" || d.dig.value() != ""
}

func (d *creation) save() intent { return create{d.request} }
