package output

import (
	"bytes"
	"encoding/json"
	"io"

	"rcfwd/api/rest"
)

// Records prints records of the service as it sent them, page after page: as one array, or
// a record a line. For a terminal they are indented, and what could control it is escaped.
type Records struct {
	w               io.Writer
	lines, terminal bool
	begun           bool
}

// NewRecords returns a printer of records to w; lines prints each on a line of its own.
func NewRecords(w io.Writer, lines, terminal bool) *Records {
	return &Records{w: w, lines: lines, terminal: terminal}
}

// Print prints the records of a page.
func (r *Records) Print(page []json.RawMessage) error {
	var b bytes.Buffer
	for _, record := range page {
		if r.lines {
			b.Write(compact(record, r.terminal))
			continue
		}
		b.WriteString(map[bool]string{true: ",\n", false: "[\n"}[r.begun])
		b.Write(indented(record, r.terminal))
		r.begun = true
	}
	_, err := r.w.Write(b.Bytes())
	return err
}

// Close prints what follows the records.
func (r *Records) Close() error {
	end := "\n]\n"
	switch {
	case r.lines:
		return nil
	case !r.begun:
		end = "[]\n"
	}
	_, err := io.WriteString(r.w, end)
	return err
}

// compact is a record on a line.
func compact(record json.RawMessage, terminal bool) []byte {
	var b bytes.Buffer
	if json.Compact(&b, record) != nil {
		return nil // it is a part of a valid text
	}
	b.WriteByte('\n')
	if terminal {
		return rest.EscapeJSON(b.Bytes())
	}
	return b.Bytes()
}

// indented is a record as it came, or as a terminal shows it in an array.
func indented(record json.RawMessage, terminal bool) []byte {
	var b bytes.Buffer
	if !terminal || json.Indent(&b, record, "  ", "  ") != nil {
		return record
	}
	return append([]byte("  "), rest.EscapeJSON(b.Bytes())...)
}
