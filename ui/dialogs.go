package ui

// dialog lies over a screen and has the keys while it is open. A view of fewer
// lines than the screen has covers only the last lines of the screen.
type dialog interface{ panel }

// dialogs is the open dialog and those that wait for it.
type dialogs struct {
	open        dialog   // nil when none is open
	later       []dialog // those that open when the open one closes, in this order
	opened      int      // how many were opened so far
	interrupted dialog   // what was open when the session ended; opens again after the sign-in
}

// form returns the open dialog if it is a form.
func (d *dialogs) form() (*form, bool) {
	f, is := d.open.(*form)
	return f, is
}

// close closes the open dialog and opens the next one.
func (d *dialogs) close() {
	d.open = nil
	if len(d.later) > 0 {
		d.open, d.later = d.later[0], d.later[1:]
		d.opened++
	}
}

// showLater opens a dialog that the user did not ask for just now. It waits
// until an open dialog is closed. It is not inlined: its copies would make the program larger.
//
//go:noinline
func (m *Model) showLater(d dialog) {
	if m.dialogs.open != nil {
		m.dialogs.later = append(m.dialogs.later, d)
		return
	}
	m.show(d)
}

// show opens a dialog over the screen. It clears a notice of success, so that
// the keys of the dialog show.
func (m *Model) show(d dialog) {
	m.dialogs.open = d
	m.dialogs.opened++
	if m.notice.kind == success || m.notice.kind == info {
		m.notice.text = ""
	}
	m.resize()
}

// showOver opens a dialog over the open one, which opens again when it closes.
func (m *Model) showOver(d dialog) {
	if m.dialogs.open != nil {
		m.dialogs.later = append([]dialog{m.dialogs.open}, m.dialogs.later...)
	}
	m.show(d)
}

// reopen shows in.dialog again, or closes the open dialog when that is nil.
func (m *Model) reopen(in reopen) {
	if in.dialog == nil {
		m.close()
		return
	}
	m.show(in.dialog)
}

// showForm opens a form over the screen.
func (m *Model) showForm(d draft) { m.show(newForm(d, m.keys, m.st)) }

// question returns q with the keys and the styles of a question. It is not inlined: the
// copies of the keys would be in 15 places.
//
//go:noinline
func (m *Model) question(q confirmDialog) *confirmDialog {
	q.keys, q.page, q.st = m.keys.Question, m.keys.Page, m.st
	return &q
}

// close closes the open dialog and opens the next one.
func (m *Model) close() {
	m.dialogs.close()
	m.resize()
}
