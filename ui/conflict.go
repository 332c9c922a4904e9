package ui

import (
	"cmp"
	"errors"

	"rcfwd/api"
	"rcfwd/api/change"
)

// conflictDialog shows a conflict with the change of another user in three
// columns: as the user saw the number, as it is now, and as the user wants it.
// The user chooses the value of each field.
type conflictDialog struct {
	keys     ConflictKeys
	st       *styles
	conflict *change.Conflict
	job      job
	wanted   []api.Field
	mine     map[api.Field]bool
	cursor   int
	size
}

func conflictIn(err error) (*change.Conflict, bool) {
	var c *change.Conflict
	return c, errors.As(err, &c)
}

// conflict opens the dialog for an edit. A field that only the user changes
// starts as theirs; a field that both changed starts with the other value. A
// removal or a swap cannot be divided, so it asks a question instead.
func (m *Model) conflict(c *change.Conflict, j job) {
	if _, edit := c.Write.(change.Update); !edit {
		m.showLater(m.askGoAhead(c, j))
		return
	}
	d := &conflictDialog{keys: m.keys.Conflict, st: m.st, conflict: c, job: j, wanted: c.Wanted(), mine: map[api.Field]bool{}}
	for _, one := range c.Diffs {
		for _, r := range one.Fields {
			if r.Wanted && !r.Changed {
				d.mine[r.Field] = true
			}
		}
	}
	if m.dialogs.open == dialog(j.form) && j.form != nil {
		m.show(d)
		return
	}
	m.showLater(d)
}

// askGoAhead asks whether to go ahead with a removal or a swap of numbers that
// another user has changed. It starts on No.
func (m *Model) askGoAhead(c *change.Conflict, j job) *confirmDialog {
	q := m.question(confirmDialog{text: c.Advice().What, yes: "Continue anyway", no: resolveConflict{}})
	if _, removing := c.Write.(change.Remove); removing {
		q.yes = "Remove anyway"
	}
	for _, one := range c.Diffs {
		for _, r := range one.Fields {
			if r.Changed && !one.Gone {
				q.lines = append(q.lines, one.Saw.Label+": "+fieldWords[r.Field]+" was "+orNone(r.Saw)+" and is now "+orNone(r.Now))
			}
		}
	}
	if write, ok := c.Resolve(c.Wanted()...); ok {
		q.then = resolveConflict{write: write, ids: j.ids}
	} else {
		q.then, q.yes = resolveConflict{}, "Close"
	}
	return q
}

func (c *conflictDialog) actions() actions {
	move := func(by int) func() intent {
		return does(func() { c.cursor = clamp(c.cursor+by, 0, len(c.wanted)-1) })
	}
	return actions{
		{key: c.keys.Accept, blocked: c.unreadable(), run: c.accept, short: true},
		{key: c.keys.Turn, run: does(c.toggle), short: true},
		{key: c.keys.Next, run: move(1), short: true},
		{key: c.keys.Previous, run: move(-1)},
		{key: c.keys.Leave, run: c.leave, short: true},
	}
}

// leave leaves everything as it is now. It asks first where something was typed.
func (c *conflictDialog) leave() intent {
	if c.job.form == nil {
		return resolveConflict{}
	}
	return askLeaveConflict{c}
}

// toggle chooses the other value for the field under the cursor.
func (c *conflictDialog) toggle() {
	if c.cursor < len(c.wanted) {
		f := c.wanted[c.cursor]
		c.mine[f] = !c.mine[f]
	}
}

// accept sends the chosen values, or nothing when none of the user's is chosen.
func (c *conflictDialog) accept() intent {
	var mine []api.Field
	for _, f := range c.wanted {
		if c.mine[f] {
			mine = append(mine, f)
		}
	}
	write, ok := c.conflict.Resolve(mine...)
	if !ok {
		return resolveConflict{form: c.job.form}
	}
	return resolveConflict{write: write, ids: c.job.ids, form: c.job.form}
}

// fieldHeight is how many lines a field takes below the name of its number.
const fieldHeight = 5

// unreadable returns the reason why accepting is blocked: the window is too
// small to show a field.
func (c *conflictDialog) unreadable() string {
	if len(wrap(c.conflict.Advice().What, c.w))+fieldHeight > c.h {
		return "the window is too small to compare; make it larger"
	}
	return ""
}

