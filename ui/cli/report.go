package cli

import (
	"encoding/json"
	"fmt"
	"io"

	"rcfwd/api/rest"
)

// fact is a line of a report.
type fact struct{ name, value string }

// report prints the facts that have a value, or v as JSON.
func report(out io.Writer, asJSON bool, v any, facts []fact) error {
	if asJSON {
		enc := json.NewEncoder(out)
		enc.SetIndent("", "  ")
		return enc.Encode(v)
	}
	for _, f := range facts {
		if f.value != "" {
			fmt.Fprintf(out, "%-11s  %s\n", f.name, rest.Clean(f.value))
		}
	}
	return nil
}
