package toml

import (
	"bytes"
	"errors"
	"fmt"
	"reflect"
	"strings"

	"github.com/pelletier/go-toml/v2/unstable"
)

// Error is what is wrong with a document.
type Error struct {
	Line    int      // from 1
	Key     []string // the path of the key that it is about; nil if it is about none
	Unknown bool     // there is no such key

	text string
}

// Error returns a text for people, without the line and a full stop at the end. It quotes
// no value.
func (e *Error) Error() string { return e.text }

// line returns the number of the line in which an offset is.
func (d *decoder) line(at int) int {
	source := d.parser.Data()
	return 1 + bytes.Count(source[:min(at, len(source))], []byte("\n"))
}

func (d *decoder) errorAt(at int, key []string, err error) error {
	return &Error{Line: d.line(at), Key: key, text: err.Error()}
}

func (d *decoder) unknown(at int, key []string) error {
	return &Error{Line: d.line(at), Key: key, Unknown: true, text: fmt.Sprintf("there is no key %q", strings.Join(key, "."))}
}

// wrongKind returns the error for a value that a type cannot have.
func (d *decoder) wrongKind(at int, key []string, t reflect.Type) error {
	return &Error{Line: d.line(at), Key: key, text: fmt.Sprintf("%s must be %s", strings.Join(key, "."), describe(t, key[len(key)-1]))}
}

// describe describes the value of a key for people.
func describe(t reflect.Type, key string) string {
	switch t = target(t); t.Kind() {
	case reflect.String:
		return fmt.Sprintf("text in quotes: %s = \"...\"", key)
	case reflect.Int:
		return "a whole number, without quotes"
	case reflect.Bool:
		return "true or false, without quotes"
	case reflect.Slice:
		if isTable(t.Elem()) {
			return fmt.Sprintf("a list of tables: %s = [{ ... }, { ... }]", key)
		}
		return fmt.Sprintf("a list of texts: %s = [\"...\", \"...\"]", key)
	}
	return "a table"
}

// parserError returns an error of the parser with its line.
func (d *decoder) parserError(err error) error {
	wrong, ok := errors.AsType[*unstable.ParserError](err)
	if !ok {
		return err
	}
	return d.errorAt(int(d.parser.Range(wrong.Highlight).Offset), nil, errors.New(wrong.Message))
}
