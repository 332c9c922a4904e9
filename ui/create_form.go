package ui

import (
	"cmp"
	"strconv"

	"rcfwd/api"
	"rcfwd/api/rest"
)

// createForm is the draft of a new forwarding number.
type createForm struct {
	facts                             facts
	svc                               Service
	kind, phone, label, device, digit *field
	rules                             *field // only on new call handling
	request                           api.NewNumber
}

// creatableTypes are the types that a create request may name, as the developer
// guide lists them.
var creatableTypes = []api.Type{api.PhoneLine, api.Home, api.Mobile, api.Work, api.Other}

var typeNotes = map[api.Type]string{
	api.PhoneLine: "a RingCentral device of this extension; cannot be removed or undone here (FPN-107)",
	api.Home:      "a home phone; one at most",
	api.Mobile:    "a mobile phone; one at most",
	api.Work:      "a work phone; one at most",
	api.Other:     "any other phone, with a label of your own",
}

func newCreateForm(svc Service, fs *facts, keys KeyMap, st *styles) *createForm {
	d := &createForm{
		svc:    svc,
		kind:   &field{name: api.FieldType, head: "Type"},
		phone:  textField(api.FieldPhone, "Number", "", newInput(keys.Text, st, maxNumberText)),
		label:  textField(api.FieldLabel, "Label", "", newInput(keys.Text, st, maxLabelText)),
		device: &field{name: api.FieldDevice, head: "Device", onePerLine: true},
		digit:  &field{name: api.FieldFlip, head: "Flip"},
		rules:  &field{name: api.FieldRules, head: "Rings in", checked: map[string]bool{}},
	}
	d.setFacts(fs)
	d.kind.choose(string(api.Other))
	return d
}

func (d *createForm) setFacts(fs *facts) {
	d.facts = *fs
	var types []option
	for _, t := range creatableTypes {
		o := option{value: string(t), text: typeName(t), note: typeNotes[t]}
		if taken, why := api.TypeTaken(t, fs.snapshot.Numbers); taken {
			o.blocked = why
		}
		types = append(types, o)
	}
	d.kind.setOptions(types)
	d.digit.setOptions(d.digits())
	d.device.setOptions(fs.deviceOptions())
	d.rules.setOptions(fs.ruleOptions())
	switch {
	case len(d.device.options) > 0:
	case fs.devicesAsked:
		d.device.fixed = orNone(fs.noDevices)
	default: // no device can be added, so they are not read
		d.device.fixed = orNone("")
	}
}

// digits are the choices of a flip digit. Only some accounts assign a digit to a
// number that comes without one (dossier, section 7).
func (d *createForm) digits() []option {
	if d.facts.capabilities().PicksDigit {
		note := "RingCentral assigns a free digit"
		if len(api.FreeDigits(d.facts.snapshot.Numbers)) == 0 {
			note = "no digit is free; calls cannot be flipped to it"
		}
		return d.facts.digitOptions("", "auto", note)
	}
	return d.facts.digitOptions(d.addedID(), "none", "calls cannot be flipped to it")
}

// addedID is the id of the number when an earlier attempt added it and then
// failed, so that its own digit does not count as taken.
func (d *createForm) addedID() string {
	for _, n := range d.facts.snapshot.Numbers {
		if n.Phone == d.request.Phone && n.Label == d.request.Label {
			return n.ID
		}
	}
	return ""
}

func (d *createForm) title() string {
	return "New forwarding number for " + extensionName(&d.facts.open)
}

func (d *createForm) chosenType() api.Type { return api.Type(d.kind.value()) }

func (d *createForm) fields() []*field {
	fs := []*field{d.kind}
	for _, name := range d.chosenType().Takes() {
		for _, f := range []*field{d.phone, d.label, d.device, d.digit} {
			if f.name == name {
				fs = append(fs, f)
			}
		}
	}
	if len(d.rules.options) > 0 && d.chosenType() != api.PhoneLine {
		fs = append(fs, d.rules)
	}
	return fs
}

func (d *createForm) review() {
	n := api.NewNumber{Type: d.chosenType(), CallHandling: d.facts.snapshot.CallHandling}
	for _, f := range d.fields() {
		f.problem = ""
		switch f {
		case d.phone:
			n.Phone = d.facts.readPhone(f, "")
			f.doubt = cmp.Or(f.doubt, d.alreadyThere(n.Phone))
		case d.label:
			n.Label = rest.Clean(f.value())
			f.note = labelNote(n.Label)
		case d.device:
			n.DeviceID = f.value()
			f.problem = f.blocked()
		case d.digit:
			n.Flip, _ = strconv.Atoi(f.value())
		case d.rules:
			n.Rules = f.values()
		}
	}
	d.request, d.kind.doubt = n, d.facts.fullList()
	d.digit.setOptions(d.digits())
	placeProblems(d.fields(), api.CheckNew(&n, d.facts.snapshot.Numbers))
}

// alreadyThere says which number of the list is this one; "" for none. It is not inlined: its
// copies would make the program larger.
//
//go:noinline
func (d *createForm) alreadyThere(phone string) string {
	for _, n := range d.facts.snapshot.Numbers {
		if phone != "" && n.Phone == phone && n.ID != d.addedID() {
			return n.Label + " already has this number"
		}
	}
	return ""
}

// placeProblems puts each problem on its field, unless the field has a more
// specific one already. It is not inlined: its copies would make the program larger.
//
//go:noinline
func placeProblems(fields []*field, problems []api.ValidationError) {
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

func (d *createForm) preview() api.Preview {
	if d.facts.capabilities().SharedDocument && (d.request.Phone == "" || d.request.Label == "") {
		return api.Preview{} // a record of the list has both
	}
	draft := d.facts.snapshot.Draft()
	if draft.Restore("new", &d.request, api.Restored{}) != nil { // Restore checks nothing: the fields show what is missing
		return api.Preview{}
	}
	return d.svc.Preview(draft)
}

func (d *createForm) changed() bool {
	return d.phone.value() != "" || d.label.value() != "" || d.digit.value() != ""
}

func (d *createForm) save() intent { return create{d.request} }
