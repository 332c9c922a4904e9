package output

import (
	"bytes"
	"encoding/json"
	"io"

	"rcfwd/api/rest"
)

// object returns a record as a compact JSON object, its members in the order of columns.
func object(columns []column, values []any) []byte {
	b := []byte{'{'}
	for i, c := range columns {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(append(append(b, encode(c.name)...), ':'), encode(values[i])...)
	}
	return append(b, '}')
}

// jsonLines prints an object a line.
type jsonLines struct {
	w       io.Writer
	columns []column
}

func (j *jsonLines) row(values []any, _ []string) error {
	_, err := j.w.Write(append(object(j.columns, values), '\n'))
	return err
}

func (j *jsonLines) close() error { return nil }

// jsonArray prints one array, or the object of its one record.
type jsonArray struct {
	w       io.Writer
	columns []column
	one     bool
	begun   bool
}

func (j *jsonArray) row(values []any, _ []string) error {
	prefix, before := "  ", "[\n  "
	switch {
	case j.one:
		prefix, before = "", ""
	case j.begun:
		before = ",\n  "
	}
	j.begun = true
	b := bytes.NewBufferString(before)
	if err := json.Indent(b, object(j.columns, values), prefix, "  "); err != nil {
		return err
	}
	if j.one {
		b.WriteByte('\n')
	}
	_, err := j.w.Write(b.Bytes())
	return err
}

func (j *jsonArray) close() error {
	end := "\n]\n"
	switch {
	case j.one:
		return nil
	case !j.begun:
		end = "[]\n"
	}
	_, err := io.WriteString(j.w, end)
	return err
}

// WriteJSON writes any value as an indented JSON text, in which what could control a
// terminal is escaped.
func WriteJSON(w io.Writer, v any) error {
	_, err := io.WriteString(w, rest.CleanJSON(encode(v))+"\n")
	return err
}
