package cli

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"syscall"
)

// standardOutput is standard output for all commands, the help too. It keeps the first
// failure, so that a command need not check each line that it prints: Run fails with
// it in the end.
type standardOutput struct {
	to  io.Writer
	err error
}

func (o *standardOutput) Write(p []byte) (int, error) {
	if o.err != nil {
		return 0, o.err
	}
	n, err := o.to.Write(p)
	switch {
	case errors.Is(err, syscall.EPIPE):
		o.err = errClosedEarly
	case err != nil:
		o.err = printError(err)
	}
	return n, o.err
}

// errClosedEarly says that the reader of standard output has gone, as head does once it has
// seen enough. A command then ends quietly.
var errClosedEarly = errors.New("the output is closed")

// printError returns the error of a failed write to standard output, without the
// file's name: for a redirected output too it is /dev/stdout.
func printError(err error) error {
	if path := (*fs.PathError)(nil); errors.As(err, &path) {
		err = path.Err
	}
	return fmt.Errorf("the output cannot be written: %w", err)
}
