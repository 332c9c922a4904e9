package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"

	"github.com/spf13/cobra"

	"rcfwd/api"
	"rcfwd/api/rest"
	"rcfwd/ui/cli/output"
)

// --profiles runs a command for several accounts at once, each within its own limits and
// with its own sign-in. Rows have the name of their profile; a profile that fails does not
// keep the others from going on.

// allProfiles is the value of --profiles for every profile of the settings.
const allProfiles = "all"

func declareProfiles(cmd *cobra.Command, i *invocation) {
	i.text(cmd, "profiles", "profiles to do it for, with commas between, or all; their rows have the field profile")
}

// profileNames are the profiles of --profiles.
func (i *invocation) profileNames() ([]string, error) {
	have := i.connector.Profiles()
	names := strings.Split(i.flag("profiles"), ",")
	switch {
	case i.flags.demo:
		return nil, errors.New("--demo opens no profile; leave --profiles out")
	case i.flags.profile != "" || i.flags.server != "" || i.flags.account != "" || i.flags.extension != "":
		return nil, errors.New("--profiles takes server, account and extension from each profile; leave --profile, --server, --account and -x out")
	case len(names) == 1 && names[0] == allProfiles && len(have) == 0:
		return nil, errors.New("--profiles all: the settings have no profile")
	case len(names) == 1 && names[0] == allProfiles:
		return have, nil
	}
	for n, name := range names {
		if !slices.Contains(have, name) || slices.Contains(names[:n], name) {
			return nil, fmt.Errorf("--profiles: %q is no profile of the settings, or is there twice; there are %s", name, strings.Join(have, ", "))
		}
	}
	return names, nil
}

// together is what the runs of one command for several profiles share.
type together struct {
	mu      sync.Mutex
	printer *output.Printer // once one of them prints
}

// newPrinter returns the printer of all runs. Their Close does nothing.
func (t *together) newPrinter(make func() (*output.Printer, error)) (p *output.Printer, err error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.printer == nil {
		if t.printer, err = make(); err != nil {
			return nil, err
		}
		t.printer.Share()
	}
	return t.printer, nil
}

// runProfiles runs the verb for each profile, side by side. Of a profile that fails the
// command is incomplete.
func (i *invocation) runProfiles(ctx context.Context) error {
	names, err := i.profileNames()
	if err != nil {
		return asUsage(err, i.cmd)
	}
	shared, said := &together{}, &lockedWriter{to: i.cmd.ErrOrStderr()}
	results := make([][]error, len(names))
	var runs rest.PanicGroup
	for n, name := range names {
		runs.Go(func() { results[n] = i.runProfile(ctx, name, shared, said) })
	}
	runs.Wait()
	if shared.printer == nil && i.verb.prints != nil {
		_, err = newPrinter(i, i.verb.prints.(output.List), i.verb.one)
		return errors.Join(err, errorList(slices.Concat(results...)))
	}
	if shared.printer != nil {
		err = shared.printer.CloseShared()
	}
	return errorList(append([]error{err}, slices.Concat(results...)...))
}

// runProfile runs the verb for one profile.
func (i *invocation) runProfile(ctx context.Context, name string, shared *together, said io.Writer) []error {
	one := *i
	one.told, one.together, one.flags.profile, one.said = nil, shared, name, prefixWriter{said, name + ": "}
	one.connector = newConnector(&one.flags, i.program.keys).forCommand(one.said)
	one.connector.untraced()
	defer one.endRun(ctx)
	err := one.verb.run(ctx, &one)
	var all []error
	for _, err := range append([]error{err}, one.told...) {
		if err != nil {
			all = append(all, ofProfile(name, err))
		}
	}
	return all
}

// ofProfile names the profile of an error. That one profile fails, the command as a whole
// did a part of what it was asked for.
func ofProfile(name string, err error) error {
	switch code := exitCodeOf(err); code {
	case ExitUsage, ExitFound, ExitInterrupted, ExitTerminated, ExitHangup:
		return exitError{fmt.Errorf("%s: %w", name, err), code}
	}
	return incomplete(fmt.Errorf("%s: %s", name, api.Explain(err)))
}

// lockedWriter writes whole lines of several goroutines.
type lockedWriter struct {
	mu sync.Mutex
	to io.Writer
}

func (w *lockedWriter) Write(b []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.to.Write(b)
}

// prefixWriter writes each text, which is a line, after a name.
type prefixWriter struct {
	to     io.Writer
	prefix string
}

func (w prefixWriter) Write(b []byte) (int, error) {
	if _, err := w.to.Write(append([]byte(w.prefix), b...)); err != nil {
		return 0, err
	}
	return len(b), nil
}
