package cli

import (
	"cmp"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"rcfwd/api"
	"rcfwd/api/rest"
	"rcfwd/api/settings"
	"rcfwd/api/signin"
)

// flags are what the command line can say about what to open.
type flags struct {
	demo                       bool
	profile                    string
	server, account, extension string
	region                     string
	readOnly                   bool
	log                        string
	logPhones                  bool
	ascii                      bool
	sandbox                    sandboxFlags
}

// declare adds the flags of rcfwd without a command.
func (f *flags) declare(cmd *cobra.Command) {
	f.declareConnection(cmd)
	cmd.Flags().BoolVar(&f.ascii, "ascii", false, "draw lines and bars with plain ASCII")
}

// declareConnection adds the flags that say what to open, which all commands have.
func (f *flags) declareConnection(cmd *cobra.Command) {
	inGroup(cmd, groupDemo, f.sandbox.declare)
	inGroup(cmd, groupWhere, f.declareWhere)
}

func (f *flags) declareWhere(cmd *cobra.Command) {
	own := cmd.Flags()
	own.BoolVar(&f.demo, "demo", false, "open on the built-in sandbox: no account, no network")
	own.StringVar(&f.profile, "profile", "", "name of the profile to open (also RCFWD_PROFILE)")
	own.StringVar(&f.server, "server", "", "address of the RingCentral server (also RC_SERVER_URL)")
	own.StringVar(&f.account, "account", "", "id of the account to open (default: your own)")
	own.StringVarP(&f.extension, "extension", "x", "", "extension to open, by its number, id, e-mail address or whole name (default: your own)")
	own.StringVar(&f.region, "region", "", "country of phone numbers without a country code, such as US or GB (default: the extension's)")
	own.BoolVar(&f.readOnly, "read-only", false, "show everything, change nothing (also RCFWD_READ_ONLY=1)")
	own.StringVar(&f.log, "log", "", "file to log every request to, as JSON lines, without secrets and with phone numbers masked")
	own.BoolVar(&f.logPhones, "log-phones", false, "do not mask phone numbers in the log")
}

// declareUnused lets a command that opens nothing take --demo and its flags, which every
// command takes. Its help does not show them.
func (f *flags) declareUnused(cmd *cobra.Command) {
	own := cmd.Flags()
	before := map[string]bool{}
	own.VisitAll(func(flag *pflag.Flag) { before[flag.Name] = true })
	f.sandbox.declare(cmd)
	own.BoolVar(&f.demo, "demo", false, "the demo, which this does not open")
	own.VisitAll(func(flag *pflag.Flag) { flag.Hidden = flag.Hidden || !before[flag.Name] })
}

// noDemo refuses --demo for a command that is about the sign-in of a profile.
func (f *flags) noDemo(cmd *cobra.Command) error {
	if !f.demo {
		return nil
	}
	return asUsage(fmt.Errorf("--demo needs no sign-in, so there is nothing for %s to do", nameOf(cmd)), cmd)
}

// check returns an error for flags that would have no effect.
func (f *flags) check(cmd *cobra.Command) error {
	if err := checkValues(cmd); err != nil {
		return err
	}
	for _, name := range []string{"people", "as", "faults", "call", "call-handling", "token-lifetime"} {
		if !f.demo && cmd.Flags().Changed(name) {
			return fmt.Errorf("--%s works only with --demo or rcfwd sandbox", name)
		}
	}
	if f.demo && f.server != "" {
		return errors.New("--demo has its own server; leave --server out")
	}
	return nil
}

// checkValues returns an error for a flag with an empty value, as from a variable of a script
// that is not set: without the flag the command could change something else. A label can be
// empty.
func checkValues(cmd *cobra.Command) (err error) {
	cmd.Flags().Visit(func(f *pflag.Flag) {
		values := []string{f.Value.String()}
		switch list, isList := f.Value.(pflag.SliceValue); {
		case f.Name == "label":
			return
		case isList:
			values = list.GetSlice()
		case f.Value.Type() != "string":
			return
		}
		if slices.Contains(values, "") {
			err = cmp.Or(err, fmt.Errorf("the value of --%s is empty; leave the flag out for its default", f.Name))
		}
	})
	return err
}

// applyTo returns a profile with what the command line says instead of it.
func (f *flags) applyTo(was *settings.Profile) (settings.Profile, error) {
	p := *was
	if f.server != "" {
		server, err := rest.ParseServer(f.server)
		if err != nil {
			return p, usageError{err}
		}
		p.Server = server
	}
	if f.region != "" {
		if err := api.CheckRegion(f.region); err != nil {
			return p, usageError{fmt.Errorf("--region: %w", err)}
		}
	}
	if err := readID("account", f.account, &p.Account); err != nil {
		return p, err
	}
	if f.extension != "" {
		who, err := api.ParseWho(f.extension)
		if err != nil {
			return p, usageError{fmt.Errorf("--extension: %w", err)}
		}
		p.Extension = who.String()
	}
	p.Region = cmp.Or(f.region, p.Region)
	p.ReadOnly = p.ReadOnly || f.isReadOnly(os.Getenv)
	return p, nil
}

// envReadOnly is the variable that makes every profile read-only.
const envReadOnly = "RCFWD_READ_ONLY"

// isReadOnly reports whether the flag or the environment says that nothing may be
// changed.
func (f *flags) isReadOnly(getenv func(string) string) bool {
	return f.readOnly || isOn(getenv(envReadOnly))
}

// isOn reports whether a variable that forbids something is set to 1. Only 0 and false
// mean the opposite: a value that is not understood must not allow more than its writer
// meant.
func isOn(value string) bool {
	switch strings.ToLower(value) {
	case "", "0", "false":
		return false
	}
	return true
}

// flagError returns an error in the value of a flag in words about the flag; pflag's are
// about the function that parsed it.
func flagError(err error) error {
	wrong, is := errors.AsType[*pflag.InvalidValueError](err)
	if !is {
		return err
	}
	wanted := map[string]string{"int": "a whole number, such as 12", "duration": "a time, such as 90s or 1m", "bool": "true or false"}[wrong.GetFlag().Value.Type()]
	if wanted == "" {
		return err
	}
	return fmt.Errorf("--%s %s: use %s", wrong.GetFlag().Name, wrong.GetValue(), wanted)
}

// readID reads an id or a short number as people type it; without a value it leaves what
// to holds.
func readID(flag, value string, to *string) error {
	if value == "" {
		return nil
	}
	id, err := api.ReadExtension(value)
	if err != nil {
		return usageError{fmt.Errorf("--%s: %w", flag, err)}
	}
	*to = id
	return nil
}

// getenv is os.Getenv, with the flags overriding the environment.
func (f flags) getenv(name string) string {
	if name == signin.EnvServer && f.server != "" {
		return f.server
	}
	return os.Getenv(name)
}
