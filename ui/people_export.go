package ui

import (
	"context"
	"strings"

	tea "charm.land/bubbletea/v2"

	"rcfwd/api"
)

// Exporting what the list of people shows.

// fieldFile is the field of the name of a file.
const fieldFile api.Field = "file"

// exportForm asks for the name of a file.
type exportForm struct {
	count int // of extensions
	file  *field
	name  string // that was suggested
}

func (d *exportForm) title() string {
	return "Export where " + api.Plural(d.count, "extension") + " forward calls, as CSV"
}
func (d *exportForm) setFacts(*facts)      {}
func (d *exportForm) fields() []*field     { return []*field{d.file} }
func (d *exportForm) preview() api.Preview { return api.Preview{} }
func (d *exportForm) changed() bool        { return d.file.value() != d.name }
func (d *exportForm) saves() string        { return "export" }
func (d *exportForm) save() intent         { return exportRows{strings.TrimSpace(d.file.value())} }

func (d *exportForm) review() {
	d.file.note, d.file.problem = "a new file, which only you can read", ""
	if strings.TrimSpace(d.file.value()) == "" {
		d.file.problem = "Enter the name of a file."
	}
}

func (m *Model) askExport() {
	name := "forwards-" + m.facts.at.Format("20060102-1504") + ".csv"
	m.showForm(&exportForm{
		count: len(m.screens.people.people.shown), name: name,
		file: textField(fieldFile, "File", name, newInput(m.keys.Text, m.st, maxFileName)),
	})
}

// maxFileName is the longest name of a file that can be typed.
const maxFileName = 255

// exportedMsg is how many rows are in the file.
type exportedMsg answer[exported]

type exported struct {
	file string
	rows int
}

// exportRows writes the uses of the extensions that are shown, as rcfwd forwards --csv
// prints them.
func (m *Model) exportRows(in exportRows) tea.Cmd {
	shown := m.screens.people.people.shownIDs()
	account, x, region := m.conn.Account, m.account.index, m.facts.region
	ctx, t := m.reads.who.begin(m.conn.ctx)
	return read[exportedMsg](ctx, t, func(context.Context) (exported, error) {
		rows, err := account.ExportForwards(in.file, x, region, func(id string) bool { return shown[id] })
		return exported{in.file, rows}, err
	})
}

func (m *Model) exported(msg exportedMsg) tea.Cmd {
	if !m.reads.who.accept(msg.ticket) {
		return nil
	}
	f, open := m.dialogs.form()
	if open && msg.err != nil {
		f.setRefusal(api.Advice{What: api.Explain(msg.err).String(), Field: fieldFile})
		return nil
	}
	if open {
		m.close()
	}
	return m.notify(success, "Wrote "+api.Plural(msg.value.rows, "row")+" to "+msg.value.file+".")
}

// noExport returns the reason why nothing can be exported.
func (s *peopleScreen) noExport() string {
	switch {
	case s.state.why != "":
		return s.state.why
	case s.people.seen == 0:
		return "nothing was read yet; " + firstKey(s.keys.People.Sweep) + " reads the account"
	}
	return ""
}

// shownIDs are the ids of the rows that are shown.
func (l *peopleList) shownIDs() map[string]bool {
	ids := make(map[string]bool, len(l.shown))
	for _, i := range l.shown {
		ids[l.rows[i].id] = true
	}
	return ids
}
