package cli

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"

	"rcfwd/api/rest"
	"rcfwd/ui/cli/output"
)

// printAnswer prints what the service answered, also with a refusal: to a pipe as it came,
// byte by byte.
func (s *session) printAnswer(call apiCall, got rest.Answer) error {
	switch {
	case got.Status == 0:
		return nil
	case call.Method == http.MethodHead:
		return s.printHead(got)
	case len(got.Body) == 0:
		return nil
	case call.lines && json.Valid(got.Body):
		return output.NewRecords(s.out, true, s.printing.toTerminal()).Print(recordsOf(got.Body))
	case !s.printing.toTerminal():
		_, err := s.out.Write(got.Body)
		return err
	}
	return s.showAnswer(got)
}

// recordsOf are the records of a page, or the one value of another answer.
func recordsOf(body json.RawMessage) []json.RawMessage {
	var page struct{ Records *[]json.RawMessage }
	if json.Unmarshal(body, &page) == nil && page.Records != nil {
		return *page.Records
	}
	return []json.RawMessage{body}
}

// showAnswer prints an answer to a terminal, without what could control it.
func (s *session) showAnswer(got rest.Answer) error {
	text := rest.CleanJSON(got.Body)
	kind := rest.Clean(got.Header.Get("Content-Type"))
	switch {
	case text != "":
	case strings.HasPrefix(kind, "text/"):
		var lines []string
		for line := range strings.Lines(string(got.Body)) {
			lines = append(lines, rest.Clean(line))
		}
		text = strings.Join(lines, "\n")
	default:
		s.note("The answer is %d bytes of %s. Redirect the output to a file to keep it.", len(got.Body), orNone(kind))
		return nil
	}
	_, err := fmt.Fprintln(s.out, text)
	return err
}

func orNone(kind string) string {
	if kind == "" {
		return "an unknown type"
	}
	return kind
}

// printHead prints the status and the header of an answer, a line for each.
func (s *session) printHead(got rest.Answer) error {
	lines := []string{fmt.Sprintf("HTTP %d %s", got.Status, http.StatusText(got.Status))}
	for _, name := range slices.Sorted(maps.Keys(got.Header)) {
		for _, value := range got.Header[name] {
			lines = append(lines, rest.Clean(name+": "+value))
		}
	}
	_, err := fmt.Fprintln(s.out, strings.Join(lines, "\n"))
	return err
}