// view shows what happened and the columns, scrolled to the focused field.
func (c *conflictDialog) view() []string {
	head := c.st.danger.wrap(c.conflict.Advice().What, c.w)
	var lines []string
	at := 0
	for _, one := range c.conflict.Diffs {
		lines = append(lines, c.headings(&one)...)
		for _, r := range one.Fields {
			if !c.shows(r) {
				continue
			}
			drawn := c.row(r)
			if c.focused(r) {
				at = len(lines) + len(drawn) - 1
			}
			lines = append(lines, drawn...)
		}
		lines = append(lines, "")
	}
	lines = append(lines, c.st.muted.wrap(c.summary(), c.w)...)
	return block(append(head, window(lines, at, c.h-len(head))...), c.h)
}

// shows reports whether a field is drawn: always when it differs, otherwise
// when there is room.
func (c *conflictDialog) shows(r change.FieldDiff) bool {
	if c.column() == 0 {
		return r.Changed || r.Wanted
	}
	return r.Saw != "" || r.Now != "" || r.Want != ""
}

func (c *conflictDialog) focused(r change.FieldDiff) bool {
	return c.cursor < len(c.wanted) && r.Wanted && c.wanted[c.cursor] == r.Field
}

// The widths of the columns around the three values. The history and the forms
// of a number use the first one too.
const (
	fieldNameWidth = 13
	holderWidth    = 8
)

// column is the width of each of the three columns; 0 when they go below each
// other.
func (c *conflictDialog) column() int {
	if c.w < 72 {
		return 0
	}
	return min((c.w-fieldNameWidth-holderWidth)/3, 40)
}

func (c *conflictDialog) headings(one *change.NumberDiff) []string {
	title := c.st.title.Render(truncate(cmp.Or(one.Saw.Label, one.Saw.Phone), c.w))
	w := c.column()
	if w == 0 {
		return []string{title}
	}
	heads := spaces(fieldNameWidth) + pad("You saw", w) + pad("Now", w) + pad("You want", w) + pad("Keep", holderWidth)
	return []string{title, c.st.heading.Render(heads)}
}

func (c *conflictDialog) row(r change.FieldDiff) []string {
	name := "  " + fieldWords[r.Field]
	if c.focused(r) {
		name = "> " + fieldWords[r.Field]
	}
	if name = pad(name, fieldNameWidth); c.focused(r) {
		name = c.st.accent.Render(name)
	}
	words := func(value string) string { return orNone(valueWords(r.Field, value)) }
	saw, now, want, holds := words(r.Saw), words(r.Now), words(r.Want), ""
	if r.Changed {
		now = "! " + now
	}
	if r.Wanted {
		holds = "theirs"
		if c.mine[r.Field] {
			holds = "yours"
		}
	}
	w := c.column()
	if w == 0 {
		lines := []string{name + pad("saw", 6) + truncate(saw, c.w-fieldNameWidth-6), spaces(fieldNameWidth) + pad("now", 6) + truncate(now, c.w-fieldNameWidth-6)}
		if holds != "" {
			lines = append(lines, spaces(fieldNameWidth)+pad("want", 6)+truncate(want, c.w-fieldNameWidth-6),
				spaces(min(fieldNameWidth, c.w-14))+pad("keep", 6)+c.st.chosen.Render("["+holds+"]"))
		}
		return lines
	}
	line := name + pad(saw, w-1) + " " + pad(now, w-1) + " " + pad(want, w-1) + " "
	if holds != "" {
		line += c.st.chosen.Render("[" + holds + "]")
	}
	return []string{line}
}

var fieldWords = map[api.Field]string{
	api.FieldType: "Type", api.FieldPhone: "Number", api.FieldLabel: "Label", api.FieldDevice: "Device", api.FieldFlip: "Flip digit",
	api.FieldUses: "Used for", api.FieldRules: "Rings in",
}

// summary says what accepting would do.
func (c *conflictDialog) summary() string {
	var mine []api.Field
	for f, yes := range c.mine {
		if yes {
			mine = append(mine, f)
		}
	}
	write, ok := c.conflict.Resolve(mine...)
	if _, again := write.(change.Create); ok && again {
		return "Another user removed this number. With this choice it is added again, with a new id."
	}
	if !ok {
		return "! marks a change by another user. With this choice nothing is sent."
	}
	return "! marks a change by another user. With this choice only your values are sent."
}
