package ui

import (
	"cmp"
	"strings"
)

// fieldHeadWidth is the width of the names of the fields.
const fieldHeadWidth = 11

// view draws the form, scrolled to the focused field.
func (f *form) view() []string {
	w := f.w
	lines := []string{f.st.title.Render(truncate(f.title(), w)), ""}
	var at struct{ first, last int } // the lines of the focused field
	for _, field := range f.fields() {
		focused := field.name == f.focused && field.editable()
		drawn := f.field(field, focused, w)
		if focused {
			at.first, at.last = len(lines), len(lines)+anchorLine(field, len(drawn))
		}
		lines = append(lines, drawn...)
	}
	foot, told := f.foot(w), f.outcome(w)
	visible := func(h int) int { // the value matters more than the remarks
		return scrollTo(0, min(at.last, at.first+h-1), h, len(lines)+len(foot))
	}
	if end := len(lines) + 1 + len(told); len(told) == 0 || end <= visible(f.h)+f.h {
		return block(append(lines, foot...)[visible(f.h):], f.h)
	}
	told = told[:min(len(told), max(f.h-2, 1))]
	h := f.h - len(told)
	return append(block(lines[visible(h):], h), told...)
}

// anchorLine is the line of a drawn field that must be visible: the last one,
// or the end of the chosen option when there is one option a line.
func anchorLine(field *field, drawn int) int {
	if field.onePerLine {
		return min(field.chosen+3, drawn-1)
	}
	return drawn - 1
}

// outcome says that the form is being sent or why it was refused; it is never scrolled
// out of sight.
func (f *form) outcome(w int) []string {
	switch {
	case f.sending:
		return []string{f.st.accent.Render(truncate("Sending ...", w))}
	case f.refusal != "":
		return f.st.danger.wrap(f.refusal, w)
	}
	return nil
}

// foot is the outcome and what saving would send.
func (f *form) foot(w int) []string {
	lines := append([]string{""}, f.outcome(w)...)
	sends := f.preview().Short
	if sends == "" {
		return append(lines, f.st.muted.Render("  Sends nothing yet."))
	}
	room := max(w-fieldHeadWidth, 8)
	for i, l := range wrapLong(sends, room, room/2) {
		head := ""
		if i == 0 {
			head = "  Sends"
		}
		lines = append(lines, f.st.label.Render(pad(head, fieldHeadWidth))+l)
	}
	return lines
}

func (f *form) field(field *field, focused bool, w int) []string {
	head := f.st.label.Render(pad("  "+field.head, fieldHeadWidth))
	if focused {
		head = f.st.accent.Render(pad("> "+field.head, fieldHeadWidth))
	}
	room := max(w-fieldHeadWidth, 8)
	lines := f.value(field, focused, room)
	lines = append(lines, f.remarks(field, focused, room)...)
	for i := range lines {
		if i == 0 {
			lines[i] = head + lines[i]
		} else {
			lines[i] = spaces(fieldHeadWidth) + lines[i]
		}
	}
	return lines
}

func (f *form) value(field *field, focused bool, w int) []string {
	switch {
	case field.input != nil:
		if focused && !f.sending {
			return []string{field.input.View()}
		}
		return []string{truncate(cmp.Or(field.masked(), "-"), w)}
	case len(field.options) > 0 && field.onePerLine && focused:
		return f.tallChoice(field, w)
	case len(field.options) > 0:
		return []string{f.choice(field, w)}
	}
	if field.full {
		return hardWrap(field.fixed, w)
	}
	return []string{truncate(field.fixed, w)}
}

// choice draws the options in one row. When they do not fit, it draws the one
// under the cursor and the count, or, for a choice of several without the
// focus, those that are on.
func (f *form) choice(field *field, w int) string {
	var parts []string
	for i, o := range field.options {
		if field.checked != nil {
			parts = append(parts, f.checkbox(field, i))
			continue
		}
		switch {
		case i == field.chosen:
			parts = append(parts, f.st.chosen.Render("["+o.text+"]"))
		case o.blocked != "":
			parts = append(parts, f.st.muted.Render("("+o.text+")"))
		default:
			parts = append(parts, " "+o.text+" ")
		}
	}
	if row := strings.Join(parts, " "); width(row) <= w && !field.onePerLine {
		return row
	}
	of := "  " + itoa(field.chosen+1) + " of " + itoa(len(field.options))
	text := field.options[field.chosen].text
	if field.checked != nil {
		if field.name != f.focused {
			return truncate(orNone(strings.Join(field.names(), ", ")), w)
		}
		text = f.checkmark(field, field.chosen) + text
	}
	chosen := truncate("< "+text, w-len(of)-2) + " >"
	return f.st.chosen.Render(chosen) + f.st.muted.Render(of)
}

// checkbox draws one option of a choice of several.
func (f *form) checkbox(field *field, i int) string {
	text := f.checkmark(field, i) + field.options[i].text
	if i == field.chosen && field.name == f.focused {
		return f.st.chosen.Render(text)
	}
	return text
}

// checkmark shows whether an option is on.
func (f *form) checkmark(field *field, i int) string {
	if field.checked[field.options[i].value] {
		return "[x] "
	}
	return "[ ] "
}

// tallChoice draws one option a line, each with its note. The note of the
// chosen one is drawn in full.
func (f *form) tallChoice(field *field, w int) []string {
	names := 0
	for _, o := range field.options {
		names = max(names, min(width(o.text), w/2))
	}
	var lines []string
	for i, o := range field.options {
		name, note := pad(o.text, names), o.note
		if o.blocked != "" {
			note = "cannot be used: " + o.blocked
		}
		switch {
		case i == field.chosen:
			lines = append(lines, f.st.chosen.Render("["+name+"]"))
			lines = append(lines, indent(wrap(note, w-2), 2)...)
		case o.blocked != "":
			lines = append(lines, f.st.muted.Render(truncate("("+name+") "+o.blocked, w)))
		default:
			lines = append(lines, truncate(" "+name+"  "+note, w))
		}
	}
	return lines
}

// remarks are drawn below a value: its refusal, its problem, its doubt, or its
// note.
func (f *form) remarks(field *field, focused bool, w int) []string {
	style, text := f.st.muted, field.note
	switch {
	case field.refusal != "":
		style, text = f.st.danger, field.refusal
	case field.onePerLine && focused && field.blocked() != "":
		return nil // drawn with the option
	case field.problem != "" && (field.visited || field.input == nil):
		style, text = f.st.danger, field.problem
	case field.blocked() != "" && !field.onePerLine:
		style, text = f.st.doubt, field.blocked()
	case field.doubt != "":
		note := field.note
		if note == "" && field.chosen < len(field.options) {
			note = field.options[field.chosen].note
		}
		style, text = f.st.doubt, strings.TrimPrefix(note+"; "+field.doubt, "; ")
	case field.why != "":
		text = field.why
	case len(field.options) > 0 && !focused:
		return nil // notes of options matter only while choosing
	case text == "" && len(field.options) > 0 && focused && !field.onePerLine:
		text = field.options[field.chosen].note
	}
	return style.wrap(text, w)
}
