package ui

import (
	"strconv"
	"strings"

	"rcfwd/api"
	people "rcfwd/api/filter"
)

// person is an extension as the list of people shows it. There may be 50,000: a row keeps
// what is searched, sorted by and drawn, and nothing of the record that it is from.
type person struct {
	id     string
	number string // the short number
	name   string
	key    string // what a filter searches, in lower case: name, number, e-mail address; NUL between
	kind   string // the type, as the service sends it
	status string // the same
	site   api.Site
	mark   bool
}

// newPerson returns the row of an extension. texts are those that many rows share.
func newPerson(p *api.Person, texts map[string]string) person {
	shared := func(s string) string {
		if have, is := texts[s]; is {
			return have
		}
		texts[s] = s
		return s
	}
	return person{
		id: p.ID, number: p.Number, name: p.Name,
		key:  strings.ToLower(p.Name + "\x00" + p.Number + "\x00" + p.Email),
		kind: shared(p.Type), status: shared(p.Status),
		site: api.Site{ID: shared(p.Site.ID), Name: shared(p.Site.Name)},
	}
}

// filterRow is the extension as filters see it.
func (p *person) filterRow() people.Row {
	return people.Row{Text: p.key, Number: p.number, Type: p.kind, Status: p.status, Site: p.site}
}

// title names a person in a question.
func (p *person) title() string {
	return extensionName(api.Extension{ID: p.id, Number: p.number, Name: p.name})
}

// personColumn is a column of the list of people.
type personColumn int

const (
	extensionColumn personColumn = iota
	nameColumn
	kindColumn
	personColumnCount
)

var personHeads = [personColumnCount]string{"Ext", "Name", "Type"}

// cells are the texts of a row. They are made when it is drawn: few rows are visible.
func (p *person) cells() (cells [personColumnCount]string) {
	cells[extensionColumn] = p.number
	cells[nameColumn] = p.name
	cells[kindColumn] = p.kindWords()
	return cells
}

// kindWords are the type and, where it is not the usual one, the status.
func (p *person) kindWords() string {
	kind, status := spelledOut(p.kind), spelledOut(p.status)
	switch p.kind {
	case "Department":
		kind = "call queue"
	case "IvrMenu":
		kind = "IVR menu"
	}
	if p.status == "Enabled" {
		status = ""
	}
	return commaList(kind, status)
}

// personOrder is how the list of people is sorted.
type personOrder int

const (
	byExtension personOrder = iota
	byName
	byKind
	personOrderCount
)

var personOrderNames = [personOrderCount]string{"extension", "name", "type"}

func (o personOrder) column() personColumn {
	return [personOrderCount]personColumn{extensionColumn, nameColumn, kindColumn}[o]
}

func (o personOrder) compare(a, b *person) int {
	switch o {
	case byName:
		return strings.Compare(a.key, b.key)
	case byKind:
		if c := strings.Compare(a.kind, b.kind); c != 0 {
			return c
		}
	}
	return compareNumbers(a.number, b.number)
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
