package cli

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
)

// output is standard output for all commands, the help too. It keeps the first
// failure, so that a command need not check each line that it prints: Run fails with
// it in the end.
type output struct {
	to  io.Writer
	err error
}

func (o *output) Write(p []byte) (int, error) {
	if o.err != nil {
		return 0, o.err
	}
	n, err := o.to.Write(p)
	if err != nil {
		o.err = printError(err)
	}
	return n, o.err
}

// printError returns the error of a failed write to standard output, without the
// file's name: for a redirected output too it is /dev/stdout.
func printError(err error) error {
	if path := (*fs.PathError)(nil); errors.As(err, &path) {
		err = path.Err
	}
	return fmt.Errorf("the output cannot be written: %w", err)
}
