package output

import (
	"io"
	"strings"

	"rcfwd/api/rest"
)

// newCSV returns a writer of CSV by RFC 4180: lines end with CRLF, and a cell keeps every
// byte, which encoding/csv does not promise for line ends within it. For spreadsheets a
// byte order mark says that it is UTF-8, and no cell can be a formula.
func newCSV(w io.Writer, columns []column, o Options) rowWriter {
	c := &csvRows{w: w, excel: o.Form == CSVExcel, terminal: o.Terminal}
	if !o.NoHeader {
		for _, col := range columns {
			c.header = append(c.header, col.name)
		}
	}
	return c
}

type csvRows struct {
	w               io.Writer
	header          []string // nil once it is printed
	excel, terminal bool
	begun           bool
}

func (c *csvRows) row(values []any, _ []string) error {
	if err := c.begin(); err != nil {
		return err
	}
	cells := make([]string, len(values))
	for i, v := range values {
		if cells[i] = text(v, ""); c.terminal {
			cells[i] = rest.Clean(cells[i])
		}
		if c.excel {
			cells[i] = noFormula(cells[i])
		}
	}
	return c.write(cells)
}

// begin prints what comes before the first row.
func (c *csvRows) begin() error {
	if c.begun {
		return nil
	}
	c.begun = true
	if c.excel {
		if _, err := io.WriteString(c.w, "\uFEFF"); err != nil {
			return err
		}
	}
	if c.header == nil {
		return nil
	}
	return c.write(c.header)
}

// write writes one line at once, so that rows appear as they come.
func (c *csvRows) write(cells []string) error {
	quoted := make([]string, len(cells))
	for i, cell := range cells {
		quoted[i] = quoted4180(cell, len(cells) == 1)
	}
	_, err := io.WriteString(c.w, strings.Join(quoted, ",")+"\r\n")
	return err
}

// quoted4180 quotes a cell that needs it; alone also an empty one, which would be an empty
// line.
func quoted4180(cell string, alone bool) string {
	if !strings.ContainsAny(cell, "\",\r\n") && !(alone && cell == "") {
		return cell
	}
	return `"` + strings.ReplaceAll(cell, `"`, `""`) + `"`
}

func (c *csvRows) close() error { return c.begin() }

// noFormula puts an apostrophe before a cell that a spreadsheet could take for a formula:
// one whose first character other than a blank is = + - @ ' or a tab or line end.
func noFormula(cell string) string {
	if rest := strings.TrimLeft(cell, " \u00a0"); rest != "" && strings.ContainsRune("=+-@'\t\r\n", rune(rest[0])) {
		return "'" + cell
	}
	return cell
}
