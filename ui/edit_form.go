package ui

import (
	"rcfwd/api"
	"rcfwd/api/rest"
)

// editForm is the draft of a change. It asks for what may change and shows the
// rest with the reason.
type editForm struct {
	facts               facts
	svc                 Service
	old                 api.Number
	shown               string // the phone number as the form showed it first
	phone, label, digit *field
	all                 []*field
	change              api.Change
}

func newEditForm(svc Service, fs *facts, old *api.Number, keys KeyMap, st *styles) *editForm {
	d := &editForm{svc: svc, old: *old, digit: &field{name: api.FieldFlip, head: "Flip"}}
	shown := api.DescribePhone(old.Phone, fs.region).Pretty
	d.shown = shown
	_, typeWhy := old.Type.MayChange(api.FieldType)
	if fs.capabilities().SharedDocument {
		typeWhy = "set by RingCentral; numbers that users add are Other"
	}
	d.all = append(d.all, fixedField(api.FieldType, "Type", typeName(old.Type), typeWhy))
	if old.DeviceID != "" {
		_, why := old.Type.MayChange(api.FieldDevice)
		d.all = append(d.all, fixedField(api.FieldDevice, "Device", old.DeviceID, why))
	}
	if ok, why := old.Type.MayChange(api.FieldPhone); ok {
		d.phone = textField(api.FieldPhone, "Number", shown, newInput(keys.Text, st, maxNumberText))
		d.all = append(d.all, d.phone)
	} else {
		d.all = append(d.all, fixedField(api.FieldPhone, "Number", shown, why))
	}
	if ok, why := old.Type.MayChange(api.FieldLabel); ok {
		d.label = textField(api.FieldLabel, "Label", old.Label, newInput(keys.Text, st, maxLabelText))
		d.all = append(d.all, d.label)
	} else {
		d.all = append(d.all, fixedField(api.FieldLabel, "Label", old.Label, why))
	}
	d.all = append(d.all, d.digit)
	d.setFacts(fs)
	d.digit.choose(old.Flip)
	return d
}

func (d *editForm) setFacts(fs *facts) {
	d.facts = *fs
	d.digit.setOptions(fs.digitOptions(d.old.ID, "none", "a live call cannot be moved here"))
	for _, f := range d.all {
		if device, is := fs.deviceOf(d.old.DeviceID); is && f.name == api.FieldDevice {
			f.fixed = device.Name
		}
	}
}

func (d *editForm) title() string {
	return "Change " + d.old.Label + " of " + extensionName(&d.facts.open)
}

func (d *editForm) fields() []*field { return d.all }

func (d *editForm) review() {
	d.change = api.Change{}
	for _, f := range d.all {
		f.problem = ""
	}
	if d.phone != nil {
		d.reviewPhone()
	}
	if d.label != nil {
		label := rest.Clean(d.label.value())
		d.label.note = labelNote(label)
		if label != d.old.Label {
			d.change.Label = &label
		}
	}
	if digit := d.digit.value(); digit != d.old.Flip {
		d.change.Flip = &digit
		d.digit.doubt = d.facts.lacks(api.FeatureEditCallFlip, "changing flip digits")
	} else {
		d.digit.doubt = ""
	}
	placeProblems(d.all, api.CheckChange(&d.old, d.change, d.facts.snapshot.Numbers))
}

// reviewPhone reads the typed number. An untouched number is never sent, even
// if it reads as another one: not every way of writing a number can be read
// back to the same number, and the service has accepted this one.
func (d *editForm) reviewPhone() {
	phone := d.facts.readPhone(d.phone, d.old.Phone)
	switch {
	case d.phone.value() == d.shown:
		d.phone.note, d.phone.doubt, d.phone.problem = phoneWords(api.DescribePhone(d.old.Phone, d.facts.region)), "", ""
		d.phone.risks = nil
	case phone == d.old.Phone:
		d.phone.doubt = ""
	default:
		d.change.Phone = &phone
	}
}

func (d *editForm) preview() api.Preview {
	if d.change.Empty() {
		return api.Preview{}
	}
	draft := d.facts.snapshot.Draft()
	if draft.Change(d.old.ID, d.change) != nil {
		return api.Preview{}
	}
	return d.svc.Preview(draft)
}

func (d *editForm) changed() bool { return !d.change.Empty() }

func (d *editForm) save() intent {
	if d.change.Empty() {
		return nil
	}
	return changeNumber{old: d.old, want: d.change}
}
