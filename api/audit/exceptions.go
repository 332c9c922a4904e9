package audit

import (
	"fmt"
	"strings"
	"time"
)

// Exceptions are the findings that people have decided to live with: a file with a line for
// each, which has the id of the finding, the last day on which the exception holds, and the
// reason. Lines that begin with # are left out.
type Exceptions struct {
	Problems []error // lines that do not hold, each with its place and what becomes of its finding

	reasons map[string]string // by ids
}

// ReadExceptions reads the text of a file of a name. A line that cannot be read, or is no
// longer valid at now, is a problem, and its finding is reported.
func ReadExceptions(name, text string, now time.Time) *Exceptions {
	e := &Exceptions{reasons: map[string]string{}}
	n := 0
	for line := range strings.Lines(text) {
		n++
		if line = strings.TrimSpace(line); line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		if err := e.add(line, now); err != nil {
			e.Problems = append(e.Problems, fmt.Errorf("%s:%d: %w", name, n, err))
		}
	}
	return e
}

func (e *Exceptions) add(line string, now time.Time) error {
	fields := strings.Fields(line)
	if len(fields) < 3 {
		return fmt.Errorf("write the id of a finding, the last day as in 2026-12-31, and the reason; %s is reported", fields[0])
	}
	last, err := time.ParseInLocation(time.DateOnly, fields[1], now.Location())
	if err != nil {
		return fmt.Errorf("%s is no day, as in 2026-12-31; %s is reported", fields[1], fields[0])
	}
	if !now.Before(last.AddDate(0, 0, 1)) {
		return fmt.Errorf("the exception ended on %s; %s is reported", fields[1], fields[0])
	}
	e.reasons[fields[0]] = strings.Join(fields[2:], " ")
	return nil
}

// Has reports whether there is an exception for a finding.
func (e *Exceptions) Has(f *Finding) bool {
	if e == nil {
		return false
	}
	_, is := e.reasons[f.ID]
	return is
}
