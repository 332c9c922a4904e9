package ui

import (
	"cmp"
	"slices"
	"strings"

	"rcfwd/api"
)

// row is a number as the list shows it. The cells and the filter key are made
// once, when the numbers arrive, not each time a row is drawn or searched.
type row struct {
	number *api.Number // in the list that was read, which is never changed
	cells  [columnCount]string
	key    string // all columns, the E.164 number and the id, in lower case
}

type column int

const (
	flipColumn column = iota
	labelColumn
	typeColumn
	phoneColumn
	usedColumn
	columnCount
)

var columnHeads = [columnCount]string{"Flip", "Label", "Type", "Number", "Used for"}

func newRow(n *api.Number, region string) row {
	r := row{number: n, cells: [columnCount]string{
		flipColumn:  n.Flip,
		labelColumn: n.Label,
		typeColumn:  typeName(n.Type),
		phoneColumn: api.PrettyPhone(n.Phone, region),
		usedColumn:  usedFor(*n),
	}}
	r.key = strings.ToLower(strings.Join(r.cells[:], "\x00") + "\x00" + n.Phone + "\x00" + n.ID)
	return r
}

// isSame reports whether two rows are the same number under two ids.
func (r row) isSame(other row) bool { return r.number.SameAs(*other.number) }

// isRestored reports whether other is the same number after it was removed and added
// again.
func (r row) isRestored(other row) bool {
	a, b := r.number, other.number
	return a.ID == b.ID || a.Phone == b.Phone && a.Label == b.Label && a.DeviceID == b.DeviceID
}

// matches reports whether the row contains every word.
func (r row) matches(words []string) bool {
	for _, w := range words {
		if !strings.Contains(r.key, w) {
			return false
		}
	}
	return true
}

// typeName is a type in words. One that this version does not know stays as it
// is.
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

// usedFor is what the service uses a number for. Where the rules that ring it
// are known, it names them.
func usedFor(n api.Number) string {
	if n.Rings != nil {
		return usedIn(n)
	}
	var uses []string
	for _, f := range n.Features {
		switch f {
		case api.CallForwarding:
			uses = append(uses, "forwarding")
		case api.CallFlip:
			uses = append(uses, "flip")
		default:
			uses = append(uses, string(f))
		}
	}
	slices.Sort(uses)
	switch {
	case n.Features == nil:
		return "not known"
	case len(uses) == 0:
		return "nothing"
	}
	return strings.Join(uses, ", ")
}

func usedIn(n api.Number) string {
	var uses []string
	if n.Has(api.CallFlip) {
		uses = append(uses, "flip")
	}
	for _, r := range n.Rings {
		name := r.Name
		if r.Off {
			name += " (off)"
		}
		uses = append(uses, name)
	}
	if len(uses) == 0 {
		return "nothing"
	}
	return strings.Join(uses, ", ")
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

func (o order) compare(a, b row) int {
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

func compareCell(c column, a, b row) int {
	return strings.Compare(strings.ToLower(a.cells[c]), strings.ToLower(b.cells[c]))
}

// compareFlip puts the numbers without a digit last.
func compareFlip(a, b row) int {
	if (a.number.Flip == "") != (b.number.Flip == "") {
		return strings.Compare(b.number.Flip, a.number.Flip)
	}
	return strings.Compare(a.number.Flip, b.number.Flip)
}

// columns are the widths of the cells of a row; 0 leaves a column out.
type columns [columnCount]int

// markWidth is the width of what is before the cells: the cursor and the mark.
const markWidth = 3

// columnsFor divides w cells among the columns. Those that distinguish numbers
// stay longest: the label and the number, then the digit. Where rules are
// named, on new call handling, they have more room than the type, which is
// Other for nearly all numbers there.
func columnsFor(w int, named bool) columns {
	c := columns{flipColumn: 6, typeColumn: 12, phoneColumn: 19, usedColumn: 18}
	if named && w >= 66 {
		return namedColumns(w, c)
	}
	if w < 76 {
		c[usedColumn] = 0
	}
	if w < 58 {
		c[typeColumn] = 0
		c[flipColumn] = 5
		c[phoneColumn] = 16
	}
	rest := w - markWidth
	for _, n := range c {
		rest -= n
	}
	if rest < 6 {
		rest, c[phoneColumn] = rest+c[phoneColumn], 0
	}
	c[labelColumn] = clamp(rest, 0, 40)
	return c
}

// namedColumns are the columns of a list that names the rules.
func namedColumns(w int, c columns) columns {
	if w < 100 {
		c[typeColumn] = 0
	}
	rest := w - markWidth - c[flipColumn] - c[typeColumn] - c[phoneColumn]
	c[labelColumn] = clamp(rest-32, 18, 40)
	c[usedColumn] = min(rest-c[labelColumn], 60)
	return c
}

// longestCells returns, for each column, the width of its longest text, at least that
// of its head.
func longestCells(rows []row) (longest columns) {
	for c, head := range columnHeads {
		longest[c] = width(head)
		for _, r := range rows {
			longest[c] = max(longest[c], width(r.cells[c]))
		}
	}
	return longest
}

// fitted narrows the columns to their longest texts and two blanks, so that no row is
// stretched, and gives what is then left of w cells to those that are still too narrow.
func (c columns) fitted(longest columns, w int) columns {
	left := w - markWidth
	for i, need := range longest {
		c[i] = min(c[i], need+2)
		left -= c[i]
	}
	for _, i := range []column{labelColumn, phoneColumn, usedColumn, typeColumn, flipColumn} {
		if more := min(longest[i]+2-c[i], left); c[i] > 0 && more > 0 {
			c[i], left = c[i]+more, left-more
		}
	}
	return c
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
