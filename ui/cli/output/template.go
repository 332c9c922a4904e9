package output

import (
	"errors"
	"fmt"
	"io"
	"strings"
)

// format is a text with the values of fields in it.
type format struct {
	fields []string // in the order of their places
	texts  []string // before, between and after the fields; one more than these
}

// parseFormat reads a format: fields in braces, and \t, \n, \\, {{ and }} for a tab, a line
// end, a backslash and braces.
func parseFormat(s string) (format, error) {
	f, rest := format{fields: []string{}}, s
	var b strings.Builder
	for rest != "" {
		i := strings.IndexAny(rest, `\{}`)
		if i < 0 {
			i = len(rest)
		}
		b.WriteString(rest[:i])
		if rest = rest[i:]; rest == "" {
			break
		}
		if plain, n := escaped(rest); n > 0 {
			b.WriteString(plain)
			rest = rest[n:]
			continue
		}
		name, after, found := strings.Cut(strings.TrimPrefix(rest, "{"), "}")
		if rest[0] != '{' || !found {
			return f, fmt.Errorf(`--format %q: write fields as {name}, and {{, }}, \t, \n or \\ for the characters`, s)
		}
		f.fields, f.texts = append(f.fields, strings.TrimSpace(name)), append(f.texts, b.String())
		b.Reset()
		rest = after
	}
	if f.texts = append(f.texts, b.String()); len(f.fields) == 0 {
		return f, errors.New("--format has no field; write one as {name}")
	}
	return f, nil
}

// escaped returns the text that an escape at the start of s stands for, and its length.
func escaped(s string) (plain string, n int) {
	for _, e := range [][2]string{{`\t`, "\t"}, {`\n`, "\n"}, {`\\`, `\`}, {"{{", "{"}, {"}}", "}"}} {
		if strings.HasPrefix(s, e[0]) {
			return e[1], len(e[0])
		}
	}
	return "", 0
}

// templated prints a line by a format for each record.
type templated struct {
	w        io.Writer
	format   format
	terminal bool
}

func (t *templated) row(values []any, _ []string) error {
	var b strings.Builder
	for i, v := range values {
		b.WriteString(t.format.texts[i])
		b.WriteString(forLine(text(v, ", "), t.terminal))
	}
	b.WriteString(t.format.texts[len(values)] + "\n")
	_, err := io.WriteString(t.w, b.String())
	return err
}

func (t *templated) close() error { return nil }
