package cli

import (
	"cmp"
	"errors"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"rcfwd/api/settings"
	"rcfwd/api/signin"
)

func (p program) statusCommand() *cobra.Command {
	i := &invocation{program: p}
	var asJSON, check bool
	cmd := &cobra.Command{
		Use:   "status",
		Short: "Show who is signed in and where, without asking the server",
		Long: "status shows who is signed in and where, without asking the server. With --check it reads what the screens read\n" +
			"and says what it may do and what it did not expect of the answers, without telephone numbers, names, ids and\n" +
			"tokens: paste it into a report after a first run. The exit code is 5 if something could not be read.\n" +
			"With --check the app needs the scope " + readScopes + ".",
		Example: "  rcfwd status --check --demo\n  rcfwd status --check --demo --json",
		Args:    noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			switch {
			case check:
				return i.checkAccount(cmd, asJSON)
			case i.flags.demo:
				return asUsage(errors.New("--demo has no sign-in to show; use it with --check"), cmd)
			}
			c := newConnector(&i.flags, p.keys).forCommand(cmd.ErrOrStderr())
			config, _, err := c.settings()
			if err != nil {
				return err
			}
			o, err := c.options("")
			if err != nil {
				return err
			}
			s, err := signin.ReadStatus(cmd.Context(), &o)
			if err != nil {
				return err
			}
			if newer := config.Newer(); newer != nil {
				s.NewerFiles = append(s.NewerFiles, newer.Error())
			}
			if newer := newerJournal(cmd.Context(), &o); newer != nil {
				s.NewerFiles = append(s.NewerFiles, newer.Error()+".")
			}
			return report(cmd.OutOrStdout(), asJSON, s, statusFacts(s))
		},
	}
	i.flags.declareConnection(cmd)
	inGroup(cmd, groupRun, i.declareRun)
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	cmd.Flags().BoolVar(&check, "check", false, "read what the screens read, and describe the answers without private data")
	i.completeFlags(cmd)
	return cmd
}

func statusFacts(s signin.Status) []fact {
	facts := []fact{
		{"profile", s.Profile},
		{"server", s.Server},
		{"account", cmp.Or(s.Account, "from the sign-in")},
		{"extension", cmp.Or(s.Extension, "from the sign-in")},
		{"calls", cachedCallHandling(s.AccountCache)},
		{"store", string(s.Store)},
	}
	if s.TokenCache != nil {
		facts = append(facts, fact{"token kept", tokenCacheWords(*s.TokenCache)})
	}
	for _, sentence := range s.NewerFiles {
		facts = append(facts, fact{"newer", sentence})
	}
	if !s.SignedIn {
		return append(facts, fact{"signed in", howToSignIn(s)})
	}
	return append(facts, fact{"signed in", "yes, from the " + string(s.Source)},
		fact{"owner", s.OwnerID}, fact{"way", string(s.Grant)}, fact{"client id", s.ClientID},
		fact{"scopes", strings.Join(s.Scopes, " ")},
		fact{"token", until(s.Expires)}, fact{"refresh", until(s.RefreshExpires)})
}

// tokenCacheWords says where the access token lasts from run to run.
func tokenCacheWords(c signin.TokenCacheStatus) string {
	switch {
	case c.Path == "":
		return "no; each run signs in. " + c.Why
	case !c.Kept:
		return "not yet; in " + c.Path
	}
	return "in " + c.Path
}

// howToSignIn says what signs in a profile that is not signed in.
func howToSignIn(s signin.Status) string {
	if s.Store == settings.StoreNone {
		return "no; the profile stores no sign-in, so rcfwd --profile " + s.Profile + " asks each time"
	}
	return "no; rcfwd login --profile " + s.Profile + " signs in"
}

// cachedCallHandling returns which call handling the account was last seen on.
func cachedCallHandling(s *signin.AccountCache) string {
	if s == nil {
		return "not known until the numbers are opened"
	}
	return s.CallHandling + " call handling, as of " + s.At.UTC().Format(time.DateTime) + " UTC"
}

// until returns how long something is still valid; "" when that is unknown.
func until(t *time.Time) string {
	switch left := time.Duration(0); {
	case t == nil:
		return ""
	case time.Now().After(*t):
		return "expired " + t.UTC().Format(time.DateTime) + " UTC"
	default:
		left = time.Until(*t).Round(time.Second)
		return "until " + t.UTC().Format(time.DateTime) + " UTC, " + left.String() + " from now"
	}
}
