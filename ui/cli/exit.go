package cli

import (
	"context"
	"errors"
	"os"
	"slices"
	"strings"
	"syscall"

	"rcfwd/api"
	"rcfwd/api/change"
	"rcfwd/api/rest"
	"rcfwd/api/signin"
)

// Exit codes. rcfwd help exit-codes tells them to people.
const (
	ExitDone       = 0
	ExitFailed     = 1
	ExitUsage      = 2 // the command line is wrong, or a write was not confirmed where no one can be asked
	ExitFound      = 3 // a command that looks for something found it
	ExitSignIn     = 4 // a sign-in is needed, or has ended
	ExitIncomplete = 5 // some of it could not be read or written, or its outcome is not known

	ExitHangup      = 129
	ExitInterrupted = 130
	ExitTerminated  = 143
)

// usageError is an error in the command line.
type usageError struct{ error }

// exitError is an error with an exit code of its own.
type exitError struct {
	error
	code int
}

func (e exitError) Unwrap() error { return e.error }

// incomplete says that a command did a part of what it was asked for.
func incomplete(err error) error { return exitError{err, ExitIncomplete} }

// interruptedError is the cause of the end of a command that a signal has ended.
type interruptedError struct{ signal os.Signal }

func (e interruptedError) Error() string { return "interrupted" }

// Unwrap makes what a signal ended count as cancelled, in the journal too: net/http returns
// the cause of a context and not context.Canceled.
func (e interruptedError) Unwrap() error { return context.Canceled }

func (e interruptedError) code() int {
	switch e.signal {
	case syscall.SIGTERM:
		return ExitTerminated
	case syscall.SIGHUP:
		return ExitHangup
	}
	return ExitInterrupted
}

// exitCode returns the exit code of a command that ended with err. Of several errors the
// first of 130, 2, 4, 1, 5 and 3 counts.
func exitCode(err error) int {
	best, rank := ExitDone, len(exitOrder)
	for _, one := range listed(err) {
		code := exitCodeOf(one)
		for i, c := range exitOrder {
			if c == min(code, ExitHangup) && i < rank {
				best, rank = code, i
			}
		}
	}
	return best
}

var exitOrder = []int{ExitHangup, ExitUsage, ExitSignIn, ExitFailed, ExitIncomplete, ExitFound}

// errorList is several errors of one command, each with a line of its own.
type errorList []error

func (l errorList) Error() string { return strings.Join(words(l), "; ") }

func (l errorList) Unwrap() []error { return l }

// listed returns the errors of a list that are not nil, or err alone.
func listed(err error) []error {
	list, is := err.(errorList)
	switch {
	case err == nil:
		return nil
	case !is:
		return []error{err}
	}
	var flat []error
	for _, e := range list {
		flat = append(flat, listed(e)...)
	}
	return flat
}

func exitCodeOf(err error) int {
	var (
		usage       usageError
		interrupted interruptedError
		own         exitError
		unknown     *change.UnknownError
		partly      *change.PartlyError
		refused     *rest.Error
	)
	switch {
	case errors.Is(err, errClosedEarly):
		return ExitDone
	case errors.As(err, &interrupted):
		return interrupted.code()
	case errors.As(err, &usage):
		return ExitUsage
	case errors.As(err, &own):
		return own.code
	case errors.Is(err, signin.ErrNotSignedIn), errors.Is(err, signin.ErrSessionEnded), errors.As(err, &refused) && refused.Status == 401:
		return ExitSignIn
	case errors.As(err, &unknown), errors.As(err, &partly), errors.Is(err, rest.ErrLost), errors.Is(err, rest.ErrOverallLimit):
		return ExitIncomplete
	}
	return ExitFailed
}

// words returns what to tell people about an error, a line for each.
func words(err error) []string {
	var lines []string
	for _, one := range listed(err) {
		line := rest.Clean(wordsOf(one))
		if line != "" && !slices.Contains(lines, line) {
			lines = append(lines, line)
		}
	}
	return lines
}

func wordsOf(err error) string {
	switch {
	case errors.Is(err, errClosedEarly):
		return ""
	case errors.Is(err, context.DeadlineExceeded) && tellsOutcome(err):
		return "the time of --timeout is over. " + api.Explain(err).String()
	case errors.Is(err, context.DeadlineExceeded):
		return "the time of --timeout is over; nothing more was sent"
	case errors.Is(err, context.Canceled) && !tellsOutcome(err): // a signal is its only cause in a command
		return interruptedError{}.Error()
	case explainable(err):
		return api.Explain(err).String()
	}
	return err.Error()
}

// namedError is an error with the name of what it is about before its words, which
// wordsOf would leave out of an error that only wraps the reason.
type namedError struct {
	name string
	err  error
}

// named puts a name before the reason why something cannot be done, or has failed.
func named(err error, name string) error {
	if err == nil || name == "" {
		return err
	}
	return namedError{name, err}
}

// Error returns the words for people.
func (e namedError) Error() string { return e.name + ": " + wordsOf(e.err) }

// Unwrap returns the reason.
func (e namedError) Unwrap() error { return e.err }

// Advice returns the words too; see api.Explain.
func (e namedError) Advice() api.Advice { return api.Advice{What: e.Error()} }

// tellsOutcome reports whether an error has words about what became of a change.
func tellsOutcome(err error) bool {
	var (
		unknown *change.UnknownError
		back    *change.PutBackError
	)
	return errors.As(err, &unknown) || errors.As(err, &back)
}

// explainable reports whether an error is of the service, the network or the write path,
// whose words api.Explain has.
func explainable(err error) bool {
	var (
		adviser interface{ Advice() api.Advice }
		problem api.ValidationError
		refused *rest.Error
	)
	return errors.As(err, &adviser) || errors.As(err, &problem) || errors.As(err, &refused)
}
