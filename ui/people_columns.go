package ui

import (
	"cmp"
	"strconv"
	"strings"

	"rcfwd/api"
)

// The columns of the list of people, and its orders.

// personColumn is a column of the list of people.
type personColumn int

const (
	extensionColumn personColumn = iota
	nameColumn
	kindColumn
	forwardsColumn
	whereColumn
	readColumn
	personColumnCount
)

var personHeads = [personColumnCount]string{"Ext", "Name", "Type", "Forwards to", "Where", "Read"}

// The widths of columns whose texts are not all measured.
const (
	maxForwardsWidth = 34
	readWidth        = 5
)

// measure makes the columns as wide as a row needs. Formatting a number takes some time, so
// that of the worst target is an estimate.
func (l *peopleList) measure(p *person) {
	said := p.texts()
	grow := func(c personColumn, w int) { l.longest[c] = max(l.longest[c], w) }
	grow(extensionColumn, width(p.number()))
	grow(nameColumn, width(p.name))
	grow(kindColumn, width(p.kindWords()))
	grow(whereColumn, width(said.where))
	grow(readColumn, readWidth-1)
	const separators, others = 4, 5 // of a number, and " +123"
	w := len(notReadYet)
	switch {
	case p.target == toPhone:
		w = len(p.worst) + separators + others
	case p.target != noTarget:
		w = maxForwardsWidth
	case said.gaps != "":
		w = width(unreadCell(said.gaps))
	}
	grow(forwardsColumn, min(w, maxForwardsWidth))
}

// cells are the texts of a row. They are made when it is drawn: few rows are visible.
func (s *peopleScreen) cells(p *person) (cells [personColumnCount]string) {
	cells[extensionColumn] = p.number()
	cells[nameColumn] = p.name
	cells[kindColumn] = p.kindWords()
	cells[forwardsColumn] = s.forwardsWords(p)
	cells[whereColumn] = p.texts().where
	cells[readColumn] = ageWords(p.readAt, s.facts.at)
	return cells
}

// notReadYet is what is known of an extension that is only listed.
const notReadYet = "not read yet"

func unreadCell(gaps string) string { return "not read: " + gaps }

// forwardsWords is the worst target, and how many more there are.
func (s *peopleScreen) forwardsWords(p *person) string {
	words, said := p.worst, p.texts()
	switch {
	case p.readAt == 0:
		return notReadYet
	case p.target == noTarget && said.gaps != "":
		return unreadCell(said.gaps)
	case p.target == noTarget:
		return "nowhere"
	case p.target == toPhone:
		words = api.DescribePhone(p.worst, s.facts.region).Pretty
	case p.target == toExtension:
		words = s.people.nameOf(p.worst)
	case p.target == toDevice:
		words = cmp.Or(p.worst, "a device")
	}
	if p.more > 0 {
		words += " +" + itoa(int(p.more))
	}
	if said.gaps != "" {
		words += " ?"
	}
	return words
}

// nameOf names an extension of the account by its id.
func (l *peopleList) nameOf(id string) string {
	if i, is := l.byID[id]; is {
		return strings.TrimSpace(l.rows[i].number() + " " + l.rows[i].name)
	}
	return "extension " + id
}

// personOrder is how the list of people is sorted: by a column, in the direction that shows
// first what is looked for.
type personOrder = personColumn

var personOrderNames = [personColumnCount]string{"extension", "name", "type", "risk", "where", "age"}

func comparePeople(o personOrder, a, b *person) int {
	c := 0
	switch o {
	case nameColumn:
		return strings.Compare(a.lowerName(), b.lowerName())
	case kindColumn:
		c = strings.Compare(a.kind.Value().kind, b.kind.Value().kind)
	case forwardsColumn:
		c = cmp.Or(cmp.Compare(b.severity, a.severity), cmp.Compare(b.target, a.target), strings.Compare(a.worst, b.worst))
	case whereColumn:
		c = compareWords(a.texts().where, b.texts().where)
	case readColumn:
		c = cmp.Compare(a.readAt, b.readAt)
	}
	return cmp.Or(c, compareNumbers(a.number(), b.number()))
}

// compareWords compares texts; empty ones come last.
func compareWords(a, b string) int {
	if (a == "") != (b == "") {
		return len(b) - len(a)
	}
	return strings.Compare(a, b)
}

// compareNumbers compares short numbers as numbers; those without one come last.
func compareNumbers(a, b string) int {
	if (a == "") != (b == "") {
		return len(b) - len(a)
	}
	if len(a) != len(b) && isDecimal(a) && isDecimal(b) {
		return len(a) - len(b)
	}
	return strings.Compare(a, b)
}

func isDecimal(s string) bool {
	_, err := strconv.ParseUint(s, 10, 64)
	return err == nil
}

// heads are the heads of the columns, with an arrow at the one that the list is sorted by.
func (l *peopleList) heads() [personColumnCount]string {
	heads := personHeads
	arrow := ascending
	if l.reversed {
		arrow = descending
	}
	heads[l.order] += arrow
	return heads
}

// personColumns are the widths of the columns; 0 leaves one out.
type personColumns [personColumnCount]int

// columns divides w cells among the columns. Each is as wide as its longest text. Where
// there is no room, the type goes first, then when it was read, then where.
func (l *peopleList) columns(w int) personColumns {
	var c personColumns
	for i, head := range personHeads {
		c[i] = max(l.longest[i], width(head+ascending)) + 2
	}
	if l.seen == 0 {
		c[forwardsColumn], c[whereColumn], c[readColumn] = 0, 0, 0
	}
	for _, s := range []struct {
		from  personColumn
		least int // 0 drops the column
	}{{kindColumn, 0}, {whereColumn, 16}, {nameColumn, 18}, {forwardsColumn, 20}, {whereColumn, 0}, {readColumn, 0}, {nameColumn, 10}, {forwardsColumn, 14}, {forwardsColumn, 0}, {nameColumn, 4}} {
		over := c.total() - w
		switch {
		case over <= 0:
			return c
		case s.least == 0:
			c[s.from] = 0
		default:
			c[s.from] = max(c[s.from]-over, min(c[s.from], s.least))
		}
	}
	return c
}

func (c personColumns) total() int {
	total := markWidth
	for _, w := range c {
		total += w
	}
	return total
}

// line lays out the cells of a row, with a blank after each.
func (c personColumns) line(cells [personColumnCount]string) string {
	var b strings.Builder
	for i, w := range c {
		b.WriteString(cell(cells[i], w))
	}
	return b.String()
}
