//go:build !(darwin || dragonfly || freebsd || linux || netbsd || openbsd)

package cli

import (
	"fmt"
	"os"

	"github.com/charmbracelet/x/term"
)

// consoleLines reads the answers of a person at a console, which edits lines by itself.
type consoleLines struct{ pipedLines }

func newLineReader(in, out *os.File) lineReader {
	if term.IsTerminal(in.Fd()) {
		return consoleLines{pipedLines{in, out}}
	}
	return pipedLines{in, out}
}

func (c consoleLines) person() bool { return true }

func (c consoleLines) read(question string, hidden bool) (answer, error) {
	if !hidden {
		return c.pipedLines.read(question, false)
	}
	fmt.Fprint(c.out, question+": ")
	typed, err := term.ReadPassword(c.in.Fd())
	fmt.Fprintln(c.out)
	if err != nil {
		return answer{}, errNoAnswer
	}
	return answer{text: string(typed)}, nil
}
