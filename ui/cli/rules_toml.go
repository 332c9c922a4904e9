package cli

import (
	"fmt"
	"io"
	"reflect"
	"strings"

	"rcfwd/api/rest"
)

// toml is the record as TOML, which set reads. What is not known is left out.
func (c *ruleRecord) toml() string {
	var b strings.Builder
	fmt.Fprintf(&b, "# rcfwd rules set %s -f FILE sends this back. What is not in the file stays as it is.\n", quoted(at(c.ID)))
	for _, m := range membersOf(*c) {
		if m.name != "steps" {
			fmt.Fprintf(&b, "%s = %s\n", m.name, inlineTOML(m.value))
		}
	}
	if c.Steps != nil && len(c.Steps) == 0 {
		b.WriteString("steps = []\n")
	}
	for _, s := range c.Steps {
		b.WriteString("\n[[steps]]\n")
		for _, m := range membersOf(s) {
			write := inlineTOML
			if m.name == "targets" {
				write = linesTOML
			}
			fmt.Fprintf(&b, "%s = %s\n", m.name, write(m.value))
		}
	}
	return b.String()
}

// member is a part of a record that is there.
type member struct {
	name  string
	value reflect.Value
}

// membersOf returns the parts of a record that are not nil, by their names in TOML.
func membersOf(record any) (all []member) {
	v := reflect.ValueOf(record)
	for i := range v.NumField() {
		if f := v.Field(i); !f.IsNil() {
			all = append(all, member{v.Type().Field(i).Tag.Get("toml"), f})
		}
	}
	return all
}

// inlineTOML writes a value on one line.
func inlineTOML(v reflect.Value) string {
	switch v.Kind() {
	case reflect.Pointer:
		return inlineTOML(v.Elem())
	case reflect.String:
		return rest.QuoteTOML(v.String())
	case reflect.Struct:
		var parts []string
		for _, m := range membersOf(v.Interface()) {
			parts = append(parts, m.name+" = "+inlineTOML(m.value))
		}
		return "{ " + strings.Join(parts, ", ") + " }"
	case reflect.Slice:
		return listTOML(v)
	}
	return fmt.Sprint(v.Interface())
}

func listTOML(v reflect.Value) string {
	var parts []string
	for i := range v.Len() {
		parts = append(parts, inlineTOML(v.Index(i)))
	}
	return "[" + strings.Join(parts, ", ") + "]"
}

// linesTOML writes a list with a line for each of its elements.
func linesTOML(v reflect.Value) string {
	var b strings.Builder
	for i := range v.Len() {
		b.WriteString("\n  " + inlineTOML(v.Index(i)) + ",")
	}
	return "[" + b.String() + "\n]"
}

// printText prints a text as it is.
func (s *session) printText(text string) error {
	_, err := io.WriteString(s.out, text)
	return err
}
