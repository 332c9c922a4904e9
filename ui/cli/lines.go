package cli

import (
	"errors"
	"io"
	"os"
	"strings"
)

// lineReader reads the answers to questions, a line for each.
type lineReader interface {
	// read asks a question and returns the answer as it was typed, without the end of
	// the line. hidden says that nothing of it may be shown. The error is errNoAnswer
	// at the end of the input.
	read(question string, hidden bool) (answer, error)

	// person reports whether a person answers, who can be asked again.
	person() bool

	// close leaves nothing that was typed to the program after this one.
	close()
}

// answer is what was typed. It is veiled when it came at once, as from a clipboard: then
// it may be a secret, and was not shown.
type answer struct {
	text   string
	veiled bool
}

// errNoAnswer is the error at the end of the input.
var errNoAnswer = errors.New("the input ended before the sign-in was complete")

// pipedLines reads the lines of a pipe or a file.
type pipedLines struct{ in, out *os.File }

func (p pipedLines) person() bool { return false }
func (p pipedLines) close()       {}

// read reads a line and nothing after it, as the rest may be for the program after this
// one.
func (p pipedLines) read(question string, _ bool) (answer, error) {
	_, _ = io.WriteString(p.out, question+": ")
	var line []byte
	for b := make([]byte, 1); ; {
		n, err := p.in.Read(b)
		ended := n == 0 || err != nil
		switch {
		case ended && len(line) == 0:
			return answer{}, errNoAnswer
		case ended || b[0] == '\n':
			return answer{text: strings.TrimSuffix(string(line), "\r")}, nil
		}
		line = append(line, b[0])
	}
}
