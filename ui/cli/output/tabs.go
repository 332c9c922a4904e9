package output

import (
	"io"
	"strings"
)

// tabs prints rows for a pipe: tab-separated, whole.
type tabs struct {
	w        io.Writer
	terminal bool
}

func (t *tabs) row(values []any, _ []string) error {
	cells := make([]string, len(values))
	for i, v := range values {
		cells[i] = forLine(text(v, ", "), t.terminal)
	}
	_, err := io.WriteString(t.w, strings.Join(cells, "\t")+"\n")
	return err
}

func (t *tabs) close() error { return nil }
