package ui

import (
	"strings"

	"rcfwd/api"
	"rcfwd/api/index"
)

// whoDialog is the answer: a row for each place, and below how complete it is.
type whoDialog struct {
	keys      PageKeys
	st        *styles
	asked     askWho
	sweepKeys string

	answered bool
	err      error
	facts    facts
	rows     []index.Row
	proof    []string
	complete bool

	pos, top int
	size
}

func (d *whoDialog) setAnswer(found *whoFound) {
	d.rows = found.answer.Rows
	if d.err == nil {
		d.proof = proofLines(&found.answer.Proof, d.facts.at, d.sweepKeys)
		d.complete = found.answer.Proof.Complete()
	}
	if found.againErr != nil {
		d.complete = false
		d.proof = append([]string{"What you changed could not be read again, so this is from before. " + api.Explain(found.againErr).String()}, d.proof...)
	}
	if d.asked.extension != "" && d.err == nil && found.self == nil && len(d.proof) > 0 {
		d.proof = append(d.proof, "The numbers and devices of "+d.asked.title+" are not known, so only calls to the extension itself are here.")
	}
}

func (d *whoDialog) actions() actions {
	none := ""
	switch {
	case !d.answered:
		none = "still searching the index"
	case len(d.rows) == 0:
		none = "no row is selected"
	}
	return append(d.keys.move().actions(d.visible(), d.move), actions{
		{key: reworded(d.keys.Open, "go to it"), blocked: none, run: func() intent { return jumpTo(&d.rows[d.pos]) }, short: true},
		{key: d.keys.Back, run: returns(closeDialog{}), short: true},
	}...)
}

func (d *whoDialog) move(by int) {
	d.pos = clamp(d.pos+by, 0, len(d.rows)-1)
	d.top = scrollTo(d.top, d.pos, d.visible(), len(d.rows))
}

// proofIn are the lines of the proof in the room that there is.
func (d *whoDialog) proofIn() (lines []string) {
	style := d.st.doubt
	if d.complete {
		style = d.st.muted
	}
	for _, l := range d.proof {
		lines = append(lines, style.wrap(l, d.w)...)
	}
	return lines[:min(len(lines), max(d.h/2-1, 1))]
}

// visible is how many rows there is room for, below the title and above the proof.
func (d *whoDialog) visible() int { return max(d.h-1-len(d.proofIn()), 1) }

func (d *whoDialog) view() []string {
	lines := []string{d.st.titledRule([]string{d.st.title.Render("Who forwards to " + d.asked.title), d.st.title.Render(d.asked.title)}, []string{d.count()}, d.w)}
	switch {
	case d.err != nil:
		lines = append(lines, d.st.danger.wrap("The index cannot be read. "+api.Explain(d.err).String(), d.w)...)
	case !d.answered:
		lines = append(lines, "Searching the index ...")
	case len(d.rows) == 0:
		lines = append(lines, d.none())
	}
	first, name := d.widths()
	for i := d.top; i < min(d.top+d.visible(), len(d.rows)); i++ {
		lines = append(lines, d.row(&d.rows[i], first, name, selectedIf(i == d.pos, true)))
	}
	proof := d.proofIn()
	return append(block(lines, d.h-len(proof)), proof...)
}

func (d *whoDialog) none() string {
	if d.complete {
		return "Nothing in the account forwards to it."
	}
	return "Nothing that was read forwards to it."
}

func (d *whoDialog) count() string {
	if !d.answered {
		return ""
	}
	return api.Plural(len(d.rows), "place")
}

// widths are those of the numbers and the names of the extensions.
func (d *whoDialog) widths() (number, name int) {
	for i := range d.rows {
		r := d.rows[i].Reading
		number, name = max(number, width(r.Number)), max(name, width(r.Name))
	}
	return number + 2, min(name+2, max(d.w/4, 8))
}

func (d *whoDialog) row(row *index.Row, number, name int, at selection) string {
	style := d.st.on
	if !row.Use.Enabled {
		style = d.st.off
	}
	text := cell(row.Reading.Number, number) + cell(row.Reading.Name, name) + useWords(row.Use)
	if d.asked.extension != "" {
		text += d.viaWords(row.Use)
	}
	return d.st.row("", strings.TrimRight(text, " "), style, d.w, at)
}

// viaWords say by which of the numbers and devices of an extension calls reach it.
func (d *whoDialog) viaWords(u *index.Use) string {
	switch {
	case u.Phone != "":
		return " " + between + " " + api.PrettyPhone(u.Phone, d.facts.region)
	case u.DeviceID != "":
		return " " + between + " a device"
	}
	return ""
}

func (d *whoDialog) click(_, y int) intent {
	if row := d.top + y - 1; y >= 1 && y <= d.visible() && row < len(d.rows) {
		d.move(row - d.pos)
	}
	return nil
}
