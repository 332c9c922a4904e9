package cli

import (
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/charmbracelet/x/term"
	"github.com/spf13/cobra"

	"rcfwd/ui/cli/output"
	"rcfwd/ui/terminal"
)

// outputFlags say how a command prints.
type outputFlags struct {
	json, jsonl, csv, csvExcel fieldsFlag
	format                     string
	quiet, noHeader, toml      bool
	limit                      int

	out    io.Writer // standard output
	width  int       // see Streams.Width
	one    bool      // the command prints one record
	titled []string  // the fields that its table has

	withTOML bool // the command has --toml, and prints it itself
}

// terminal returns standard output if it is a terminal.
func (f *outputFlags) terminal() (*os.File, bool) {
	file, is := f.out.(*os.File)
	return file, is && isTerminal(file)
}

// toTerminal reports whether a terminal reads what is printed.
func (f *outputFlags) toTerminal() bool {
	_, is := f.terminal()
	return is || f.width > 0
}

// withFields are the flags that a list of fields may follow.
var withFields = []string{"json", "jsonl", "csv", "csv-excel"}

func (f *outputFlags) declare(cmd *cobra.Command) {
	own := cmd.Flags()
	for _, form := range []struct {
		flag  *fieldsFlag
		name  string
		usage string
	}{
		{&f.json, "json", "print JSON; with FIELDS only these, as in --json id,label"},
		{&f.jsonl, "jsonl", "print JSON, a record a line"},
		{&f.csv, "csv", "print CSV (RFC 4180) for programs"},
		{&f.csvExcel, "csv-excel", "print CSV for spreadsheets, without formulas"},
	} {
		own.Var(form.flag, form.name, form.usage)
		own.Lookup(form.name).NoOptDefVal = allFields
	}
	own.StringVar(&f.format, "format", "", `print a line for each record, as in '{id}\t{label}'`)
	own.BoolVarP(&f.quiet, "quiet", "q", false, "print ids alone")
	if f.withTOML {
		own.BoolVar(&f.toml, "toml", false, "print TOML")
	}
	own.IntVar(&f.limit, "limit", 0, "print at most so many records (default: all)")
	own.BoolVar(&f.noHeader, "no-header", false, "leave out the header of tables and CSV")
}

// form returns the form that the flags choose, with its fields.
func (f *outputFlags) form() (form output.Form, fields fieldsFlag, given int) {
	form = output.Tabs
	if _, is := f.terminal(); is || f.width > 0 {
		form = output.Table
	}
	for _, c := range []struct {
		form   output.Form
		fields fieldsFlag
		given  bool
	}{
		{output.JSON, f.json, f.json.given}, {output.JSONL, f.jsonl, f.jsonl.given}, {output.CSV, f.csv, f.csv.given},
		{output.CSVExcel, f.csvExcel, f.csvExcel.given}, {output.Template, fieldsFlag{}, f.format != ""}, {output.Keys, fieldsFlag{}, f.quiet},
	} {
		if c.given {
			form, fields, given = c.form, c.fields, given+1
		}
	}
	if f.toml {
		given++
	}
	return form, fields, given
}

func (f *outputFlags) check(have []string) error {
	_, fields, given := f.form()
	switch {
	case given > 1:
		return fmt.Errorf("use only one of --json, --jsonl, --csv, --csv-excel, %s--format and --quiet", map[bool]string{true: "--toml, "}[f.withTOML])
	case f.limit < 0:
		return fmt.Errorf("--limit %d: use 1 or more", f.limit)
	}
	if fields.given && fields.names != nil {
		if unknown := slices.DeleteFunc(slices.Clone(fields.names), func(n string) bool { return slices.Contains(have, n) }); len(unknown) > 0 {
			return output.UnknownField(unknown[0], have)
		}
	}
	return nil
}

// options returns how to print.
func (f *outputFlags) options(one bool) output.Options {
	form, fields, _ := f.form()
	o := output.Options{Form: form, Fields: fields.names, Format: f.format, NoHeader: f.noHeader, Limit: f.limit, One: one}
	o.Terminal, o.Width = f.width > 0, f.width
	if file, is := f.terminal(); is {
		o.Terminal, o.Color = true, os.Getenv("NO_COLOR") == ""
		if !terminal.Detect(os.Getenv).ASCII {
			o.Ellipsis = "…"
		}
		if width, _, err := term.GetSize(file.Fd()); err == nil {
			o.Width = width
		}
	}
	return o
}

// wants reports whether any of these fields is printed. Fields that cost a request are
// read only then.
func (f *outputFlags) wants(names ...string) bool {
	form, fields, _ := f.form()
	switch form {
	case output.Keys:
		return false
	case output.Template:
		return slices.ContainsFunc(names, func(n string) bool { return strings.Contains(f.format, "{"+n+"}") })
	}
	have := fields.names
	if have == nil && (form == output.Tabs || form == output.Table && !f.one) {
		have = f.titled
	}
	return have == nil || slices.ContainsFunc(names, func(n string) bool { return slices.Contains(have, n) })
}

// fieldsFlag is a flag with an optional list of fields.
type fieldsFlag struct {
	given bool
	names []string // nil means all
}

// allFields is the value of the flag without a list.
const allFields = "*"

func (f *fieldsFlag) String() string { return "" }
func (f *fieldsFlag) Type() string   { return "fields" }

func (f *fieldsFlag) Set(value string) error {
	f.given, f.names = true, nil
	if value != allFields {
		f.names = strings.Split(value, ",")
	}
	return nil
}

func isTerminal(f *os.File) bool { return term.IsTerminal(f.Fd()) }

// printAll prints records in the form that the flags choose. The fields of l are those of
// pointers to them.
func printAll[T any](i *invocation, l output.List, records []T) error {
	all := make([]any, len(records))
	for n := range records {
		all[n] = &records[n]
	}
	return printTo(i, l, false, all...)
}

// printOne prints one record, which JSON prints as an object. It is not inlined: its copies
// would make the program larger.
//
//go:noinline
func printOne(i *invocation, l output.List, record any) error {
	return printTo(i, l, true, record)
}

func printTo(i *invocation, l output.List, one bool, records ...any) error {
	p, err := newPrinter(i, l, one)
	if err != nil {
		return err
	}
	for _, r := range records {
		if err := p.Print(r); err != nil {
			return err
		}
	}
	return p.Close()
}

// newPrinter returns a printer for records that come one after another.
func newPrinter(i *invocation, l output.List, one bool) (*output.Printer, error) {
	if i.together != nil {
		return i.together.newPrinter(func() (*output.Printer, error) { return i.newPrinter(l, one) })
	}
	return i.newPrinter(l, one)
}

func (i *invocation) newPrinter(l output.List, one bool) (*output.Printer, error) {
	p, err := output.NewPrinter(i.out, l, i.printing.options(one))
	if err != nil {
		return nil, asUsage(err, i.cmd)
	}
	return p, nil
}
