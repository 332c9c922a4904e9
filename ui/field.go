package ui

import (
	"strings"

	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"

	"rcfwd/api"
	"rcfwd/api/risk"
)

// field is one question of a form: a line of text, a choice, or a fixed value
// that is shown with the reason why it cannot change.
type field struct {
	name api.Field
	head string

	input   *textinput.Model // a line of text
	options []option         // a choice
	chosen  int
	fixed   string // a value that cannot change
	why     string // why it cannot change

	note       string          // what the value means
	doubt      string          // why it may be refused, though it can be sent
	problem    string          // why it cannot be sent
	risks      []risk.Judged   // numbers in it that are not in use there already, with what is risky about them
	refusal    string          // why the service refused this value
	visited    bool            // the focus has left it at least once, so that its problem is shown
	onePerLine bool            // draws one option a line
	checked    map[string]bool // a choice of several: the options that are on; nil for a choice of one
	full       bool            // a fixed value is shown in full, over as many lines as it takes
}

// option is one answer of a choice. A blocked one is shown with its reason and
// cannot be chosen.
type option struct{ value, text, note, blocked string }

func textField(name api.Field, head, value string, in textinput.Model) *field {
	in.CharLimit = max(in.CharLimit, len([]rune(value))) // what is there stays whole
	in.SetValue(value)
	in.CursorEnd()
	return &field{name: name, head: head, input: &in}
}

func fixedField(name api.Field, head, value, why string) *field {
	return &field{name: name, head: head, fixed: orNone(value), why: why}
}

// setOptions replaces the options and keeps the chosen value if it is still
// there.
func (f *field) setOptions(options []option) {
	value := f.value()
	f.options, f.chosen = options, 0
	f.choose(value)
}

// choose is not inlined: its copies would make the program larger.
//
//go:noinline
func (f *field) choose(value string) {
	for i, o := range f.options {
		if o.value == value {
			f.chosen = i
		}
	}
}

// value returns what the field has now. It is not inlined: each place that asks for it
// would copy the input, which makes the program 49 kB larger.
//
//go:noinline
func (f *field) value() string {
	switch {
	case f.input != nil:
		return f.input.Value()
	case f.chosen < len(f.options):
		return f.options[f.chosen].value
	}
	return ""
}

// masked is the value as it may be shown.
func (f *field) masked() string {
	if f.input != nil && f.input.EchoMode == textinput.EchoPassword {
		return strings.Repeat("*", len([]rune(f.input.Value())))
	}
	return f.value()
}

// editable reports whether the field can have the focus.
func (f *field) editable() bool { return f.input != nil || len(f.options) > 0 }

// blocked is the reason why the chosen option cannot be used.
func (f *field) blocked() string {
	if f.chosen < len(f.options) {
		return f.options[f.chosen].blocked
	}
	return ""
}

// toggle switches the option under the cursor of a choice of several.
func (f *field) toggle() {
	if f.checked != nil && f.chosen < len(f.options) {
		v := f.options[f.chosen].value
		f.checked[v] = !f.checked[v]
	}
}

// each returns of(o) for the checked options o of a choice of several, in their
// order. It is not inlined: its copies would make the program larger.
//
//go:noinline
func (f *field) each(of func(option) string) []string {
	var all []string
	for _, o := range f.options {
		if f.checked[o.value] {
			all = append(all, of(o))
		}
	}
	return all
}

// values are the values of the checked options.
func (f *field) values() []string { return f.each(func(o option) string { return o.value }) }

// names are the texts of the checked options.
func (f *field) names() []string { return f.each(func(o option) string { return o.text }) }

// move moves the choice by one. It stops at both ends.
func (f *field) move(by int) {
	f.chosen = clamp(f.chosen+by, 0, len(f.options)-1)
}

func (f *field) typed(msg tea.Msg) {
	if f.input != nil {
		*f.input, _ = f.input.Update(cleanPaste(msg))
	}
}

func (f *field) focus(on bool) {
	switch {
	case f.input == nil:
	case on:
		f.input.Focus()
	default:
		f.input.Blur()
	}
	if !on {
		f.visited = true
	}
}
