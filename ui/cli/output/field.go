package output

import (
	"fmt"
	"slices"
	"strings"
)

// Kind is the kind of a field's values, by its name in JSON schema.
type Kind string

// The kinds. A Time is a string in RFC 3339, in UTC; Any is JSON that came from elsewhere.
const (
	Text    Kind = "string"
	Integer Kind = "integer"
	Truth   Kind = "boolean"
	Array   Kind = "array"
	Object  Kind = "object"
	Time    Kind = "time"
	Any     Kind = "any"
)

// Field is one fact of a record. All records of a List are of one type, which its functions
// know: Of and Shown make them from functions of that type. The list itself is of no type, so
// that the code which prints is in the program once, and not again for every record.
type Field struct {
	Name string // in JSON: the service's own name where the fact is the service's
	Kind Kind
	Help string // a sentence for the JSON schema

	// Title is the heading of its column in a table, and has it in the tab-separated rows;
	// a field without a title is in neither. A table of one record has every field.
	Title string

	// Value returns the value: a string, int, bool, time.Time, []string, or what
	// encoding/json encodes as an array or object; nil when it is not known, or there is
	// none. Texts of the service need not be clean.
	Value func(record any) any

	// Show returns the value as a table shows it; nil where that is the value itself.
	Show func(record any) string
}

// Of makes the Value of a field from a function of records.
func Of[T any](value func(T) any) func(any) any {
	return func(record any) any { return value(record.(T)) }
}

// Shown makes the Show of a field from a function of records.
func Shown[T any](show func(T) string) func(any) string {
	return func(record any) string { return show(record.(T)) }
}

// List is the records of a command.
type List struct {
	Unit   string // what one record is, as in "number"
	Key    string // name of the field that --quiet prints
	Fields []Field
}

// Names returns the names of the fields, in their order. It is not inlined: its copies would
// make the program larger.
//
//go:noinline
func (l List) Names() []string {
	names := make([]string, 0, len(l.Fields))
	for _, f := range l.Fields {
		names = append(names, f.Name)
	}
	return names
}

// Titled returns the names of the fields that a table of several records shows. It is not
// inlined: its copies would make the program larger.
//
//go:noinline
func (l List) Titled() []string {
	var names []string
	for _, f := range l.titled() {
		names = append(names, f.Name)
	}
	return names
}

// pick returns the fields with these names, in this order.
func (l List) pick(names []string) ([]Field, error) {
	picked := make([]Field, 0, len(names))
	for _, name := range names {
		i := slices.IndexFunc(l.Fields, func(f Field) bool { return f.Name == name })
		if i < 0 {
			return nil, UnknownField(name, l.Names())
		}
		picked = append(picked, l.Fields[i])
	}
	return picked, nil
}

// titled returns the fields that a table shows.
func (l List) titled() []Field {
	return slices.DeleteFunc(slices.Clone(l.Fields), func(f Field) bool { return f.Title == "" })
}

// UnknownField is the error of a field that a command does not have. It lists those that
// it has.
func UnknownField(name string, have []string) error {
	return fmt.Errorf("unknown field %q; the fields are %s", name, strings.Join(have, ", "))
}
