package ui

import (
	"charm.land/bubbles/v2/key"
	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"

	"rcfwd/api"
)

// draft is what a form fills in, for example a new number or a change of one.
// It decides which fields apply and what their values mean; the form asks for
// them.
type draft interface {
	title() string
	// setFacts updates the draft with what was read since the form opened.
	setFacts(*facts)
	// fields are those that apply now, in the order of the form.
	fields() []*field
	// review sets the notes, doubts and problems of the fields.
	review()
	// preview is the request that saving would send; empty for none.
	preview() api.Preview
	// changed reports whether leaving the form would lose something.
	changed() bool
	// save returns the write; nil when there is nothing to save.
	save() intent
}

// form is the dialog that asks for the fields of a draft, one below the other.
type form struct {
	draft
	keys     FormKeys
	digits   [9]key.Binding // choose a flip digit
	st       *styles
	focused  api.Field // the field that has the focus; it stays when others come and go
	sending  bool
	refusal  string // why the service refused the whole, when no single field is to blame
	doubted  bool   // the doubts were shown, and the next Accept sends all the same
	accepted bool   // a risky number was confirmed
	edits    int    // how often a value was edited
	size
}

func newForm(d draft, keys KeyMap, st *styles) *form {
	f := &form{draft: d, keys: keys.Form, digits: keys.Digit.Digits, st: st}
	d.review()
	f.focus(f.editable()[0])
	return f
}

func (f *form) setSize(w, h int) {
	f.w, f.h = w, h
	f.setInputWidths()
}

// setInputWidths fits the text inputs to the width of the form.
func (f *form) setInputWidths() {
	for _, field := range f.fields() {
		if field.input != nil {
			field.input.SetWidth(max(f.w-fieldHeadWidth, 8) - 1)
			field.input.SetCursor(field.input.Position()) // scrolls to what the new width has room for
		}
	}
}

func (f *form) editable() []*field {
	var fs []*field
	for _, field := range f.fields() {
		if field.editable() {
			fs = append(fs, field)
		}
	}
	return fs
}

// index is the position of the focus among the editable fields.
func (f *form) index() int {
	for i, field := range f.editable() {
		if field.name == f.focused {
			return i
		}
	}
	return 0
}

func (f *form) current() *field { return f.editable()[f.index()] }

func (f *form) focus(next *field) {
	for _, field := range f.fields() {
		if field.name == f.focused && field != next {
			field.focus(false)
		}
	}
	f.focused = next.name
	next.focus(true)
}

func (f *form) actions() actions {
	busy := ""
	if f.sending {
		busy = "the request is sent; wait for the answer"
	}
	return actions{
		{key: f.acceptKey(), blocked: busy, run: f.accept, short: true},
		{key: f.keys.Next, blocked: busy, run: does(func() { f.step(1) })},
		{key: f.keys.Previous, blocked: busy, run: does(func() { f.step(-1) })},
		{key: f.keys.Leave, run: func() intent { return leaveForm{changed: f.changed()} }, short: true},
		{key: f.keys.Copy, run: f.copy, short: f.fullValue() != ""},
	}
}

// acceptKey says what the key to accept does: on the last field it saves, or does what the
// draft calls it.
func (f *form) acceptKey() key.Binding {
	if f.index() < len(f.editable())-1 {
		return f.keys.Accept
	}
	if d, named := f.draft.(interface{ saves() string }); named {
		return reworded(f.keys.Accept, d.saves())
	}
	return reworded(f.keys.Accept, "save")
}

// fullValue is the value of the field that is shown in full, if there is one.
func (f *form) fullValue() string {
	for _, field := range f.fields() {
		if field.full {
			return field.fixed
		}
	}
	return ""
}

// copy copies what the form is about: an address to open, or the request.
func (f *form) copy() intent {
	if address := f.fullValue(); address != "" {
		return copyText{what: "the address", text: address}
	}
	return copyText{what: "the request", text: f.preview().Whole}
}

// choices are the keys of a choice. In a text input they belong to the text.
func (f *form) choices() actions {
	if f.sending || f.current().input != nil {
		return nil
	}
	as := actions{
		{key: f.keys.Left, run: f.move(-1)},
		{key: f.keys.Right, run: f.move(1), short: true},
	}
	if f.current().checked != nil {
		as = append(as, action{key: f.keys.Toggle, run: does(f.toggle), short: true})
	}
	if f.current().name == api.FieldFlip {
		as = append(as, f.digitKeys()...)
	}
	return as
}

// digitKeys choose a flip digit by itself.
func (f *form) digitKeys() (as actions) {
	for digit, k := range f.digits {
		value := ""
		if digit > 0 {
			value = itoa(digit)
		}
		as = append(as, action{key: k, run: does(func() {
			f.current().choose(value)
			f.edited()
		})})
	}
	return as
}

func (f *form) move(by int) func() intent {
	return does(func() {
		f.current().move(by)
		f.edited()
	})
}

func (f *form) toggle() {
	f.current().toggle()
	f.edited()
}

// step moves the focus by that many editable fields, around the ends.
func (f *form) step(by int) {
	fs := f.editable()
	f.focus(fs[(f.index()+by+len(fs))%len(fs)])
	f.review()
}

// textInput is the focused text input.
func (f *form) textInput() *textinput.Model {
	if f.sending {
		return nil
	}
	return f.current().input
}

// typed passes a key or a paste to the focused text input.
func (f *form) typed(msg tea.Msg) {
	before := f.current().value()
	f.current().typed(msg)
	if f.current().value() != before {
		f.edited()
	}
}

// edited clears the remarks about the earlier value.
func (f *form) edited() {
	f.edits++
	f.refusal, f.doubted, f.accepted, f.current().refusal = "", false, false, ""
	f.review()
	f.setInputWidths()
}

// accept goes to the next field, and saves on the last.
func (f *form) accept() intent {
	if f.current().blocked() != "" { // the field says why
		return showNotice{text: "Choose another value for " + f.current().head + ".", kind: warning}
	}
	if fs := f.editable(); f.index() < len(fs)-1 {
		f.step(1)
		return nil
	}
	return f.submit()
}

func (f *form) submit() intent {
	for _, field := range f.fields() {
		field.visited = true
	}
	f.review()
	for _, field := range f.fields() {
		if field.problem != "" {
			f.focus(field)
			return showNotice{text: "Not sent. Correct " + field.head + " first.", kind: warning}
		}
	}
	if doubtful := f.doubtful(); doubtful != "" && !f.doubted {
		f.doubted = true
		return showNotice{text: "Not sent yet. Look at " + doubtful + ", or press " + firstKey(f.keys.Accept) + " again to send it anyway.", kind: warning}
	}
	write := f.save()
	if write == nil {
		return showNotice{text: "No changes to send.", kind: info}
	}
	if risky := f.asking(); len(risky) > 0 && !f.accepted {
		return askRisk{f, risky}
	}
	f.sending, f.refusal = true, ""
	for _, field := range f.fields() {
		field.refusal = ""
	}
	return write
}

// doubtful names the first field with a doubt; "" for none.
func (f *form) doubtful() string {
	for _, field := range f.fields() {
		if field.doubt != "" {
			return field.head
		}
	}
	return ""
}

// setRefusal shows the refusal of the service on the field that it names,
// otherwise below the fields. It keeps everything that was typed.
func (f *form) setRefusal(advice api.Advice) {
	f.sending = false
	for _, field := range f.fields() {
		if field.name == advice.Field && advice.Field != "" && field.editable() {
			f.focus(field)
			field.refusal = advice.String()
			return
		}
	}
	f.refusal = advice.String()
}
