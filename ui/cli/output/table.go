package output

import (
	"cmp"
	"io"
	"strings"
	"unicode"

	"github.com/charmbracelet/x/ansi"

	"rcfwd/api"
	"rcfwd/api/rest"
)

// table prints aligned columns once all rows are there.
type table struct {
	w       io.Writer
	unit    string
	columns []column
	o       Options
	rows    [][]string
}

func (t *table) row(_ []any, shown []string) error {
	cells := make([]string, len(shown))
	for i, s := range shown {
		cells[i] = rest.Clean(s)
	}
	t.rows = append(t.rows, cells)
	return nil
}

func (t *table) close() error {
	if t.o.One {
		return t.writeFacts()
	}
	var b strings.Builder
	widths := t.widths()
	if len(t.rows) > 0 && !t.o.NoHeader {
		b.WriteString(t.dim(t.line(t.titles(), widths)) + "\n")
	}
	for _, cells := range t.rows {
		b.WriteString(t.line(cells, widths) + "\n")
	}
	b.WriteString(t.dim(api.Plural(len(t.rows), t.unit)) + "\n")
	_, err := io.WriteString(t.w, b.String())
	return err
}

// writeFacts prints one record with a line for each field that has a value.
func (t *table) writeFacts() error {
	var b strings.Builder
	titles := t.titles()
	wide := widest(titles)
	for _, cells := range t.rows {
		for i, cell := range cells {
			if cell != "" {
				b.WriteString(t.dim(pad(titles[i], wide)) + "  " + cell + "\n")
			}
		}
	}
	_, err := io.WriteString(t.w, b.String())
	return err
}

// titles is not inlined: its copies would make the program larger.
//
//go:noinline
func (t *table) titles() []string {
	titles := make([]string, 0, len(t.columns))
	for _, c := range t.columns {
		titles = append(titles, cmp.Or(c.title, titleOf(c.name)))
	}
	return titles
}

// titleOf makes a title of the name of a field, as "Read at" of readAt.
func titleOf(name string) string {
	var b strings.Builder
	for i, r := range name {
		switch {
		case i == 0:
			r = unicode.ToUpper(r)
		case unicode.IsUpper(r):
			b.WriteByte(' ')
			r = unicode.ToLower(r)
		}
		b.WriteRune(r)
	}
	return b.String()
}

// widths returns the width of each column, in cells.
func (t *table) widths() []int {
	widths := make([]int, len(t.columns))
	for i, title := range t.titles() {
		cells := []string{title}
		for _, row := range t.rows {
			cells = append(cells, row[i])
		}
		widths[i] = widest(cells)
	}
	return widths
}

func (t *table) line(cells []string, widths []int) string {
	parts := make([]string, len(cells))
	for i, cell := range cells {
		parts[i] = pad(cell, widths[i])
	}
	line := strings.TrimRight(strings.Join(parts, "  "), " ")
	if t.o.Width > 0 {
		line = ansi.Truncate(line, t.o.Width, cmp.Or(t.o.Ellipsis, "..."))
	}
	return line
}

func (t *table) dim(s string) string {
	if !t.o.Color {
		return s
	}
	return "\x1b[2m" + s + "\x1b[0m"
}

func widest(cells []string) int {
	wide := 0
	for _, c := range cells {
		wide = max(wide, ansi.StringWidth(c))
	}
	return wide
}

func pad(s string, width int) string {
	return s + strings.Repeat(" ", max(width-ansi.StringWidth(s), 0))
}
