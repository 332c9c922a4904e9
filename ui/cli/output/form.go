package output

import (
	"io"
	"sync"
)

// Form is how records are printed.
type Form int

// The forms.
const (
	Table    Form = iota // aligned columns for people, cut to the width, with a count
	Tabs                 // the same columns, whole, tab-separated, without header
	JSON                 // one array, or one object
	JSONL                // an object a line, as they come
	CSV                  // RFC 4180, for programs
	CSVExcel             // CSV for spreadsheets, without formulas
	Template             // the text of a format
	Keys                 // the key of each record alone
)

// Options say how to print.
type Options struct {
	Form     Form
	Fields   []string // in this order; nil means all, or those with a title in Tabs and in a Table of several
	Format   string   // for Template, as in `{flipNumber}\t{phoneNumber}`
	NoHeader bool     // of Table, CSV and CSVExcel
	Limit    int      // print at most so many records; 0 means all
	One      bool     // JSON prints the one record as an object

	Terminal bool // a terminal reads it: what could control it is left out
	Width    int  // of the terminal, in cells, for Table; 0 means not to cut
	Color    bool
	Ellipsis string // ends a line that is cut; empty means "..."
}

// Printer prints records in one form. Close it after the last one.
type Printer struct {
	fields []Field
	left   int         // how many records may still come; negative means any number
	shared *sync.Mutex // of a printer that several goroutines use; nil for one
	rows   rowWriter
}

// rowWriter prints the values of one record after another.
type rowWriter interface {
	row(values []any, shown []string) error
	close() error
}

// NewPrinter returns a printer of records to w. The error is about the fields or the
// format of o.
func NewPrinter(w io.Writer, l List, o Options) (*Printer, error) {
	p := &Printer{left: o.Limit}
	if o.Limit == 0 {
		p.left = -1
	}
	var format format
	names, err := o.Fields, error(nil)
	switch {
	case o.Form == Template:
		if format, err = parseFormat(o.Format); err != nil {
			return nil, err
		}
		names = format.fields
	case o.Form == Keys:
		names = []string{l.Key}
	}
	if p.fields, err = l.pick(names); err != nil {
		return nil, err
	}
	if names == nil {
		p.fields = l.Fields
		if o.Form == Tabs || o.Form == Table && !o.One {
			p.fields = l.titled()
		}
	}
	p.rows = newRowWriter(w, l.Unit, columnsOf(p.fields), format, o)
	return p, nil
}

// column is a field without its record.
type column struct{ name, title string }

func columnsOf(fields []Field) []column {
	columns := make([]column, 0, len(fields))
	for _, f := range fields {
		columns = append(columns, column{f.Name, f.Title})
	}
	return columns
}

func newRowWriter(w io.Writer, unit string, columns []column, f format, o Options) rowWriter {
	switch o.Form {
	case Tabs, Keys:
		return &tabs{w: w, terminal: o.Terminal}
	case JSON:
		return &jsonArray{w: w, columns: columns, one: o.One}
	case JSONL:
		return &jsonLines{w: w, columns: columns}
	case CSV, CSVExcel:
		return newCSV(w, columns, o)
	case Template:
		return &templated{w: w, format: f, terminal: o.Terminal}
	}
	return &table{w: w, unit: unit, columns: columns, o: o}
}

// Done reports whether no more records are wanted.
func (p *Printer) Done() bool {
	if p.shared != nil {
		p.shared.Lock()
		defer p.shared.Unlock()
	}
	return p.left == 0
}

// Print prints a record.
func (p *Printer) Print(record any) error {
	if p.shared != nil {
		p.shared.Lock()
		defer p.shared.Unlock()
	}
	if p.left == 0 {
		return nil
	}
	p.left--
	values, shown := make([]any, len(p.fields)), make([]string, len(p.fields))
	for i, f := range p.fields {
		values[i] = f.Value(record)
		if f.Show != nil {
			shown[i] = f.Show(record)
		} else {
			shown[i] = text(values[i], ", ")
		}
	}
	return p.rows.row(values, shown)
}

// Close prints what follows the records.
func (p *Printer) Close() error {
	if p.shared != nil {
		return nil
	}
	return p.rows.close()
}

// Share lets several goroutines print, each of which may call Close: CloseShared ends the
// output.
func (p *Printer) Share() { p.shared = &sync.Mutex{} }

// CloseShared is Close of a printer that is shared.
func (p *Printer) CloseShared() error { return p.rows.close() }
