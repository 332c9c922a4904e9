package cli

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"syscall"
	"testing"

	"rcfwd/api/change"
)

// What ends a command is told once, together with what became of a change.
func TestWords_tellWhatEndedACommand(t *testing.T) {
	stopped := interruptedError{syscall.SIGTERM}
	request := func(cause error) error { return &url.Error{Op: "Get", URL: "https://rc.test", Err: cause} }
	for name, test := range map[string]struct {
		err  error
		want []string
		code int
	}{
		"signal while reading":       {errorList{stopped, request(stopped)}, []string{"interrupted"}, ExitTerminated},
		"signal between two writes":  {errorList{stopped, &change.PutBackError{Cause: stopped}}, []string{"interrupted", "Stopped. What was sent has been undone."}, ExitTerminated},
		"timeout while reading":      {request(context.DeadlineExceeded), []string{"the time of --timeout is over; nothing more was sent"}, ExitFailed},
		"timeout between two writes": {&change.PutBackError{Cause: context.DeadlineExceeded}, []string{"the time of --timeout is over. Stopped. What was sent has been undone."}, ExitFailed},
	} {
		if got := words(test.err); !slices.Equal(got, test.want) || exitCode(test.err) != test.code {
			t.Errorf("%s: %q, exit %d", name, got, exitCode(test.err))
		}
	}
}

// The journal calls a change cancelled that a signal stopped before it was sent.
func TestInterruptedError_isACancellation(t *testing.T) {
	if err := fmt.Errorf("read: %w", interruptedError{syscall.SIGHUP}); !errors.Is(err, context.Canceled) {
		t.Errorf("%v is no cancellation", err)
	}
}
