package ui

import (
	"cmp"
	"strings"

	"rcfwd/api"
)

// row is a number as the list shows it. The cells and the filter key are made
// once, when the numbers arrive, not each time a row is drawn or searched.
type row struct {
	number *api.Number // in the list that was read, which is never changed
	off    bool        // the rules that have it do not ring it
	cells  [columnCount]string
	key    string // all columns, the E.164 number and the id, in lower case
}

type column int

const (
	flipColumn column = iota
	labelColumn
	typeColumn
	phoneColumn
	ringsColumn
	columnCount
)

var columnHeads = [columnCount]string{"Flip", "Label", "Type", "Number", "Rings"}

func newRow(n *api.Number, fs *facts) row {
	r := row{number: n, cells: [columnCount]string{
		flipColumn:  n.Flip,
		labelColumn: n.Label,
		typeColumn:  typeName(n.Type),
		phoneColumn: api.PrettyPhone(n.Phone, fs.region),
		ringsColumn: fs.ringsWords(n),
	}}
	r.off = r.cells[ringsColumn] == switchedOff
	r.key = strings.ToLower(strings.Join(r.cells[:], "\x00") + "\x00" + n.Phone + "\x00" + n.ID)
	return r
}

// isSame reports whether two rows are the same number under two ids.
func (r *row) isSame(other *row) bool { return r.number.SameAs(other.number) }

// isRestored reports whether other is the same number after it was removed and added
// again.
func (r row) isRestored(other row) bool {
	a, b := r.number, other.number
	return a.ID == b.ID || a.Phone == b.Phone && a.Label == b.Label && a.DeviceID == b.DeviceID
}

// matches reports whether the row contains every word.
func (r *row) matches(words []string) bool {
	for _, w := range words {
		if !strings.Contains(r.key, w) {
			return false
		}
	}
	return true
}

// typeName is a type in words. One that this version does not know stays as it
// is. It is not inlined: its copies would make the program larger.
//
//go:noinline
func typeName(t api.Type) string {
	switch t {
	case api.PhoneLine:
		return "Phone line"
	case api.BusinessMobilePhone:
		return "Business mobile"
	case api.ExtensionApps:
		return "Extension apps"
	}
	return string(t)
}

// valueWords is the value of a field of a number for people.
func valueWords(f api.Field, value string) string {
	if f == api.FieldType {
		return typeName(api.Type(value))
	}
	return value
}

// order is how the list is sorted.
type order int

const (
	byFlip order = iota
	byLabel
	byType
	byPhone
	byService
	orderCount
)

var orderNames = [orderCount]string{"flip digit", "label", "type", "number", "RingCentral's order"}

// column returns the column that an order sorts by; RingCentral's own order has none.
func (o order) column() (column, bool) {
	c, ok := map[order]column{byFlip: flipColumn, byLabel: labelColumn, byType: typeColumn, byPhone: phoneColumn}[o]
	return c, ok
}

func (o order) compare(a, b *row) int {
	switch o {
	case byFlip:
		return cmp.Or(compareFlip(a, b), compareCell(labelColumn, a, b))
	case byLabel:
		return compareCell(labelColumn, a, b)
	case byType:
		return cmp.Or(compareCell(typeColumn, a, b), compareFlip(a, b))
	case byPhone:
		return strings.Compare(a.number.Phone, b.number.Phone)
	}
	return 0
}

func compareCell(c column, a, b *row) int {
	return strings.Compare(strings.ToLower(a.cells[c]), strings.ToLower(b.cells[c]))
}

// compareFlip puts the numbers without a digit last.
func compareFlip(a, b *row) int {
	if (a.number.Flip == "") != (b.number.Flip == "") {
		return strings.Compare(b.number.Flip, a.number.Flip)
	}
	return strings.Compare(a.number.Flip, b.number.Flip)
}

// columns are the widths of the cells of a row; 0 leaves a column out.
type columns [columnCount]int

// markWidth is the width of what is before the cells: the cursor and the mark.
const markWidth = 3

// columnsFor divides w cells among the columns. Each is as wide as its longest text
// and two blanks, so that no row is stretched. When there is no room, what distinguishes
// numbers stays longest: the label and the number, then the digit.
func columnsFor(w int, longest columns) columns {
	c := longest
	for i := range c {
		c[i] += 2
	}
	if w < narrowList {
		c[typeColumn], c[ringsColumn] = 0, 0
	}
	for _, i := range []column{typeColumn, phoneColumn, flipColumn, labelColumn, ringsColumn} {
		if c.total() > w && c[i] > 0 {
			c[i]-- // one blank must do
		}
	}
	for _, s := range []struct {
		from  column
		least int // 0 drops the column
	}{{ringsColumn, 18}, {typeColumn, 0}, {ringsColumn, 13}, {labelColumn, 18}, {ringsColumn, 0}, {labelColumn, 6}, {phoneColumn, 0}} {
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

// narrowList is the width below which neither the type nor the rules are shown.
const narrowList = 58

func (c columns) total() int {
	total := markWidth
	for _, w := range c {
		total += w
	}
	return total
}

// longestCells returns, for each column, the width of its longest text, at least that
// of its head.
func longestCells(rows []row) (longest columns) {
	for c, head := range columnHeads {
		longest[c] = width(head + ascending)
		for _, r := range rows {
			longest[c] = max(longest[c], width(r.cells[c]))
		}
	}
	return longest
}

// line lays out the cells of a row, with a blank after each.
func (c columns) line(cells [columnCount]string) string {
	var b strings.Builder
	for i, w := range c {
		if w > 0 {
			b.WriteString(pad(cells[i], w-1))
			b.WriteByte(' ')
		}
	}
	return b.String()
}
